"""A what-if in full: figures before and after, single effects beside the joint one, posts, interests, voices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from relevance.feed import COVERED_SHARE, SPEAKS_FROM, voices
from relevance.pipeline.changes import Outcome, try_changes
from relevance.pipeline.inviting import Advice
from relevance.pipeline.scores import Scores
from relevance.texts import _, marked, number

__all__ = ["CAVEAT", "MOST_POSTS", "Comparison", "compare_changes", "people_in"]

CAVEAT = marked("LinkedIn ranks by its own model: this changes what can appear, not what will.")
"""What every what-if says."""
MOST_POSTS = 200
"""Posts that a comparison lists of those that go or come, the ones with most attention."""
_AUTHORS_SHOWN = 0.05
_LETTERS = 300


@dataclass(frozen=True)
class Comparison:
    """The feed before and after several changes at once."""

    outcome: Outcome
    """Its relevance before and after, jointly."""
    single: pl.DataFrame
    """person_id, name, change (goes or comes) and points: what each change alone would do; null where unknown."""
    single_sum: float | None
    """The sum of those points; null where there is none."""
    voices_before: float | None
    """Effective number of authors (inverse Simpson index of attention)."""
    voices_after: float | None
    interests: pl.DataFrame
    """interest, weight (-100..100), before and after: the share of attention, 0 to 1, of posts that speak to it; null
    in an empty feed."""
    going: pl.DataFrame
    """Posts that would no longer appear, the most relevant first: post_id, author, through (who brought it in, if not
    the author), text (its beginning), created_at, url, relevance (0..1 or null), attention."""
    going_posts: int
    """How many there are; at most `MOST_POSTS` are listed."""
    coming: pl.DataFrame
    """Posts that the inviters wrote within the window, likewise; what comes will be others."""
    coming_posts: int
    warnings: tuple[str, ...]
    """What the changes would cost, in sentences."""


def compare_changes(
    scores: Scores,
    advice: Sequence[Advice],
    *,
    removed: Sequence[str] = (),
    accepted: Sequence[str] = (),
) -> Comparison:
    """Return the feed before and after some people go and some inviters come, all at once.

    Whoever goes takes along what they brought in; the attention of other posts stays. An inviter counts with the
    relevance and attention that are forecast of them, and speaks to what their posts, or else their profile or
    note, speak to.

    Args:
        scores: the feed of today.
        advice: pending invitations.
        removed: ids of people who go.
        accepted: ids of inviters, or of their invitations.

    Raises:
        NotFoundError: an id is unknown.
    """
    outcome = try_changes(scores, advice, removed=removed, accepted=accepted)
    by_person = {one.person_id: one for one in advice}
    comers = [by_person[one] for one in outcome.accepted]
    codes = dict(scores.corpus.people.select("person_id", "code").iter_rows())
    gone = np.array([codes[one] for one in outcome.removed], dtype=np.int64)
    new = np.array([codes[one.person_id] for one in comers], dtype=np.int64)
    brings = np.array(
        [one.outlook.attention if one.expected is not None else 0.0 for one in comers]
    )
    corpus = scores.corpus
    is_gone = np.zeros(corpus.people.height, dtype=bool)
    is_gone[gone] = True
    leaves = is_gone[corpus.person]
    heard = corpus.heard > 0
    is_new = np.zeros(corpus.people.height, dtype=bool)
    is_new[new] = True
    arrives = is_new[corpus.person] & ~heard
    single = _single(scores, outcome.removed, gone, comers, new)
    told = single["points"].drop_nulls()
    interests = _interests(scores, leaves, new, brings)
    before, after = _voices(scores, leaves, new, brings)
    return Comparison(
        outcome=outcome,
        single=single,
        single_sum=float(told.sum()) if told.len() else None,
        voices_before=before,
        voices_after=after,
        interests=interests,
        going=_posts(scores, leaves & heard),
        going_posts=int(np.count_nonzero(leaves & heard)),
        coming=_posts(scores, arrives),
        coming_posts=int(np.count_nonzero(arrives)),
        warnings=_warnings(before, after, interests),
    )


def people_in(
    scenario: Mapping[str, Any], scores: Scores, advice: Sequence[Advice]
) -> tuple[list[str], list[str]]:
    """Return whom a kept what-if removes and accepts, as far as they are still in the feed and still waiting."""
    heard = scores.corpus.people.filter(pl.Series(scores.corpus.known_feed_posts > 0))
    here, waiting = set(heard["person_id"]), {one.person_id for one in advice}
    return (
        [one for one in scenario["removed"] if one in here],
        [one for one in scenario["accepted"] if one in waiting],
    )


def _single(
    scores: Scores,
    removed: Sequence[str],
    gone: NDArray[np.int64],
    comers: Sequence[Advice],
    new: NDArray[np.int64],
) -> pl.DataFrame:
    names = scores.corpus.people["name"]
    forecast = np.array([np.nan if one.effect is None else one.effect for one in comers])
    return pl.DataFrame(
        {
            "person_id": [*removed, *(one.person_id for one in comers)],
            "name": [names[int(code)] for code in (*gone, *new)],
            "change": ["goes"] * len(gone) + ["comes"] * len(new),
            "points": np.concatenate([-scores.effects[gone].astype(np.float64), forecast]),
        },
        schema={
            "person_id": pl.String,
            "name": pl.String,
            "change": pl.String,
            "points": pl.Float64,
        },
    ).with_columns(pl.col("points").fill_nan(None))


def _voices(
    scores: Scores, leaves: NDArray[np.bool_], new: NDArray[np.int64], brings: NDArray[np.float64]
) -> tuple[float | None, float | None]:
    corpus = scores.corpus
    n = corpus.people.height
    before = np.bincount(corpus.author, corpus.heard, n)
    after = np.bincount(corpus.author[~leaves], corpus.heard[~leaves], n).astype(np.float64)
    after[new] += brings
    return _known(voices(before)), _known(voices(after))


def _known(value: float) -> float | None:
    return value if np.isfinite(value) else None


def _interests(
    scores: Scores, leaves: NDArray[np.bool_], new: NDArray[np.int64], brings: NDArray[np.float64]
) -> pl.DataFrame:
    corpus, found = scores.corpus, scores.matches
    weight = np.where(scores.counted, corpus.attention, 0.0)
    left = np.where(leaves, 0.0, weight)
    whole, whole_left = weight.sum(), left.sum() + brings.sum()
    rows = []
    for place, one in enumerate(found.interests):
        speaks = found.posts[place] >= SPEAKS_FROM
        told = sum(
            amount * _speaking_share(scores, place, int(code), speaks)
            for code, amount in zip(new, brings, strict=True)
        )
        before = weight[speaks].sum() / whole if whole > 0 else None
        after = (left[speaks].sum() + told) / whole_left if whole_left > 0 else None
        rows.append((one.name, 100 * float(scores.weights[place]), before, after))
    schema = {
        "interest": pl.String,
        "weight": pl.Float64,
        "before": pl.Float64,
        "after": pl.Float64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _speaking_share(scores: Scores, place: int, code: int, speaks: NDArray[np.bool_]) -> float:
    """Return the share of somebody's posts that speak to an interest; without posts, 1 where profile or note does."""
    mine = np.flatnonzero((scores.corpus.person == code) & ~np.isnan(scores.relevance))
    weight = scores.corpus.attention[mine]
    if weight.sum() > 0:
        return float(weight[speaks[mine]].sum() / weight.sum())
    found = scores.matches
    said = max(found.profiles[place, code], found.notes[place, code])
    return float(said >= SPEAKS_FROM)


def _posts(scores: Scores, chosen: NDArray[np.bool_]) -> pl.DataFrame:
    corpus = scores.corpus
    rows = np.flatnonzero(chosen)
    weight = np.maximum(corpus.heard[rows], corpus.attention[rows])
    rows = rows[np.lexsort((rows, -weight))[:MOST_POSTS]]
    relevance = pl.Series("relevance", scores.relevance[rows].astype(np.float64)).fill_nan(None)
    names = dict(corpus.people.select("person_id", "name").iter_rows())
    posts = corpus.posts[rows.tolist()]
    return posts.select(
        "post_id",
        author=pl.Series([names.get(one) for one in posts["author_id"]], dtype=pl.String),
        through=pl.Series(
            [
                names.get(person) if person != author else None
                for person, author in posts.select("person_id", "author_id").iter_rows()
            ],
            dtype=pl.String,
        ),
        text=corpus.texts.gather(rows).str.slice(0, _LETTERS),
        created_at="created_at",
        url=corpus.texts.gather(rows, "url"),
        relevance=relevance,
        attention=pl.Series(np.maximum(corpus.heard[rows], corpus.attention[rows])),
    ).sort("relevance", "post_id", descending=[True, False], nulls_last=True)


def _warnings(
    before: float | None, after: float | None, interests: pl.DataFrame
) -> tuple[str, ...]:
    found = []
    if before is not None and after is None:
        found.append(_("Nothing would be left of the feed."))
    if before is not None and after is not None and after <= before - _AUTHORS_SHOWN:
        found.append(
            _(
                "It narrows whom you hear: the effective number of authors falls from {before} "
                "to {after}.",
                before=number(before, 1),
                after=number(after, 1),
            )
        )
    least = 100 * COVERED_SHARE
    wanted = interests.filter(pl.col("weight") > 0).drop_nulls(["before", "after"])
    for name, share, left in wanted.select("interest", "before", "after").iter_rows():
        said = _(
            "{name} falls from {share} % of your attention to {left} %",
            name=name,
            share=number(100 * share, 1),
            left=number(100 * left, 1),
        )
        if share >= COVERED_SHARE * (1 - 1e-9) and left < COVERED_SHARE * (1 - 1e-9):
            found.append(
                _(
                    "It drops an interest: {said}, below the {least} % from which on it counts "
                    "as covered.",
                    said=said,
                    least=number(least),
                )
            )
        elif left <= share / 2 and share > 0:
            found.append(_("It takes half or more of an interest away: {said}.", said=said))
    return tuple(found)
