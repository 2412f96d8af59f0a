"""Cards of posts on pages of the newer make (server-driven): no telling classes, few ids.

A card is cut where its texts stand: before the first are the banner, the author and the age, between
the first and the second the author of a post that was shared, behind the last the counts.
"""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from relevance.names import comparable_name
from relevance.sources.linkedin_pages.cards import Card, advert, proof_fields
from relevance.sources.linkedin_pages.markup import (
    Link,
    attribute,
    clean_name,
    lines_of,
    outermost,
    profile_links,
    written_text,
)
from relevance.sources.linkedin_pages.post_urns import urn_in_card
from relevance.sources.posts.ages import age_offset
from relevance.sources.posts.sharing import Proof, social_proof

__all__ = ["sdui_cards", "whole_page_card"]

_CARD = (
    '[role="listitem"][componentkey*="FeedType_"]',
    '[data-view-name="feed-full-update"]',
)
_LATER_CARDS = (
    '[data-testid="mainFeed"] [role="listitem"]',
    '[data-testid="mainFeed"] > [data-lazy-mount-id]',
)
_WHOLE_PAGE = ('main, [role="main"]',)
_TOKEN = re.compile(r"^(?:expanded)?(.+?)FeedType_")
_TEXTS = (
    '[data-testid="expandable-text-box"]',
    '[componentkey^="feed-commentary"], [data-sdui-anchor-id^="commentary-"]',
)
_COMMENTS = ('[id^="replaceableComment_"], [componentkey^="replaceableComment_"]',)
_CUT = "\ue0f1\ue0f2"
"""Letters of the private use area, which no page shows, where a text was."""

_MENU = re.compile(r"^(?:Open control menu for|Hide) post by\s+(.+)$", re.DOTALL)
_BANNER = re.compile(
    r"^(?:Feed post(?: number \d+)?\s*)?(?P<said>\S.{0,250}?\s(?:(?:likes?|loves?|celebrates?|supports?)\s+"
    r"this|finds?\s+this\s+(?:insightful|funny)|commented(?:\s+on\s+this)?|reposted(?:\s+this)?))\b",
    re.IGNORECASE,
)
_AGE = re.compile(r"^(?:now|\d{1,4}\s*(?:s|m|min|h|hr|d|w|mo|y|yr)s?)\b", re.IGNORECASE)
_AGE_AT_END = re.compile(r"(?:^|\s)(\d{1,3}\s?(?:m|h|d|w|mo|yr))\s*•")
_NO_HEADLINE = re.compile(
    r"^(?:[•·]?\s*(?:1st|2nd|3rd\+?|following|you)|\+?\s*follow(?:ing)?|connect|author|"
    r"premium|verified|(?:premium|verified) profile|[\d.,]+[KM]?\s+followers?|"
    r"visible to .*|edited|feed post.*)$",
    re.IGNORECASE,
)
_START = 130
"""An advert says so within so many characters."""


@dataclass(frozen=True)
class _Head:
    """What stands above a text."""

    lines: list[str]
    links: list[Link]

    @classmethod
    def of(cls, html: str) -> "_Head":
        return cls(lines_of(html), profile_links(html))


def sdui_cards(tree: LexborHTMLParser) -> list[Card]:
    """Return the cards of posts in a document of this make, in order; none in any other document."""
    if tree.root is None:
        return []
    for selectors in (_CARD, _LATER_CARDS):
        nodes = outermost(tree.root, selectors)
        if nodes:
            return [_card(node) for node in nodes]
    return []


def whole_page_card(tree: LexborHTMLParser) -> Card | None:
    """Return the one card of a post's own page, or null where the page shows no text."""
    mains = outermost(tree.root, _WHOLE_PAGE) if tree.root is not None else []
    cards = [_card(node) for node in mains if node.css_first(_TEXTS[0]) is not None]
    return cards[0] if cards else None


def _card(node: LexborNode) -> Card:
    whole = node.html or ""
    tree = LexborHTMLParser(whole)
    for comment in tree.css(_COMMENTS[0]):
        comment.decompose()
    texts = _cut_out(tree)
    above, *between = (tree.html or "").split(_CUT)
    head = _Head.of(above)
    inner = _Head.of(between[0]) if len(texts) > 1 else _Head([], [])
    # A second text without an author of its own is a part of the first: a poll, an article.
    shared = bool(inner.links)
    row = _post(head, texts[0] if texts else "", _menu_name(tree))
    if shared:
        row["resharedPost"] = _inner(inner, texts[1])
    token = _TOKEN.match(attribute(node, "componentkey"))
    return Card.of(
        row,
        urn=urn_in_card(whole, above if shared else above + "".join(between)),
        token=token.group(1) if token else "",
        reason=advert(_within(head.lines, _START)),
    )


def _cut_out(tree: LexborHTMLParser) -> list[str]:
    """Return the texts of a card; in the tree a mark stands for each of them."""
    if tree.root is None:
        return []
    for selector in _TEXTS:
        nodes = outermost(tree.root, [selector])
        texts = [written_text(node) for node in nodes]
        if any(texts):
            for node, text in zip(nodes, texts, strict=True):
                node.replace_with(_CUT if text else "")
            return [text for text in texts if text]
    return []


def _menu_name(tree: LexborHTMLParser) -> str:
    for button in tree.css("button[aria-label]"):
        found = _MENU.match(attribute(button, "aria-label").strip())
        if found:
            return clean_name(found.group(1))
    return ""


def _post(head: _Head, text: str, name: str) -> dict[str, Any]:
    header = _header(head.lines)
    proof = social_proof(header) if header else None
    author = _author(head.links, name, proof.name if proof else "")
    name = name or (author.name if author else "")
    row: dict[str, Any] = {
        "author": name,
        "author_url": author.href if author else "",
        "headline": _headline(head.lines, name),
        "postedAgo": _age(head.lines),
        "text": text,
    }
    if proof is None:
        return row
    url = _surfacer_url(head.links, proof, author)
    return row | proof_fields(header, proof.name, url)


def _inner(head: _Head, text: str) -> dict[str, Any]:
    author = _author(head.links, "", "")
    name = author.name if author else next(iter(head.lines), "")
    return {
        "author": {"name": clean_name(name), "url": author.href if author else ""},
        "authorHeadline": _headline(head.lines, name),
        "text": text,
    }


def _header(lines: list[str]) -> str:
    """Return the banner ("Ana Silva likes this") that stands before the author, or ""."""
    before = " ".join(lines)[:600].split(" • ")[0]
    found = _BANNER.match(before)
    return found.group("said") if found else ""


def _within(lines: list[str], letters: int) -> list[str]:
    kept, length = [], 0
    for line in lines:
        if length > letters:
            break
        kept.append(line)
        length += len(line) + 1
    return kept


def _author(links: list[Link], name: str, surfacer: str) -> Link | None:
    """Return the link to the author: by the name, else the one that stands there most often.

    Picture and name lead to the author, the banner above only once to whoever brought the post in;
    so this holds in every language.
    """
    others = [link for link in links if not surfacer or not _same(link.name, surfacer)]
    fitting = [link for link in links if name and _same(link.name, name)] or others
    if not fitting:
        return None
    often = Counter(link.slug for link in fitting)
    last = {link.slug: place for place, link in enumerate(fitting)}
    slug = max(often, key=lambda one: (often[one], last[one]))
    theirs = [link for link in fitting if link.slug == slug]
    return next((link for link in theirs if link.name), theirs[0])


def _same(one: str, other: str) -> bool:
    first, second = comparable_name(one), comparable_name(other)
    return bool(first) and first == second


def _surfacer_url(links: list[Link], proof: Proof, author: Link | None) -> str:
    theirs = [link.href for link in links if _same(link.name, proof.name)]
    if theirs:
        return theirs[0]
    unnamed = [
        link.href for link in links if not link.name and link.slug != (author and author.slug)
    ]
    return next(iter(unnamed), "")


def _headline(lines: list[str], name: str) -> str:
    """Return the line under the author's name, or "" where there is none before the age."""
    plain = comparable_name(name)
    ages = [place for place, line in enumerate(lines) if _AGE.match(line)]
    lines = lines[: ages[0]] if ages else lines
    places = [place for place, line in enumerate(lines) if plain and _names(line, plain)]
    for line in lines[places[-1] + 1 :] if places else []:
        if not _NO_HEADLINE.match(line) and any(char.isalpha() for char in line):
            return line
    return ""


def _names(line: str, plain: str) -> bool:
    return comparable_name(clean_name(line)) == plain


def _age(lines: list[str]) -> str:
    for line in lines:
        if _AGE.match(line) and age_offset(line):
            return line
    found = _AGE_AT_END.findall(" ".join(lines))
    return found[-1] if found else ""
