"""Elements of a page into what a reader sees: lines, links and names."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from relevance.errors import UnreadableFileError
from relevance.names import profile_slug
from relevance.sources.html_text import plain_text
from relevance.texts import _, number

__all__ = [
    "HIDDEN",
    "Link",
    "attribute",
    "clean_name",
    "first",
    "lines_of",
    "outermost",
    "parsed",
    "profile_links",
    "seen_text",
    "written_text",
]

# Browsers nest at most 512 elements. The time to parse grows with elements times depth.
_DEEPEST = 1_000
_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|textarea|title)\b.*?(?:</\1\s*>|\Z)"
    r"|<(/?)([a-z][a-z0-9:-]*)",
    re.IGNORECASE | re.DOTALL,
)
# Elements that have no end tag, or end by themselves when the next one begins.
_UNCOUNTED_NAMES = (
    "area base br col embed hr img input link meta param source track wbr p li dt dd option "
    "optgroup tr td th thead tbody tfoot colgroup html head body"
)
_UNCOUNTED = frozenset(_UNCOUNTED_NAMES.split())

HIDDEN = ".visually-hidden, .a11y-text, script, style, noscript, template, svg, code, head"
_BLOCK = re.compile(
    r"</?(?:address|article|aside|blockquote|button|dd|div|dl|dt|figure|footer|form|h[1-6]|header|hr|"
    r"li|main|nav|ol|p|pre|section|table|td|tr|ul)\b[^>]*>|<br\b[^>]*>",
    re.IGNORECASE,
)
# Pieces of text that touch without a blank are laid out one under the other, or side by side.
_TOUCHING = re.compile(
    r"(</(?:span|a|time|strong)>)\s*(?=<(?:span|a|time|strong)\b)", re.IGNORECASE
)
_LONGEST = 400_000
_TOGGLE = "[data-testid='expandable-text-button'], button, " + HIDDEN
_MORE = re.compile(r"\s*…\s*(?:(?:show|see)\s+)?(?:more|less)\s*$", re.IGNORECASE)

_PROFILE_LINKS = 'a[href*="/in/"], a[href*="/company/"], a[href*="/school/"], a[href*="/showcase/"]'
_LABELS = (
    re.compile(r"^View\s+(?:company|profile|page|school)?:?\s*(?P<name>.+?)[’']s?\s+profile\b.*$"),
    re.compile(r"^View\s+(?:company|page|school):\s*(?P<name>.+)$"),
)
_BADGE = re.compile(
    r"(?:[\s,|]*(?:(?:Premium|Verified|Influencer|Top Voice)\s+Profile|\s(?:is\s+)?(?:open to work|hiring)"
    r"|,?\s*#(?:OPEN_TO_WORK|HIRING)|Status is (?:online|offline|reachable)))+\s*$",
    re.IGNORECASE,
)
_DEGREE = re.compile(r"\s*[•·].*$", re.DOTALL)
_GLUED_DEGREE = re.compile(r"\s+(?:1st|2nd|3rd\+?)(?:\s+degree connection)?$")


class Link(NamedTuple):
    """A link to a profile or a page."""

    href: str
    slug: str
    """From `names.profile_slug`."""
    name: str
    """Who it says it leads to, by its label or its words; "" where it is a picture only."""


def parsed(html: str) -> LexborHTMLParser:
    """Return the tree of a document.

    Raises:
        UnreadableFileError: its elements lie more than 1,000 deep in one another.
    """
    depth = svg = 0
    for found in _TOKEN.finditer(html):
        name = (found.group(3) or "").casefold()
        if not name or name in _UNCOUNTED:
            continue
        closes = bool(found.group(2))
        if name == "svg":
            svg = max(0, svg + (-1 if closes else 1))
        elif svg and _ends_itself(html, found.end()):
            continue
        depth = max(0, depth + (-1 if closes else 1))
        if depth > _DEEPEST:
            msg = _(
                "The elements of this page lie more than {deepest} deep in one another, "
                "which no browser writes. Save the page again.",
                deepest=number(_DEEPEST),
            )
            raise UnreadableFileError(msg)
    return LexborHTMLParser(html)


def _ends_itself(html: str, start: int) -> bool:
    return html[html.find(">", start, start + 4_000) - 1] == "/"


def attribute(node: LexborNode | None, name: str) -> str:
    """Return an attribute of `node`, or ""."""
    return (node.attributes.get(name) or "") if node is not None else ""


def outermost(node: LexborNode, selectors: Iterable[str]) -> list[LexborNode]:
    """Return the elements under `node` that fit any selector, in order, without those inside them."""
    joined = ", ".join(selectors)
    inside: set[int] = set()
    found = []
    for one in node.css(joined):
        if one.mem_id not in inside:
            inside.add(one.mem_id)
            inside.update(inner.mem_id for inner in one.css(joined))
            found.append(one)
    return found


def first(
    node: LexborNode, selectors: Iterable[str], outside: Iterable[LexborNode] = ()
) -> Iterator[LexborNode]:
    """Yield the first element for each selector in turn, leaving out what lies in `outside`."""
    barred = tuple(outside)
    for selector in selectors:
        inner = {one.mem_id for other in barred for one in other.css(selector)}
        yield from [one for one in node.css(selector) if one.mem_id not in inner][:1]


def seen_text(node: LexborNode | None) -> str:
    """Return the words of a short element on one line, without what only screen readers say.

    LinkedIn writes such words twice; the copy marked as not for screen readers is the clean one.
    """
    if node is None:
        return ""
    for shown in node.css('span[aria-hidden="true"]'):
        text = " ".join(plain_text(shown.html or "", without=HIDDEN).split())
        if text:
            return text
    return " ".join(plain_text(node.html or "", without=HIDDEN).split())


def written_text(node: LexborNode | None) -> str:
    """Return what a person wrote in an element, with its paragraphs, without "… more"."""
    if node is None:
        return ""
    return _MORE.sub("", plain_text(node.html or "", without=_TOGGLE)).strip()


def lines_of(html: str, *, without: str = HIDDEN) -> list[str]:
    """Return what a reader sees of a piece of HTML, one line for each block, none of them empty."""
    flat = " ".join(html[:_LONGEST].split())
    apart = _BLOCK.sub(lambda found: f"\n{found.group()}\n", _TOUCHING.sub("\\1\n", flat))
    tree = LexborHTMLParser(apart)
    for node in tree.css(without):
        node.decompose()
    whole = tree.body.text() if tree.body else ""
    lines = (" ".join(line.split()) for line in whole.split("\n"))
    return [line for line in lines if line]


def profile_links(html: str) -> list[Link]:
    """Return the links to people and organisations in a piece of HTML, in order."""
    found: list[Link] = []
    tree = LexborHTMLParser(html)
    for node in {one.mem_id: one for one in tree.css(_PROFILE_LINKS)}.values():
        href = attribute(node, "href")
        slug = profile_slug(href)
        if slug and not slug.startswith("web:"):
            found.append(Link(href, slug, _name_of(node)))
    return found


def _name_of(node: LexborNode) -> str:
    label = attribute(node, "aria-label").strip()
    for pattern in _LABELS:
        found = pattern.match(label)
        if found:
            return clean_name(found.group("name"))
    lines = lines_of(node.html or "")
    return clean_name(lines[0]) if lines else ""


def clean_name(text: str) -> str:
    """Return a name without degree of connection, badges and the copy that is glued to it."""
    name = _DEGREE.sub("", " ".join(text.split())[:300])
    name = _GLUED_DEGREE.sub("", _BADGE.sub("", name)).strip(" ,")
    half, odd = divmod(len(name), 2)
    if not odd and half > 3 and name[:half] == name[half:]:
        return name[:half].strip()
    if odd and half > 3 and name[half] == " " and name[:half] == name[half + 1 :]:
        return name[:half]
    return name
