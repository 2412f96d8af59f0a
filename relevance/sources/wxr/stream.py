"""The bytes of an export -> a stream of clean UTF-8 that begins with its root element.

Exports hold control characters, bytes in two encodings and blank lines before the declaration, each of which ends a
strict parser. What stands before the root, a document type with its entities above all, is left out altogether.
"""

import codecs
import re
from typing import BinaryIO

import relevance.sources.text  # noqa: F401 - registers the handler of bytes that are not UTF-8

__all__ = ["CleanStream", "text_of_head"]

_PIECE = 2**20
_ROOT = re.compile(r"<rss[\s>]")
_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
# Everything that XML 1.0 knows no character for; a reference to one is as bad.
_NO_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,8}));")
_LONGEST_REFERENCE = 12
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_KNOWN = re.compile(
    r"(?:iso-?8859-\d{1,2}|latin-?1|(?:windows-|cp)125\d|koi8-[ru]|gb2312|gbk|gb18030|big5|euc-(?:jp|kr)|shift_jis)$",
    re.IGNORECASE,
)
_HANDLER = "relevance.cp1252"


def text_of_head(head: bytes) -> str:
    """Return the beginning of a file as text, whatever it is; never raises."""
    return codecs.getincrementaldecoder(_encoding(head))("replace").decode(head)


def _encoding(head: bytes) -> str:
    for mark, encoding in _MARKS.items():
        if head.startswith(mark):
            return encoding
    declared = _DECLARED.match(head)
    name = declared.group(1).decode("ascii") if declared else ""
    return name if _KNOWN.match(name) else "utf-8"


class CleanStream:
    """What a parser reads; `found_root` says whether there was anything of an export."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decoder: codecs.IncrementalDecoder | None = None
        self._rest = ""
        self.found_root = False

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, about `_PIECE` of them whatever `size` is; b"" at the end."""
        del size
        while True:
            data = self._stream.read(_PIECE)
            text = self._rest + self._decode(data)
            self._rest = ""
            if not self.found_root:
                text = self._from_root(text)
            if data:
                at = text.rfind("&", len(text) - _LONGEST_REFERENCE)
                if at >= 0:
                    text, self._rest = text[:at], text[at:]
            if text or not data:
                clean = _REFERENCE.sub(_checked, _NO_CHARACTERS.sub("", text))
                return clean.encode("utf-8", "replace")

    def _decode(self, data: bytes) -> str:
        if self._decoder is None:
            encoding = _encoding(data)
            errors = _HANDLER if encoding.startswith("utf-8") else "replace"
            self._decoder = codecs.getincrementaldecoder(encoding)(errors)
        return self._decoder.decode(data, final=not data)

    def _from_root(self, text: str) -> str:
        root = _ROOT.search(text)
        if root is None:
            self._rest = text[-8:]
            return ""
        self.found_root = True
        return text[root.start() :]


def _checked(reference: re.Match[str]) -> str:
    number = int(reference.group(1), 16) if reference.group(1) else int(reference.group(2))
    is_character = number < 0x110000 and not _NO_CHARACTERS.match(chr(number))
    return reference.group() if is_character else ""
