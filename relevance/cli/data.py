"""Commands that bring data in and look after it: import, imports, fetch, demo, doctor, app."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, cast

import typer

from relevance.cli.session import day_of, session_of
from relevance.config import Settings
from relevance.errors import StoreBusyError, StoreError, UsageError
from relevance.pipeline import (
    are_links_stale,
    build_demo,
    examine,
    fetch_address,
    find_person,
    known_addresses,
    past_imports,
    run_import,
    undo_import,
)
from relevance.sources import FileReport
from relevance.texts import _, number

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command("import")(_import)
    app.command("imports")(_imports)
    app.command("fetch")(_fetch)
    app.command("demo")(_demo)
    app.command("doctor")(_doctor)
    app.command("app")(_app)


def _import(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="Files, folders or zip archives.")],
    kind: Annotated[
        str | None, typer.Option("--kind", help="Force the kind, for example posts.")
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="Date of the snapshot, YYYY-MM-DD, where the file has none."),
    ] = None,
    owner: Annotated[
        list[str] | None,
        typer.Option("--owner", help="A profile URL, e-mail address or handle of your own."),
    ] = None,
) -> int:
    """Import exports and tables of posts; importing a file twice adds nothing."""
    session = session_of(context)
    day = day_of(as_of, option="--as-of")
    with session.store() as store:
        run = run_import(
            store,
            paths,
            settings=session.settings,
            kind=kind,
            as_of=day,
            owner=tuple(owner or ()),
        )
        session.retire(store)
        stale = run.import_id is not None and are_links_stale(store, session.settings)
    reports = run.reports
    session.output.document(
        {
            "files": [_entry(report) for report in reports],
            "import_id": run.import_id,
            "changes": {
                "added": dict(run.changes.added),
                "updated": dict(run.changes.updated),
                "recognised": run.changes.recognised,
                "new_people": run.changes.new_people,
            },
        }
    )
    session.output.table(
        _("Imported"),
        ("file", "kind", "read", "added", "updated", "skipped", "why"),
        [_row(report, paths) for report in reports],
    )
    session.output.say(run.changes.sentence)
    if stale:
        session.output.say(
            _("`relevance link` looks for people who are known from several networks.")
        )
    for report in reports:
        if report.error:
            session.output.note(report.error)
    return 1 if any(report.error for report in reports) else 0


def _imports(
    context: typer.Context,
    undo: Annotated[
        int | None, typer.Option("--undo", help="Id of an import to take back.")
    ] = None,
) -> int:
    """List the imports whose facts are held; --undo takes back what came only from one of them."""
    session = session_of(context)
    with session.reading_store() as store:
        gone = {} if undo is None else undo_import(store, undo, session.settings)
        imports = past_imports(store)
    session.output.document(
        {
            "imports": [
                {
                    "import_id": one.import_id,
                    "imported_at": one.imported_at,
                    "files": one.files,
                    "kinds": one.kinds,
                    "added": one.added,
                    "updated": one.updated,
                }
                for one in imports
            ],
            "removed": {name: one.removed for name, one in gone.items() if one.removed},
            "changed": {name: one.updated for name, one in gone.items() if one.updated},
        }
    )
    if undo is not None:
        count = sum(one.removed for one in gone.values())
        session.output.say(
            _(
                "Import {undo} is undone: {count} facts that only it held are gone.",
                undo=undo,
                count=number(count),
            )
        )
    session.output.table(
        _("Imports"),
        ("id", "on", "files", "kinds", "added", "updated"),
        [
            (
                one.import_id,
                one.imported_at,
                ", ".join(one.files),
                ", ".join(one.kinds),
                one.added,
                one.updated,
            )
            for one in imports
        ],
    )
    return 0


def _fetch(
    context: typer.Context,
    addresses: Annotated[
        list[str] | None,
        typer.Argument(help="Feeds, Bluesky or Mastodon accounts; none lists those known."),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option("--kind", help="feed, bluesky or mastodon, where it does not show."),
    ] = None,
    person: Annotated[
        str | None, typer.Option("--person", help="Id or name of the person who writes there.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Ask all known addresses again.")] = False,
) -> int:
    """Ask addresses that you name for new posts; off unless the settings allow it."""
    session = session_of(context)
    chosen = _fetchable(kind)
    with session.store() as store:
        who = find_person(store, person) if person else None
        wanted = list(addresses or ())
        wanted += known_addresses(store)["address"].to_list() if every else []
        reports = [
            fetch_address(store, one, session.settings, kind=chosen, person_id=who)
            for one in dict.fromkeys(wanted)
        ]
        known = known_addresses(store).to_dicts()
    session.output.document(
        {
            "fetched": [
                {
                    "address": one.address,
                    "kind": one.kind,
                    "added": one.added,
                    "unchanged": one.is_unchanged,
                    "error": one.error,
                }
                for one in reports
            ],
            "known": known,
        }
    )
    session.output.table(
        _("Addresses"),
        ("address", "kind", "person", _("asked on"), "outcome"),
        [
            (one["address"], one["kind"], one["name"], one["fetched_at"], one["outcome"])
            for one in known
        ],
    )
    return 1 if any(one.error for one in reports) else 0


def _fetchable(kind: str | None) -> Literal["feed", "bluesky", "mastodon"] | None:
    if kind is None or kind in {"feed", "bluesky", "mastodon"}:
        return cast("Literal['feed', 'bluesky', 'mastodon'] | None", kind)
    msg = _("`--kind` must be feed, bluesky or mastodon, got {kind!r}.", kind=kind)
    raise UsageError(msg)


def _entry(report: FileReport) -> dict[str, Any]:
    return {
        "path": report.path,
        "kind": report.kind,
        "read": report.read,
        "added": report.added,
        "updated": report.updated,
        "skipped": report.skipped,
        "reasons": dict(report.reasons),
        "notes": dict(report.notes),
        "known": report.known,
        "error": report.error,
    }


def _row(report: FileReport, paths: Sequence[Path]) -> tuple[object, ...]:
    why = _("imported before") if report.known else report.why
    # Below a long path of folders the columns beside it would have no room.
    folders = [f"{path.parent}/" for path in paths if report.path.startswith(str(path))]
    return (
        report.path.removeprefix(max(folders, key=len, default="")),
        report.kind,
        report.read,
        report.added,
        report.updated,
        report.skipped,
        _("could not be used, see below") if report.error else why,
    )


def _demo(context: typer.Context) -> int:
    """Fill a database of its own with the invented demo network, vectors included."""
    session = session_of(context)
    settings = session.settings
    if not session.explicit_database:
        settings = settings.with_database(settings.demo_database)
    from relevance.pipeline import open_store

    with open_store(settings) as store:
        build_demo(store, settings)
        counts = {name: store.count(name) for name in ("connection", "post", "invite", "embedding")}
    session.output.document({"database": str(settings.database), **counts})
    session.output.say(
        _(
            "The demo network is ready in {database}: {connection} connections, {post} posts, "
            "{invite} invitations. See it with `relevance app`, or ask `relevance --db "
            "{database} connections`.",
            database=settings.database,
            connection=counts["connection"],
            post=counts["post"],
            invite=counts["invite"],
        )
    )
    return 0


def _doctor(context: typer.Context) -> int:
    """Look at what is set up and say what is missing and what to do about it."""
    session = session_of(context)
    checks = examine(session.settings)
    fine = all(check.ok for check in checks)
    session.output.document(
        {
            "ok": fine,
            "checks": [{"name": one.name, "ok": one.ok, "detail": one.detail} for one in checks],
        }
    )
    session.output.table(
        "Set-up",
        ("what", "", "detail"),
        [(one.name, "fine" if one.ok else _("look here"), one.detail) for one in checks],
    )
    return 0 if fine else 1


def _app(
    context: typer.Context,
    port: Annotated[
        int, typer.Option("--port", min=1, max=65535, help="Port on this machine.")
    ] = 8501,
    address: Annotated[
        str,
        typer.Option("--address", help="Address to listen on; beyond this machine needs sign-in."),
    ] = "127.0.0.1",
) -> int:
    """Open the dashboard in the browser; on the demo network while there is no data of your own."""
    session = session_of(context)
    _refuse_second_owner(session.settings)
    if session.explicit_database:
        os.environ["RELEVANCE_DB"] = str(session.settings.database)
    sys.stdout.flush()
    # The dashboard replaces this process, so that Ctrl-C and signals reach the server itself.
    words = [sys.executable, "-m", "relevance.ui.launch", str(port), address]
    os.execv(sys.executable, words)  # noqa: S606


def _refuse_second_owner(settings: Settings) -> None:
    """Say at once that another process has the database; pages say what else may be wrong with it."""
    from relevance.pipeline import open_store

    own = settings.database
    shown = settings if own.exists() else settings.with_database(settings.demo_database)
    if shown.database.exists():
        try:
            open_store(shown).close()
        except StoreBusyError:
            raise
        except StoreError:
            return
