"""Commands about people and what they do to the feed: invites, person."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any

import polars as pl
import typer

from relevance.cli.histories import (
    history_document,
    pasted_document,
    pasted_text,
    say_history,
    say_pasted,
)
from relevance.cli.session import session_of
from relevance.errors import UsageError
from relevance.pipeline import (
    BASE,
    DRAWN,
    add_history,
    advise,
    current_scores,
    explain_person,
    find_person,
    people_table,
    person_page,
    read_templates,
)
from relevance.sources.positions import pasted_history
from relevance.texts import _

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command("invites")(_invites)
    app.command("person")(_person)


def _percent(value: float | None) -> float | None:
    return None if value is None else 100 * value


def _invites(context: typer.Context) -> int:
    """List pending invitations with the verdict, why, and what a yes would do to the feed."""
    session = session_of(context)
    with session.reading_store() as store:
        advice = advise(store, current_scores(store, session.settings), session.settings)
        problems = [one.problem for one in read_templates(store).values() if one.problem]
    for problem in problems:
        session.output.note(_("{problem} The shipped one stands in.", problem=problem))
    session.output.document(
        {
            "invites": [
                {
                    "invite_id": one.invite_id,
                    "person_id": one.person_id,
                    "name": one.name,
                    "note": one.note,
                    "sent_at": one.sent_at,
                    "decision": one.decision,
                    "rung": one.rung,
                    "reasons": one.reasons,
                    "checks": [asdict(check) for check in one.checks],
                    "relevance": one.relevance,
                    "effect": one.effect,
                    "effect_low": one.effect_low,
                    "effect_high": one.effect_high,
                    "forecast": one.forecast,
                    "draft": one.draft,
                    "gaps": one.gaps,
                    "decided": one.decided,
                    "revisit_on": one.revisit_on,
                }
                for one in advice
            ]
        }
    )
    session.output.table(
        _("Pending invitations ({advice})", advice=len(advice)),
        ("name", "verdict", "rung", "effect", "why"),
        [
            (
                one.name,
                one.decision,
                one.rung,
                None if one.effect is None else f"{one.effect:+.2f}",
                " ".join(one.reasons),
            )
            for one in advice
        ],
    )
    return 0


def _person(
    context: typer.Context,
    wanted: Annotated[str, typer.Argument(metavar="ID|NAME")],
    history: Annotated[
        str | None,
        typer.Option(
            "--history",
            metavar="FILE|-",
            help="Add employers and schools: text copied from a profile or a CV, or one a line; - reads a pipe.",
        ),
    ] = None,
    preview: Annotated[
        bool,
        typer.Option("--preview", help="With --history: show what is understood, keep nothing."),
    ] = False,
) -> int:
    """Show everything about one person; a former name finds them too."""
    if preview and history is None:
        msg = _("`--preview` shows what --history understands; give `--history FILE` too.")
        raise UsageError(msg)
    session = session_of(context)
    text = None if history is None else pasted_text(history)
    added = None
    with session.reading_store() as store:
        person_id = find_person(store, wanted)
        if text is not None and not preview:
            added = add_history(store, person_id, text, session.settings)
        scores = current_scores(store, session.settings)
        page = person_page(store, person_id, scores, session.settings)
        why = explain_person(store, scores, person_id)
    understood = None if text is None else pasted_history(text)
    figures = people_table(scores).filter(pl.col("person_id") == person_id).to_dicts()[0]
    records = page.records.drop("headline", "as_of").to_dicts()
    encounters = page.encounters.select(
        "at", "channel", "direction", "reference", "snippet"
    ).to_dicts()
    session.output.document(
        {
            "person_id": person_id,
            "name": page.person["name"],
            "former_names": page.person["former_names"],
            "state": figures["state"],
            "relevance": figures["relevance"],
            "low": figures["low"],
            "high": figures["high"],
            "effect": figures["effect"],
            "suggestion": figures["suggestion"],
            "settled_by": why.settled_by,
            "changes": [asdict(one) for one in why.changes],
            "records": records,
            "encounters": encounters,
            "notes": page.notes,
            "raising": [_post(row) for row in page.raising.iter_rows(named=True)],
            "lowering": [_post(row) for row in page.lowering.iter_rows(named=True)],
            "parts": {name: part for name, part in page.parts.items() if name != BASE},
            "parts_base": page.parts.get(BASE),
            "parts_total": sum(page.parts.values()) if page.parts else None,
            "parts_drawn": why.parts.get(DRAWN),
            **history_document(page),
            **({"pasted": pasted_document(understood, added)} if understood else {}),
        }
    )
    output = session.output
    if understood:
        say_pasted(output, understood, added)
    output.say(
        _(
            "{name} ({person_id}): {state}, suggestion: {suggestion}",
            name=page.person["name"],
            person_id=person_id,
            state=figures["state"],
            suggestion=figures["suggestion"],
        )
    )
    for sentence in (why.settled_by, *(one.sentence for one in why.changes)):
        if sentence:
            output.say(sentence)
    output.table(
        _("Records"),
        ("source", "name", "company", "position", _("linked by"), "record"),
        [
            (
                one["source"],
                one["name"],
                one["company"],
                one["position"],
                one["how"],
                one["record_id"],
            )
            for one in records
        ],
    )
    output.table(
        _("Encounters"),
        ("on", "channel", "direction", "what"),
        [(one["at"], one["channel"], one["direction"], one["snippet"]) for one in encounters[:20]],
    )
    say_history(output, page)
    for title, posts in (
        (_("Posts that raise"), page.raising),
        (_("Posts that lower"), page.lowering),
    ):
        rows = posts.head(5).select("created_at", "relevance", "text").iter_rows()
        output.table(
            title,
            ("on", "relevance", "text"),
            [(when, _percent(relevance), text[:200]) for when, relevance, text in rows],
        )
    return 1 if understood and not understood.stretches else 0


def _post(row: Mapping[str, Any]) -> dict[str, Any]:
    keys = (
        "post_id",
        "created_at",
        "kind",
        "author",
        "url",
        "relevance",
        "effect",
        "interest",
        "text",
    )
    return {key: row[key] for key in keys}
