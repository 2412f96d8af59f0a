"""Bytes of mail -> text, by what is said of their encoding and by what they are."""

import codecs

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
        return data.decode(known)
    except UnicodeError:
        pass
    except (LookupError, ValueError):
        if strict:
            raise LookupError(name) from None
    return _utf8_or_cp1252(data)


def readable(value: str) -> str:
    """Return a header field whose raw bytes came as surrogates as the text that they are."""
    return value if value.isascii() else _utf8_or_cp1252(value.encode("utf-8", "surrogateescape"))


def _utf8_or_cp1252(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # A text that was cut in the middle of its last character is still UTF-8.
        if error.start >= len(data) - 3 and error.start > 0:
            return data[: error.start].decode("utf-8")
        return data.decode("cp1252", "replace")
