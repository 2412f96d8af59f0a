"""One file to read, wherever it lies, and how much may come out of an archive."""

import hashlib
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, NoReturn

from relevance.errors import RelevanceError, UnreadableFileError
from relevance.texts import _

__all__ = ["DAMAGE", "Limits", "SourceFile", "day_of", "in_words", "size_text", "too_large"]

_CHUNK = 2**20
DAMAGE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    LookupError,
)


@dataclass(frozen=True)
class Limits:
    """How much may come out of one archive."""

    member_bytes: int = 2**30
    """Largest single file, unpacked."""
    archive_bytes: int = 4 * 2**30
    """All files of one archive together, unpacked."""
    members: int = 100_000
    ratio: int = 200
    """Unpacked size over packed size; judged once a file has passed `ratio_floor`."""
    ratio_floor: int = 2**20
    """Bytes up to which any ratio is fine: a short, repetitive table packs very well."""
    nesting: int = 2
    """How deep archives may lie in one another; 1 means none inside the first."""


@dataclass(frozen=True)
class SourceFile:
    """One file to read, on disk or in an archive; it can be opened any number of times."""

    path: str
    """As reports show it: the file, or `archive/member`."""
    name: str
    """Its last part."""
    modified: date | None
    """Day of its last change, as the disk or the archive states it."""
    local_path: Path | None
    """Where it lies, for a plain file on disk."""
    opener: Callable[[], BinaryIO] = field(repr=False, compare=False)
    most_bytes: int = field(default=Limits.member_bytes, repr=False, compare=False)
    near: Mapping[str, "SourceFile"] = field(default_factory=dict, repr=False, compare=False)
    """The files that were found together with it, by their paths; some exports explain a file in another."""
    data: bytes | None = field(default=None, repr=False, compare=False)
    """All its bytes, where they are held in memory."""
    digest: str | None = field(default=None, repr=False, compare=False)
    """The SHA-256 of these bytes."""

    def open(self) -> BinaryIO:
        """Return its bytes as a stream.

        Raises:
            UnreadableFileError: it is encrypted, damaged, refused or gone; reading raises it too.
        """
        with in_words(self.path):
            return self.opener()

    def chunks(self) -> Iterator[bytes]:
        """Yield its bytes in pieces of at most 1 MiB.

        Raises:
            UnreadableFileError: as `open`, or it is larger than a member of an archive may be.
        """
        seen = 0
        with self.open() as stream:
            while True:
                with in_words(self.path):
                    piece = stream.read(_CHUNK)
                if not piece:
                    return
                seen += len(piece)
                # A mailbox on disk may be of any size: it is what it says, and is read in passing.
                if seen > self.most_bytes and self.local_path is None:
                    too_large(self.path, self.most_bytes)
                yield piece

    def read(self) -> bytes:
        """Return all its bytes.

        Raises:
            UnreadableFileError: as `chunks`, or it is larger than may be held at once.
        """
        if self.data is not None:
            return self.data
        return self._gathered(lambda _piece: None)

    def _gathered(self, each: Callable[[bytes], object]) -> bytes:
        # Grows where it lies, so that its bytes are not copied together in the end.
        held = io.BytesIO()
        for piece in self.chunks():
            each(piece)
            held.write(piece)
            if held.tell() > self.most_bytes:
                too_large(self.path, self.most_bytes)
        return held.getvalue()

    def held(self) -> "SourceFile":
        """Return the same file with its bytes in memory, for what reads it whole more than once.

        Raises:
            UnreadableFileError: as `read`.
        """
        if self.data is not None:
            return self
        digest = hashlib.sha256()
        # Summed up on another core while the next piece is unpacked.
        with ThreadPoolExecutor(max_workers=1) as beside:
            data = self._gathered(lambda piece: beside.submit(digest.update, piece))
        return replace(self, opener=lambda: io.BytesIO(data), data=data, digest=digest.hexdigest())

    def head(self, size: int = 65536) -> bytes:
        """Return its first `size` bytes, or fewer.

        Raises:
            UnreadableFileError: as `open`.
        """
        with self.open() as stream, in_words(self.path):
            return stream.read(size)

    def sha256(self) -> str:
        """Return the SHA-256 of its bytes in hexadecimal.

        Raises:
            UnreadableFileError: as `chunks`.
        """
        if self.digest is not None:
            return self.digest
        digest = hashlib.sha256()
        for chunk in self.chunks():
            digest.update(chunk)
        return digest.hexdigest()

    def watched(self, watch: Callable[[int], None]) -> "SourceFile":
        """Return the same file; reading it calls `watch` with the bytes read since the call before."""
        return replace(
            self, opener=lambda: io.BufferedReader(_Watched(self.opener(), watch), _CHUNK)
        )

    @classmethod
    def from_bytes(cls, path: str, data: bytes, *, modified: date | None = None) -> "SourceFile":
        """Return `data` as a file that is called `path`."""
        return cls(path, PurePosixPath(path).name, modified, None, lambda: io.BytesIO(data))


class _Watched(io.RawIOBase):
    def __init__(self, stream: BinaryIO, watch: Callable[[int], None]) -> None:
        self._stream, self._watch = stream, watch

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._stream.seekable()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        self._watch(len(data))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


@contextmanager
def in_words(shown: str) -> Iterator[None]:
    """Turn what the standard library raises on damaged or missing files into a sentence."""
    try:
        yield
    except RelevanceError:
        raise
    except FileNotFoundError as error:
        msg = _("{shown} is no longer there. Check the path and try again.", shown=shown)
        raise UnreadableFileError(msg) from error
    except PermissionError as error:
        msg = _(
            "{shown} may not be read by this user; change its permissions or copy it.", shown=shown
        )
        raise UnreadableFileError(msg) from error
    except DAMAGE as error:
        msg = _(
            "{shown} is damaged or incomplete ({error}); download or copy it again.",
            shown=shown,
            error=error,
        )
        raise UnreadableFileError(msg) from error


def too_large(shown: str, most: int) -> NoReturn:
    """Raise the error for a file of more than `most` bytes."""
    msg = _(
        "{shown} is larger than {size_text}, which is the limit for one file.",
        shown=shown,
        size_text=size_text(most),
    )
    raise UnreadableFileError(msg)


def size_text(count: int) -> str:
    """Return a number of bytes in words."""
    return f"{count / 2**30:g} GiB" if count >= 2**30 else f"{count:,} bytes"


def day_of(seconds: float) -> date | None:
    """Return the UTC day of a time stamp in seconds, or null where it names none."""
    try:
        return datetime.fromtimestamp(seconds, UTC).date()
    except (ValueError, OverflowError, OSError):
        return None
