"""What the root element of a file says (RSS, Atom, OPML or something else), and text that can be kept."""

import re

from relevance.errors import RelevanceError
from relevance.sources.text import decode

__all__ = ["one_line", "root_kind", "seen", "sound", "xml_text"]

_HEAD = 65536
_DECLARED = re.compile(
    rb"""\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z][A-Za-z0-9_.-]{0,40})["']"""
)
_BEFORE_ROOT = re.compile(
    r"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE\s[^<>\[]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE
)
_ROOT = re.compile(r"<(?:([A-Za-z_][\w.-]*):)?([A-Za-z_][\w.-]*)((?:\s[^<>]*)?)>?")
_ATOM = re.compile(r"https?://(?:www\.w3\.org/2005/Atom|purl\.org/atom/ns)", re.IGNORECASE)
_RSS_IN_RDF = re.compile(
    r"purl\.org/rss/1\.|purl\.org/net/rss1\.1|netscape\.com/(?:rdf/simple|publish/formats)",
    re.IGNORECASE,
)
# Others that Python knows are no character sets, such as punycode and unicode_escape.
_CHARSET = re.compile(
    r"(?:iso-?8859|windows|cp|koi8|shift|euc|gb|big5|latin|mac)[\w-]*", re.IGNORECASE
)
_REFERENCE = re.compile(rb"&#(?:[xX]([0-9A-Fa-f]{1,12})|([0-9]{1,12}));")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)
# WordPress writes its export as RSS; its comments and people are another source's.
_WORDPRESS = re.compile(r"xmlns:wp\s*=|wordpress\.org/export/", re.IGNORECASE)


def root_kind(head: bytes) -> str | None:
    """Return `feed` or `opml` for a file that begins as one, else null. Never raises.

    Args:
        head: the first 64 KiB of the file, or all of it.
    """
    if not head.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<"):
        return None
    try:
        text = xml_text(head[:_HEAD])
    except RelevanceError:
        return None
    at = 0
    while skipped := _BEFORE_ROOT.match(text, at):
        at = skipped.end()
    root = _ROOT.match(text, at)
    return _kind_of(*root.groups("")) if root else None


def _kind_of(prefix: str, name: str, attributes: str) -> str | None:
    name = name.casefold()
    if name == "opml":
        return "opml"
    if name == "rss":
        return None if _WORDPRESS.search(attributes) else "feed"
    if name == "feed":
        return "feed" if _ATOM.search(attributes) else None
    if name == "rdf" and prefix.casefold() == "rdf":
        return "feed" if _RSS_IN_RDF.search(attributes) else None
    return None


def seen(text: str) -> str:
    """Return `text` without control codes, halves of characters and marks that turn writing round."""
    return _UNSEEN.sub("", text)


def one_line(value: object, most: int = 300) -> str:
    """Return a text as one line of at most `most` characters; "" for what is no text."""
    return " ".join(seen(value[:most]).split()) if isinstance(value, str) else ""


def _truly_declared(data: bytes) -> bytes:
    """Return XML that declares to be UTF-8 if it is: hardly any text in another encoding reads as such by chance."""
    declared = _DECLARED.match(data)
    if declared is None or data.isascii():
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return data
    return data[: declared.start(1)] + b"utf-8" + data[declared.end(1) :]


def sound(data: bytes) -> bytes:
    """Return XML that says which encoding it is in, and whose references all name a character.

    One bad reference would cost the whole file, and of a wrong encoding feedparser mends texts, but no names.
    """
    data = _truly_declared(data)
    return _REFERENCE.sub(_sound_reference, data) if b"&#" in data else data


def _sound_reference(found: re.Match[bytes]) -> bytes:
    number = int(found[1], 16) if found[1] else int(found[2])
    names_one = number in {9, 10, 13} or 0x20 <= number < 0xD800 or 0xE000 <= number <= 0x10FFFF
    return found[0] if names_one else b"&#xFFFD;"


def xml_text(data: bytes) -> str:
    """Return XML as text: in the encoding that it declares where that fits, else as `decode` does.

    Raises:
        UnreadableFileError: it is no text.
    """
    declared = _DECLARED.match(data[:1024])
    charset = declared[1].decode("ascii") if declared else ""
    if _CHARSET.fullmatch(charset) and not _is_utf8(data):
        try:
            return data.decode(charset)
        except (LookupError, ValueError):
            pass  # unknown, or not the one it is written in
    return decode(data)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
