"""Zip and tar archives, read as if they were made to do harm.

Sizes are counted while unpacking and never believed, nothing is unpacked under its own name, and a
member that is encrypted, damaged or named to escape becomes a file that cannot be opened, so that
its neighbours are still read.
"""

import gzip
import io
import stat
import tarfile
import tempfile
import weakref
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path, PurePosixPath
from threading import Lock
from typing import IO, Any, BinaryIO, NoReturn, cast

from relevance.errors import UnreadableFileError
from relevance.sources.archive.files import (
    Limits,
    SourceFile,
    day_of,
    in_words,
    size_text,
    too_large,
)
from relevance.texts import _, number

__all__ = ["MAILDIR", "Budget", "in_tar", "in_zip", "is_hidden", "refused"]

_CHUNK = 2**20
_IN_MEMORY = 64 * 2**20
_ARCHIVE_ENDS = (".zip", ".tar", ".tar.gz", ".tgz")
MAILDIR = frozenset({"cur", "new"})
"""The folders that hold the messages of a folder of mail."""
_LITTER = {"__MACOSX", "Thumbs.db", "desktop.ini"}


def is_hidden(name: str) -> bool:
    """Return whether one part of a path is hidden, or litter that a system leaves behind."""
    return name.startswith(".") or name in _LITTER


def _is_hidden_path(path: str) -> bool:
    """Return whether a member lies under a hidden name; Maildir++ calls all folders but the inbox `.Sent` and so on."""
    parts = [part for part in path.split("/") if part not in {".", ".."}]
    folders_after = dict(enumerate(parts[1:-1]))
    return any(
        is_hidden(part) and folders_after.get(place) not in MAILDIR
        for place, part in enumerate(parts)
    )


class Budget:
    """What one archive, with those in it, has unpacked; reading a member again is free."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.spent = 0
        self.members = 0
        self._reached: dict[int, int] = {}
        self._counting = Lock()

    def count_member(self, archive: str) -> None:
        """Count one more member; raise `UnreadableFileError` where that is one too many."""
        self.members += 1
        if self.members > self.limits.members:
            msg = _(
                "{archive} holds more than {members} files, which is the limit.",
                archive=archive,
                members=number(self.limits.members),
            )
            raise UnreadableFileError(msg)

    def spend(self, member: str, key: int, position: int, packed: int) -> None:
        """Count that `member`, of `packed` bytes, has been read up to `position`.

        Raises:
            UnreadableFileError: this breaks a limit.
        """
        limits = self.limits
        if position > limits.member_bytes:
            too_large(member, limits.member_bytes)
        if position > limits.ratio_floor and position > limits.ratio * max(packed, 1):
            msg = _(
                "{member} unpacks to more than {ratio} times its packed size, as a bomb "
                "does; it is not read.",
                member=member,
                ratio=limits.ratio,
            )
            raise UnreadableFileError(msg)
        with self._counting:
            self.spent += max(0, position - self._reached.get(key, 0))
            self._reached[key] = max(position, self._reached.get(key, 0))
        if self.spent > limits.archive_bytes:
            most = size_text(limits.archive_bytes)
            msg = _(
                "{member}: its archive unpacks to more than {most} in all.",
                member=member,
                most=most,
            )
            raise UnreadableFileError(msg)


class _Counted(io.RawIOBase):
    """A member's bytes, each counted against the limits."""

    def __init__(
        self, stream: IO[bytes], member: str, key: int, packed: int, budget: Budget
    ) -> None:
        self._stream, self._member, self._key = stream, member, key
        self._packed, self._budget = packed, budget
        self._position = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        with in_words(self._member):
            data = self._stream.read(len(buffer))
        self._position += len(data)
        self._budget.spend(self._member, self._key, self._position, self._packed)
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _member(
    shown: str,
    changed: date | None,
    packed: int,
    budget: Budget,
    source: Callable[[], IO[bytes]],
) -> SourceFile:
    # Two members may carry one name, so their number tells them apart.
    key = budget.members

    def opener() -> BinaryIO:
        return io.BufferedReader(_Counted(source(), shown, key, packed, budget), 65536)

    name = PurePosixPath(shown).name
    return SourceFile(shown, name, changed, None, opener, budget.limits.member_bytes)


def refused(shown: str, why: str, changed: date | None = None) -> SourceFile:
    """Return a file that cannot be opened: doing so raises `UnreadableFileError` with `why`."""

    def opener() -> NoReturn:
        raise UnreadableFileError(why)

    return SourceFile(shown, PurePosixPath(shown).name, changed, None, opener)


def in_zip(
    source: Path | IO[bytes], shown: str, limits: Limits, budget: Budget, depth: int
) -> Iterator[SourceFile]:
    """Yield the members of a zip, and of the archives in it.

    Args:
        source: the file on disk, or a stream that is closed once no member is needed any more.
        shown: what reports call it.
        limits: how much may come out.
        budget: what has come out so far.
        depth: 1 for an archive that lies in no other.

    Raises:
        UnreadableFileError: it is damaged as a whole, or breaks a limit.
    """
    with in_words(shown):
        packed = zipfile.ZipFile(source)
        infos = packed.infolist()
        if not isinstance(source, Path):
            weakref.finalize(packed, source.close)
        _refuse_bombs(infos, shown, limits)
    for info in infos:
        member = info.orig_filename.replace("\\", "/")
        if info.is_dir() or member.endswith("/"):
            continue
        path = f"{shown}/{_printable(member)}"
        changed = _zip_day(info)
        why = _path_trick(member) or _zip_refusal(info, limits)
        if why:
            yield refused(path, f"{path} {why}", changed)
        elif not _is_hidden_path(member):
            budget.count_member(shown)
            one = _member(path, changed, info.compress_size, budget, _zip_source(packed, info))
            yield from _unnested(one, limits, budget, depth)


def _zip_source(packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], IO[bytes]]:
    return lambda: packed.open(info)


def _refuse_bombs(infos: list[zipfile.ZipInfo], shown: str, limits: Limits) -> None:
    if len(infos) > limits.members:
        msg = _(
            "{shown} holds more than {members} files, which is the limit.",
            shown=shown,
            members=number(limits.members),
        )
        raise UnreadableFileError(msg)
    if sum(info.file_size for info in infos) > limits.archive_bytes:
        msg = _(
            "{shown} unpacks to more than {size_text}, which is the limit.",
            shown=shown,
            size_text=size_text(limits.archive_bytes),
        )
        raise UnreadableFileError(msg)
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            msg = _(
                "{shown} is built as a zip bomb: its members share their bytes. It is not read.",
                shown=shown,
            )
            raise UnreadableFileError(msg)
        end = info.header_offset + 30 + info.compress_size


def _path_trick(member: str) -> str | None:
    parts = member.split("/")
    if "\x00" in member:
        return _("has a zero byte in its name; it is not read.")
    if member.startswith("/") or ".." in parts or (len(parts[0]) == 2 and parts[0][1] == ":"):
        return _("has a name that points out of its archive; it is not read.")
    return None


def _zip_refusal(info: zipfile.ZipInfo, limits: Limits) -> str | None:
    if info.flag_bits & 0x1:
        return _("is encrypted; unpack the archive with its password and import the folder.")
    if stat.S_ISLNK(info.external_attr >> 16):
        return _("is a link, not a file; it is not read.")
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        # Other methods unpack without bound from a few bytes, and no export uses them.
        return _(
            "is packed in a way that is not supported; unpack the archive and import the folder."
        )
    if info.file_size > limits.member_bytes:
        return _(
            "is larger than {size_text}, which is the limit.",
            size_text=size_text(limits.member_bytes),
        )
    return None


def _unnested(one: SourceFile, limits: Limits, budget: Budget, depth: int) -> Iterator[SourceFile]:
    if not one.name.casefold().endswith(_ARCHIVE_ENDS):
        yield one
        return
    if depth >= limits.nesting:
        why = _(
            "{path} lies deeper than {nesting} archives in one another; unpack it.",
            path=one.path,
            nesting=limits.nesting,
        )
        yield refused(one.path, why, one.modified)
        return
    held: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - outlives this call
    try:
        for chunk in one.chunks():
            held.write(chunk)
        held.seek(0)
        if one.name.casefold().endswith(".zip"):
            yield from in_zip(held, one.path, limits, budget, depth + 1)
        else:
            yield from in_tar(held, one.path, limits, budget, depth + 1)
    except UnreadableFileError as error:
        held.close()
        yield refused(one.path, str(error), one.modified)


def in_tar(
    source: IO[bytes], shown: str, limits: Limits, budget: Budget, depth: int
) -> Iterator[SourceFile]:
    """Yield the members of a tar, packed with gzip or not, and of the archives in it.

    Arguments and errors are those of `in_zip`.
    """
    with in_words(shown):
        packed = _opened_tar(source, shown, budget)
    while True:
        with in_words(shown):
            info = packed.next()
        if info is None:
            return
        member = info.name
        path = f"{shown}/{_printable(member)}"
        changed = day_of(info.mtime)
        why = _path_trick(member) or _tar_refusal(info, limits)
        if info.isdir() or _is_hidden_path(member):
            continue
        budget.count_member(shown)
        if why:
            yield refused(path, f"{path} {why}", changed)
        else:
            one = _member(path, changed, info.size, budget, _tar_source(packed, info))
            yield from _unnested(one, limits, budget, depth)


def _opened_tar(source: IO[bytes], shown: str, budget: Budget) -> tarfile.TarFile:
    plain = source
    try:
        plain = _unzipped(source, shown, budget)
        packed = tarfile.open(fileobj=plain, mode="r:")  # noqa: SIM115 - members are read later
    except BaseException:
        plain.close()
        raise
    weakref.finalize(packed, plain.close)
    return packed


def _unzipped(source: IO[bytes], shown: str, budget: Budget) -> IO[bytes]:
    """Return the tar itself, so that going back to a member does not unpack all before it again."""
    packed = source.read(2) == b"\x1f\x8b"
    size = source.seek(0, io.SEEK_END)
    source.seek(0)
    if not packed:
        return source
    held = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed with its tarfile
    free = Budget(Limits(member_bytes=budget.limits.archive_bytes, ratio=budget.limits.ratio))
    with source, gzip.GzipFile(fileobj=source) as stream:
        position = 0
        while chunk := stream.read(_CHUNK):
            position += len(chunk)
            free.spend(shown, 0, position, size)
            held.write(chunk)
    held.seek(0)
    return held


def _tar_refusal(info: tarfile.TarInfo, limits: Limits) -> str | None:
    if not info.isreg() or info.issparse():
        return _("is a link, a device or a sparse file; it is not read.")
    if info.size > limits.member_bytes:
        return _(
            "is larger than {size_text}, which is the limit.",
            size_text=size_text(limits.member_bytes),
        )
    return None


def _tar_source(packed: tarfile.TarFile, info: tarfile.TarInfo) -> Callable[[], IO[bytes]]:
    return lambda: cast("IO[bytes]", packed.extractfile(info))


def _printable(name: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in name)[:300]


def _zip_day(info: zipfile.ZipInfo) -> date | None:
    try:
        return date(*info.date_time[:3])
    except ValueError:
        return None
