"""Two people held against each other: figures, topics, contacts, posts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from relevance.errors import NotFoundError, UsageError
from relevance.pipeline.encounters import timeline
from relevance.pipeline.parts import BASE, mean_parts
from relevance.pipeline.person import posts_of, ranked_posts
from relevance.pipeline.scores import Scores
from relevance.pipeline.topic_groups import FeedTopics
from relevance.pipeline.topics import EVERYTHING_ELSE
from relevance.store import Store
from relevance.texts import _, marked, number, signed

__all__ = ["SideBySide", "compare_people", "figure_lines"]

_POSTS = 3
_ALIKE = 0.7
_APART = 0.3


@dataclass(frozen=True)
class SideBySide:
    """Two people, the one first."""

    figures: tuple[Mapping[str, Any], Mapping[str, Any]]
    """Their rows of `connection_facts`."""
    topics: pl.DataFrame
    """name, one, other: the share of each person's attention that goes to a topic (0..1, each adds up to 1; null for
    somebody without a post that was read); the topics that they have most of in common come first."""
    overlap: float | None
    """How much of their topics they share, 0 (nothing) to 1 (the same mix); null where either is unknown."""
    interests: pl.DataFrame
    """name, one, other: points that each interest adds to or takes from the mean relevance of their posts."""
    encounters: tuple[pl.DataFrame, pl.DataFrame]
    """Contacts, see `timeline`."""
    posts: tuple[pl.DataFrame, pl.DataFrame]
    """Up to three posts of each that take most attention, see `ranked_posts`."""
    sentence: str
    """What tells them apart, in words."""


def compare_people(
    store: Store, scores: Scores, facts: pl.DataFrame, topics: FeedTopics, one: str, other: str
) -> SideBySide:
    """Return two connections side by side.

    Args:
        store: where texts and contacts are.
        scores: the figures.
        facts: as `connection_facts` returns them.
        topics: the groups of posts.
        one: id of a person.
        other: id of another.

    Raises:
        NotFoundError: one of them is no connection.
        UsageError: both are the same.
    """
    if one == other:
        msg = _("Two people are compared, got {one!r} twice. Choose somebody else.", one=one)
        raise UsageError(msg)
    both = (_row(facts, one), _row(facts, other))
    shares = [_topic_shares(scores, topics, who) for who in (one, other)]
    mixed = _beside([dict(share) if share else None for share in shares])
    common = pl.min_horizontal("one", "other")
    known = all(share is not None for share in shares)
    overlap = float(mixed.select(common.sum()).item()) if known else None
    return SideBySide(
        figures=both,
        topics=mixed.sort(
            common,
            pl.max_horizontal("one", "other"),
            "name",
            descending=[True, True, False],
            nulls_last=True,
        ),
        overlap=overlap,
        interests=_interests(scores, one, other),
        encounters=(timeline(store, one), timeline(store, other)),
        posts=(_loudest(store, scores, one), _loudest(store, scores, other)),
        sentence=_sentence(both, overlap),
    )


def figure_lines(found: SideBySide) -> list[tuple[str, str, str]]:
    """Return the figures of both as people read them: what it is, of the one, of the other; a dash where unknown."""
    one, other = found.figures
    return [(_(label), _told(one, shown), _told(other, shown)) for label, shown in _LINES]


_LINES: tuple[tuple[str, Callable[[Mapping[str, Any]], Any]], ...] = (
    (marked("State"), lambda row: _(row["state"])),
    (marked("Effect, points"), lambda row: _number(row["effect"], "+.2f")),
    (marked("Relevance of 100"), lambda row: _number(row["relevance"], ".0f", 100)),
    (marked("80 % from"), lambda row: _number(row["low"], ".0f", 100)),
    (marked("80 % to"), lambda row: _number(row["high"], ".0f", 100)),
    (marked("Posts"), lambda row: row["posts"]),
    (marked("Attention, %"), lambda row: _number(row["attention_share"], ".1f", 100)),
    (marked("Times the usual attention"), lambda row: _number(row["times"], ".1f")),
    (marked("Loudness"), lambda row: _(row["loudness"])),
    (marked("Main topic"), lambda row: row["topic"]),
    (marked("Connected for, years"), lambda row: _number(row["years"], ".1f")),
    (marked("Contacts"), lambda row: row["contacts"]),
    (marked("Last contact"), lambda row: row["last"] and row["last"].isoformat()),
    (marked("Tie"), lambda row: _(row["tie"])),
    (marked("Decided"), lambda row: row["decided"] and _(row["decided"])),
    (marked("Protected as"), lambda row: row["protected"] and _(row["protected"])),
    (marked("Suggested act"), lambda row: _(row["suggestion"])),
    (marked("Company"), lambda row: row["company"]),
    (marked("Position"), lambda row: row["position"]),
)


def _told(row: Mapping[str, Any], shown: Callable[[Mapping[str, Any]], Any]) -> str:
    value = shown(row)
    return "–" if value is None else str(value)


def _number(value: float | None, form: str, factor: float = 1.0) -> str | None:
    if value is None:
        return None
    said = signed if form.startswith("+") else number
    return said(factor * value, int(form.strip("+.f")))


def _row(facts: pl.DataFrame, person_id: str) -> dict[str, Any]:
    found = facts.filter(pl.col("person_id") == person_id).to_dicts()
    if not found:
        msg = _(
            "There is no connection with the id {person_id!r}; `relevance connections --json` "
            "lists them.",
            person_id=person_id,
        )
        raise NotFoundError(msg)
    return found[0]


def _topic_shares(scores: Scores, topics: FeedTopics, person_id: str) -> dict[str, float] | None:
    rows = posts_of(scores, person_id)
    rows = rows[topics.counted[rows] >= 0]
    attention = scores.corpus.attention[rows]
    if not attention.sum() > 0:
        return None
    names = (*topics.names, EVERYTHING_ELSE)
    topic = topics.topic[topics.counted[rows]]
    code = np.where(topic < 0, len(topics.names), topic)
    share = np.bincount(code, attention, len(names)) / attention.sum()
    return {name: float(part) for name, part in zip(names, share, strict=True) if part > 0}


def _beside(both: list[dict[str, float] | None]) -> pl.DataFrame:
    names = list(dict.fromkeys(name for one in both for name in one or ()))
    columns = [None if one is None else [one.get(name, 0.0) for name in names] for one in both]
    return pl.DataFrame(
        {
            "name": names,
            **{
                key: column if column is not None else [None] * len(names)
                for key, column in zip(("one", "other"), columns, strict=True)
            },
        },
        schema={"name": pl.String, "one": pl.Float64, "other": pl.Float64},
    )


def _interests(scores: Scores, one: str, other: str) -> pl.DataFrame:
    parts = []
    for who in (one, other):
        rows = posts_of(scores, who)
        found = mean_parts(scores, rows, scores.corpus.attention[rows])
        told = {name: 100 * part for name, part in found.items() if name != BASE}
        parts.append(told if found else None)
    return _beside(parts)


def _loudest(store: Store, scores: Scores, person_id: str) -> pl.DataFrame:
    found = ranked_posts(store, scores, person_id)
    return found.sort("attention", "post_id", descending=[True, False]).head(_POSTS)


def _sentence(both: tuple[Mapping[str, Any], Mapping[str, Any]], overlap: float | None) -> str:
    names = [one["name"] for one in both]
    parts = []
    effects = [one["effect"] for one in both]
    if None in effects:
        unknown = [name for name, effect in zip(names, effects, strict=True) if effect is None]
        parts.append(
            _("What {unknown} would do to your feed is unknown.", unknown=" and ".join(unknown))
        )
    else:
        better = int(effects[1] > effects[0])
        parts.append(
            _(
                "{names} does your feed more good: {effects} points against {other_effect} of "
                "{other}.",
                names=names[better],
                effects=signed(effects[better], 2),
                other_effect=signed(effects[1 - better], 2),
                other=names[1 - better],
            )
        )
    if overlap is not None:
        said = (
            _("They write about much the same, so that one of them may do")
            if overlap >= _ALIKE
            else _("They write about different things")
            if overlap <= _APART
            else _("They write partly about the same")
        )
        parts.append(
            _(
                "{said}: {overlap} % of their topics overlap.",
                said=said,
                overlap=number(100 * overlap),
            )
        )
    return " ".join(parts)
