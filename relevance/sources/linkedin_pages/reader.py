"""The door to saved pages: what one of them holds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from relevance.activity_ids import activity_id
from relevance.errors import NothingUsableError
from relevance.schema import fact_frame
from relevance.sources.archive import SourceFile
from relevance.sources.linkedin_pages.cards import KIND, Card, merged, post_facts
from relevance.sources.linkedin_pages.embedded import documents_in, embedded_cards
from relevance.sources.linkedin_pages.ember import ember_cards
from relevance.sources.linkedin_pages.invite_facts import invite_facts
from relevance.sources.linkedin_pages.invites import Invitation, invitations
from relevance.sources.linkedin_pages.markup import attribute, parsed
from relevance.sources.linkedin_pages.profile import (
    Profile,
    profile_facts,
    profile_in,
    profile_of_url,
)
from relevance.sources.linkedin_pages.saved import SavedDocument, SavedPage, open_page
from relevance.sources.linkedin_pages.sdui import sdui_cards, whole_page_card
from relevance.sources.result import ImportResult, Rejection
from relevance.texts import _

__all__ = ["read"]

Facts = list[Mapping[str, Any]]


@dataclass
class _Found:
    """What the documents of a page show, in the order in which it is counted."""

    cards: list[Card] = field(default_factory=list)
    data: list[Card] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)
    profiles: dict[str, Profile] = field(default_factory=dict)
    """By the path of the profile."""
    has_inner_frame: bool = False


def read(
    file: SourceFile,
    *,
    as_of: date | None = None,
    zone: tzinfo = UTC,  # noqa: ARG001  # ages count from the moment of saving, which has its zone
) -> ImportResult:
    """Return the posts, invitations and people that a page of LinkedIn's shows.

    Source rows are cards: of posts (adverts and copies too, which are rejected with their reason),
    of invitations, a profile, and each employer and school on it. Words such as "3w" are measured
    back from the moment of saving.

    Args:
        file: a page saved as "Webpage, complete" or as MHTML.
        as_of: the day of saving, where neither the page nor an archive around it tells it.
        zone: not needed.

    Raises:
        UnreadableFileError: the file is damaged, too large or no page.
        NothingUsableError: there is nothing on the page.
    """
    page = open_page(file, as_of)
    found = _Found()
    for document in page.documents:
        _look(document, found)
    cards = merged(found.cards, found.data)
    if not (cards or found.invitations or found.profiles):
        raise NothingUsableError(_nothing_on_it(file.path, found))
    return _result(page, found, cards)


def _look(document: SavedDocument, found: _Found) -> None:
    """Add what `document`, and pages written into frames of it, show."""
    tree = parsed(document.html)
    for frame in tree.css("iframe"):
        place, inner = attribute(frame, "src"), attribute(frame, "srcdoc")
        if "/preload" in place or "saved_resource" in place:
            found.has_inner_frame = True
        if inner:
            # A page is written into a frame once at most; what lies deeper is an advert.
            _gather(parsed(inner), SavedDocument(document.url, inner), found)
    _gather(tree, document, found)


def _gather(tree: LexborHTMLParser, document: SavedDocument, found: _Found) -> None:
    cards = [*ember_cards(tree), *sdui_cards(tree)]
    named = activity_id(document.url)
    if named and not cards:
        whole = whole_page_card(tree)
        cards = [whole] if whole else []
    if named and len(cards) == 1 and not cards[0].urn:
        cards = [replace(cards[0], urn=_urn_of(document.url, named))]
    found.cards += cards
    found.data += embedded_cards(documents_in(tree))
    found.invitations += invitations(tree, document)
    profile = profile_in(tree, document)
    if profile:
        # The frame that draws a page says more of the person than the empty page around it.
        known = found.profiles.get(profile.url)
        found.profiles[profile.url] = max(known or profile, profile, key=lambda one: one.rows)


def _urn_of(url: str, number: str) -> str:
    kinds = {"activity": "activity", "ugcpost": "ugcPost", "share": "share"}
    before = url.casefold().partition(number)[0][-20:]
    return next((f"urn:li:{kind}:{number}" for word, kind in kinds.items() if word in before), "")


def _result(page: SavedPage, found: _Found, cards: Sequence[tuple[int, Card]]) -> ImportResult:
    profile_url = profile_of_url(page.documents[0].url) if page.documents else ""
    posts = post_facts(cards, page, profile_url)
    numbered = list(enumerate(found.invitations, start=len(cards) + 1))
    invites = invite_facts(numbered, page)
    number = len(cards) + len(numbered)
    people: Facts = [*posts.people, *invites.people]
    positions: Facts = []
    rejected: list[Rejection] = [*posts.rejected, *invites.rejected]
    for profile in found.profiles.values():
        record, stretches, refused = profile_facts(profile, number + 1, page.saved_on)
        people.append(record)
        positions += stretches
        rejected += refused
        number += profile.rows
    days = [one["sent_at"] for one in invites.invites] + posts.posts["created_at"].to_list()
    return ImportResult(
        KIND,
        number,
        {
            "record": fact_frame("record", _joined(people)),
            "post": posts.posts,
            "invite": fact_frame("invite", invites.invites),
            "position": fact_frame("position", positions),
        },
        tuple(rejected),
        page.saved_on,
        _newest(days, page.saved_on),
    )


def _joined(people: Iterable[Mapping[str, Any]]) -> Facts:
    """Return one record for each person: what a later sight leaves empty stays as it was."""
    known: dict[str, dict[str, Any]] = {}
    for row in people:
        before = known.setdefault(row["record_id"], dict(row))
        before.update({name: value for name, value in row.items() if value not in (None, [], "")})
    return list(known.values())


def _newest(moments: Iterable[datetime | None], latest: date | None) -> date | None:
    days = [moment.date() for moment in moments if moment]
    return max((day for day in days if latest is None or day <= latest), default=None)


def _nothing_on_it(path: str, found: _Found) -> str:
    if found.has_inner_frame:
        return _(
            "{path}: the page lies in a frame of its own, which the browser saved apart. "
            "Reload the page with the browser's reload button, scroll down and save it "
            "again, as MHTML if possible, or import the folder ending in _files that was "
            "saved beside it.",
            path=path,
        )
    return _(
        "{path}: no post, invitation or profile is on this page. Open it in the browser, "
        "scroll down until what you want has been shown, and save it as 'Webpage, complete' "
        "or MHTML; 'HTML only' saves an empty page.",
        path=path,
    )
