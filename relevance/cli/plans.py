"""Commands about the plan: the best changes, who must stay, the checklist."""

from dataclasses import asdict
from typing import Annotated, Any

import typer

from relevance.cli.session import Session, session_of
from relevance.errors import NotFoundError, UsageError
from relevance.pipeline import (
    CAVEAT,
    MOST_CHANGES,
    REASONS,
    Comparison,
    FollowUp,
    Plan,
    Store,
    best_plan,
    compare_changes,
    current_scores,
    decided_to_keep,
    drop_plan,
    find_person,
    follow_up,
    keep_plan,
    kept_plan,
    mark_protected,
    mark_step,
    protected_people,
    stored_protection,
    talked_with,
)
from relevance.texts import _

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command("plan")(_plan)
    app.command("protect")(_protect)


def _plan(
    context: typer.Context,
    best: Annotated[
        int,
        typer.Option("--best", min=0, max=MOST_CHANGES, help="At most so many changes."),
    ] = 10,
    least_gain: Annotated[
        float,
        typer.Option("--least-gain", min=0, max=100, help="Points that each change must be worth."),
    ] = 0.0,
    protect: Annotated[
        list[str] | None,
        typer.Option(
            "--protect",
            help="Id of a person who must stay, besides `relevance protect` and whom you decided to keep.",
        ),
    ] = None,
    protect_contacts: Annotated[
        bool,
        typer.Option(
            "--protect-contacts", help="Also whoever you were in contact with in the last year."
        ),
    ] = False,
    spare_raising: Annotated[
        bool,
        typer.Option(
            "--spare-raising/--no-spare-raising",
            help="Keep everyone who raises the feed of today, even where they would lower what is left.",
        ),
    ] = True,
    keep: Annotated[bool, typer.Option("--keep", help="Make this plan the checklist.")] = False,
    status: Annotated[
        bool, typer.Option("--status", help="Show the checklist and whether the feed improved.")
    ] = False,
    done: Annotated[
        str | None, typer.Option("--done", metavar="ID|NAME", help="Tick a step off.")
    ] = None,
    not_done: Annotated[
        str | None, typer.Option("--not-done", metavar="ID|NAME", help="Take a tick back.")
    ] = None,
    drop: Annotated[
        bool, typer.Option("--drop", help="Drop the checklist; the one before it holds again.")
    ] = False,
) -> int:
    """Show the changes that together raise the feed most, softer acts first; keep them as a checklist."""
    asked = [name for name, given in (("--keep", keep), ("--status", status), ("--done", done),
                                      ("--not-done", not_done), ("--drop", drop)) if given]  # fmt: skip
    if len(asked) > 1:
        msg = _(
            "--keep, --status, --done, --not-done and --drop go alone, got {asked}. Give one of "
            "them.",
            asked=" and ".join(asked),
        )
        raise UsageError(msg)
    session = session_of(context)
    with session.reading_store() as store:
        if asked and not keep:
            return _checklist(session, store, done=done, not_done=not_done, drop=drop)
        scores = current_scores(store, session.settings)
        stays = [*(protect or ()), *stored_protection(store)]
        stays += talked_with(scores) if protect_contacts else ()
        plan = best_plan(
            scores,
            most=best,
            least_gain=least_gain,
            protected=tuple(dict.fromkeys(stays)),
            spares_raising=spare_raising,
        )
        compared = compare_changes(scores, (), removed=plan.outcome.removed)
        plan_id = keep_plan(store, scores, plan) if keep else None
        kept = decided_to_keep(store)
    _say_plan(session, plan, compared, plan_id, kept)
    return 0


def _say_plan(
    session: Session,
    plan: Plan,
    compared: Comparison,
    plan_id: int | None,
    kept: tuple[str, ...],
) -> None:
    outcome = plan.outcome
    session.output.document(
        {
            "before": outcome.before,
            "after": outcome.after,
            "delta": outcome.delta,
            "steps": [asdict(one) for one in plan.steps],
            "curve": plan.curve.select("changes", "gain").to_dicts(),
            "enough": plan.enough,
            "protected": list(plan.protected),
            "decided_to_keep": list(kept),
            "voices_before": compared.voices_before,
            "voices_after": compared.voices_after,
            "interests": compared.interests.to_dicts(),
            "warnings": list(compared.warnings),
            "plan_id": plan_id,
            "caveat": CAVEAT,
        }
    )
    session.output.say(plan.sentence)
    if kept:
        said = (
            _("1 person you decided to keep is")
            if len(kept) == 1
            else _("{kept} people you decided to keep are", kept=len(kept))
        )
        session.output.say(_("{said} left out.", said=said))
    session.output.table(
        _("Plan, softer acts first"),
        ("person", "act", "worth", "alone", "id"),
        [
            (one.name, one.act, f"{one.worth:+.2f}", f"{one.alone:+.2f}", one.person_id)
            for one in plan.steps
        ],
    )
    for warning in compared.warnings:
        session.output.say(_("Mind: {warning}", warning=warning))
    session.output.say(_(CAVEAT))
    if plan_id is not None:
        session.output.say(
            _("It is kept: `relevance plan --done ID` ticks a step off, `--status` shows progress.")
        )


def _checklist(
    session: Session, store: Store, *, done: str | None, not_done: str | None, drop: bool
) -> int:
    held = kept_plan(store)
    if held is None:
        msg = _("No plan is kept. `relevance plan --keep` makes one the checklist.")
        raise NotFoundError(msg)
    if drop:
        drop_plan(store, held["plan_id"])
        session.output.document({"plan_id": held["plan_id"], "dropped": True})
        session.output.say(_("The plan is dropped. Nothing was done on LinkedIn."))
        return 0
    wanted = done or not_done
    if wanted:
        mark_step(store, held["plan_id"], find_person(store, wanted), done=done is not None)
    _say_checklist(session, follow_up(store, current_scores(store, session.settings)))
    return 0


def _say_checklist(session: Session, found: FollowUp) -> None:
    document: dict[str, Any] = {**vars(found), "steps": found.steps.to_dicts(), "caveat": CAVEAT}
    session.output.document(document)
    session.output.say(found.sentence)
    session.output.table(
        _("Checklist"),
        ("done", "person", "act", _("if that does not help"), "profile", "id"),
        [
            (
                "yes" if row["done_at"] else "no",
                row["name"],
                row["act"],
                row["harder"],
                row["url"],
                row["person_id"],
            )
            for row in found.steps.iter_rows(named=True)
        ],
    )


def _protect(
    context: typer.Context,
    wanted: Annotated[str | None, typer.Argument(metavar="ID|NAME")] = None,
    reason: Annotated[str, typer.Option("--as", help=f"One of {', '.join(REASONS)}.")] = "other",
    undo: Annotated[bool, typer.Option("--undo", help="Let plans name them again.")] = False,
) -> int:
    """Keep somebody out of every plan; without a name, list who is protected."""
    session = session_of(context)
    if wanted is None and undo:
        msg = _("`--undo` needs a name: `relevance protect ID --undo`.")
        raise UsageError(msg)
    with session.reading_store() as store:
        noted = mark_protected(store, wanted, None if undo else reason) if wanted else None
        listed = protected_people(store)
    session.output.document({**(noted or {}), "people": listed.to_dicts()})
    if noted:
        said = (
            _("is protected from every plan") if noted["protected"] else _("may be in plans again")
        )
        session.output.say(f"{noted['name']} {said}.")
        return 0
    session.output.table(
        _("Protected"),
        ("name", "as", "since", "id"),
        [
            (row["name"], row["reason"], row["at"], row["person_id"])
            for row in listed.iter_rows(named=True)
        ],
    )
    return 0
