"""Commands about decisions on invitations: decide, decisions, todo."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from relevance.cli.session import day_of, session_of
from relevance.errors import UsageError
from relevance.pipeline import (
    TODO_FORMATS,
    Decided,
    advise,
    current_scores,
    decided_log,
    look_back,
    record_decision,
    todos,
    write_todo,
)
from relevance.texts import _

__all__ = ["register"]

_ENDINGS = ", ".join(TODO_FORMATS)


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command("decide")(_decide)
    app.command("decisions")(_decisions)
    app.command("todo")(_todo)


def _decide(
    context: typer.Context,
    wanted: Annotated[
        str,
        typer.Argument(metavar="ID|NAME", help="An invitation or inviter by id, or by full name."),
    ],
    decision: Annotated[str, typer.Argument(help="accept, ask, decline, later or undo.")],
    revisit: Annotated[
        str | None, typer.Option("--revisit", help="Day to look at it again, YYYY-MM-DD.")
    ] = None,
) -> int:
    """Record what you decided about an invitation; nothing is done on LinkedIn."""
    session = session_of(context)
    revisit_on = day_of(revisit, option="--revisit")
    if revisit_on and decision == "undo":
        msg = _("`--revisit` says when to look at a decision again; leave it out with undo.")
        raise UsageError(msg)
    with session.reading_store() as store:
        scores = current_scores(store, session.settings)
        advice = [] if decision == "undo" else advise(store, scores, session.settings)
        recorded = record_decision(
            store,
            advice,
            wanted,
            decision,
            model=scores.corpus.model,
            revisit_on=revisit_on,
        )
    session.output.document(recorded)
    session.output.say(_sentence(recorded))
    return 0


def _sentence(recorded: dict[str, Any]) -> str:
    if recorded["decision"] == "undo":
        return _(
            "{name}: {undone} is taken back.", name=recorded["name"], undone=recorded["undone"]
        )
    again = (
        _(" It comes up again on {revisit_on}.", revisit_on=recorded["revisit_on"])
        if recorded["revisit_on"]
        else ""
    )
    return _(
        "{name}: {decision} is noted.{again} Nothing was done on LinkedIn.",
        name=recorded["name"],
        decision=recorded["decision"],
        again=again,
    )


def _decisions(
    context: typer.Context,
    due: Annotated[
        bool, typer.Option("--due", help="Only those that you wanted to look at again by today.")
    ] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="With those that you took back or changed.")
    ] = False,
) -> int:
    """List what you decided, with the figures of that day and what happened since."""
    if due and everything:
        msg = _("`--due` and `--all` exclude each other: what was taken back is never due.")
        raise UsageError(msg)
    session = session_of(context)
    today = _today()
    with session.reading_store() as store:
        log = decided_log(store, with_undone=everything)
        back = look_back(store, current_scores(store, session.settings), log)
    listed = [one for one in log if one.is_due(today) or not due]
    session.output.document(
        {
            "decisions": [_document(one, today) for one in listed],
            "looking_back": {
                "accepted": [one.__dict__ for one in back.accepted],
                "asked": back.asked,
                "answered": back.answered,
                "declined_known": [{"name": name, "why": why} for name, why in back.declined_known],
                "by_month": back.by_month.to_dicts(),
            },
        }
    )
    session.output.table(
        f"{'Due' if due else 'Decisions'} ({len(listed)})",
        ("name", "decided", "on", "ladder", "effect", _("again on"), "since"),
        [
            (
                one.name,
                _("{decision} (taken back)", decision=one.decision)
                if one.undone_at
                else one.decision,
                one.decided_at,
                f"{one.suggested}, {one.rung}",
                None if one.effect is None else f"{one.effect:+.2f}",
                one.revisit_on,
                one.sentence,
            )
            for one in listed
        ],
    )
    if listed:
        session.output.say(" ".join(back.sentences))
    return 0


def _document(one: Decided, today: date) -> dict[str, Any]:
    return {
        **one.__dict__,
        "due": one.is_due(today),
        "outcome": one.outcome,
        "since": one.sentence,
    }


def _todo(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(help=f"Written where given; ends with {_ENDINGS}.")
    ] = None,
) -> int:
    """List what your decisions leave to do, or write it as a table, Markdown or calendar entries."""
    if file is not None and file.suffix.casefold() not in TODO_FORMATS:
        msg = _(
            "The file must end with one of {endings}, got {name!r}.",
            endings=_ENDINGS,
            name=file.name,
        )
        raise UsageError(msg)
    session = session_of(context)
    today = _today()
    with session.reading_store() as store:
        listed = todos(decided_log(store), today)
    if file is not None:
        write_todo(listed, file, today)
        count = f"{len(listed)} {'thing' if len(listed) == 1 else 'things'}"
        session.output.say(_("{count} to do: written to {file}.", count=count, file=file))
    session.output.document(
        {"file": str(file) if file else None, "todo": [one.__dict__ for one in listed]}
    )
    if file is None:
        session.output.table(
            _("To do ({listed})", listed=len(listed)),
            ("due", "what", "why", "since"),
            [(one.due, one.what, one.why, one.since) for one in listed],
        )
    return 0


def _today() -> date:
    """The day it is where the owner sits."""
    return date.today()  # noqa: DTZ011
