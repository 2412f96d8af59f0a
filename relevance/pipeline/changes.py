"""Summary, lists and what-ifs: what follows from scores and advice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from relevance.errors import NotFoundError, UsageError
from relevance.feed import best_removals, what_if
from relevance.identity import OWNER
from relevance.pipeline.deciding import named_invite
from relevance.pipeline.forecasting import outlook_together
from relevance.pipeline.inviting import Advice
from relevance.pipeline.scores import Scores, people_table
from relevance.texts import _, number

__all__ = [
    "FeedSummary",
    "Outcome",
    "codes_of",
    "connections",
    "feed_summary",
    "try_changes",
]


@dataclass(frozen=True)
class FeedSummary:
    """The feed in a few figures."""

    relevance: float | None
    """0 to 1; null where nothing is scored."""
    posts: int
    """Posts in the feed's window, those that wait for the model included."""
    people: int
    """Persons with attention."""
    unknown: int
    """Connections that are unknown."""
    connections: int
    coverage: float
    """Share of connections that are not unknown, 0 to 1."""
    waiting: int
    """Posts in the window that have no vector yet."""
    foreign: int
    """Posts of the feed in languages that the model does not read: unknown."""
    languages: Mapping[str, int]
    """Posts of the feed by the code of their language, most first; "und" where it is not known."""
    interests: int
    """Interests that are scored."""
    hidden: int
    """Connections that hide themselves: the export names their dates only, so they are no persons."""
    sentence: str
    """The same in words."""


def feed_summary(scores: Scores) -> FeedSummary:
    """Return the feed's figures and a sentence that says them."""
    listed = connections(scores)
    unknown = listed.filter(pl.col("state") == "unknown").height
    apart = scores.corpus.people["is_apart"].to_numpy()
    in_feed = ~apart[scores.corpus.person] if apart.size else np.zeros(0, dtype=bool)
    people = int(np.count_nonzero(scores.corpus.known_attention > 0))
    summary = FeedSummary(
        relevance=scores.feed,
        posts=int(scores.corpus.known_feed_posts.sum()),
        people=people,
        unknown=unknown,
        connections=listed.height,
        coverage=(listed.height - unknown) / listed.height if listed.height else 0.0,
        waiting=int(np.count_nonzero(scores.corpus.waiting)),
        foreign=int(np.count_nonzero(scores.corpus.foreign & in_feed)),
        languages=scores.corpus.feed_languages,
        interests=len(scores.matches.interests),
        hidden=scores.corpus.hidden_connections,
        sentence="",
    )
    return FeedSummary(**{**summary.__dict__, "sentence": _in_words(summary, scores)})


def _in_words(summary: FeedSummary, scores: Scores) -> str:
    if summary.relevance is None:
        if not scores.corpus.total_posts:
            return _(
                "No posts yet: {connections} connections, all unknown. Import a table of "
                "posts to see what your feed is about.",
                connections=summary.connections,
            )
        if not scores.matches.interests and not scores.matches.waiting:
            return _(
                "No interests yet: say what you want more and less of, see `relevance interests "
                "set --help`."
            )
        if summary.foreign and not summary.waiting:
            return _("Nothing is known yet.{foreign_words}", foreign_words=_foreign_words(summary))
        return _(
            "{waiting} posts wait for the model: run `relevance embed`.{foreign_words}",
            waiting=summary.waiting,
            foreign_words=_foreign_words(summary),
        )
    return _(
        "Feed relevance is {relevance} of 100, from {posts} posts by {people} people; "
        "{unknown} of {connections} connections are unknown.{foreign_words}",
        relevance=number(100 * summary.relevance),
        posts=summary.posts,
        people=summary.people,
        unknown=summary.unknown,
        connections=summary.connections,
        foreign_words=_foreign_words(summary),
    )


def _foreign_words(summary: FeedSummary) -> str:
    if not summary.foreign:
        return ""
    if summary.foreign == 1:
        return _(" 1 post in another language is unknown to this model.")
    return _(
        " {foreign} posts in other languages are unknown to this model.", foreign=summary.foreign
    )


def connections(scores: Scores, *, sort: str = "effect", following: bool = False) -> pl.DataFrame:
    """Return the rows of `people_table` that are connections, best first and unknown last.

    Args:
        scores: the scores.
        sort: effect, relevance, posts or attention_share (largest first), or name.
        following: with people whom the owner only follows.
    """
    wanted = pl.col("is_connection") | (
        pl.col("is_following") if following else pl.lit(value=False)
    )
    listed = people_table(scores).filter(wanted & ~pl.col("is_owner"))
    if sort == "name":
        return listed.sort("comparable_name", "person_id")
    return listed.sort(
        pl.col("state") == "unknown",
        pl.col(sort),
        descending=[False, True],
        nulls_last=True,
        maintain_order=True,
    )


@dataclass(frozen=True)
class Outcome:
    """A what-if: the feed before and after several changes at once."""

    before: float | None
    """Feed relevance, 0 to 1."""
    after: float | None
    delta: float | None
    """After minus before, in points."""
    delta_low: float | None
    delta_high: float | None
    """The 80 % range of the delta; null where nobody is accepted, since a removal is exact."""
    removed: tuple[str, ...]
    accepted: tuple[str, ...]


def try_changes(
    scores: Scores,
    advice: Sequence[Advice],
    *,
    removed: Sequence[str] = (),
    accepted: Sequence[str] = (),
    best: int | None = None,
    protected: Sequence[str] = (),
) -> Outcome:
    """Return what the feed would be without some people and with some inviters, all at once.

    Args:
        scores: the feed of today.
        advice: pending invitations, for what a yes is expected to bring.
        removed: ids of people to leave out.
        accepted: ids of inviters, or of their invitations.
        best: also leave out the best so many people.
        protected: ids of people that `best` must not take.

    Raises:
        NotFoundError: an id is unknown.
        UsageError: `best` is below 0.
    """
    contradicting = sorted(set(removed) & set(protected))
    if contradicting:
        msg = _(
            "A person cannot be removed and protected at once, got both for {contradicting}. "
            "Leave one out.",
            contradicting=contradicting,
        )
        raise UsageError(msg)
    gone, kept = codes_of(scores, removed), codes_of(scores, protected)
    wanted = list(
        {one.person_id: one for one in (named_invite(advice, one) for one in accepted)}.values()
    )
    counted = scores.counted
    r, a, who = (
        scores.relevance[counted],
        scores.corpus.attention[counted],
        scores.corpus.person[counted],
    )
    if best is not None:
        stays = ~np.isin(who, gone)
        n = scores.corpus.people.height
        found = best_removals(r[stays], a[stays], who[stays], n, best, kept)
        gone += [int(code) for code in found]
    added = [(one.expected, one.outlook.attention) for one in wanted if one.expected is not None]
    outcome = what_if(r, a, who, np.array(gone, dtype=np.int64), np.array(added, dtype=np.float64))
    ids = scores.corpus.people["person_id"]
    stays = ~np.isin(who, gone)
    rest = float(np.sum(r[stays] * a[stays])), float(np.sum(a[stays]))
    joint = outlook_together(scores, [one.outlook for one in wanted], sums=rest)
    after, delta = _finite(outcome.after), _finite(outcome.delta)
    low = high = None
    # Into an emptied feed nothing can be forecast but the mean of those who come.
    if joint is not None and delta is not None and rest[1] > 0:
        without = rest[0] / rest[1]
        after = without + float(joint.effect[0]) / 100
        moved = 100 * (without - outcome.before)
        delta, low, high = (moved + float(one[0]) for one in (joint.effect, joint.low, joint.high))
    return Outcome(
        before=_finite(outcome.before),
        after=after,
        delta=delta,
        delta_low=low,
        delta_high=high,
        removed=tuple(ids[code] for code in dict.fromkeys(gone)),
        accepted=tuple(one.person_id for one in wanted),
    )


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None


def codes_of(scores: Scores, person_ids: Sequence[str]) -> list[int]:
    """Return the codes of people, their rows in `Corpus.people`.

    Raises:
        NotFoundError: an id is unknown, or the owner's.
    """
    codes = dict(scores.corpus.people.select("person_id", "code").iter_rows())
    for one in person_ids:
        if one not in codes or one == OWNER:
            msg = _(
                "There is no person with the id {one!r}; see `relevance connections --json`.",
                one=one,
            )
            raise NotFoundError(msg)
    return [codes[one] for one in person_ids]
