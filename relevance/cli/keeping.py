"""Commands that keep, hand out and delete what is held: export, backup, restore, forget, wipe, privacy."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from relevance.cli.session import Session, session_of
from relevance.errors import UsageError
from relevance.pipeline import (
    INFERRED,
    Forgotten,
    Retired,
    Store,
    age_of,
    export_all,
    export_table,
    find_person,
    forget_older,
    forget_person,
    known_copies,
    leaving_of,
    restore_copy,
    wipe_database,
    write_backup,
)
from relevance.texts import _, day, number

__all__ = ["register"]

_ALL = "all"


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command("export")(_export)
    app.command("backup")(_backup)
    app.command("restore")(_restore)
    app.command("forget")(_forget)
    app.command("wipe")(_wipe)
    app.command("privacy")(_privacy)


_Yes = Annotated[bool, typer.Option("--yes", help="Do it without asking; it cannot be undone.")]


def _export(
    context: typer.Context,
    table: Annotated[
        str, typer.Argument(help="Name of a table, for example connection, or `all` of them.")
    ],
    file: Annotated[
        Path, typer.Argument(help="Ends with .csv, .json or .parquet; for `all` a new folder.")
    ],
) -> int:
    """Write a table to a file, or everything that is held to a folder."""
    session = session_of(context)
    with session.reading_store() as store:
        if table == _ALL:
            rows = export_all(store, file)
            session.output.document({"folder": str(file), "tables": rows})
            session.output.say(
                _(
                    "{values} rows of {rows} tables are in {file}.",
                    values=number(sum(rows.values())),
                    rows=len(rows),
                    file=file,
                )
            )
            return 0
        count = export_table(store, table, file)
    session.output.document({"table": table, "file": str(file), "rows": count})
    session.output.say(
        _("{count} rows of {table} are in {file}.", count=count, table=table, file=file)
    )
    return 0


def _backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="File to write; must not be there yet.")],
) -> int:
    """Copy the whole database to a file that can be opened like the original."""
    session = session_of(context)
    with session.reading_store() as store:
        copy = write_backup(store, file)
    session.output.document(
        {"file": str(file), "bytes": copy.bytes, "sha256": copy.sha256, "rows": dict(copy.rows)}
    )
    session.output.say(
        _(
            "A copy of {database} is in {file}, with {values} rows; its checksum and the rows of "
            "each table lie beside it.",
            database=session.settings.database,
            file=file,
            values=number(sum(copy.rows.values())),
        )
    )
    return 0


def _restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A file that `relevance backup` wrote.")],
) -> int:
    """Put a copy in the place of the database, which is kept beside it."""
    session = session_of(context)
    done = restore_copy(file, session.settings)
    session.output.document(
        {
            "file": str(file),
            "rows": dict(done.rows),
            "checked": done.had_checksum,
            "replaced": str(done.replaced) if done.replaced else None,
        }
    )
    was = (
        _(" What was there before is in {replaced}.", replaced=done.replaced)
        if done.replaced
        else ""
    )
    checked = (
        _("its checksum and rows are as written") if done.had_checksum else _("it has no checksum")
    )
    session.output.say(
        _(
            "{database} holds what {file} holds, {values} rows; {checked}.{was}",
            database=session.settings.database,
            file=file,
            values=number(sum(done.rows.values())),
            checked=checked,
            was=was,
        )
    )
    return 0


def _forget(
    context: typer.Context,
    person: Annotated[
        str | None, typer.Argument(metavar="[PERSON]", help="Id or name of a person.")
    ] = None,
    older_than: Annotated[
        str | None,
        typer.Option(
            "--older-than", help="Instead: what is older than this, as in 5y, 18m or 90d."
        ),
    ] = None,
    yes: _Yes = False,
) -> int:
    """Remove a person everywhere, or what is older than an age; it cannot be undone."""
    session = session_of(context)
    if (person is None) == (older_than is None):
        msg = _(
            "`relevance forget` needs a person, by id or name, or `--older-than` with an age "
            "such as 5y; one of both."
        )
        raise UsageError(msg)
    with session.reading_store() as store:
        if older_than is not None:
            return _forget_older(session, store, older_than, yes=yes)
        person_id = find_person(store, str(person))
        leaving = leaving_of(store, person_id)
        if not _agreed(session, leaving.sentence, yes=yes):
            return 1
        done = forget_person(store, person_id, session.settings)
    session.output.document(
        {
            "person_id": person_id,
            "forgotten": True,
            "removed": dict(done.removed),
            "marks": done.marks,
            "mentions": done.mentions,
            "copies": [
                {"path": str(one.path), "outcome": one.outcome, "why": one.why}
                for one in done.copies
            ],
        }
    )
    _say_forgotten(session, done)
    return 1 if any(one.why for one in done.copies) else 0


def _say_forgotten(session: Session, done: Forgotten) -> None:
    rows = ", ".join(
        _("{count} of {table}", count=number(count), table=table)
        for table, count in done.removed.items()
    )
    session.output.say(
        _("Forgotten. Rows that went: {rows}. The file was written anew.", rows=rows)
    )
    session.output.say(_("Imports leave them out from now on, by salted marks that name nobody."))
    for one in done.copies:
        session.output.say(
            _(
                "Copy {path}: {outcome}. {why}", path=one.path, outcome=one.outcome, why=one.why
            ).rstrip()
        )
    if done.mentions:
        session.output.say(
            _(
                "{mentions} texts by others or by you name them; what others wrote was not "
                "changed.",
                mentions=number(done.mentions),
            )
        )


def _forget_older(session: Session, store: Store, age: str, *, yes: bool) -> int:
    since = age_of(age)
    sentence = _(
        "This removes what is older than {since}, and people of whom nothing else "
        "is known, here and in the known copies. It cannot be undone; importing the same "
        "files again would bring it back.",
        since=day(since),
    )
    if not _agreed(session, sentence, yes=yes):
        return 1
    done: Retired = forget_older(store, since, session.settings)
    session.output.document(
        {
            "before": since,
            "removed": dict(done.removed),
            "people": done.people,
            "copies": [
                {"path": str(one.path), "outcome": one.outcome, "why": one.why}
                for one in done.copies
            ],
        }
    )
    session.output.say(done.sentence)
    return 1 if any(one.why for one in done.copies) else 0


def _wipe(context: typer.Context, yes: _Yes = False) -> int:
    """Delete everything that is held: the database, its logs and all copies of it that are known."""
    session = session_of(context)
    database = session.settings.database
    copies = known_copies(database)
    listed = "".join(f"\n  {one}" for one in copies)
    sentence = _(
        "This deletes {database}{listed}. It cannot be undone.",
        database=database,
        listed=" and these copies of it:" + listed if copies else "",
    )
    if not _agreed(session, sentence, yes=yes):
        return 1
    gone = wipe_database(database)
    session.output.document({"deleted": [str(one) for one in gone]})
    session.output.say(
        "Deleted: " + (", ".join(str(one) for one in gone) or _("nothing, there was nothing")) + "."
    )
    return 0


def _privacy(context: typer.Context) -> int:
    """Say what is worked out about other people, from what, and where it stays."""
    session = session_of(context)
    session.output.document({"inferred": [asdict(one) for one in INFERRED]})
    session.output.table(
        _("What is worked out about other people"),
        ("what", "from", _("where it stays")),
        [(one.what, one.source, one.kept) for one in INFERRED],
    )
    return 0


def _agreed(session: Session, sentence: str, *, yes: bool) -> bool:
    """Say what cannot be undone, and ask on a terminal.

    Raises:
        UsageError: nobody is there to be asked, and `--yes` was not given.
    """
    if yes:
        return True
    if session.output.as_json or not sys.stdin.isatty():
        msg = _("{sentence} Nothing was changed. Add `--yes` to do it.", sentence=sentence)
        raise UsageError(msg)
    session.output.say(sentence)
    return typer.confirm(_("Do it?"), default=False)
