"""From a path to the files that lie there."""

import gzip
import os
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

from relevance.errors import UnreadableFileError
from relevance.sources.archive.files import DAMAGE, Limits, SourceFile, day_of, in_words
from relevance.sources.archive.packed import MAILDIR, Budget, in_tar, in_zip, is_hidden, refused
from relevance.texts import _

__all__ = ["files_in"]

_OFFICE_ENDS = (".xlsx", ".xlsm", ".docx", ".pptx", ".ods", ".odt", ".odp")


def files_in(path: Path | str, limits: Limits | None = None) -> Iterator[SourceFile]:
    """Yield the files of `path`: itself, those of a folder and its folders, an archive's members.

    Hidden files, links out of a folder and the litter that systems leave in archives are left out.
    A member, or a file of a folder, that cannot be read is yielded too; opening it raises.

    Raises:
        UnreadableFileError: there is nothing at `path`, or the archive as a whole is damaged or
            breaks a limit.
    """
    allowed = limits or Limits()
    root = Path(path)
    with in_words(str(path)):
        if not root.exists():
            msg = _(
                "There is no file or folder {path!r}. Check the path and try again.", path=str(path)
            )
            raise UnreadableFileError(msg)
        is_folder = root.is_dir()
    yield from _in_folder(root, allowed) if is_folder else _in_file(root, allowed)


def _in_folder(root: Path, limits: Limits) -> Iterator[SourceFile]:
    inside = root.resolve()
    for folder, folders, names in os.walk(root, followlinks=False):
        folders[:] = sorted(
            name for name in folders if not is_hidden(name) or _holds_mail(Path(folder, name))
        )
        for name in sorted(name for name in names if not is_hidden(name)):
            path = Path(folder, name)
            try:
                if path.is_symlink() and not path.resolve().is_relative_to(inside):
                    continue
                yield from _in_file(path, limits)
            except (UnreadableFileError, OSError) as error:
                yield refused(str(path), str(error))


def _holds_mail(folder: Path) -> bool:
    """Return whether a folder is one of mail: Maildir++ calls all of them but the inbox `.Sent` and so on."""
    return any(Path(folder, name).is_dir() for name in MAILDIR)


def _in_file(path: Path, limits: Limits) -> Iterator[SourceFile]:
    shown, name = str(path), path.name.casefold()
    with in_words(shown):
        if not stat.S_ISREG(path.stat().st_mode):
            msg = _(
                "{shown} is neither a file nor a folder, but a device or a pipe; import a file.",
                shown=shown,
            )
            raise UnreadableFileError(msg)
        with path.open("rb") as stream:
            head = stream.read(512)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")) and not _is_office(path):
        yield from in_zip(path, shown, limits, Budget(limits), 1)
    elif name.endswith(".zip"):
        msg = _("{shown} is called a zip but is none; download the export again.", shown=shown)
        raise UnreadableFileError(msg)
    elif _is_tar(head) or (head.startswith(b"\x1f\x8b") and _is_packed_tar(path)):
        yield from in_tar(path.open("rb"), shown, limits, Budget(limits), 1)
    else:
        changed = day_of(path.stat().st_mtime)
        yield SourceFile(
            shown, path.name, changed, path, lambda: path.open("rb"), limits.member_bytes
        )


def _is_office(path: Path) -> bool:
    # A workbook is a zip by its bytes, whatever it is called; its table is what matters here.
    if path.name.casefold().endswith(_OFFICE_ENDS):
        return True
    try:
        with zipfile.ZipFile(path) as packed:
            return "[Content_Types].xml" in packed.namelist()
    except DAMAGE:
        return path.suffix.casefold() in {".csv", ".tsv", ".txt"}


def _is_tar(head: bytes) -> bool:
    return head[257:262] == b"ustar"


def _is_packed_tar(path: Path) -> bool:
    try:
        with gzip.open(path) as stream:
            return _is_tar(stream.read(512))
    except DAMAGE:
        return path.name.casefold().endswith((".tar.gz", ".tgz"))
