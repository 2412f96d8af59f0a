"""Acts on several connections at once, each of which can be taken back at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from relevance.errors import UsageError
from relevance.pipeline.changes import codes_of
from relevance.pipeline.comparing import compare_changes
from relevance.pipeline.scores import SHOW_LESS, UNFOLLOW, Scores
from relevance.store import (
    ACTS,
    Store,
    protect_all,
    save_plan,
    save_verdicts,
    undo_verdicts,
    unprotect_all,
    verdicts_now,
)
from relevance.texts import _, number

__all__ = ["Done", "checklist_of_verdicts", "decide_people", "protect_people", "take_back"]

_OUTSIDE = {"show less": SHOW_LESS, "unfollow": UNFOLLOW}


@dataclass(frozen=True)
class Done:
    """What was done at once, for taking it back."""

    sentence: str
    batch: int | None = None
    """Number of the verdicts; null where it was a protection."""
    protected: tuple[str, ...] = ()
    """Whom it protects who was not protected before."""


def decide_people(store: Store, scores: Scores, person_ids: Sequence[str], act: str) -> Done:
    """Note the same verdict on several people, with the figures of today. Nothing is done on LinkedIn.

    Raises:
        NotFoundError: an id is unknown.
        UsageError: the act is none of `ACTS`, or there is nobody.
    """
    ids = list(dict.fromkeys(person_ids))
    codes = codes_of(scores, ids)
    people = pl.DataFrame(
        {
            "person_id": ids,
            "relevance": scores.estimates.relevance[codes].astype(float),
            "effect": scores.effects[codes].astype(float),
        },
        schema_overrides={"person_id": pl.String},
    ).with_columns(pl.col("relevance", "effect").fill_nan(None))
    batch = save_verdicts(store, people, act, model=scores.corpus.model)
    return Done(
        _(
            "{people}: {act} is noted. Nothing was done on LinkedIn.",
            people=_people(len(ids)),
            act=act,
        ),
        batch=batch,
    )


def protect_people(
    store: Store, scores: Scores, person_ids: Sequence[str], reason: str = "other"
) -> Done:
    """Keep several people out of every plan; who is protected already stays so for the earlier reason.

    Raises:
        NotFoundError: an id is unknown.
        UsageError: the reason is none of `REASONS`, or there is nobody.
    """
    if not person_ids:
        msg = _("A protection needs somebody it is about. Choose at least one person.")
        raise UsageError(msg)
    codes_of(scores, person_ids)
    new = protect_all(store, person_ids, reason)
    before = len(set(person_ids)) - len(new)
    already = (
        _(
            " {before} already {was_or_were}.",
            before=before,
            was_or_were=_("was") if before == 1 else _("were"),
        )
        if before
        else ""
    )
    are = "is" if len(new) == 1 else "are"
    return Done(
        _(
            "{people} {are} protected from every plan.{already}",
            people=_people(len(new)),
            are=are,
            already=already,
        ),
        protected=new,
    )


def take_back(store: Store, done: Done) -> str:
    """Take back what was done at once and say so; what held before holds again.

    Raises:
        NotFoundError: it was taken back already.
    """
    if done.batch is not None:
        return _("Taken back for {people}.", people=_people(undo_verdicts(store, done.batch)))
    unprotect_all(store, done.protected)
    return _("Taken back for {people}.", people=_people(len(done.protected)))


def checklist_of_verdicts(store: Store, scores: Scores) -> int:
    """Keep whom the owner wants to see less of, or unfollow, as the checklist that holds; return its id.

    The step that is worth most comes first within the softer acts.

    Raises:
        UsageError: nobody is to be seen less of or unfollowed, or the feed is unknown.
    """
    known = scores.corpus.people.select(
        "person_id", effect=pl.Series(scores.effects).cast(pl.Float64)
    )
    wanted = (
        verdicts_now(store)
        .filter(pl.col("act").is_in(list(_OUTSIDE)))
        .join(known, on="person_id")
        .with_columns(worth=-pl.col("effect").fill_nan(0.0))
        .sort("act", "worth", "person_id", descending=[False, True, False])
    )
    if wanted.is_empty() or scores.feed is None:
        msg = _(
            "There is nothing to put on a checklist: decide to see less of somebody or to "
            "unfollow them first. Verdicts are {acts}.",
            acts=", ".join(ACTS),
        )
        raise UsageError(msg)
    gone = wanted["person_id"].to_list()
    after = compare_changes(scores, (), removed=gone).outcome.after
    versions = store.versions()
    row = {
        "feed_before": scores.feed,
        "feed_after": scores.feed if after is None else after,
        "model": scores.corpus.model,
        "interests_version": versions.get("interests", 0),
        "ratings_version": versions.get("ratings", 0),
        "newest_post": scores.corpus.newest,
    }
    steps = [
        {
            "person_id": person_id,
            "act": _OUTSIDE[act],
            "harder": UNFOLLOW if act == "show less" else None,
            "worth": worth,
        }
        for person_id, act, worth in wanted.select("person_id", "act", "worth").iter_rows()
    ]
    return save_plan(store, row, steps)


def _people(count: int) -> str:
    return _("1 person") if count == 1 else _("{count} people", count=number(count))
