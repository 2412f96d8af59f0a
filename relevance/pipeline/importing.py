"""Files -> facts in the store -> persons: read first, then taken in, all of one import in one transaction."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import polars as pl

from relevance.collecting import rare_collections
from relevance.config import Settings
from relevance.errors import CancelledError, RelevanceError, UsageError
from relevance.names import profile_url
from relevance.near_duplicates import duplicate_groups
from relevance.pipeline.linking import link_engagements, link_people
from relevance.pipeline.posts_languages import note_languages
from relevance.pipeline.recognising import Changes, changes_since, people_now
from relevance.pipeline.stopping import STOPPED, Let, Stopping
from relevance.schema import fact_frame
from relevance.sources import FileReport, Rejection
from relevance.sources.archive import Limits
from relevance.sources.reader import FileRead, read_path
from relevance.store import Store, TakenIn, knows_file, next_file, remember_file
from relevance.texts import _

__all__ = ["ImportRun", "import_paths", "run_import", "settle", "take_in_read"]

_KEPT_REJECTIONS = 1_000

# Facts that stand beside the ones that a file's rows are about: a record for each person named, what is said of the
# owner. They count only where a file holds nothing else, or where they carry the row's change (a new employer).
_BESIDE = ("record", "owner_fact")
_RECORDS_COUNT = {"linkedin.connections", "linkedin.member_follows", "linkedin.profile"}


@dataclass(frozen=True)
class ImportRun:
    """What one import did."""

    reports: list[FileReport]
    """One for each file that was looked at."""
    changes: Changes
    import_id: int | None
    """By which it can be undone; null where nothing was taken in."""


@dataclass
class _Path:
    """What was read of one of the paths."""

    path: Path
    files: list[FileRead] = field(default_factory=list)
    error: str | None = None


def import_paths(
    store: Store,
    paths: Sequence[str | Path],
    *,
    settings: Settings,
    kind: str | None = None,
    as_of: date | None = None,
    owner: Sequence[str] = (),
) -> list[FileReport]:
    """Import files, folders and archives, and return one report for each file; see `run_import`."""
    run = run_import(store, paths, settings=settings, kind=kind, as_of=as_of, owner=owner)
    return run.reports


@rare_collections()
def run_import(
    store: Store,
    paths: Sequence[str | Path],
    *,
    settings: Settings,
    kind: str | None = None,
    as_of: date | None = None,
    owner: Sequence[str] = (),
    uploads: Path | None = None,
    adapt: Callable[[FileRead], FileRead] | None = None,
    progress: Callable[[str, int], None] = lambda _path, _bytes: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> ImportRun:
    """Import files, folders and archives.

    A file whose very bytes are known is not read again. A path of which nothing can be used has a report with
    `error` set; the others are imported all the same. The store is changed in one transaction, after everything
    has been read, so that nobody else waits meanwhile.

    Args:
        store: the database to write to.
        paths: files, folders or archives.
        settings: limits on archives, time zone, and the owner's own addresses.
        kind: forces the kind of the files, for example `posts`.
        as_of: date of the snapshot, where the files do not tell it.
        owner: profile URLs, e-mail addresses and handles of the owner; they are remembered.
        uploads: a temporary folder that some paths lie in, each in a folder of its own; reports leave it out.
        adapt: changes what was read of a file before it is taken in.
        progress: is called with the path that is being read and the bytes read so far in all.
        cancelled: is asked whether to stop; nothing is changed then.

    Raises:
        UsageError: there is no such kind.
        CancelledError: `cancelled` said so.
    """
    watch = _Watch(progress, cancelled)
    read = [_read(store, Path(path), settings, kind, as_of, watch) for path in paths]
    if uploads:
        read = [_without_folder(one, uploads) for one in read]
    if adapt:
        read = [replace(one, files=[adapt(found) for found in one.files]) for one in read]
    watch("", 0)
    return _taken_in(store, read, settings, as_of=as_of, owner=owner)


def take_in_read(store: Store, found: FileRead, settings: Settings) -> ImportRun:
    """Take in what was read already of one file, or of something that never was a file, as one import."""
    return _taken_in(store, [_Path(Path(found.path), [found])], settings)


def _taken_in(
    store: Store,
    read: Sequence[_Path],
    settings: Settings,
    *,
    as_of: date | None = None,
    owner: Sequence[str] = (),
) -> ImportRun:
    with store.transaction():
        before = people_now(store)
        files = _Taking(store, as_of)
        reports = [report for one in read for report in files.take_in(one)]
        told = store.take_in({"owner_fact": _owner_told(owner)})["owner_fact"]
        if told.added or any(report.usable for report in reports):
            has_posts = any(report.added and "post" in report.tables for report in reports)
            settle(store, settings, posts_changed=has_posts)
        changes = changes_since(store, before, files.tables)
    return ImportRun(reports, changes, files.import_id)


class _Watch:
    """Counts what is read, tells it, and stops the reading when the owner does."""

    def __init__(self, progress: Callable[[str, int], None], cancelled: Callable[[], bool]) -> None:
        self._progress, self._cancelled = progress, cancelled
        self._read = 0

    def __call__(self, path: str, count: int) -> None:
        self._read += count
        if self._cancelled():
            msg = _("The import was stopped; nothing was changed. Import again when you are ready.")
            raise CancelledError(msg)
        self._progress(path, self._read)


def _read(
    store: Store,
    path: Path,
    settings: Settings,
    kind: str | None,
    as_of: date | None,
    watch: _Watch,
) -> _Path:
    read = _Path(path)
    try:
        read.files.extend(
            read_path(
                path,
                kind=kind,
                as_of=as_of,
                zone=settings.zone,
                limits=_limits(settings),
                skip=partial(knows_file, store),
                watch=watch,
            )
        )
    except (UsageError, CancelledError):
        raise
    except RelevanceError as error:
        read.error = str(error)
    return read


def _without_folder(read: _Path, folder: Path) -> _Path:
    """Return what was read under the names its owner knows."""
    before = re.compile(rf"{re.escape(str(folder))}/\d+/")

    def shown(text: str) -> str:
        return before.sub("", text)

    files = [
        replace(
            one, path=shown(one.path), error=one.error and shown(one.error), note=shown(one.note)
        )
        for one in read.files
    ]
    return _Path(Path(shown(str(read.path))), files, read.error and shown(read.error))


class _Taking:
    """Takes what was read into the store, file by file, as one import."""

    def __init__(self, store: Store, stated: date | None) -> None:
        self._store, self._stated = store, stated
        self._stopping = Stopping.of(store)
        self.import_id: int | None = None
        self.tables: dict[str, TakenIn] = {}

    def take_in(self, read: _Path) -> list[FileReport]:
        """Take in the files of one path and return their reports."""
        reports, kind = [], "unknown"
        while read.files:  # what has been taken in need not be held any longer
            kind = read.files[0].kind
            reports.append(self._take_in_file(read.files.pop(0)))
        if read.error:
            reports.append(_failed(str(read.path), kind, read.error))
        if not any(report.known or report.usable or report.error for report in reports):
            reports = _nothing_usable(read.path, reports)
        return reports

    def _take_in_file(self, found: FileRead) -> FileReport:
        result = found.result
        # The same file may lie in one import twice.
        known = found.known or bool(
            result and found.sha256 and knows_file(self._store, found.sha256, found.kind)
        )
        if result is None or known:
            reasons = {found.note: 1} if found.note and not known else {}
            return FileReport(
                found.path, found.kind, 0, 0, 0, 0, reasons, known=known, error=found.error
            )
        number = next_file(self._store)
        let = self._stopping.without_forgotten(result)
        taken = self._store.take_in(let.accepted, file_id=number, is_conformed=True)
        stopped = {STOPPED: let.rows} if let.rows else {}
        counted = _counted(result.kind, taken)
        report = FileReport(
            path=found.path,
            kind=result.kind,
            read=result.read,
            added=counted.added,
            updated=counted.updated,
            skipped=len(result.rejected) + let.rows,
            reasons={**result.reasons, **stopped},
            rejected=result.rejected[:_KEPT_REJECTIONS],
            usable=result.usable,
            tables={name: one.added for name, one in taken.items()},
            notes=result.notes,
        )
        # A file about nobody else is not remembered: its name and checksum would tell of whom.
        if result.usable and found.sha256 and not let.all_stopped:
            self.import_id = self.import_id or number
            for name, one in taken.items():
                self.tables[name] = self.tables.get(name, TakenIn()) + one
            self._remember(number, found.sha256, self._kept(report, let), result.as_of)
        return report

    def _kept(self, report: FileReport, let: Let) -> FileReport:
        """Return what is remembered: once somebody was forgotten, no pieces of rows, which may name them."""
        if not self._stopping.marks:
            return report
        rejected = tuple(replace(one, excerpt="") for one in report.rejected)
        return replace(report, path=let.shown(report.path), rejected=rejected)

    def _remember(self, number: int, sha256: str, report: FileReport, as_of: date | None) -> None:
        kept: Sequence[Rejection] = report.rejected
        rejected = pl.DataFrame(
            [(one.row, one.reason, one.excerpt) for one in kept],
            schema={"row_number": pl.Int64, "reason": pl.String, "excerpt": pl.String},
            orient="row",
        )
        # What the owner states of an export counts where the export itself does not tell its day.
        stated = bool(as_of and as_of == self._stated and report.kind.startswith("linkedin."))
        row = {
            "file_id": number,
            "import_id": self.import_id,
            "path": report.path,
            "kind": report.kind,
            "sha256": sha256,
            "read": report.read,
            "added": report.added,
            "updated": report.updated,
            "skipped": report.skipped,
            "as_of": as_of,
            "is_as_of_stated": stated,
            "imported_at": datetime.now(UTC),
        }
        remember_file(self._store, row, rejected)


def settle(store: Store, settings: Settings, *, posts_changed: bool) -> None:
    """Work out again what follows from all facts: persons, near-duplicates, what the owner's acts were about."""
    link_people(store, settings)
    if posts_changed:
        _group_duplicates(store)
        note_languages(store)
    link_engagements(store)


def _owner_told(owner: Sequence[str]) -> pl.DataFrame:
    rows = []
    for one in owner:
        kind = "url" if profile_url(one) and "/" in one else "email" if "@" in one[1:] else "handle"
        value = profile_url(one) if kind == "url" else one.removeprefix("@").casefold()
        rows.append({"kind": kind, "value": value, "detail": "told with --owner"})
    return fact_frame("owner_fact", rows)


def _limits(settings: Settings) -> Limits:
    return Limits(
        member_bytes=settings.max_member_bytes,
        archive_bytes=settings.max_archive_bytes,
        members=settings.max_members,
        ratio=settings.max_ratio,
        nesting=settings.max_nesting,
    )


def _counted(kind: str, taken: Mapping[str, TakenIn]) -> TakenIn:
    """Return what a report counts: the facts that the rows of a file stand for.

    A connection whose record changed (a new employer) counts as updated.
    """
    main = {name: one for name, one in taken.items() if name not in _BESIDE}
    if kind == "linkedin.profile":
        main = {"record": taken["record"]} if "record" in taken else {}
    elif not main and taken:
        # An address book is about people, a list of the owner's addresses about the owner.
        most = max(taken, key=lambda name: taken[name].added + taken[name].updated)
        main = {most: taken[most]}
    added = sum(one.added for one in main.values())
    updated = sum(one.updated for one in main.values())
    if kind in _RECORDS_COUNT:
        updated = max(updated, taken.get("record", TakenIn()).updated)
    return TakenIn(added, updated)


def _failed(path: str, kind: str, error: str) -> FileReport:
    return FileReport(path, kind, 0, 0, 0, 0, {}, error=error)


def _nothing_usable(path: Path, reports: list[FileReport]) -> list[FileReport]:
    """Say of a path that gave nothing at all why, so that it never looks like a success."""
    rows = sum(report.read for report in reports)
    why = (
        _("{rows} rows were read and none could be used", rows=rows)
        if rows
        else _("no row was found in it")
    )
    if all(report.kind in {"unknown", "ignored"} for report in reports):
        why = _("it holds no file that this tool reads")
        if len(reports) == 1 and reports[0].kind == "ignored":
            why = next(iter(reports[0].reasons), why)
    sentence = _(
        "{path}: {why}. Allowed are exports and archives of LinkedIn, X, Mastodon, Bluesky, "
        "Slack and HipChat, saved LinkedIn pages, mail, calendars, contacts, feeds, blog "
        "exports, and tables of posts (CSV, JSON, JSONL, Parquet) with at least an author "
        "and a text column. Check that it is the right file, or name its kind with --kind.",
        path=path,
        why=why,
    )
    if len(reports) == 1:
        return [replace(reports[0], error=sentence)]
    return [*reports, _failed(str(path), "unknown", sentence)]


def _group_duplicates(store: Store) -> None:
    """Mark near-duplicates over all posts; the owner's own are never in the feed."""
    posts = store.frame(
        "SELECT post_id, text, post.duplicate_group FROM post JOIN feed_post USING (post_id) "
        "WHERE author_id <> 'owner' ORDER BY post_id"
    )
    groups = duplicate_groups(posts["text"], posts["post_id"])
    changed = posts.select("post_id", old="duplicate_group").with_columns(
        duplicate_group=pl.Series(groups, dtype=pl.String)
    )
    changed = changed.filter(pl.col("old").ne_missing(pl.col("duplicate_group"))).drop("old")
    store.update("post", changed, key="post_id")
