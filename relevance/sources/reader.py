"""Any path -> what its files hold: the kind of each file is found out, or forced by the owner."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, tzinfo
from functools import partial
from pathlib import Path
from typing import Protocol

from relevance.errors import CancelledError, RelevanceError, UnreadableFileError, UsageError
from relevance.sources import (
    bluesky,
    calendars,
    contacts,
    encounters,
    feeds,
    hipchat,
    linkedin,
    linkedin_pages,
    mail,
    mastodon,
    positions,
    posts,
    slack,
    wxr,
    x,
)
from relevance.sources.archive import Limits, SourceFile, files_in
from relevance.sources.result import ImportResult
from relevance.sources.text import is_excel
from relevance.texts import _

__all__ = ["SOURCES", "FileRead", "Source", "read_path"]

_HEAD = 65536
_PARQUET = b"PAR1"
_ZIP = b"PK\x03\x04"
_FOOTER = 1024 * 1024


class _Read(Protocol):
    def __call__(
        self, file: SourceFile, *, as_of: date | None = None, zone: tzinfo = UTC
    ) -> ImportResult: ...


@dataclass(frozen=True)
class Source:
    """How files of one kind are recognised and read."""

    recognises: Callable[[str, bytes], bool]
    """Says from a file's path and its first 64 KiB (a workbook comes whole, Parquet with its end) whether it fits."""
    read: _Read


def _is_linkedin(kind: str, name: str, head: bytes) -> bool:
    return linkedin.kind_of(name, head) == kind


SOURCES: dict[str, Source] = {
    **{
        kind: Source(partial(_is_linkedin, kind), partial(linkedin.read, kind=kind))
        for kind in (*linkedin.KINDS, *linkedin.WHOLE_FILES)
    },
    "linkedin.page": Source(linkedin_pages.recognises, linkedin_pages.read),
    "mail": Source(mail.recognises, mail.read),
    "x": Source(x.recognises, x.read),
    "calendar": Source(calendars.recognises, calendars.read),
    "contacts": Source(contacts.recognises, contacts.read),
    "positions": Source(positions.recognises, positions.read),
    "encounters": Source(encounters.recognises, encounters.read),
    "slack": Source(slack.recognises, slack.read),
    "hipchat": Source(hipchat.recognises, hipchat.read),
    "mastodon": Source(mastodon.recognises, mastodon.read),
    "bluesky": Source(bluesky.recognises, bluesky.read),
    "wxr": Source(wxr.recognises, wxr.read),
    "feed": Source(feeds.recognises, feeds.read),
    "posts": Source(posts.recognises, posts.read),
}
"""Every kind that can be read; the first that recognises a file gets it."""


@dataclass(frozen=True)
class FileRead:
    """What became of one file."""

    path: str
    """The file, or `archive/member`."""
    kind: str
    """A key of `SOURCES`; `ignored` for private files, `unknown` for all others."""
    sha256: str | None
    """Null where the file was not read to its end."""
    result: ImportResult | None = None
    error: str | None = None
    """Why it could not be read, in a sentence."""
    note: str = ""
    """Why it was left out, where that is no error."""
    known: bool = False
    """`skip` said that these bytes had been imported before."""


def _never(sha256: str, kind: str) -> bool:  # noqa: ARG001 - the shape of `skip`
    return False


def _unwatched(path: str, count: int) -> None:
    """Let reading go on."""


def read_path(
    path: Path | str,
    *,
    kind: str | None = None,
    as_of: date | None = None,
    zone: tzinfo = UTC,
    limits: Limits | None = None,
    skip: Callable[[str, str], bool] = _never,
    watch: Callable[[str, int], None] = _unwatched,
) -> Iterator[FileRead]:
    """Yield one entry for each file of `path`, read or not; one that fails stops no other.

    Args:
        path: a file, a folder or an archive.
        kind: a key of `SOURCES`. A single file is read as that kind; of a folder or an archive only
            the files of that kind are read.
        as_of: day of the snapshot, where the owner states it.
        zone: time zone of moments that a source writes without one.
        limits: how much may come out of an archive.
        skip: is asked with SHA-256 and kind whether these bytes are known already.
        watch: is called with a file's path and the bytes read of it since the call before; an error
            that it raises ends the reading.

    Raises:
        CancelledError: `watch` raised it.
        UnreadableFileError: there is nothing at `path`.
        UsageError: there is no such kind.
    """
    if kind is not None and kind not in SOURCES:
        msg = _(
            "There is no kind {kind!r}; allowed are {sources}.",
            kind=kind,
            sources=", ".join(SOURCES),
        )
        raise UsageError(msg)
    root = str(path)
    if not Path(path).exists():
        msg = _("There is no file or folder {root!r}. Check the path and try again.", root=root)
        raise UnreadableFileError(msg)
    fitted = False
    try:
        reading = partial(_dated, as_of=as_of, zone=zone)
        for file in _opened_ahead(list(files_in(path, limits)), root, kind, watch):
            one = _read_file(file, reading, skip)
            fitted = fitted or one.kind == kind or one.error is not None
            yield one
    except CancelledError:
        raise
    except RelevanceError as error:
        yield FileRead(root, kind or "unknown", None, error=str(error))
        return
    if kind is not None and not fitted:
        why = _(
            "{root} holds no file that looks like {kind}. Import the file itself with --kind.",
            root=root,
            kind=kind,
        )
        yield FileRead(root, kind, None, error=why)


def _dated(kind: str, file: SourceFile, *, as_of: date | None, zone: tzinfo) -> ImportResult:
    return SOURCES[kind].read(file, as_of=as_of, zone=zone)


@dataclass(frozen=True)
class _Opened:
    """A file of which the kind is known, and its bytes where that kind is read whole."""

    file: SourceFile
    kind: str
    sha256: str | None = None
    note: str = ""
    error: RelevanceError | None = None


def _opened_ahead(
    files: Sequence[SourceFile],
    root: str,
    wanted: str | None,
    watch: Callable[[str, int], None],
) -> Iterator[_Opened]:
    """Yield the files one by one; while one that is held in memory is read, the next is unpacked on another core."""
    near = {one.path: one for one in files}
    waiting = deque(replace(one.watched(partial(watch, one.path)), near=near) for one in files)

    def opened() -> _Opened:
        file = waiting.popleft()
        return _opened(file, wanted if file.path == root else None, wanted)

    with ThreadPoolExecutor(max_workers=1) as ahead:
        coming: Future[_Opened] | None = None
        while waiting or coming:
            one = coming.result() if coming else opened()
            coming = ahead.submit(opened) if waiting and one.file.data is not None else None
            yield one


def _opened(file: SourceFile, forced: str | None, wanted: str | None) -> _Opened:
    """Find out the kind of a file, where it is not `forced`; what is not of the `wanted` one is not opened further."""
    found = forced or "unknown"
    sha256 = None
    try:
        if forced is None:
            found = _kind_of(file)
        if found not in SOURCES:
            return _Opened(file, found, note=_why_left_out(file, found))
        if wanted not in {None, found}:
            return _Opened(
                file,
                "unknown",
                note=_("is {found}; {wanted} was asked for", found=found, wanted=wanted),
            )
        if found in linkedin.KINDS:
            file = file.held()
        sha256 = file.sha256()
    except CancelledError:
        raise
    except RelevanceError as error:
        return _Opened(file, found, sha256, error=error)
    return _Opened(file, found, sha256)


def _read_file(
    opened: _Opened,
    reading: Callable[[str, SourceFile], ImportResult],
    skip: Callable[[str, str], bool],
) -> FileRead:
    """Read one file as what it is."""
    file, found, sha256 = opened.file, opened.kind, opened.sha256
    try:
        if opened.error:
            raise opened.error
        if sha256 is None:
            return FileRead(file.path, found, None, note=opened.note)
        if skip(sha256, found):
            return FileRead(file.path, found, sha256, note="imported before", known=True)
        return FileRead(file.path, found, sha256, reading(found, file))
    except CancelledError:
        raise
    except RelevanceError as error:
        if found == "unknown":
            found = linkedin.kind_of_name(file.path) or found
        return FileRead(file.path, found, sha256, error=_naming(file.path, str(error)))


def _kind_of(file: SourceFile) -> str:
    if linkedin.is_private(file.path):
        return "ignored"
    head = file.head(_HEAD)
    if head.startswith(_ZIP):
        # A workbook says only at its end what it holds.
        whole = file.read()
        head = whole if is_excel(whole) else head
        if linkedin.is_analytics(head):
            return "ignored"
    if head.startswith(_PARQUET):
        head = _PARQUET + _end(file)
    if linkedin.is_look_alike(file.path):
        return "unknown"
    if x.is_private(file.path, head) or bluesky.is_private(file.path, head):
        return "ignored"
    kinds = (kind for kind, source in SOURCES.items() if source.recognises(file.path, head))
    return next(kinds, "ignored" if linkedin.says_nothing(file.path) else "unknown")


def _end(file: SourceFile) -> bytes:
    """Return the last bytes of a file, where Parquet names its columns."""
    end = b""
    for chunk in file.chunks():
        end = (end + chunk)[-_FOOTER:]
    return end


def _why_left_out(file: SourceFile, found: str) -> str:
    path = file.path
    if linkedin.is_private(path):
        return _(
            "private to the owner (logins, payments, numbers, searches, jobs); left out on purpose"
        )
    if linkedin.says_nothing(path):
        return _("named as a part of LinkedIn's export that tells of no person, post or encounter")
    if found == "ignored" and file.head(4) == _ZIP:
        return _("analytics of the owner's own posts: figures without a person or a text of others")
    if found == "ignored":
        return _("of no use here, or private to the owner; it is not read")
    if linkedin.is_look_alike(path):
        return _("has the shape of messages but another name; --kind linkedin.messages reads it")
    return _("none of the kinds that can be read")


def _naming(path: str, error: str) -> str:
    return error if path in error else f"{path}: {error}"
