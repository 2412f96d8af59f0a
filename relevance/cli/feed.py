"""The command about the feed as a whole."""

from dataclasses import asdict
from typing import Annotated, Any

import polars as pl
import typer

from relevance.cli.output import Output
from relevance.cli.session import session_of
from relevance.pipeline import (
    FIGURES,
    FeedExplanation,
    Scores,
    current_scores,
    explain_feed,
    feed_summary,
    figure_parts,
    history,
    window_figures,
)
from relevance.texts import _

__all__ = ["register"]

_CARRIERS = 10


def register(app: typer.Typer) -> None:
    """Add this command to `app`."""
    app.command("feed")(_feed)


def _feed(
    context: typer.Context,
    days: Annotated[
        int | None,
        typer.Option("--days", min=1, help="Figures of the last so many days; else of the window."),
    ] = None,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Say what the figure is made of and what would change it."),
    ] = False,
    weekly: Annotated[
        bool, typer.Option("--weekly", help="Show every week; --json has them always.")
    ] = False,
) -> int:
    """Show how relevant and how varied the feed is, and how much of it is known."""
    session = session_of(context)
    with session.reading_store() as store:
        scores = current_scores(store, session.settings)
        why = explain_feed(store, scores) if explain else None
    summary = feed_summary(scores)
    bar = session.settings.bar
    figures = window_figures(scores, bar=bar, days=days)
    weeks = history(scores, bar=bar)
    session.output.document(
        {
            "relevance": summary.relevance,
            "posts": summary.posts,
            "people": summary.people,
            "unknown": summary.unknown,
            "coverage": summary.coverage,
            "waiting_posts": summary.waiting,
            "interests": summary.interests,
            "hidden_connections": summary.hidden,
            "foreign_posts": summary.foreign,
            "languages": dict(summary.languages),
            "model": scores.corpus.model,
            "next_model": scores.corpus.next_model,
            "bar": bar,
            "window": {"days": days or session.settings.window_days, **figures},
            "weeks": weeks.to_dicts(),
            **(_explained(why) | _made_of(scores, bar, days) if why else {}),
        }
    )
    session.output.say(summary.sentence)
    session.output.table(
        _("The last {days} days", days=days or session.settings.window_days),
        ("figure", "value", _("what it says")),
        [
            (name.replace("_", " "), _shown(name, figures[name]), said)
            for name, said in FIGURES.items()
        ],
    )
    if why:
        _say_why(session.output, why)
    if weekly:
        session.output.table(
            _("Week by week"),
            ("week", "relev.", _("> bar"), "authors", "covered", _("top 10"), "copies", "posts"),
            [
                (row["week"], *(_shown(name, row[name]) for name in FIGURES), row["all_posts"])
                for row in weeks.iter_rows(named=True)
            ],
        )
    return 0


def _explained(why: FeedExplanation) -> dict[str, Any]:
    return {
        "parts": dict(why.parts),
        "carried_by": why.people.to_dicts(),
        "changes": [asdict(one) for one in why.changes],
    }


def _made_of(scores: Scores, bar: float, days: int | None) -> dict[str, Any]:
    return {
        "figure_parts": {
            name: figure_parts(scores, name, bar=bar, days=days).to_dicts() for name in FIGURES
        }
    }


def _say_why(output: Output, why: FeedExplanation) -> None:
    output.table(
        _("What feed relevance is made of"),
        ("part", "points"),
        [(name, f"{100 * part:+.1f}") for name, part in why.parts.items()],
    )
    output.table(
        _("Who carries it"),
        ("name", _("attention %"), "relevance", "points"),
        [
            (name, 100 * share, 100 * relevance, f"{100 * part:.1f}")
            for name, share, relevance, part in why.people.select(pl.exclude("person_id"))
            .head(_CARRIERS)
            .iter_rows()
        ],
    )
    for change in why.changes:
        output.say(change.sentence)


def _shown(name: str, value: float | None) -> str | None:
    if value is None:
        return None
    if name == "effective_authors":
        return f"{value:.1f}"
    return f"{100 * value:.0f}" + ("" if name == "relevance" else " %")
