"""Records -> persons, and the owner's acts on posts -> ratings and encounters; worked out anew after every change."""

from collections.abc import Sequence

import polars as pl

from relevance.activity_ids import activity_id_column
from relevance.config import Settings
from relevance.identity import (
    Joins,
    OwnerMarks,
    ProbableLink,
    homes_joined_to,
    named_handles,
    rejoin,
    resolve,
)
from relevance.schema import stable_id
from relevance.store import Store, answers_now, pairs_found, replace_people

__all__ = ["known_joins", "link_again", "link_engagements", "link_people", "owner_marks"]

# How much an act says, where a thumb says 1 (weaker: a like may be for the person, not the post).
_WORTH = {"like": 0.5, "comment": 0.6, "reshare": 0.8, "save": 0.6, "vote": 0.3}


def link_people(store: Store, settings: Settings) -> None:
    """Work out persons and links again from all records; persons keep their ids.

    What `relevance.pipeline.relinking` found and the owner said holds on; nothing new is looked for.
    """
    records = store.facts("record")
    connected = store.facts("connection")["record_id"].to_list()
    links = store.frame(
        "SELECT record_id, person_id, home_id FROM person_link WHERE state = 'linked'"
    )
    found = resolve(
        records,
        connected=connected,
        owner=owner_marks(store, settings),
        previous=dict(zip(links["record_id"], links["person_id"], strict=True)),
        homes=dict(zip(links["record_id"], links["home_id"], strict=True)),
        joins=known_joins(store),
    )
    store.save_people(found.people, found.links)


def link_again(store: Store, settings: Settings, pairs: Sequence[tuple[str, str]]) -> None:
    """Work out again whom an answer on these pairs of records can touch: the same as `link_people` does, at once.

    Where certain keys hold both records of a pair together, everybody is linked again.
    """
    rows = store.frame("SELECT record_id, home_id FROM person_link WHERE state = 'linked'")
    home_of = dict(rows.iter_rows())
    ends = [(home_of.get(left), home_of.get(right)) for left, right in pairs]
    if any(one is None or one == other for one, other in ends):
        link_people(store, settings)
        return
    joins = known_joins(store)
    persons = store.frame(
        "SELECT DISTINCT home_id FROM person_link WHERE person_id IN "
        "(SELECT person_id FROM person_link WHERE list_contains(?, home_id))",
        [[one for pair in ends for one in pair]],
    )
    homes = sorted(homes_joined_to(persons["home_id"].to_list(), home_of, joins))
    there = "(SELECT record_id FROM person_link WHERE list_contains(?, home_id))"
    people, links = rejoin(
        store.frame(f"SELECT * FROM record WHERE record_id IN {there} ORDER BY record_id", [homes]),
        store.frame("SELECT * FROM person_link WHERE list_contains(?, home_id)", [homes]),
        connected=store.frame(
            f"SELECT record_id FROM connection WHERE record_id IN {there}", [homes]
        )["record_id"].to_list(),
        joins=joins,
    )
    replace_people(store, people, links)


def known_joins(store: Store) -> Joins:
    """Return what the owner said of pairs of records, and the pairs that linking found probable enough."""
    said = answers_now(store)
    ends = ("left_record_id", "right_record_id")
    probable = pairs_found(store).filter(pl.col("state") == "linked")
    return Joins(
        same=said.filter(pl.col("answer") == "yes").select(ends).rows(),
        apart=said.filter(pl.col("answer") == "no").select(ends).rows(),
        probable=[
            ProbableLink(*row)
            for row in probable.select(*ends, "probability", "summary").iter_rows()
        ],
    )


def owner_marks(store: Store, settings: Settings) -> OwnerMarks:
    """Return what tells the owner's records apart: what exports and settings say, and who takes part everywhere."""
    own = settings.own_addresses
    emails = (*store.owner_facts("email"), *(one for one in own if "@" in one[1:]))
    told = [
        *store.owner_facts("handle"),
        *(one.removeprefix("@") for one in own if "@" not in one[1:] and "/" not in one),
        *(one for site in store.owner_facts("website") for one in named_handles(site)),
    ]
    return OwnerMarks(
        names=tuple(store.owner_facts("name")),
        urls=(*store.owner_facts("url"), *(one for one in own if "/" in one)),
        emails=tuple(one.removeprefix("@") for one in emails),
        handles=(
            *told,
            *(f"{network}:{one}" for one in told for network in ("x", "bluesky")),
            # An address of the fediverse looks like one of mail.
            *(f"mastodon:{one.removeprefix('@')}" for one in (*told, *emails)),
        ),
        record_ids=_party_of_every_conversation(store),
    )


def _party_of_every_conversation(store: Store) -> frozenset[str]:
    """Return the records of the one profile that takes part in every conversation, if three or more agree.

    `Profile.csv` does not hold the owner's profile URL, and an export may come without any invitation.
    """
    parties = store.frame(
        """
        WITH pair AS (
            SELECT DISTINCT conversation, sender_record_id, recipient_record_id
            FROM encounter WHERE channel = 'linkedin message' AND conversation IS NOT NULL
        ), party AS (
            SELECT conversation, unnest([sender_record_id, recipient_record_id]) AS record_id FROM pair
        )
        SELECT record.url, list(DISTINCT record_id) AS records, count(DISTINCT conversation) AS n,
               (SELECT count(DISTINCT conversation) FROM party) AS total
        FROM party JOIN record USING (record_id)
        WHERE record.url IS NOT NULL
        GROUP BY record.url
        """
    )
    everywhere = parties.filter((pl.col("n") == pl.col("total")) & (pl.col("total") >= 3))
    # With fewer than two others, a sole correspondent would be taken for the owner.
    if everywhere.height != 1 or parties.height < 3:
        return frozenset()
    return frozenset(everywhere["records"][0])


def link_engagements(store: Store) -> None:
    """Find the posts that the owner's acts were about, and count the acts as ratings of them.

    A post is found by its id; on LinkedIn, where one post has an id as an activity and another as a
    share, also by the moment that both ids tell, if only one author posted within two seconds of it.
    """
    with store.transaction():
        store.execute("DELETE FROM engaged_post")
        store.execute("DELETE FROM rating WHERE source IS NOT NULL")
        if not store.count("engagement"):
            return
        found = _by_id(store)
        timed = _by_moment(store).join(found, on="engagement_id", how="anti")
        store.insert("engaged_post", pl.concat([found, timed]))
        store.insert("rating", _ratings(store))


def _by_id(store: Store) -> pl.DataFrame:
    acts = store.frame(
        "SELECT engagement_id, post_key FROM engagement WHERE post_key IS NOT NULL ORDER BY ALL"
    )
    keys = acts["post_key"].to_list()
    named = acts.with_columns(
        post_id=pl.Series([stable_id("t", *key.split(":", 1)) for key in keys], dtype=pl.String)
    )
    posts = store.frame("SELECT post_id, network, url FROM post ORDER BY post_id")
    direct = named.join(posts, on="post_id").select("engagement_id", "post_id")
    addressed = posts.filter(pl.col("network") == "linkedin").select(
        "post_id", post_key=pl.lit("linkedin:") + activity_id_column(pl.col("url"))
    )
    by_address = acts.join(addressed.drop_nulls(), on="post_key").select("engagement_id", "post_id")
    return (
        pl.concat([direct, by_address])
        .group_by("engagement_id")
        .agg(pl.col("post_id").min())
        .with_columns(how=pl.lit("same id"))
        .sort("engagement_id")
    )


def _by_moment(store: Store) -> pl.DataFrame:
    return store.frame(
        """
        SELECT engagement_id, min(post_id) AS post_id, 'same moment' AS how
        FROM engagement JOIN post
          ON post.network = 'linkedin' AND NOT coalesce(post.is_approximate, false)
         AND post.created_at BETWEEN engagement.posted_at - INTERVAL 2 SECOND
                                 AND engagement.posted_at + INTERVAL 2 SECOND
        WHERE engagement.post_key LIKE 'linkedin:%'
        GROUP BY engagement_id
        HAVING count(DISTINCT post.author_record_id) = 1
        ORDER BY engagement_id
        """
    )


def _ratings(store: Store) -> pl.DataFrame:
    acts = store.frame(
        """
        SELECT post_id AS subject_id, engagement.kind,
               coalesce(engagement."at", engagement.posted_at, now()) AS "at"
        FROM engaged_post JOIN engagement USING (engagement_id)
        JOIN feed_post USING (post_id)
        WHERE feed_post.author_id <> 'owner'
        ORDER BY engagement_id
        """
    )
    taken = store.frame("SELECT coalesce(max(rating_id), 0) AS n FROM rating")["n"][0]
    return acts.with_row_index("place").select(
        rating_id=pl.col("place").cast(pl.Int64) + int(taken) + 1,
        subject=pl.lit("post"),
        subject_id="subject_id",
        value=pl.col("kind").replace_strict(_WORTH, return_dtype=pl.Float64),
        at="at",
        source="kind",
    )
