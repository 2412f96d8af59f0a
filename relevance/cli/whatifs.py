"""Commands about what-ifs: one in full, and those that are kept by name."""

from typing import Annotated, Any

import typer

from relevance.cli.output import Output
from relevance.cli.session import session_of
from relevance.pipeline import (
    CAVEAT,
    Comparison,
    advise,
    bring_back_scenario,
    compare_changes,
    current_scores,
    drop_scenario,
    people_in,
    save_scenario,
    scenarios,
    stored_protection,
    try_changes,
)
from relevance.texts import _, number, signed

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command("whatif")(_whatif)
    app.command("whatifs")(_whatifs)


def _whatif(
    context: typer.Context,
    remove: Annotated[list[str] | None, typer.Option("--remove", help="Id of a person.")] = None,
    accept: Annotated[
        list[str] | None, typer.Option("--accept", help="Id of an inviter or an invitation.")
    ] = None,
    best: Annotated[
        int | None, typer.Option("--best", min=0, help="The best so many removals.")
    ] = None,
    protect: Annotated[
        list[str] | None,
        typer.Option(
            "--protect",
            help="Id of a person who must stay, besides `relevance protect` and whom you decided to keep.",
        ),
    ] = None,
    keep: Annotated[
        str | None,
        typer.Option(
            "--keep", metavar="NAME", help="Keep it by this name; see `relevance whatifs`."
        ),
    ] = None,
) -> int:
    """Show the feed before and after several changes at once, and what they would cost."""
    session = session_of(context)
    with session.reading_store() as store:
        scores = current_scores(store, session.settings)
        advice = advise(store, scores, session.settings)
        stored = [one for one in stored_protection(store) if one not in (remove or ())]
        outcome = try_changes(
            scores,
            advice,
            removed=tuple(remove or ()),
            accepted=tuple(accept or ()),
            best=best,
            protected=(*(protect or ()), *stored),
        )
        found = compare_changes(scores, advice, removed=outcome.removed, accepted=outcome.accepted)
        number = None
        if keep is not None:
            number = save_scenario(store, keep, outcome.removed, outcome.accepted)
        # Within: texts are read when they are shown.
        session.output.document({**_document(found), "scenario_id": number, "caveat": CAVEAT})
        _say(session.output, found)
    return 0


def _document(found: Comparison) -> dict[str, Any]:
    outcome = found.outcome
    return {
        "before": outcome.before,
        "after": outcome.after,
        "delta": outcome.delta,
        "delta_low": outcome.delta_low,
        "delta_high": outcome.delta_high,
        "removed": list(outcome.removed),
        "accepted": list(outcome.accepted),
        "single": found.single.to_dicts(),
        "single_sum": found.single_sum,
        "voices_before": found.voices_before,
        "voices_after": found.voices_after,
        "interests": found.interests.to_dicts(),
        "posts_going": found.going_posts,
        "posts_coming": found.coming_posts,
        "warnings": list(found.warnings),
    }


def _say(output: Output, found: Comparison) -> None:
    outcome = found.outcome
    output.table(
        _("Changes"),
        ("person", "change", "alone", "id"),
        [
            (name, change, None if points is None else f"{points:+.2f}", person_id)
            for person_id, name, change, points in found.single.iter_rows()
        ],
    )
    if outcome.before is not None and outcome.after is not None and outcome.delta is not None:
        output.say(
            _(
                "Feed relevance {before} -> {after} ({delta} points).",
                before=number(100 * outcome.before, 1),
                after=number(100 * outcome.after, 1),
                delta=signed(outcome.delta, 2),
            )
        )
    if found.single_sum is not None and found.single.height > 1:
        output.say(
            _(
                "Added up one by one it would be {single_sum}.",
                single_sum=signed(found.single_sum, 2),
            )
        )
    if outcome.delta_low is not None and outcome.delta_high is not None:
        output.say(
            _(
                "With 80 % certainty the change lies between {delta_low} and {delta_high} "
                "points: those you accept are forecast together.",
                delta_low=signed(outcome.delta_low, 2),
                delta_high=signed(outcome.delta_high, 2),
            )
        )
    for warning in found.warnings:
        output.say(_("Mind: {warning}", warning=warning))
    output.say(_(CAVEAT))


def _whatifs(
    context: typer.Context,
    drop: Annotated[
        int | None, typer.Option("--drop", metavar="NUMBER", help="Keep one no longer.")
    ] = None,
    back: Annotated[
        int | None, typer.Option("--back", metavar="NUMBER", help="Bring one back.")
    ] = None,
) -> int:
    """List the what-ifs that are kept, each against the feed of today."""
    session = session_of(context)
    with session.reading_store() as store:
        if drop is not None:
            drop_scenario(store, drop)
        if back is not None:
            bring_back_scenario(store, back)
        scores = current_scores(store, session.settings)
        advice = advise(store, scores, session.settings)
        kept = scenarios(store).to_dicts()
        rows = []
        for one in kept:
            removed, accepted = people_in(one, scores, advice)
            found = compare_changes(scores, advice, removed=removed, accepted=accepted)
            missing = len(one["removed"]) + len(one["accepted"]) - len(removed) - len(accepted)
            rows.append({**one, **_document(found), "missing": missing})
    session.output.document({"whatifs": rows, "caveat": CAVEAT})
    session.output.table(
        _("Kept what-ifs"),
        ("number", "name", "points", "voices", "go", "come"),
        [
            (
                row["scenario_id"],
                row["name"],
                None if row["delta"] is None else f"{row['delta']:+.2f}",
                None if row["voices_after"] is None else f"{row['voices_after']:.1f}",
                len(row["removed"]),
                len(row["accepted"]),
            )
            for row in rows
        ],
    )
    session.output.say(_(CAVEAT))
    return 0
