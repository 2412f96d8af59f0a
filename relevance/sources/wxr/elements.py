"""An export -> its head, its authors and its articles with their comments, one by one as plain fields."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from lxml import etree

from relevance.sources.wxr.stream import CleanStream

__all__ = ["Article", "Author", "Fields", "Head", "NotAnExportError", "parts_of"]

Fields = dict[str, str]
"""Texts by local name; the namespace changes with each version of the format."""

# Whatever else an element holds (meta data of plugins above all) is of no use here.
_OF_AN_ARTICLE = frozenset(
    {"title", "link", "guid", "pubDate", "creator", "encoded", "post_id", "post_date", "post_date_gmt", "status",
     "post_type"}
)  # fmt: skip
_TAGS = ("{*}author", "{*}item", "{*}pubDate", "{*}base_blog_url", "{*}base_site_url", "{*}link")
_LONGEST = 2_000_000


class NotAnExportError(Exception):
    """There is no root element of an export."""


@dataclass(frozen=True)
class Head:
    """One thing that the export says of itself."""

    name: str
    """`pubDate`, `base_blog_url`, `base_site_url` or `link`."""
    text: str


@dataclass(frozen=True)
class Author:
    """One author of the blog."""

    fields: Fields


@dataclass(frozen=True)
class Article:
    """One item: an article, a page, a picture or a draft."""

    fields: Fields
    comments: list[Fields] = field(default_factory=list)


def parts_of(stream: BinaryIO) -> Iterator[Head | Author | Article]:
    """Yield what an export holds, in the order of the file; what was read is forgotten.

    Entities stay as they are written, nothing is fetched, and broken markup is mended.

    Raises:
        NotAnExportError: it has no root element.
    """
    clean = CleanStream(stream)
    try:
        events = etree.iterparse(
            clean,
            events=("end",),
            tag=_TAGS,
            encoding="utf-8",
            recover=True,
            huge_tree=True,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
        )
        for _, element in events:
            yield from _part(element)
    except (etree.LxmlError, UnicodeError):
        # What was read before the damage counts.
        pass
    if not clean.found_root:
        msg = "it has no <rss> element"
        raise NotAnExportError(msg)


def _part(element: Any) -> Iterator[Head | Author | Article]:
    parent = element.getparent()
    above = _local(parent) if parent is not None else ""
    name = _local(element)
    if name == "item":
        comments = [_fields(child) for child in element if _local(child) == "comment"]
        yield Article(_fields(element, _OF_AN_ARTICLE), comments)
        _forget(element, parent)
    elif above == "channel" and name == "author":
        yield Author(_fields(element))
        _forget(element, parent)
    elif above == "channel":
        yield Head(name, _text(element))


def _forget(element: Any, parent: Any) -> None:
    element.clear()
    while element.getprevious() is not None:
        del parent[0]


def _local(element: Any) -> str:
    """Return the name of an element without its namespace; "" for a comment or an entity."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _fields(element: Any, wanted: frozenset[str] | None = None) -> Fields:
    """Return the texts of the children; of two alike the first that is filled."""
    found: Fields = {}
    for child in element:
        name = _local(child)
        if not name or (wanted is not None and name not in wanted) or "/excerpt/" in child.tag:
            continue
        if name not in found and name not in {"comment", "commentmeta"} and (text := _text(child)):
            found[name] = text
    return found


def _text(element: Any) -> str:
    # Old exports hold markup that was not escaped: its text is what counts then.
    return "".join(element.itertext())[:_LONGEST].strip()
