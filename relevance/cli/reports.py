"""The command that writes the whole state of a feed into one file."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from relevance.cli.session import session_of
from relevance.errors import UsageError
from relevance.pipeline import (
    current_scores,
    feed_topics,
)
from relevance.pipeline.report import report_html
from relevance.texts import _

__all__ = ["register"]

_ENDINGS = (".html", ".htm")


class _Names(StrEnum):
    ON = "on"
    OFF = "off"


def register(app: typer.Typer) -> None:
    """Add this command to `app`."""
    app.command("report")(_report)


def _report(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.html")],
    names: Annotated[
        _Names, typer.Option("--names", help="With names and texts, or with codes in their place.")
    ] = _Names.ON,
) -> int:
    """Write the verdict, people, topics, invitations and the plan as one HTML file that needs nothing else."""
    if file.suffix.casefold() not in _ENDINGS:
        msg = _(
            "A report is an HTML file: its name must end with .html, got {name!r}.", name=file.name
        )
        raise UsageError(msg)
    session = session_of(context)
    with session.reading_store() as store:
        scores = current_scores(store, session.settings)
        topics = feed_topics(store, scores.corpus)
        text = report_html(store, scores, session.settings, names=names is _Names.ON, topics=topics)
    try:
        file.write_text(text, "utf-8")
    except OSError as error:
        msg = _(
            "{file} cannot be written: {reason}. Name a file in a folder that is there.",
            file=file,
            reason=error.strerror or error,
        )
        raise UsageError(msg) from error
    session.output.document({"file": str(file), "names": names.value, "bytes": len(text.encode())})
    hidden = "" if names is _Names.ON else _(", with codes in the place of names")
    session.output.say(_("The report is in {file}{hidden}.", file=file, hidden=hidden))
    return 0
