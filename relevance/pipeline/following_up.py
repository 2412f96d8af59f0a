"""A plan that became a checklist: kept, ticked off, and held against the feed of today."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from relevance.errors import NotFoundError, UsageError
from relevance.pipeline.planning import Plan
from relevance.pipeline.scores import Scores
from relevance.store import Store, kept_plan, plan_steps, save_plan
from relevance.texts import _, number, signed

__all__ = ["FollowUp", "follow_up", "keep_plan"]

_SHOWN_POINTS = 0.05


@dataclass(frozen=True)
class FollowUp:
    """How a kept plan stands."""

    plan_id: int
    made_at: datetime
    steps: pl.DataFrame
    """ordinal, person_id, name, url, act, harder, worth (points), done_at (null while it is to do), posts_since: posts
    of theirs dated after they were ticked off, null before."""
    done: int
    feed_then: float
    """Feed relevance when the plan was made, 0 to 1."""
    feed_promised: float
    """What it was to become by all changes."""
    feed_now: float | None
    """Today; null where it is unknown."""
    posts_since: int
    """Posts in the feed that are newer than the newest one of that day."""
    changed: tuple[str, ...]
    """What else the figure of today differs in: interests, ratings, model."""
    sentence: str
    """All of that in words."""


def keep_plan(store: Store, scores: Scores, plan: Plan) -> int:
    """Keep a plan as the checklist that holds, with the feed's figures of today, and return its id.

    Raises:
        UsageError: the plan has no step.
    """
    outcome = plan.outcome
    if not plan.steps or outcome.before is None or outcome.after is None:
        msg = _(
            "There is nothing to keep: nobody is in this plan. Allow more changes, a smaller "
            "gain, or protect fewer."
        )
        raise UsageError(msg)
    versions = store.versions()
    row = {
        "feed_before": outcome.before,
        "feed_after": outcome.after,
        "model": scores.corpus.model,
        "interests_version": versions.get("interests", 0),
        "ratings_version": versions.get("ratings", 0),
        "newest_post": scores.corpus.newest,
    }
    steps = [
        {"person_id": one.person_id, "act": one.act, "harder": one.harder, "worth": one.worth}
        for one in plan.steps
    ]
    return save_plan(store, row, steps)


def follow_up(store: Store, scores: Scores) -> FollowUp:
    """Return how the plan that is kept stands today.

    Raises:
        NotFoundError: no plan is kept.
    """
    row = kept_plan(store)
    if row is None:
        msg = _("No plan is kept. `relevance plan --keep` makes one the checklist.")
        raise NotFoundError(msg)
    newer = _newer(scores, row["newest_post"])
    steps = _with_posts(plan_steps(store, row["plan_id"]), scores)
    done = steps.height - steps["done_at"].null_count()
    changed = _changed(store, scores, row)
    return FollowUp(
        plan_id=row["plan_id"],
        made_at=row["made_at"],
        steps=steps,
        done=done,
        feed_then=row["feed_before"],
        feed_promised=row["feed_after"],
        feed_now=scores.feed,
        posts_since=newer,
        changed=changed,
        sentence=_sentence(row, scores.feed, newer, done, steps, changed),
    )


def _newer(scores: Scores, newest: datetime | None) -> int:
    posts = scores.corpus.posts.filter(pl.Series(scores.corpus.heard > 0))
    if newest is None:
        return posts.height
    return posts.filter(pl.col("created_at") > newest).height


def _with_posts(steps: pl.DataFrame, scores: Scores) -> pl.DataFrame:
    posts = scores.corpus.posts.select("person_id", "created_at")
    done = steps.filter(pl.col("done_at").is_not_null()).select("person_id", "done_at")
    counted = (
        done.join(posts, on="person_id", how="left")
        .group_by("person_id")
        .agg(
            posts_since=(pl.col("created_at") > pl.col("done_at"))
            .fill_null(value=False)
            .sum()
            .cast(pl.Int64)
        )
    )
    return steps.join(counted, on="person_id", how="left", maintain_order="left")


def _changed(store: Store, scores: Scores, row: dict[str, Any]) -> tuple[str, ...]:
    versions = store.versions()
    found = [
        name for name in ("interests", "ratings") if versions.get(name, 0) != row[f"{name}_version"]
    ]
    return tuple(found if scores.corpus.model == row["model"] else [*found, "model"])


def _sentence(
    row: dict[str, Any],
    now: float | None,
    newer: int,
    done: int,
    steps: pl.DataFrame,
    changed: tuple[str, ...],
) -> str:
    count = _(
        "Done: {done} of {height} {step_or_steps}.",
        done=done,
        height=steps.height,
        step_or_steps=_("step") if steps.height == 1 else _("steps"),
    )
    then = _(
        "On the day of the plan feed relevance was {feed_before}",
        feed_before=number(100 * row["feed_before"], 1),
    )
    parts = [count]
    if now is None:
        return _("{count} {then}; today it is unknown.", count=count, then=then)
    points = 100 * (now - row["feed_before"])
    moved = (
        _("the same")
        if abs(points) < _SHOWN_POINTS
        else _("{points} points", points=signed(points, 1))
    )
    parts.append(
        _("{then}, today it is {now} ({moved}).", then=then, now=number(100 * now, 1), moved=moved)
    )
    if not newer:
        parts.append(
            _(
                "No post is newer than the plan: import newer posts before you judge whether it "
                "helped."
            )
        )
    else:
        promised = 100 * (row["feed_after"] - row["feed_before"])
        posts = _("{newer} posts have", newer=newer) if newer > 1 else _("1 post has")
        parts.append(
            _(
                "{posts} come in since. All steps together were to bring {promised}; what people "
                "wrote about meanwhile moves the figure too, so it is no proof either way.",
                posts=posts,
                promised=signed(promised, 1),
            )
        )
    if changed:
        parts.append(
            _(
                "Your {changed} changed since, which moves the figure as well.",
                changed=" and ".join(changed),
            )
        )
    loud = steps.filter(pl.col("posts_since") > 0)
    if loud.height:
        who = (
            _("{height} of those who are ticked off", height=loud.height)
            if loud.height > 1
            else _("{name}, ticked off,", name=loud["name"][0])
        )
        parts.append(_("{who} still brought posts afterwards: consider the harder act.", who=who))
    return " ".join(parts)
