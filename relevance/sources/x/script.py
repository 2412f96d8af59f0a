"""One file of an archive: a script that gives JSON to a name, and what that name says about it."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from relevance.errors import UnreadableFileError
from relevance.sources.archive import SourceFile
from relevance.sources.json_stream import json_events, json_items
from relevance.texts import _

__all__ = ["GRAILBIRD", "MANIFEST", "Script", "name_of"]

GRAILBIRD = "grailbird_tweets"
"""Name of the monthly files of archives before 2019."""
MANIFEST = "manifest"

_HEAD = 2048
_ASSIGNED = re.compile(
    r"\s*(?:window\s*\.\s*YTD\s*\.\s*(?P<ytd>\w{1,100})\s*\.\s*part\d{1,9}"
    r"|window\s*\.\s*(?P<manifest>__THAR_CONFIG)"
    r"|Grailbird\s*\.\s*data\s*\.\s*(?P<month>tweets_\d{4}_\d\d)"
    r"|var\s+(?P<user>user_details))\s*=",
    re.ASCII,
)


def name_of(head: bytes) -> str | None:
    """Return the name a script gives its data to, null where this is no script of an archive.

    For `window.YTD.like.part0 = [` it is `like`; the monthly files of archives before 2019 are
    `GRAILBIRD`, their file about the owner is `user_details`.
    """
    found = _ASSIGNED.match(head[:_HEAD].decode(_encoding(head), "replace").lstrip("\ufeff"))
    if found is None:
        return None
    if found["user"]:
        # A plain variable: what is in it must fit as well.
        return found["user"] if b"screen_name" in head.replace(b"\x00", b"") else None
    if found["manifest"]:
        return MANIFEST
    return GRAILBIRD if found["month"] else found["ytd"].casefold()


def _encoding(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head[1:2] == b"\x00" and head[:1] != b"\x00":
        return "utf-16-le"
    if head[:1] == b"\x00" and head[1:2] != b"\x00":
        return "utf-16-be"
    return "utf-8-sig"


@dataclass(frozen=True)
class Script:
    """A file whose name for its data is known."""

    file: SourceFile
    name: str

    def items(self) -> Iterator[Any]:
        """Yield the elements of the array.

        Raises:
            BrokenJsonError: at a damaged place, once everything before it has been yielded.
            UnreadableFileError: the file cannot be opened or breaks a limit.
        """
        return json_items(self._pieces())

    def value(self) -> Any:
        """Return the one object that the script holds, null where there is none; errors as `items`."""
        return next(json_items(self._pieces(), ""), None)

    def events(self) -> Iterator[tuple[str, str, Any]]:
        """Yield `(path, event, value)` for every token of the array; errors as `items`."""
        return json_events(self._pieces())

    def _pieces(self) -> Iterator[str]:
        """Yield the text behind the first `=`; what is no UTF-8 counts as cp1252, byte by byte."""
        decoder = None
        begun = False
        start = ""
        for chunk in self.file.chunks():
            if decoder is None:
                decoder = codecs.getincrementaldecoder(_encoding(chunk))("relevance.cp1252")
            text = _decoded(decoder, chunk, self.file.path)
            if begun:
                yield text
                continue
            start += text
            found = _ASSIGNED.match(start)
            if found or len(start) > _HEAD:
                begun = True
                yield start[found.end() if found else 0 :]
        if decoder is not None:
            yield _decoded(decoder, b"", self.file.path, final=True)


def _decoded(
    decoder: codecs.IncrementalDecoder, chunk: bytes, path: str, *, final: bool = False
) -> str:
    try:
        return decoder.decode(chunk, final)
    except UnicodeError as error:
        msg = _(
            "{path} is no text that can be read ({error}); download the archive again.",
            path=path,
            error=error,
        )
        raise UnreadableFileError(msg) from error
