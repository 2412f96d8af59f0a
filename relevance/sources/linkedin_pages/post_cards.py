"""Posts on a page of either generation -> what a reader sees of each."""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from relevance.activity_ids import activity_id, activity_time
from relevance.sources.linkedin_pages.wording import Banner, banner_of, clean_name

__all__ = ["PostCard", "post_cards"]

_LEGACY = (
    'div.feed-shared-update-v2[data-urn^="urn:li:activity"], [data-urn^="urn:li:activity"][role="article"], '
    '[data-id^="urn:li:activity"], .occludable-update'
)
_SDUI = '[role="listitem"][componentkey*="FeedType_"], div[data-view-name="feed-full-update"]'
_TOKEN = re.compile(r"expanded(.+?)FeedType_")
_PROFILE = 'a[href*="/in/"], a[href*="/company/"], a[href*="/school/"]'
_MENU = re.compile(
    r"^(?:Open control menu for post by|Hide post by)\s+(.+)$", re.IGNORECASE | re.DOTALL
)
_VIEW = re.compile(
    r"^View(?:\s+company)?:?\s+(.+?)(?:[’']s?\s+profile)?$", re.IGNORECASE | re.DOTALL
)
_AGE = re.compile(r"^\s*(\d+\s*(?:s|m|h|d|w|mo|yr)\b|now\b)", re.IGNORECASE)
_REPLACEABLE = re.compile(
    r"replaceableComment_(urn:li:comment:\((?:urn:li:)?\(?(?:activity|ugcPost|share)[:,]\d+)"
)
_TOOLS = re.compile(r"^([A-Za-z0-9_-]{8,60})-?replaceableCommentTools")
_IDS = re.compile(r"(?:ugcPostId|shareId|activityId)=(\d{9,20})")


@dataclass(frozen=True)
class PostCard:
    """One post as a page shows it."""

    text: str
    author: str
    author_url: str
    headline: str
    activity: str | None
    """Id of the post, where the page tells it."""
    age: str
    banner: Banner | None
    is_advert: bool
    token: str
    """The same for a post that the page holds several times."""


def post_cards(tree: LexborHTMLParser) -> Iterator[PostCard]:
    """Yield the posts of a page; the page of 2026 may hold one up to three times."""
    # A node that fits two of the selectors is found twice.
    found = {node.mem_id: node for node in tree.css(_LEGACY)}
    legacy = [node for node in found.values() if not _is_inside(node)]
    for node in legacy:
        yield _legacy(node)
    if not legacy:
        for node in {node.mem_id: node for node in tree.css(_SDUI)}.values():
            yield _sdui(node)


def _is_inside(node: LexborNode) -> bool:
    """Return whether a node lies in another post: reshared posts are part of the one that shares them."""
    parent = node.parent
    while parent is not None:
        attributes = parent.attributes
        told = f"{attributes.get('data-urn') or ''}{attributes.get('data-id') or ''}"
        if told.startswith("urn:li:activity") or "occludable-update" in (
            attributes.get("class") or ""
        ):
            return True
        parent = parent.parent
    return False


def _first(node: LexborNode, *selectors: str) -> LexborNode | None:
    for selector in selectors:
        found = node.css_first(selector)
        if found is not None:
            return found
    return None


def _words(node: LexborNode | None) -> str:
    return " ".join(node.text(separator=" ").split()) if node is not None else ""


def _lines(node: LexborNode | None) -> str:
    """Return the text of a node with its line breaks."""
    if node is None:
        return ""
    for one in node.css("br"):
        one.insert_after("\n")
    text = node.text()
    return "\n".join(" ".join(line.split()) for line in text.splitlines()).strip()


def _legacy(node: LexborNode) -> PostCard:
    title = _first(node, ".update-components-actor__title", ".update-components-actor__name")
    shown = title.css_first('span[aria-hidden="true"]') if title is not None else None
    link = _first(
        node,
        "a.update-components-actor__meta-link",
        "a.update-components-actor__image",
        ".update-components-actor a",
    )
    headline = node.css_first(".update-components-actor__description")
    visible = headline.css_first('span[aria-hidden="true"]') if headline is not None else None
    age = _words(node.css_first(".update-components-actor__sub-description"))
    header = _words(
        _first(node, ".update-components-header__text-view", ".update-components-header__text")
    )
    body = _first(
        node,
        ".update-components-update-v2__commentary",
        ".feed-shared-inline-show-more-text",
        ".update-components-text",
    )
    told = " ".join(
        str(one.attributes.get(name) or "")
        for one in (node, *node.css("[data-urn], [data-id]")[:1])
        for name in ("data-urn", "data-id")
    )
    about = f"{age} {_words(headline)} {header}".casefold()
    return PostCard(
        text=_lines(body),
        author=clean_name(_words(shown if shown is not None else title)),
        author_url=str(link.attributes.get("href") or "") if link is not None else "",
        headline=_words(visible if visible is not None else headline),
        activity=activity_id(told),
        age=age,
        banner=banner_of(header),
        is_advert="promoted" in about or header.casefold().startswith("suggested"),
        token=told,
    )


def _sdui(node: LexborNode) -> PostCard:
    key = str(node.attributes.get("componentkey") or "")
    token = _TOKEN.search(key)
    whole = _words(node)
    author, url = _sdui_author(node)
    box = _first(
        node,
        '[data-testid="expandable-text-box"]',
        '[componentkey^="feed-commentary"]',
        '[data-sdui-anchor-id^="commentary-"]',
    )
    if box is not None:
        for button in box.css('[data-testid="expandable-text-button"]'):
            button.decompose()
    lead = whole[:400].removeprefix("Feed post").strip()
    age = next((_words(one) for one in node.css("p") if _AGE.match(_words(one))), "")
    headline = _sdui_headline(node, author, age)
    banner = banner_of(
        lead.split(" • ")[0].split(author)[0] if author and not lead.startswith(author) else ""
    )
    start = whole[:130].casefold()
    return PostCard(
        text=_lines(box),
        author=author,
        author_url=url,
        headline=headline,
        activity=_sdui_id(node),
        age=age,
        banner=banner,
        is_advert="promoted" in start or lead.casefold().startswith("suggested"),
        token=token[1] if token else "",
    )


def _sdui_author(node: LexborNode) -> tuple[str, str]:
    name = ""
    for button in node.css("button[aria-label]"):
        found = _MENU.match(str(button.attributes.get("aria-label") or ""))
        if found:
            name = clean_name(found[1])
            break
    links = node.css(_PROFILE)
    for link in links:
        shown = clean_name(_words(link))
        found = _VIEW.match(str(link.attributes.get("aria-label") or ""))
        told = clean_name(found[1]) if found else shown
        if name and told and (told == name or shown.startswith(name)):
            return name, str(link.attributes.get("href") or "")
        if not name and found:
            return told, str(link.attributes.get("href") or "")
    # The author's links come after those of whoever brought the post in.
    return name, str(links[-1].attributes.get("href") or "") if links and name else ""


def _sdui_headline(node: LexborNode, author: str, age: str) -> str:
    """Return the line between the author's name and the age of the post."""
    for paragraph in node.css("p"):
        text = _words(paragraph)
        if (
            text
            and text != age
            and not text.startswith(author)
            and "•" not in text[:3]
            and not _AGE.match(text)
        ):
            inside = paragraph.css_first('[data-testid="expandable-text-box"]')
            if inside is None and not banner_of(text):
                return text if len(text) < 300 else ""
            return ""
    return ""


def _sdui_id(node: LexborNode) -> str | None:
    anchor = node.css_first('[data-sdui-anchor-id*="urn:li:activity:"]')
    if anchor is not None and (
        found := activity_id(str(anchor.attributes.get("data-sdui-anchor-id")))
    ):
        return found
    for one in node.css("[id]"):
        told = str(one.attributes.get("id") or "")
        if match := _REPLACEABLE.search(told):
            return activity_id(match[1].replace(",", ":"))
    html = node.html or ""
    mention = re.search(r"urn:li:activity:(\d{9,20})", html) or _IDS.search(html)
    if mention:
        return mention[1]
    for one in node.css('[id*="replaceableCommentTools"]'):
        match = _TOOLS.match(str(one.attributes.get("id") or ""))
        if match and (number := _decoded(match[1])):
            return number
    return None


def _decoded(text: str) -> str | None:
    """Return the id in a short message: a byte for its kind, one for its length, 8, and a zig-zag varint."""
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return None
    if len(data) < 5 or data[0] not in {0x0A, 0x12} or data[2] != 0x08:
        return None
    number = shift = 0
    for byte in data[3:14]:
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            found = str(number >> 1)
            return found if activity_time(found) else None
    return None
