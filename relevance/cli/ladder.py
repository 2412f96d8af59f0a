"""Commands about the owner's ladder: show, set, undo."""

from dataclasses import asdict, fields, replace
from typing import Annotated, Any, Literal

import typer

from relevance.cli.session import Session, session_of
from relevance.errors import UsageError
from relevance.pipeline import (
    RUNGS,
    Ladder,
    OwnLadder,
    Rung,
    Thresholds,
    read_ladder,
    save_ladder,
    undo_ladder,
)
from relevance.texts import _

__all__ = ["register"]

_group = typer.Typer(
    help="The rungs that invitations run down: their order, which are on, how strict.",
    no_args_is_help=True,
)
_THRESHOLDS = [one.name for one in fields(Thresholds) if one.name != "known_channels"]


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.add_typer(_group, name="ladder")


@_group.command("show")
def _show(context: typer.Context) -> int:
    """Show the ladder that holds."""
    session = session_of(context)
    with session.reading_store() as store:
        return _said(session, read_ladder(store, session.settings))


@_group.command("set")
def _set(
    context: typer.Context,
    order: Annotated[
        str | None, typer.Option("--order", help="All rungs in your order, such as 2,1,3,4,5,6.")
    ] = None,
    off: Annotated[
        list[int] | None, typer.Option("--off", help="Number of a rung to switch off.")
    ] = None,
    on: Annotated[
        list[int] | None, typer.Option("--on", help="Number of a rung to switch on.")
    ] = None,
    unknown: Annotated[
        str | None, typer.Option("--unknown", help="ask or decline those of whom nothing is known.")
    ] = None,
    threshold: Annotated[
        list[str] | None,
        typer.Option("--threshold", help=f"NAME=VALUE; NAME is one of {', '.join(_THRESHOLDS)}."),
    ] = None,
    objectives: Annotated[
        str | None, typer.Option("--objectives", help="What you want, in your own words.")
    ] = None,
) -> int:
    """Change the ladder; `relevance ladder undo` takes it back."""
    session = session_of(context)
    if all(one is None for one in (order, off, on, unknown, threshold, objectives)):
        msg = _("Say what to change, for example `relevance ladder set --off 5`; see --help.")
        raise UsageError(msg)
    with session.store() as store:
        own = read_ladder(store, session.settings)
        thresholds = replace(own.ladder.thresholds, **dict(map(_threshold, threshold or ())))
        answer = own.ladder.unknown if unknown is None else _answer(unknown)
        ladder = Ladder(_rungs(own, order, off or [], on or []), answer, thresholds)
        said = own.objectives if objectives is None else objectives.strip()
        changed = replace(own, ladder=ladder, objectives=said)
        return _said(
            session, save_ladder(store, session.settings, changed, reason=_("changed by command"))
        )


@_group.command("undo")
def _undo(context: typer.Context) -> int:
    """Take back the last change of the ladder, whether made here or on the page."""
    session = session_of(context)
    with session.reading_store() as store:
        undone = undo_ladder(store)
        session.output.say(_("Taken back: {undone}.", undone=undone))
        return _said(session, read_ladder(store, session.settings))


def _answer(text: str) -> Literal["ask", "decline"]:
    if text not in {"ask", "decline"}:
        msg = _("`--unknown` must be ask or decline, got {text!r}.", text=text)
        raise UsageError(msg)
    return "ask" if text == "ask" else "decline"


def _rungs(own: OwnLadder, order: str | None, off: list[int], on: list[int]) -> tuple[Rung, ...]:
    is_on = {rung.number: rung.enabled for rung in own.rungs}
    strangers = sorted({*off, *on} - set(is_on))
    if strangers:
        msg = _(
            "`--off` and `--on` take the number of a rung, 1 to 6, got {strangers}.",
            strangers=strangers,
        )
        raise UsageError(msg)
    is_on |= dict.fromkeys(off, False) | dict.fromkeys(on, True)
    numbers = [rung.number for rung in own.rungs] if order is None else _numbers(order)
    return tuple(Rung(number, is_on[number]) for number in numbers)


def _numbers(order: str) -> list[int]:
    written = [part.strip() for part in order.split(",")]
    if sorted(written) != [str(number) for number in sorted(RUNGS)]:
        msg = _(
            "`--order` must name each of the rungs 1 to 6 once, such as 2,1,3,4,5,6, got "
            "{order!r}.",
            order=order,
        )
        raise UsageError(msg)
    return [int(part) for part in written]


def _threshold(text: str) -> tuple[str, Any]:
    name, value = (part.strip() for part in text.partition("=")[::2])
    if name not in _THRESHOLDS or not value:
        msg = _(
            "`--threshold` must be NAME=VALUE, with a NAME of {thresholds}, got {text!r}.",
            thresholds=", ".join(_THRESHOLDS),
            text=text,
        )
        raise UsageError(msg)
    kind = type(getattr(Thresholds(), name))
    try:
        return name, kind(value)
    except ValueError as error:
        what = _("a whole number") if kind is int else _("a number")
        msg = _(
            "`--threshold {name}` must be {what}, got {value!r}.", name=name, what=what, value=value
        )
        raise UsageError(msg) from error


def _said(session: Session, own: OwnLadder) -> int:
    ladder = own.ladder
    session.output.document(
        {
            "rungs": [
                {"rung": rung.number, "name": RUNGS[rung.number], "on": rung.enabled}
                for rung in own.rungs
            ],
            "unknown": ladder.unknown,
            "thresholds": asdict(ladder.thresholds),
            "objectives": own.objectives or None,
        }
    )
    session.output.table(
        _("Your ladder: the first rung that passes decides"),
        ("rung", "name", "state"),
        [(rung.number, RUNGS[rung.number], "on" if rung.enabled else "off") for rung in own.rungs],
    )
    session.output.say(_("Where nothing is known of somebody: {unknown}.", unknown=ladder.unknown))
    if own.objectives:
        session.output.say(_("Your objectives: {objectives}", objectives=own.objectives))
    return 0
