"""Posts that a page of the older make carries as data, in hidden `<code>` elements."""

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from relevance.activity_ids import activity_id
from relevance.sources.linkedin_pages.cards import FOLLOWERS, Card, advert
from relevance.sources.posts.pieces import flattened
from relevance.sources.posts.voyager import is_voyager, voyager_rows

__all__ = ["documents_in", "embedded_cards"]

_CODE = 'code[id^="bpr-guid-"]'
_URN = re.compile(r"urn:li:(?:activity|ugcPost|share):[0-9]+")
_URN_FIELDS = ("updatemetadataurn", "entityurn", "urn", "fullurn", "shareurn")
_WORDS = ("headertexttext", "actorsubdescriptiontext", "actordescriptiontext")


def embedded_cards(documents: list[Mapping[str, Any]]) -> list[Card]:
    """Return a card for each update in the data of a page (from `documents_in`)."""
    return [_card(row) for one in documents if is_voyager(one) for row in voyager_rows(one)]


def documents_in(tree: LexborHTMLParser) -> list[Mapping[str, Any]]:
    """Return the JSON objects that a page carries; what is damaged or nested too deep is none."""
    return list(_documents(tree))


def _documents(tree: LexborHTMLParser) -> Iterator[Mapping[str, Any]]:
    for node in tree.css(_CODE):
        text = _content(node).strip()
        if not text.startswith("{"):
            continue
        for candidate in dict.fromkeys((text, html.unescape(text))):
            try:
                document = json.loads(candidate, strict=False)
            except (ValueError, RecursionError):
                continue
            if isinstance(document, dict):
                yield document
                break


def _content(node: LexborNode) -> str:
    # The JSON stands there as text, or inside a comment so that it is not drawn.
    comments = [
        one.comment_content or "" for one in node.iter(include_text=True) if one.is_comment_node
    ]
    return "".join(comments) or node.text()


def _card(row: Mapping[str, Any]) -> Card:
    fields = flattened(row)
    joined = " ".join(fields.get(name, "") for name in _URN_FIELDS)
    found = _URN.search(joined)
    if FOLLOWERS.match(fields.get("actordescriptiontext", "").strip()):
        del fields["actordescriptiontext"]
    said = [fields.get(name, "") for name in _WORDS]
    text = fields.get("commentarytexttext", "")
    about = f"{fields.get('actornametext', '')} {text[:400]}".encode("utf-8", "replace").decode()
    return Card(
        {name: value for name, value in fields.items() if name not in _URN_FIELDS},
        urn=found.group() if found and activity_id(found.group()) else "",
        reason=advert(said, joined),
        excerpt=" ".join(about.split())[:120],
    )
