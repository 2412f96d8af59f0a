"""Commands for what the owner wants more and less of: interests list, load, set, remove."""

from pathlib import Path
from typing import Annotated

import typer

from relevance.cli.session import Session, session_of
from relevance.errors import UsageError
from relevance.interests import Interest, load_interests
from relevance.pipeline import read_interests, remove_interest, save_interests, set_interest
from relevance.texts import _

__all__ = ["register"]

_group = typer.Typer(
    help="What you want more of, and less of.", no_args_is_help=True, rich_markup_mode=None
)


def register(app: typer.Typer) -> None:
    """Add the group `interests` to `app`."""
    app.add_typer(_group, name="interests")


@_group.command("list")
def _list(context: typer.Context) -> int:
    """Show the interests."""
    session = session_of(context)
    with session.reading_store() as store:
        return _show(session, read_interests(store))


@_group.command("load")
def _load(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="TOML with one [[interest]] for each.")],
) -> int:
    """Replace all interests by those of a file."""
    session = session_of(context)
    loaded = load_interests(file)
    with session.store() as store:
        return _show(
            session, save_interests(store, loaded, reason=_("loaded {name}", name=file.name))
        )


@_group.command("set")
def _set(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Name of the interest.")],
    weight: Annotated[
        float, typer.Option("--weight", help="-100 to 100; below 0 means less of it.")
    ],
    keyword: Annotated[
        list[str] | None, typer.Option("--keyword", help="A word or phrase; may be repeated.")
    ] = None,
) -> int:
    """Add an interest, or change its weight and keywords."""
    session = session_of(context)
    if not -100 <= weight <= 100:
        msg = _("`--weight` must be from -100 to 100, got {weight:g}.", weight=weight)
        raise UsageError(msg)
    with session.store() as store:
        changed = set_interest(store, name, weight=weight, keywords=tuple(keyword or ()))
        return _show(session, changed)


@_group.command("remove")
def _remove(
    context: typer.Context, name: Annotated[str, typer.Argument(help="Name of the interest.")]
) -> int:
    """Remove an interest."""
    session = session_of(context)
    with session.store() as store:
        return _show(session, remove_interest(store, name))


def _show(session: Session, interests: tuple[Interest, ...]) -> int:
    session.output.document(
        {
            "interests": [
                {
                    "name": one.name,
                    "weight": one.weight,
                    "keywords": list(one.keywords),
                    "labels": list(one.labels),
                }
                for one in interests
            ]
        }
    )
    session.output.table(
        _("Interests"),
        ("interest", "weight", "keywords"),
        [(one.name, f"{one.weight:+.0f}", ", ".join(one.phrases)) for one in interests],
    )
    return 0
