"""Commands for what the owner finds relevant: rate, ratings."""

from typing import Annotated, Any

import polars as pl
import typer

from relevance.cli.session import Session, session_of
from relevance.errors import UsageError
from relevance.pipeline import (
    current_scores,
    learning_words,
    moved_people,
    questions,
    rate,
    rated,
    scale_shift,
    unrate,
)
from relevance.texts import _

__all__ = ["register"]

_USAGE = "Write `relevance rate ID up`, `... ID down`, `... ID --undo`, or `relevance rate --next`."


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command("rate")(_rate)
    app.command("ratings")(_ratings)


def _rate(
    context: typer.Context,
    wanted: Annotated[
        str | None, typer.Argument(metavar="ID|NAME", help="Id of a post; id or name of a person.")
    ] = None,
    thumb: Annotated[str | None, typer.Argument(metavar="up|down")] = None,
    undo: Annotated[
        bool,
        typer.Option("--undo", help="Take back your thumb, or what a like or comment counts for."),
    ] = False,
    ask: Annotated[
        bool, typer.Option("--next", help="List the posts whose rating would teach most.")
    ] = False,
    limit: Annotated[int, typer.Option("--limit", min=0, help="With --next: how many.")] = 10,
) -> int:
    """Say whether a post, or what a person posts, is relevant to you."""
    session = session_of(context)
    if ask != (wanted is None) or (ask and undo) or (not ask and undo == (thumb is not None)):
        raise UsageError(_USAGE)
    if thumb not in {None, "up", "down"}:
        msg = _("A rating must be up or down, got {thumb!r}. {usage}", thumb=thumb, usage=_USAGE)
        raise UsageError(msg)
    if wanted is None:
        return _next(session, limit)
    with session.reading_store() as store:
        recorded = rate(store, wanted, thumb) if thumb else unrate(store, wanted)
    session.output.document(recorded)
    session.output.say(_sentence(recorded))
    return 0


def _sentence(recorded: dict[str, Any]) -> str:
    title = f"{recorded['subject'].capitalize()} “{' '.join(recorded['title'].split())[:80]}”"
    if recorded["rating"]:
        return _(
            "{title}: {rating} is noted. `--undo` takes it back.",
            title=title,
            rating=recorded["rating"],
        )
    if recorded["value"]:
        return _(
            "{title}: your thumb is taken back; the {source} counts again.",
            title=title,
            source=recorded["source"],
        )
    if recorded["source"]:
        return _(
            "{title}: the {source} counts no more. `--undo` once more lets it count again.",
            title=title,
            source=recorded["source"],
        )
    return _("{title}: taken back.", title=title)


def _next(session: Session, limit: int) -> int:
    with session.reading_store() as store:
        asked = questions(store, current_scores(store, session.settings), limit)
    session.output.document({"posts": asked.to_dicts()})
    session.output.table(
        _("Rate these next"),
        ("post", "author", "on", "relev.", "text"),
        [
            (
                row["post_id"],
                row["author"],
                row["created_at"],
                100 * row["relevance"],
                row["text"][:200],
            )
            for row in asked.iter_rows(named=True)
        ],
    )
    return 0


def _ratings(context: typer.Context) -> int:
    """List what you rated, where each rating comes from, and what the ratings moved."""
    session = session_of(context)
    with session.reading_store() as store:
        listed = rated(store)
        scores = current_scores(store, session.settings)
    moved = moved_people(scores)
    words = learning_words(scores, listed)
    learned, scale = scores.taught.learned, scores.taught.scale
    session.output.document(
        {
            "ratings": listed.to_dicts(),
            "strength": learned.strength if learned else 0.0,
            "gain": learned.gain if learned else None,
            "scale": {
                "ratings": scale.ratings,
                "points": scale_shift(scores),
                "slope": scale.slope,
                "intercept": scale.intercept,
                "isotonic_share": scale.share,
            },
            "moved": moved.to_dicts(),
            "summary": words,
        }
    )
    session.output.say(words)
    session.output.table(
        _("Ratings"),
        ("what", "value", "from", "on", "id"),
        [
            (row["title"] and row["title"][:80], f"{row['value']:+.1f}", row["source"], row["at"], row["subject_id"])
            for row in listed.iter_rows(named=True)
        ],
    )  # fmt: skip
    session.output.table(
        _("Moved by your ratings"),
        ("name", "without", "with", "points"),
        [
            (name, 100 * before, 100 * after, f"{points:+.1f}")
            for name, before, after, points in moved.select(pl.exclude("person_id")).iter_rows()
        ],
    )
    return 0
