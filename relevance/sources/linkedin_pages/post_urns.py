"""The URN of a post on a page of the newer make, which shows it in places of all kinds, or nowhere."""

import base64
import binascii
import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from relevance.activity_ids import activity_time
from relevance.sources.linkedin_pages.markup import attribute

__all__ = ["urn_in_card", "urn_in_tools_id"]

_HEADER = "data-sdui-anchor-id"
_HEADER_VALUE = re.compile(r"^feed-header-urn:li:activity:(\d{9,20})")
_COMMENT = re.compile(
    r"^replaceableComment_urn:li:comment:\(urn:li:(activity|ugcPost|share):(\d{9,20})\b"
)
_ANYWHERE = (
    ("activity", re.compile(r"urn(?::|%3A)li(?::|%3A)activity(?::|%3A)(\d{9,20})", re.I)),
    ("ugcPost", re.compile(r"\bugcPostId(?:=|%3D)(\d{9,20})", re.I)),
    ("share", re.compile(r"\bshareId(?:=|%3D)(\d{9,20})", re.I)),
)
_TOOLS = re.compile(r"^([A-Za-z0-9_-]{4,40}={0,2})-replaceableCommentTools")
_KINDS = {0x0A: "activity", 0x12: "ugcPost"}
_NUMBER_FOLLOWS = 0x08


def urn_in_card(whole: str, own: str) -> str:
    """Return the URN of the post that a card shows, or "".

    Args:
        whole: the card's HTML.
        own: the same without texts, comments and shared posts, which may name other posts.
    """
    marks = list(_attributes(whole))
    for name, value in marks:
        found = _HEADER_VALUE.match(value) if name == _HEADER else None
        if found:
            return f"urn:li:activity:{found.group(1)}"
    ids = [value for name, value in marks if name == "id"]
    for value in ids:
        comment = _COMMENT.match(value)
        if comment:
            return f"urn:li:{comment.group(1)}:{comment.group(2)}"
    values = [value for _, value in _attributes(own)]
    for kind, pattern in _ANYWHERE:
        for value in values:
            named = pattern.search(value)
            if named:
                return f"urn:li:{kind}:{named.group(1)}"
    return next((urn for value in ids if (urn := urn_in_tools_id(value))), "")


def _attributes(html: str) -> Iterator[tuple[str, str]]:
    root = LexborHTMLParser(html).root
    for node in root.traverse() if root is not None else ():
        for name in node.attributes:
            yield name, attribute(node, name)


def urn_in_tools_id(value: str) -> str:
    """Return the URN in the id of the tools under a post, or "".

    Its beginning is base64 of a short message: a byte for the kind of post, the length of what
    follows, a field mark, and the id as a zig-zag variable-length integer.
    """
    found = _TOOLS.match(value)
    if not found:
        return ""
    packed = found.group(1).rstrip("=")
    try:
        data = base64.b64decode(packed + "=" * (-len(packed) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return ""
    if len(data) < 4 or data[0] not in _KINDS or data[2] != _NUMBER_FOLLOWS:
        return ""
    number = _varint(data[3 : 2 + data[1]])
    if number is None or activity_time(str(number >> 1)) is None:
        return ""
    return f"urn:li:{_KINDS[data[0]]}:{number >> 1}"


def _varint(data: bytes) -> int | None:
    number = 0
    for place, byte in enumerate(data[:10]):
        number |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            return number
    return None
