"""The invitation manager, received and sent: who invites whom, since when, with which words."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from relevance.names import comparable_name
from relevance.sources.linkedin_pages.markup import (
    HIDDEN,
    Link,
    attribute,
    clean_name,
    first,
    lines_of,
    outermost,
    profile_links,
    seen_text,
    written_text,
)
from relevance.sources.linkedin_pages.saved import SavedDocument
from relevance.texts import marked

__all__ = ["Invitation", "invitations"]

_NEWSLETTER = marked("newsletter, not a person")
_FOLLOW = marked("invitation to follow, not to connect")
_JOIN = marked("invitation to a group, page or event")

_LEGACY = ("li.invitation-card", "[data-test-incoming-invitation-card]", ".invitation-card")
_SDUI = ('[role="listitem"][componentkey^="urn:li:invitation:"]',)
_ANY_ITEM = ('[role="listitem"]', '[data-testid="lazy-column"] > *')
_MANAGER = re.compile(r"/invitation-manager\b", re.IGNORECASE)
_URN = re.compile(r"invitation:\(?(\d+)", re.IGNORECASE)

_BUTTONS = (
    re.compile(r"^Accept\s+(?P<name>.+?)[’']s?\s+invitation\b", re.IGNORECASE),
    re.compile(r"^Ignore\s+(?:an\s+)?invitation\s+(?:to connect\s+)?from\s+(?P<name>.+)$", re.I),
    re.compile(r"^Ignore\s+(?P<name>.+?)[’']s?\s+invitation\b", re.IGNORECASE),
    re.compile(r"^Withdraw(?:n)?\s+(?:an\s+)?invitation\s+(?:sent\s+)?to\s+(?P<name>.+)$", re.I),
)
_WITHDRAW = re.compile(r"^Withdraw\b", re.IGNORECASE)
_ACCEPT = re.compile(r"^Accept\b", re.IGNORECASE)
_AGE = re.compile(
    r"^(?P<sent>Sent\s+)?(?P<age>today|yesterday|just now|now|\d{1,4}\s+"
    r"(?:minute|hour|day|week|month|year)s?\s+ago)\b",
    re.IGNORECASE,
)
_MUTUAL = re.compile(r"\bmutual connections?\b|\band [\d.,]+ others?$", re.IGNORECASE)
_MUTUAL_LINE = re.compile(
    r"^(?:(?:.{1,200}?\s)?and\s+[\d.,]+\s+others?|.{1,200}?\s(?:is\s+an?|are)|[\d.,]+(?:\s+other)?)\s+"
    r"mutual connections?$",
    re.IGNORECASE,
)
_MUTUAL_OTHERS = re.compile(r"^(?P<who>.*?)\s*\band\s+(?P<n>[\d.,]+)\s+others?\b", re.IGNORECASE)
_MUTUAL_COUNT = re.compile(r"^(?P<n>[\d.,]+)\s+(?:other\s+)?mutual\b", re.IGNORECASE)
_INVITING = re.compile(r"\binvit(?:ing|es|ed) you to\b|\bwants to connect\b", re.IGNORECASE)
_TO_FOLLOW = re.compile(r"\binvited you to follow\b", re.IGNORECASE)
_TO_SUBSCRIBE = re.compile(r"\binvited you to subscribe\b|\bnewsletter\s*•", re.IGNORECASE)
_TO_JOIN = re.compile(r"\binvited you to (?:join|attend|like|an? event)\b", re.IGNORECASE)
_ACTION = re.compile(
    r"^(?:accept|ignore|message|withdraw|decline|connect|follow|pending|reply|more|dismiss|"
    r"(?:…|\.\.\.)?\s*(?:(?:show|see)\s+)?(?:more|less)|reply to\b.*|view profile|"
    r"(?:premium|verified)(?: profile)?|open to work|hiring|top voice)$",
    re.IGNORECASE,
)
_AFTER_NOTE = re.compile(
    r"\s*(?:(?:…|\.\.\.)\s*(?:show|see)\s+(?:more|less)|\n\s*(?:(?:show|see)\s+(?:more|less)|Reply to\b[^\n]*))\s*$",
    re.IGNORECASE,
)
_DEGREE = re.compile(r"^[•·]?\s*(?:1st|2nd|3rd\+?)$", re.IGNORECASE)


@dataclass(frozen=True)
class Invitation:
    """One card of the invitation manager."""

    urn: str
    """The invitation's number in LinkedIn, or ""."""
    direction: str
    name: str
    url: str
    headline: str
    mutual_connections: int | None
    age: str
    """As written, for example "2 weeks ago"."""
    note: str
    reason: str = ""
    """Why it is no invitation to connect, where that is so."""

    @property
    def excerpt(self) -> str:
        """What the owner finds it by."""
        return " ".join(f"{self.name} {self.headline} {self.note[:200]}".split())[:120]


def invitations(tree: LexborHTMLParser, document: SavedDocument) -> list[Invitation]:
    """Return the invitations that a document shows, in order; none where it is another page."""
    if tree.root is None:
        return []
    is_manager = _MANAGER.search(document.url) is not None
    sent_page = "/invitation-manager/sent" in document.url.casefold()
    legacy = outermost(tree.root, _LEGACY)
    if legacy:
        return [_legacy(node, sent_page=sent_page) for node in legacy]
    nodes = outermost(tree.root, _SDUI)
    for selector in () if nodes else _ANY_ITEM:
        nodes = nodes or [
            node
            for node in outermost(tree.root, [selector])
            if _is_card(node, on_its_page=is_manager)
        ]
    return [_sdui(node, sent_page=sent_page) for node in nodes]


def _labels(node: LexborNode) -> list[str]:
    found = node.css("button, a[aria-label]")
    return [attribute(one, "aria-label").strip() or " ".join(one.text().split()) for one in found]


def _is_card(node: LexborNode, *, on_its_page: bool) -> bool:
    """Return whether an item of a list without an URN is an invitation: it names somebody, and can be answered."""
    if node.css_first('a[href*="/in/"]') is None:
        return False
    if on_its_page:
        return True
    return any(
        _WITHDRAW.match(label) or any(one.match(label) for one in _BUTTONS)
        for label in _labels(node)
    )


def _legacy(node: LexborNode, *, sent_page: bool) -> Invitation:
    def text(*selectors: str) -> str:
        return seen_text(next(first(node, selectors), None))

    labels = _labels(node)
    without = f".invitation-card__custom-message, {HIDDEN}"
    around = " ".join(lines_of(node.html or "", without=without))
    links = profile_links(node.html or "")
    people = [link for link in links if link.slug.startswith(("in:", "member:"))]
    name = text(".invitation-card__title", '[class*="tvm-title"] > a', '[class*="tvm-title"]')
    name = _button_name(labels) or clean_name(name) or next((one.name for one in people), "")
    age = _AGE.match(text(".time-badge", "time"))
    written = next(first(node, [".invitation-card__custom-message"]), None)
    newsletter = node.css_first(".invitation-card__icon--newspaper") is not None
    return Invitation(
        urn=_urn(node),
        direction=_direction(labels, sent_page=sent_page, says_sent=bool(age and age["sent"])),
        name=name,
        url=_url_of(people, name),
        headline=text(".invitation-card__subtitle"),
        mutual_connections=_mutual(lines_of(_html(node, ".member-insights"))),
        age=age["age"] if age else "",
        note=_own_words(written_text(written)),
        reason=_NEWSLETTER if newsletter else _no_connection(around),
    )


def _html(node: LexborNode, selector: str) -> str:
    return "".join(one.html or "" for one in node.css(selector)[:1])


def _sdui(node: LexborNode, *, sent_page: bool) -> Invitation:
    html = node.html or ""
    labels = _labels(node)
    links = profile_links(html)
    people = [link for link in links if link.slug.startswith(("in:", "member:"))]
    strong = clean_name(seen_text(node.css_first('a[href*="/in/"] strong')))
    name = _button_name(labels) or strong or next((one.name for one in people if one.name), "")
    lines = lines_of(html, without=f"button, {HIDDEN}")
    place = next((at for at, line in enumerate(lines) if _AGE.match(line)), len(lines))
    age = _AGE.match(lines[place]) if place < len(lines) else None
    box = written_text(node.css_first('[data-testid="expandable-text-box"]'))
    boxed = {" ".join(line.split()) for line in box.splitlines()}
    above = [line for line in lines[:place] if line not in boxed]
    return Invitation(
        urn=_urn(node),
        direction=_direction(labels, sent_page=sent_page, says_sent=bool(age and age["sent"])),
        name=name,
        url=_url_of(people, name),
        headline=next((line for line in above if _is_headline(line, name)), ""),
        mutual_connections=_mutual(line for line in lines if _MUTUAL_LINE.match(line)),
        age=age["age"] if age else "",
        note=_own_words(box) or _own_words("\n".join(filter(_is_note, lines[place + 1 :]))),
        reason=_no_connection(" ".join([*above, *lines[place : place + 1]])),
    )


def _urn(node: LexborNode) -> str:
    for one in (node, *node.css('[componentkey*="nvitation:"], [data-urn*="nvitation:"]')):
        for name in ("componentkey", "data-urn", "data-id", "id"):
            found = _URN.search(attribute(one, name))
            if found:
                return found.group(1)
    return ""


def _direction(labels: Iterable[str], *, sent_page: bool, says_sent: bool) -> str:
    listed = list(labels)
    if any(_ACCEPT.match(label) for label in listed):
        return "incoming"
    withdrawn = any(_WITHDRAW.match(label) for label in listed)
    return "outgoing" if sent_page or says_sent or withdrawn else "incoming"


def _button_name(labels: Iterable[str]) -> str:
    for label in labels:
        for pattern in _BUTTONS:
            found = pattern.match(label)
            if found:
                return clean_name(found["name"])
    return ""


def _url_of(people: Sequence[Link], name: str) -> str:
    # A card links to the people both sides know as well; the inviter comes first.
    plain = comparable_name(name)
    named = [link.href for link in people if plain and comparable_name(link.name) == plain]
    return next(iter(named or [link.href for link in people]), "")


def _is_headline(line: str, name: str) -> bool:
    plain = comparable_name(name)
    bare = comparable_name(clean_name(line))
    nothing = (_ACTION, _DEGREE, _MUTUAL, _INVITING)
    return (
        bool(bare)
        and bare != plain
        and not any(pattern.search(line) for pattern in nothing)
        and "follows you" not in line.casefold()
    )


def _mutual(lines: Iterable[str]) -> int | None:
    for line in lines:
        if not _MUTUAL.search(line):
            continue
        others = _MUTUAL_OTHERS.match(line)
        if others:
            return _number(others["n"]) + max(1, _people_in(others["who"]))
        counted = _MUTUAL_COUNT.match(line)
        if counted:
            return _number(counted["n"])
        who = re.split(r"\s+(?:is|are)\s+", line)[0]
        return _people_in(who.replace(" and ", ", "))
    return None


def _number(text: str) -> int:
    return int("".join(char for char in text if char.isdecimal()) or 0)


def _people_in(who: str) -> int:
    parts = [part for part in who.split(", ") if part.strip()]
    # "Ana Silva, PhD" is one person.
    return sum(place == 0 or len(part.split()) > 1 for place, part in enumerate(parts))


def _is_note(line: str) -> bool:
    return not _ACTION.match(line) and not _MUTUAL_LINE.match(line)


def _own_words(text: str) -> str:
    """Return a note without the buttons that stand behind it."""
    for _ in range(3):  # "… show more", an empty line, "Reply to Eva"
        text = _AFTER_NOTE.sub("", text)
    return text.strip()


def _no_connection(text: str) -> str:
    if _TO_SUBSCRIBE.search(text):
        return _NEWSLETTER
    if _TO_FOLLOW.search(text):
        return _FOLLOW
    return _JOIN if _TO_JOIN.search(text) else ""
