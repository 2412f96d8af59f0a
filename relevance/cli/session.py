"""What every command gets: settings, output, and the database while it runs."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import typer

from relevance.cli.output import Output
from relevance.config import Settings
from relevance.errors import UsageError
from relevance.pipeline import (
    Store,
    open_store,
)
from relevance.pipeline.retiring import retire_due
from relevance.texts import _

__all__ = ["Session", "day_of", "session_of"]


@dataclass(frozen=True)
class Session:
    """One run of one command."""

    settings: Settings
    output: Output
    explicit_database: bool
    """The file was named with --db or RELEVANCE_DB."""

    @contextmanager
    def store(self) -> Iterator[Store]:
        """Open the database for the time of the command, making it where there is none.

        Raises:
            StoreBusyError: another process has it.
            StoreError: it cannot be opened.
        """
        with open_store(self.settings) as store:
            self.retire(store)
            yield store

    def retire(self, store: Store) -> None:
        """Remove what is older than the owner wants to keep, and say so."""
        done = retire_due(store, self.settings)
        if done:
            self.output.note(done.sentence)

    @contextmanager
    def reading_store(self) -> Iterator[Store]:
        """Open the database for a command that only asks; where there is none it asks an empty one.

        A mistyped name makes no file, and the answer says that nothing was found.

        Raises:
            StoreBusyError: another process has it.
            StoreError: it cannot be opened.
        """
        if self.settings.database.exists():
            with self.store() as store:
                yield store
            return
        self.output.note(
            _(
                "There is no database {database} yet. Make one with `relevance import PATH` or "
                "`relevance demo`, or name another file with --db.",
                database=self.settings.database,
            )
        )
        with (
            tempfile.TemporaryDirectory() as folder,
            open_store(self.settings.with_database(Path(folder, "empty.duckdb"))) as store,
        ):
            yield store


def session_of(context: typer.Context) -> Session:
    """Return the session that `relevance` itself has prepared for its commands."""
    session = context.find_root().obj
    if not isinstance(session, Session):
        msg = _("Commands run under `relevance` only.")
        raise TypeError(msg)
    return session


def day_of(text: str | None, *, option: str) -> date | None:
    """Return the day that the value of an option names, null where it was not given.

    Raises:
        UsageError: it is no date.
    """
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        msg = _(
            "`{option}` must be a date such as 2026-11-15, got {text!r}.", option=option, text=text
        )
        raise UsageError(msg) from error
