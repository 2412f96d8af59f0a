"""A person's profile page: name, headline, current company, and the employers and schools it shows."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, TypeAlias

from selectolax.lexbor import LexborHTMLParser, LexborNode

from relevance.names import profile_url
from relevance.sources.linkedin_pages.cards import KIND
from relevance.sources.linkedin_pages.markup import (
    attribute,
    clean_name,
    first,
    lines_of,
    outermost,
    seen_text,
)
from relevance.sources.linkedin_pages.saved import SavedDocument
from relevance.sources.people import person_record
from relevance.sources.places import place_in
from relevance.sources.result import Rejection
from relevance.sources.spans import is_duration, span_of
from relevance.sources.stretches import Stretch, position_row
from relevance.texts import marked

__all__ = ["Profile", "profile_facts", "profile_in", "profile_of_url"]

_NO_ORGANISATION = marked("no organisation")
_TWICE = marked("same position twice in this file")

_OWN_PAGE = re.compile(
    r"linkedin\.com(/in/[^/?#]+)/?(?:[?#]|$|(?:details|overlay)/|[a-z]{2}(?:-[a-z]{2})?/?(?:[?#]|$))",
    re.IGNORECASE,
)
_ANY_PAGE = re.compile(r"linkedin\.com(/in/[^/?#]+)(?:[/?#]|$)", re.IGNORECASE)
_NAME = ("main h1", "h1", '[data-testid*="profile"] h2', "main section h2")
_HEADLINE = (
    "main .text-body-medium.break-words",
    ".pv-text-details__left-panel .text-body-medium",
    ".top-card-layout__headline",
)
_COMPANY_BUTTON = re.compile(r"^Current company:\s*(.+?)(?:\.\s*Click\b.*)?$", re.IGNORECASE)
_TITLE_TAG = re.compile(r"^\s*(?:\(\d+\+?\)\s*)?(.+?)\s*\|\s*LinkedIn\s*$", re.IGNORECASE)
Kind: TypeAlias = Literal["employer", "school"]

_SECTIONS: Mapping[Kind, tuple[str, str]] = {
    "employer": ("experience", "Experience"),
    "school": ("education", "Education"),
}
_ITEM = ("li", '[role="listitem"]', '[componentkey*="entity-collection-item"]')

_KIND_OF_WORK = re.compile(
    r"^(?:full-time|part-time|self-employed|freelance|contract|internship|apprenticeship|seasonal|"
    r"permanent|temporary)\b",
    re.IGNORECASE,
)
_NO_LINE = re.compile(r"^(?:show all\b.*|[•·].*|see more|….*)$", re.IGNORECASE)


@dataclass(frozen=True)
class Profile:
    """What one profile page says."""

    name: str
    url: str
    headline: str
    company: str
    stretches: tuple[Stretch, ...]

    @property
    def rows(self) -> int:
        """Number of source rows: the person, and each employer or school."""
        return 1 + len(self.stretches)


def profile_of_url(url: str) -> str:
    """Return the URL of the profile that an address lies under (such as its activity), or ""."""
    found = _ANY_PAGE.search(url)
    return (profile_url(found.group(1)) or found.group(1)) if found else ""


def profile_in(tree: LexborHTMLParser, document: SavedDocument) -> Profile | None:
    """Return the person whose profile a document shows, or null where it is another page."""
    found = _OWN_PAGE.search(document.url)
    if found is None or tree.root is None:
        return None
    root = tree.root
    names = (clean_name(seen_text(node)) for node in first(root, _NAME))
    name = next((one for one in names if one), "") or _name_in_title(tree)
    if not name:
        return None
    headlines = (seen_text(node) for node in first(root, _HEADLINE))
    headline = next((one for one in headlines if one), "") or _line_under(root, name)
    return Profile(name, found.group(1), headline, _company(root), tuple(_stretches(root)))


def _name_in_title(tree: LexborHTMLParser) -> str:
    found = _TITLE_TAG.match(seen_text(tree.css_first("title")) or _title(tree))
    return clean_name(found.group(1)) if found else ""


def _title(tree: LexborHTMLParser) -> str:
    node = tree.css_first("title")
    return " ".join(node.text().split()) if node is not None else ""


def _line_under(root: LexborNode, name: str) -> str:
    """Return the line after the name in the first section, where nothing else marks the headline."""
    for section in root.css("main section")[:1]:
        lines = lines_of(section.html or "")
        places = [at for at, line in enumerate(lines) if clean_name(line) == name]
        rest = lines[places[0] + 1 :] if places else []
        return next((line for line in rest if len(line) > 3 and not _NO_LINE.match(line)), "")
    return ""


def _company(root: LexborNode) -> str:
    for node in root.css('[aria-label^="Current company"]'):
        found = _COMPANY_BUTTON.match(attribute(node, "aria-label").strip())
        if found:
            return found.group(1).strip()
    return ""


def _stretches(root: LexborNode) -> Iterator[Stretch]:
    for kind, (anchor, heading) in _SECTIONS.items():
        section = _section(root, anchor, heading)
        for item in outermost(section, _ITEM) if section is not None else ():
            yield from _stretches_in(item, kind)


def _section(root: LexborNode, anchor: str, heading: str) -> LexborNode | None:
    for section in root.css("section"):
        if section.css_first(f'[id="{anchor}"]') is not None:
            return section
        title = section.css_first("h2, h3")
        if title is not None and seen_text(title) == heading:
            return section
    return None


def _stretches_in(item: LexborNode, kind: Kind) -> Iterator[Stretch]:
    lines = _lines(item)
    dated = any(map(span_of, lines))
    inner = [node for node in _inner_items(item) if any(map(span_of, _lines(node)))]
    if kind == "employer" and inner and lines:
        # Several titles at one employer: its name stands above all of them, and the place may too.
        first = _lines(inner[0])
        above = lines[1 : lines.index(first[0])] if first and first[0] in lines else []
        shared = next((place for line in above if (place := place_in(line))), None)
        for node in inner:
            found = _stretch(kind, [lines[0], *_lines(node)], grouped=True)
            yield found if found.place else replace(found, place=shared)
        return
    if lines and (dated or kind == "school" or len(lines) > 1):
        yield _stretch(kind, lines, grouped=False)


def _inner_items(item: LexborNode) -> list[LexborNode]:
    return [node for node in item.css("li") if node.mem_id != item.mem_id]


def _lines(node: LexborNode) -> list[str]:
    lines = [line for line in lines_of(node.html or "") if not _NO_LINE.match(line)]
    # Some pages write every line twice, side by side.
    return [line for at, line in enumerate(lines) if at == 0 or line != lines[at - 1]]


def _stretch(kind: Kind, lines: Sequence[str], *, grouped: bool) -> Stretch:
    at = next((place for place, line in enumerate(lines) if span_of(line)), len(lines))
    span = span_of(lines[at]) if at < len(lines) else None
    before = [one for one in lines[:at] if not (_KIND_OF_WORK.match(one) or is_duration(one))]
    one, other = (before[0] if before else ""), (before[1] if len(before) > 1 else "")
    title, organisation = (one, other) if kind == "employer" and not grouped else (other, one)
    if kind == "employer":
        organisation = re.split(r"\s+[·•]\s+", organisation)[0].strip()
    after = lines[at + 1] if kind == "employer" and at + 1 < len(lines) else ""
    return Stretch(kind, organisation, title, span, place_in(after, alone=True))


def profile_facts(
    profile: Profile, number: int, as_of: date | None
) -> tuple[Mapping[str, Any], list[Mapping[str, Any]], list[Rejection]]:
    """Return the record of a profile, its positions, and why other lines are none.

    Args:
        profile: from `profile_in`.
        number: of the profile's own row; its stretches follow.
        as_of: the day of saving.
    """
    current = [one for one in profile.stretches if one.kind == "employer" and one.is_current]
    company = profile.company or next((one.organisation for one in current), "")
    title = next((one.title for one in current if one.organisation == company), "")
    record = person_record(
        KIND,
        profile.name,
        url=profile.url,
        headline=profile.headline or None,
        company=company or None,
        position=title or None,
        as_of=as_of,
    )
    positions: dict[str, Mapping[str, Any]] = {}
    rejected = []
    for row, one in enumerate(profile.stretches, start=number + 1):
        position = position_row((record or {})["record_id"], one, as_of)
        why = "" if one.organisation else _NO_ORGANISATION
        why = why or (_TWICE if position["position_id"] in positions else "")
        if why:
            rejected.append(Rejection(row, why, f"{one.title} {one.organisation}".strip()[:120]))
        else:
            positions[position["position_id"]] = position
    return record or {}, list(positions.values()), rejected
