"""Bytes of mail -> text, by what is said of their encoding and by what they are."""

import codecs
import re

__all__ = ["decoded", "readable"]

# What writers say and what they mean, as browsers have it.
_MEANT = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "unknown-8bit": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "iso-8859-8-i": "iso-8859-8",
    "unicode-1-1-utf-7": "utf-7",
}
_HALVES = re.compile("[\ud800-\udfff]")
# Python's own notations; no message is written in them, and some are slow or warn.
_NOT_OF_MAIL = frozenset(
    {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "mbcs", "oem"}
)


def decoded(data: bytes, charset: str | None, *, strict: bool = False) -> str:
    """Return `data` as text: by `charset`, else as UTF-8, else as cp1252; never raises unless `strict`.

    Raises:
        LookupError: `strict`, and nobody knows the charset.
    """
    told = (charset or "utf-8").strip("'\" ").casefold()
    name = _MEANT.get(told, told)
    try:
        known = codecs.lookup(name).name
        if known in _NOT_OF_MAIL:
            raise LookupError(name)
        # A few encodings can write half a character, which no text may hold.
        return _HALVES.sub("", data.decode(known))
    except UnicodeError:
        return _utf8(data) or data.decode("cp1252" if known == "utf-8" else known, "replace")
    except (LookupError, ValueError):
        if strict:
            raise LookupError(name) from None
        return _utf8(data) or data.decode("cp1252", "replace")


def readable(value: str) -> str:
    """Return a header field whose raw bytes came as surrogates as the text that they are."""
    if value.isascii():
        return value
    octets = value.encode("utf-8", "surrogateescape")
    return _utf8(octets) or octets.decode("cp1252", "replace")


def _utf8(data: bytes) -> str | None:
    """Return `data` as UTF-8, even where it was cut in the middle of its last character, or null."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        is_cut = error.start > 0 and error.start >= len(data) - 3
        return data[: error.start].decode("utf-8") if is_cut and error.end == len(data) else None
