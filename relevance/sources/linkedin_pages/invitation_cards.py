"""Invitations on a page of either generation -> what a reader sees of each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from relevance.sources.linkedin_pages.wording import clean_name, mutual_connections

__all__ = ["InvitationCard", "invitation_cards"]

_LEGACY = "li.invitation-card, [data-test-incoming-invitation-card]"
_SDUI = '[role="listitem"][componentkey^="urn:li:invitation:"]'
_ACCEPT = re.compile(r"^Accept\s+(.+?)[’']s?\s+invitation", re.IGNORECASE | re.DOTALL)
_AGE = re.compile(
    r"^(?:Sent\s+)?(?:today|yesterday|\d+\s*(?:second|minute|hour|day|week|month|year)s?\s+ago)$",
    re.IGNORECASE,
)
_ACTION = re.compile(
    r"^(?:accept|ignore|decline|message|withdraw|reply to .*|"
    r"(?:…|\.\.\.)?\s*show (?:more|less)|see more)$",
    re.IGNORECASE,
)
_INVITING = re.compile(
    r"(?:is\s+)?invit(?:ing|ed) you to (?:connect|follow|subscribe)", re.IGNORECASE
)
_NOT_A_PERSON = re.compile(
    r"invited you to (?:follow|subscribe)|newsletter|inviting you to follow", re.IGNORECASE
)
_MORE = re.compile(r"\s*(?:…|\.\.\.)\s*(?:show|see) more\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class InvitationCard:
    """One invitation as a page shows it."""

    name: str
    url: str
    headline: str
    note: str
    mutual: int | None
    age: str
    urn: str
    is_sent: bool
    is_person: bool


def invitation_cards(tree: LexborHTMLParser) -> Iterator[InvitationCard]:
    """Yield the invitations of a page, received or sent."""
    # A node that fits two of the selectors is found twice.
    legacy = list({node.mem_id: node for node in tree.css(_LEGACY)}.values())
    for node in legacy:
        yield _legacy(node)
    if legacy:
        return
    cards = tree.css(_SDUI)
    if not cards and tree.css_first('[data-testid="lazy-column"]') is not None:
        # On the page of those sent, items carry no key of their own.
        cards = [
            one
            for one in tree.css('[role="listitem"]')
            if one.css_first('a[href*="/in/"]') is not None
        ]
    for node in cards:
        yield _sdui(node)


def _words(node: LexborNode | None) -> str:
    return " ".join(node.text(separator=" ").split()) if node is not None else ""


def _href(node: LexborNode) -> str:
    link = node.css_first('a[href*="/in/"]')
    return str(link.attributes.get("href") or "") if link is not None else ""


def _legacy(node: LexborNode) -> InvitationCard:
    title = node.css_first(
        ".invitation-card__title, .invitation-card__tvm-title a, .invitation-card__tvm-title"
    )
    whole = _words(node)
    age = _words(node.css_first(".time-badge"))
    name = clean_name(_INVITING.split(_words(title))[0])
    return InvitationCard(
        name=name,
        url=_href(node),
        headline=_words(node.css_first(".invitation-card__subtitle")),
        note=_MORE.sub("", _words(node.css_first(".invitation-card__custom-message"))),
        mutual=mutual_connections(_words(node.css_first(".member-insights")) or whole),
        age=age,
        urn="",
        is_sent=age.casefold().startswith("sent") or "Withdraw" in whole,
        is_person=node.css_first(".invitation-card__icon--newspaper") is None
        and not _NOT_A_PERSON.search(whole),
    )


def _sdui(node: LexborNode) -> InvitationCard:
    lines = _lines(node)
    whole = " ".join(lines)
    name = ""
    for button in node.css("button[aria-label]"):
        if found := _ACCEPT.match(str(button.attributes.get("aria-label") or "")):
            name = clean_name(found[1])
    if not name:
        name = clean_name(
            _words(node.css_first('a[href*="/in/"] strong'))
            or _words(node.css_first('a[href*="/in/"]'))
        )
    place = next((at for at, line in enumerate(lines) if _AGE.match(line)), len(lines))
    before = [line for line in lines[:place] if _is_told(line, name)]
    box = node.css_first('[data-testid="expandable-text-box"]')
    after = [line for line in lines[place + 1 :] if _is_told(line, name)]
    note = _words(box) if box is not None else " ".join(after)
    age = lines[place] if place < len(lines) else ""
    return InvitationCard(
        name=name,
        url=_href(node),
        headline=before[0] if before else "",
        note=_MORE.sub("", note).strip(),
        mutual=mutual_connections(whole),
        age=age,
        urn=str(node.attributes.get("componentkey") or ""),
        is_sent=age.casefold().startswith("sent") or bool(re.search(r"\bWithdraw\b", whole)),
        is_person=not _NOT_A_PERSON.search(whole),
    )


def _is_told(line: str, name: str) -> bool:
    """Return whether a line says something of its own: no name, no action, no count of connections."""
    if _ACTION.match(line) or _INVITING.search(line) or "mutual connection" in line.casefold():
        return False
    return (
        clean_name(line) != name and "follows you" not in line.casefold() and line not in {"•", "·"}
    )


def _lines(node: LexborNode) -> list[str]:
    """Return the pieces of text of a card, in order."""
    pieces = node.text(separator="\n", strip=True).replace("\xa0", " ").splitlines()
    return [" ".join(piece.split()) for piece in pieces if piece.strip()]
