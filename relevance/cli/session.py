"""What every command gets: settings, output, and the database while it runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import typer

from relevance.cli.output import Output
from relevance.config import Settings
from relevance.pipeline import Store, open_store

__all__ = ["Session", "session_of"]


@dataclass(frozen=True)
class Session:
    """One run of one command."""

    settings: Settings
    output: Output
    explicit_database: bool
    """The file was named with --db or RELEVANCE_DB."""

    @contextmanager
    def store(self) -> Iterator[Store]:
        """Open the database for the time of the command.

        Raises:
            StoreBusyError: another process has it.
            StoreError: it cannot be opened.
        """
        with open_store(self.settings) as store:
            yield store


def session_of(context: typer.Context) -> Session:
    """Return the session that `relevance` itself has prepared for its commands."""
    session = context.find_root().obj
    if not isinstance(session, Session):
        msg = "Commands run under `relevance` only."
        raise TypeError(msg)
    return session
