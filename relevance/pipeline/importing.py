"""Files -> facts in the store -> persons; all of one call in one transaction."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from relevance.config import Settings
from relevance.errors import RelevanceError, UsageError
from relevance.identity import OwnerMarks, resolve
from relevance.names import profile_url
from relevance.near_duplicates import duplicate_groups
from relevance.schema import fact_frame
from relevance.sources import FileReport, Rejection
from relevance.sources.archive import Limits
from relevance.sources.reader import FileRead, read_path
from relevance.store import Store, TakenIn

__all__ = ["import_paths", "link_people"]

_KEPT_REJECTIONS = 1_000

# What a report counts: the facts that a file's rows stand for, rather than the person records beside them. A
# connection whose record changed (a new employer) counts as updated.
_COUNTED = {
    "linkedin.connections": ("connection", "record"),
    "linkedin.invitations": ("invite", None),
    "linkedin.messages": ("encounter", None),
    "linkedin.member_follows": ("follow", "record"),
    "linkedin.notes": ("owner_note", None),
    "linkedin.positions": ("position", None),
    "linkedin.education": ("position", None),
    "linkedin.profile": ("record", None),
    "linkedin.email_addresses": ("owner_fact", None),
    "posts": ("post", None),
}


def import_paths(
    store: Store,
    paths: Sequence[str | Path],
    *,
    settings: Settings,
    kind: str | None = None,
    as_of: date | None = None,
    owner: Sequence[str] = (),
    progress: Callable[[str], None] = lambda _: None,
) -> list[FileReport]:
    """Import files, folders and archives, and return one report for each file that was looked at.

    A file whose very bytes are known is not read again. A path of which nothing can be used has a report with
    `error` set; the others are imported all the same. The store is changed in one transaction.

    Args:
        store: the database to write to.
        paths: files, folders or archives.
        settings: limits on archives, and the owner's own addresses.
        kind: forces the kind of the files, for example `posts`.
        as_of: date of the snapshot, where the files do not tell it.
        owner: profile URLs, e-mail addresses and handles of the owner; they are remembered.
        progress: is called with the path of each file before it is taken in.

    Raises:
        UsageError: there is no such kind.
    """
    reports: list[FileReport] = []
    used: set[date] = set()
    with store.transaction():
        for path in paths:
            reports += _import_one(store, Path(path), settings, kind, as_of, progress, used)
        if as_of and as_of in used:
            _remember_stated_day(store, as_of)
        told = store.take_in({"owner_fact": _owner_told(owner)})["owner_fact"]
        if told.added or any(report.usable for report in reports):
            _group_duplicates(store, reports)
            link_people(store, settings)
    return reports


def _import_one(
    store: Store,
    path: Path,
    settings: Settings,
    kind: str | None,
    as_of: date | None,
    progress: Callable[[str], None],
    used: set[date],
) -> list[FileReport]:
    """Import one path; the days of LinkedIn snapshots that were taken in are added to `used`."""
    reports: list[FileReport] = []
    try:
        for found in read_path(
            path,
            kind=kind,
            as_of=as_of,
            zone=settings.zone,
            limits=_limits(settings),
            skip=store.knows_file,
        ):
            progress(found.path)
            reports.append(_take_in(store, found))
            day = found.result.as_of if found.result else None
            if day and reports[-1].usable and found.kind.startswith("linkedin."):
                used.add(day)
    except UsageError:
        raise
    except RelevanceError as error:
        reports.append(_failed(str(path), kind or "unknown", str(error)))
    if not any(report.known or report.usable or report.error for report in reports):
        reports = _nothing_usable(path, reports)
    return reports


def _remember_stated_day(store: Store, day: date) -> None:
    """Keep the newest day that the owner stated and a LinkedIn file without one of its own took."""
    store.execute(
        "INSERT INTO meta VALUES ('as_of', ?) ON CONFLICT DO UPDATE "
        "SET value = greatest(meta.value, excluded.value)",
        [day.isoformat()],
    )


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


def _take_in(store: Store, found: FileRead) -> FileReport:
    result = found.result
    if result is None:
        reasons = {found.note: 1} if found.note and not found.known else {}
        return FileReport(
            found.path, found.kind, 0, 0, 0, 0, reasons, known=found.known, error=found.error
        )
    taken = _counted(result.kind, store.take_in(result.accepted))
    report = FileReport(
        path=found.path,
        kind=result.kind,
        read=result.read,
        added=taken.added,
        updated=taken.updated,
        skipped=len(result.rejected),
        reasons=result.reasons,
        rejected=result.rejected[:_KEPT_REJECTIONS],
        usable=result.usable,
    )
    if result.usable and found.sha256:
        _remember(store, found.sha256, report, result.as_of)
    return report


def _counted(kind: str, taken: Mapping[str, TakenIn]) -> TakenIn:
    if kind not in _COUNTED:
        return TakenIn(
            sum(one.added for one in taken.values()), sum(one.updated for one in taken.values())
        )
    main, beside = _COUNTED[kind]
    facts, others = taken.get(main, TakenIn()), taken.get(beside or "", TakenIn())
    return TakenIn(facts.added, max(facts.updated, others.updated))


def _remember(store: Store, sha256: str, report: FileReport, as_of: date | None) -> None:
    kept: Sequence[Rejection] = report.rejected
    rejected = pl.DataFrame(
        [(one.row, one.reason, one.excerpt) for one in kept],
        schema={"row_number": pl.Int64, "reason": pl.String, "excerpt": pl.String},
        orient="row",
    )
    row = {
        "path": report.path,
        "kind": report.kind,
        "sha256": sha256,
        "read": report.read,
        "added": report.added,
        "updated": report.updated,
        "skipped": report.skipped,
        "as_of": as_of,
        "imported_at": datetime.now(UTC),
    }
    store.remember_file(row, rejected)


def _failed(path: str, kind: str, error: str) -> FileReport:
    return FileReport(path, kind, 0, 0, 0, 0, {}, error=error)


def _nothing_usable(path: Path, reports: list[FileReport]) -> list[FileReport]:
    """Say of a path that gave nothing at all why, so that it never looks like a success."""
    rows = sum(report.read for report in reports)
    why = f"{rows} rows were read and none could be used" if rows else "no row was found in it"
    if all(report.kind in {"unknown", "ignored"} for report in reports):
        why = "it holds no file that this tool reads"
    sentence = (
        f"{path}: {why}. Allowed are a LinkedIn export (the zip, its folder or single files of it) and tables of "
        "posts (CSV, JSON, JSONL, Parquet) with at least an author and a text column. Check that it is the right "
        "file, or name its kind with --kind."
    )
    if len(reports) == 1:
        only = reports[0]
        return [
            FileReport(
                only.path,
                only.kind,
                only.read,
                0,
                0,
                only.skipped,
                only.reasons,
                only.rejected,
                error=sentence,
            )
        ]
    return [*reports, _failed(str(path), "unknown", sentence)]


def _group_duplicates(store: Store, reports: Iterable[FileReport]) -> None:
    """Mark near-duplicates over all posts, where posts came in."""
    if not any(report.kind == "posts" and report.added for report in reports):
        return
    posts = store.frame("SELECT post_id, text, duplicate_group FROM post ORDER BY post_id")
    groups = duplicate_groups(posts["text"], posts["post_id"])
    changed = posts.select("post_id", old="duplicate_group").with_columns(
        duplicate_group=pl.Series(groups, dtype=pl.String)
    )
    changed = changed.filter(pl.col("old").ne_missing(pl.col("duplicate_group"))).drop("old")
    store.update("post", changed, key="post_id")


def link_people(store: Store, settings: Settings) -> None:
    """Work out persons and links again from all records; persons keep their ids."""
    records = store.facts("record")
    connected = store.facts("connection")["record_id"].to_list()
    links = store.frame("SELECT record_id, person_id FROM person_link WHERE state = 'linked'")
    previous = dict(zip(links["record_id"], links["person_id"], strict=True))
    marks = _owner_marks(store, settings)
    found = resolve(records, connected=connected, owner=marks, previous=previous)
    store.save_people(found.people, found.links)


def _owner_marks(store: Store, settings: Settings) -> OwnerMarks:
    own = settings.own_addresses
    handles = [one.removeprefix("@") for one in own if "@" not in one[1:] and "/" not in one]
    return OwnerMarks(
        names=tuple(store.owner_facts("name")),
        urls=(*store.owner_facts("url"), *(one for one in own if "/" in one)),
        emails=(*store.owner_facts("email"), *(one for one in own if "@" in one[1:])),
        handles=(
            *store.owner_facts("handle"),
            *(f"{network}:{one}" for one in handles for network in ("x", "mastodon", "bluesky")),
        ),
        record_ids=_party_of_every_conversation(store),
    )


def _party_of_every_conversation(store: Store) -> frozenset[str]:
    """Return the records of the one profile that takes part in every conversation, if three or more agree.

    `Profile.csv` does not hold the owner's profile URL, and an export may come without any invitation.
    """
    parties = store.frame(
        """
        WITH party AS (
            SELECT conversation, unnest([sender_record_id, recipient_record_id]) AS record_id
            FROM encounter WHERE channel = 'linkedin message' AND conversation IS NOT NULL
        )
        SELECT record.url, list(DISTINCT record_id) AS records, count(DISTINCT conversation) AS n,
               (SELECT count(DISTINCT conversation) FROM party) AS total
        FROM party JOIN record USING (record_id)
        WHERE record.url IS NOT NULL
        GROUP BY record.url
        """
    )
    everywhere = parties.filter((pl.col("n") == pl.col("total")) & (pl.col("total") >= 3))
    # With fewer than two others, a sole correspondent would be taken for the owner.
    if everywhere.height != 1 or parties.height < 3:
        return frozenset()
    return frozenset(everywhere["records"][0])
