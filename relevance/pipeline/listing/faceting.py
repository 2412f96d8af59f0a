"""Facts of each connection that a list can be narrowed by: one row a person, one column a facet."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import polars as pl

from relevance.pipeline.changes import connections
from relevance.pipeline.encounters import all_ties
from relevance.pipeline.scores import Scores
from relevance.pipeline.topic_groups import FeedTopics
from relevance.pipeline.topics import EVERYTHING_ELSE
from relevance.store import ACTS, Store, protected_people, verdicts_now
from relevance.texts import marked
from relevance.ties import TIES

__all__ = ["FACETS", "LOUD", "QUIET", "connection_facts", "facts_now", "searched"]

LOUD = 2.0
"""From this multiple of the median share of attention on somebody is loud."""
QUIET = 0.5
"""Up to this multiple of the median somebody is quiet."""

_YEARS = (
    marked("under 1 year"),
    marked("1 to 3 years"),
    marked("3 to 10 years"),
    marked("over 10 years"),
)
_DAYS = (
    marked("last 90 days"),
    marked("last year"),
    marked("1 to 2 years ago"),
    marked("over 2 years ago"),
)

FACETS: Mapping[str, tuple[str, ...]] = {
    "state": (marked("raises"), marked("dilutes"), marked("neutral"), marked("unknown")),
    "loudness": (marked("loud"), marked("usual"), marked("quiet"), marked("no posts")),
    "tie": (*TIES, marked("no contact")),
    "contact": (*_DAYS, marked("no date"), marked("never")),
    "connected": (*_YEARS, marked("unknown since")),
    "decided": (marked("not yet"), *ACTS),
}
"""The facets whose values are known beforehand, with these values in the order they are shown."""

_DAYS_A_YEAR = 365.25


def facts_now(store: Store, scores: Scores, topics: FeedTopics | None = None) -> pl.DataFrame:
    """Return `connection_facts` with all that the store knows today.

    Args:
        store: contacts, verdicts and protections.
        scores: the figures.
        topics: groups of posts; null leaves topics unknown, since grouping takes a while.
    """
    return connection_facts(
        scores,
        ties=all_ties(store),
        verdicts=verdicts_now(store),
        protected=protected_people(store),
        today=_today(store, scores),
        topics=topics,
    )


def _today(store: Store, scores: Scores) -> date:
    """Return the newest day that the data speaks of, so that an old export ages nobody."""
    known = (store.newest_snapshot(), scores.corpus.newest and scores.corpus.newest.date())
    return max((one for one in known if one), default=date(1970, 1, 1))


def connection_facts(
    scores: Scores,
    *,
    ties: pl.DataFrame,
    verdicts: pl.DataFrame,
    protected: pl.DataFrame,
    today: date,
    topics: FeedTopics | None = None,
) -> pl.DataFrame:
    """Return one row for each connection, best effect first and unknown last.

    Args:
        scores: the figures.
        ties: as `all_ties` returns them.
        verdicts: person_id and act of what the owner decided.
        protected: person_id and reason of who must stay.
        today: the day that years are counted to.
        topics: groups of posts, or null.

    Returns:
        The columns of `connections`, then years (connected for so long, or null), contacts, last (day, or null),
        quiet_days (since then), usual_gap_days, tie, times (attention as a multiple of the median of those who have
        any; null without posts), topic (that they bring most attention with; null where unknown), loudness,
        contact, connected and decided (values of `FACETS`), protected (a reason or null), and said (what a search
        looks through).
    """
    listed = connections(scores)
    heard = listed.filter(pl.col("attention_share") > 0)["attention_share"]
    middle = heard.median() if heard.len() else None
    told = ties.select("person_id", "contacts", "last", "quiet_days", "usual_gap_days", "tie")
    found = (
        listed.join(told, on="person_id", how="left", maintain_order="left")
        .join(
            verdicts.select("person_id", "act"), on="person_id", how="left", maintain_order="left"
        )
        .join(
            protected.select("person_id", protected="reason"),
            on="person_id",
            how="left",
            maintain_order="left",
        )
        .join(_main_topics(scores, topics), on="person_id", how="left", maintain_order="left")
    )
    share = pl.col("attention_share")
    return (
        found.with_columns(
            years=(pl.lit(today) - pl.col("connected_on")).dt.total_days() / _DAYS_A_YEAR,
            contacts=pl.col("contacts").fill_null(0),
            tie=pl.col("tie").fill_null("no contact"),
            times=pl.when(share > 0).then(share / pl.lit(middle, dtype=pl.Float64)),
            decided=pl.col("act").fill_null("not yet"),
            said=searched(
                pl.concat_str(
                    "name", "company", "position", "headline", separator=" ", ignore_nulls=True
                )
            ),
        )
        .with_columns(loudness=_loudness(), contact=_contact(), connected=_connected())
        .drop("act")
    )


def searched(text: pl.Expr) -> pl.Expr:
    """Return text as it is searched: without accents, case and curly apostrophes."""
    bare = text.str.normalize("NFKD").str.replace_all(r"\p{M}", "").str.to_lowercase()
    return bare.str.replace_all("’", "'", literal=True).str.replace_all("ß", "ss", literal=True)


def _loudness() -> pl.Expr:
    times = pl.col("times")
    return (
        pl.when(times.is_null())
        .then(pl.lit("no posts"))
        .when(times >= LOUD)
        .then(pl.lit("loud"))
        .when(times <= QUIET)
        .then(pl.lit("quiet"))
        .otherwise(pl.lit("usual"))
    )


def _contact() -> pl.Expr:
    days = pl.col("quiet_days")
    return (
        pl.when(pl.col("tie") == "no contact")
        .then(pl.lit("never"))
        .when(days.is_null())
        .then(pl.lit("no date"))
        .when(days <= 90)
        .then(pl.lit(_DAYS[0]))
        .when(days <= 365)
        .then(pl.lit(_DAYS[1]))
        .when(days <= 730)
        .then(pl.lit(_DAYS[2]))
        .otherwise(pl.lit(_DAYS[3]))
    )


def _connected() -> pl.Expr:
    years = pl.col("years")
    return (
        pl.when(years.is_null())
        .then(pl.lit("unknown since"))
        .when(years < 1)
        .then(pl.lit(_YEARS[0]))
        .when(years < 3)
        .then(pl.lit(_YEARS[1]))
        .when(years < 10)
        .then(pl.lit(_YEARS[2]))
        .otherwise(pl.lit(_YEARS[3]))
    )


def _main_topics(scores: Scores, topics: FeedTopics | None) -> pl.DataFrame:
    """Return person_id and the name of the topic that each person brings most attention with."""
    if topics is None:
        return pl.DataFrame(schema={"person_id": pl.String, "topic": pl.String})
    read = topics.counted >= 0
    names = pl.Series([*topics.names, EVERYTHING_ELSE], dtype=pl.String)
    topic = topics.topic[topics.counted[read]]
    brought = pl.DataFrame(
        {
            "code": scores.corpus.person[read],
            "topic": np.where(topic < 0, len(topics.names), topic),
            "attention": scores.corpus.attention[read],
        }
    )
    most = (
        brought.group_by("code", "topic")
        .agg(pl.col("attention").sum())
        .sort("code", "attention", "topic", descending=[False, True, False])
        .unique("code", keep="first", maintain_order=True)
    )
    return most.select(
        person_id=scores.corpus.people["person_id"].gather(most["code"]),
        topic=names.gather(most["topic"]),
    )
