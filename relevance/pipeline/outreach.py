"""Beyond the queue: own invitations without an answer, whom to invite, and whom to meet without connecting."""

from collections.abc import Sequence
from datetime import timedelta

import polars as pl

from relevance.config import Settings
from relevance.pipeline.encounters import all_ties
from relevance.pipeline.forecasting import outlooks
from relevance.pipeline.inviting import Advice
from relevance.pipeline.pending import pending_invites
from relevance.pipeline.scores import Scores, people_table
from relevance.store import Store

__all__ = ["meet_elsewhere", "unanswered_invites", "worth_inviting"]

_PATIENCE_DAYS = 30
_OFTEN = 3


def unanswered_invites(store: Store, settings: Settings) -> pl.DataFrame:
    """Return the owner's invitations that nobody answered for a month before the export, the oldest first.

    Columns: person_id, name, headline, url, sent_at, days (from then to the day of the export), note.
    """
    as_of = pending_invites(store, settings).as_of
    rows = store.frame(
        """
        SELECT person.person_id, person.name, person.headline, person.url, max(invite.sent_at) AS sent_at,
               max_by(invite.note, invite.sent_at) AS note
        FROM invite
        JOIN person_link ON person_link.record_id = invite.record_id AND person_link.state = 'linked'
        JOIN person ON person.person_id = person_link.person_id
        WHERE invite.direction = 'outgoing' AND NOT person.is_owner AND invite.sent_at IS NOT NULL
          AND person.person_id NOT IN (
              SELECT person_id FROM connection JOIN person_link USING (record_id) WHERE state = 'linked'
          )
        GROUP BY ALL
        ORDER BY sent_at, person.name, person.person_id
        """
    )
    if as_of is None:
        return rows.clear().with_columns(days=pl.lit(None, pl.Int64))
    told = rows.with_columns(days=(pl.lit(as_of) - pl.col("sent_at").dt.date()).dt.total_days())
    long_ago = told.filter(pl.col("sent_at").dt.date() <= as_of - timedelta(days=_PATIENCE_DAYS))
    return long_ago.select("person_id", "name", "headline", "url", "sent_at", "days", "note")


def worth_inviting(store: Store, scores: Scores) -> pl.DataFrame:
    """Return whom the owner follows or talks to often without being connected, by effect and then by contacts.

    Often is three contacts or more, both ways. Whoever has an invitation in either direction is left out.
    The effect is what they do to the feed where they are in it, else the forecast of a yes.

    Columns: person_id, name, headline, url, is_following, contacts, last (a day), effect (points; null where
    nothing is known).
    """
    ties = all_ties(store).filter(
        (pl.col("contacts") >= _OFTEN) & (pl.col("direction") == "both ways")
    )
    invited = store.frame(
        """
        SELECT DISTINCT person_id FROM invite JOIN person_link USING (record_id) WHERE state = 'linked'
        """
    )
    met = ties.select("person_id", "contacts", "last")
    found = (
        people_table(scores)
        .join(met, on="person_id", how="left")
        .filter(
            ~pl.col("is_connection")
            & ~pl.col("is_owner")
            & (pl.col("is_following") | pl.col("contacts").is_not_null())
        )
        .join(invited, on="person_id", how="anti")
    )
    forecast = outlooks(scores, found["person_id"].to_list())
    expected = pl.Series(
        [forecast[one].effect for one in found["person_id"]], dtype=pl.Float64, strict=False
    )
    return (
        found.with_columns(
            effect=pl.coalesce(pl.col("effect"), expected),
            contacts=pl.col("contacts").fill_null(0),
        )
        .sort("effect", "contacts", "name", descending=[True, True, False], nulls_last=True)
        .select(
            "person_id", "name", "headline", "url", "is_following", "contacts", "last", "effect"
        )
    )


def meet_elsewhere(advice: Sequence[Advice], feed: float | None) -> list[Advice]:
    """Return whom the ladder declines although they post on the owner's interests, the most relevant first.

    A group, or following without connecting, brings their posts without the connection.

    Args:
        advice: the pending invitations.
        feed: relevance of the feed, 0 to 1, which their posts have to reach; null where nothing is scored.
    """
    found = [
        (one.relevance, one)
        for one in advice
        if one.decision == "decline"
        and one.relevance is not None
        and feed is not None
        and one.relevance >= feed
    ]
    return [one for _, one in sorted(found, key=lambda pair: (-pair[0], pair[1].name))]
