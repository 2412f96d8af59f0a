"""Cards that show posts into rows of a table of posts, and those rows into facts.

What a post is, when it was made and who brought it in is worked out where tables of posts are read,
so that one post has one id, whether it came from a table or from a page.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import polars as pl

from relevance.activity_ids import activity_id, activity_time
from relevance.names import profile_slug
from relevance.sources.linkedin_pages.saved import SavedPage
from relevance.sources.people import person_record
from relevance.sources.posts.columns import CANDIDATES
from relevance.sources.posts.facts import facts_of, prepared
from relevance.sources.posts.pieces import flattened, object_piece
from relevance.sources.result import Rejection
from relevance.texts import marked

__all__ = [
    "FOLLOWERS",
    "KIND",
    "Card",
    "PostFacts",
    "advert",
    "merged",
    "post_facts",
    "proof_fields",
]

KIND = "linkedin.page"

FOLLOWERS = re.compile(r"^[\d.,\s]+[KM]?\s+followers?$", re.IGNORECASE)
"""What stands in the place of a headline under an organisation's name."""

ADVERT = "advert (Promoted)"
SUGGESTED = marked("suggested by LinkedIn")
NOT_LOADED = marked("not loaded when the page was saved")
_TWICE = marked("same post twice in this file")

# Words of LinkedIn's own over a card, in the languages in which they were seen or are likely.
_PROMOTED_WORDS = (
    "promoted sponsored gesponsert anzeige sponsorisé promocionado patrocinado sponsorizzato "
    "promovido gesponsord gepromoot sponsrad sponset"
)
_PROMOTED = frozenset(_PROMOTED_WORDS.split())
_PROMOTED_BY = re.compile(r"promoted by\b", re.IGNORECASE)
_SUGGESTED = frozenset({"suggested", "suggested for you", "suggested post"})
_ADVERT_URN = re.compile(r"urn:li:sponsored", re.IGNORECASE)
_POST_URN = re.compile(r"(activity|share|ugcPost)(?::|%3A|-)([0-9]{9,20})", re.IGNORECASE)
_HOW_IT_CAME = frozenset(
    name for target in ("header", "kind", "reposter") for name in CANDIDATES[target]
) | {name for target in CANDIDATES if target.startswith("surfacer_") for name in CANDIDATES[target]}
_AGES = ("actorsubdescriptiontext", "postedago")


@dataclass(frozen=True)
class Card:
    """One card (or update in a page's data) that shows a post."""

    fields: Mapping[str, str] = field(default_factory=dict)
    """A row of a table of posts, from `pieces.flattened`."""
    urn: str = ""
    """Of the post: `urn:li:activity:...`, `urn:li:ugcPost:...` or `urn:li:share:...`."""
    token: str = ""
    """By which the page itself knows the post, where it has such a key."""
    reason: str = ""
    """Why it is no post of anybody the owner knows, where that is so."""
    excerpt: str = ""

    @classmethod
    def of(cls, row: Mapping[str, Any], **more: str) -> "Card":
        """Return a card from a row of (nested) fields."""
        given = {name: value for name, value in row.items() if value}
        said = " ".join(str(given.get(name, "")) for name in ("author", "text"))
        return cls(flattened(given), excerpt=" ".join(said[:400].split())[:120], **more)


@dataclass(frozen=True)
class PostFacts:
    """What the cards of a page say."""

    posts: pl.DataFrame
    people: Sequence[Mapping[str, Any]]
    """Rows of the table `record`."""
    rejected: tuple[Rejection, ...]


def advert(texts: Iterable[str], urn: str = "") -> str:
    """Return why a card is no post by somebody the owner knows, going by the words over it, or ""."""
    if _ADVERT_URN.search(urn):
        return ADVERT
    for text in texts:
        for part in re.split(r"\s*[•·]\s*", text.strip()):
            if part.casefold() in _PROMOTED or _PROMOTED_BY.match(part):
                return ADVERT
            if part.casefold() in _SUGGESTED:
                return SUGGESTED
    return ""


def proof_fields(header: str, name: str, url: str) -> dict[str, str]:
    """Return the fields that say who brought a post in: the words over it, a name, a profile URL."""
    return {"header": header, "surfaced_by": name, "surfaced_by_url": url}


def merged(cards: Sequence[Card], data: Sequence[Card] = ()) -> list[tuple[int, Card]]:
    """Return cards with their numbers, counted from 1; of one post all hold what any of them holds.

    Args:
        cards: what the page shows; it draws the same post up to three times.
        data: what the page carries beside. What belongs to a card only completes it; the rest
            follows as cards of its own.
    """
    known: dict[str, Card] = {}
    for card in (*cards, *data):
        for key in _keys(card):
            known[key] = _joined(known[key], card, key) if key in known else card
    drawn = [_completed(card, known) for card in cards]
    shown = {key for card in drawn for key in _keys(card)}
    rest = [card for card in data if shown.isdisjoint(_keys(card))]
    return list(enumerate([*drawn, *rest], start=1))


def _keys(card: Card) -> list[str]:
    return [key for key in (card.token, activity_id(card.urn)) if key]


def _joined(one: Card, other: Card, key: str) -> Card:
    """Return `one` with what only `other` holds, where both carry `key`.

    The same post can come in twice, by its author and by somebody's like: what an id joins keeps
    its own words about that; what a token joins is the very same card.
    """
    fields = other.fields
    if key != other.token:
        fields = {name: value for name, value in fields.items() if name not in _HOW_IT_CAME}
    return replace(
        one,
        fields={**fields, **one.fields},
        urn=one.urn or other.urn,
        reason=one.reason or (other.reason if key == other.token else ""),
    )


def _completed(card: Card, known: Mapping[str, Card]) -> Card:
    for _ in range(2):  # a token may lead to an id, and that to data
        for key in _keys(card):
            card = _joined(card, known[key], key)
    return card


def post_facts(cards: Sequence[tuple[int, Card]], page: SavedPage, profile: str = "") -> PostFacts:
    """Return the facts of numbered cards (from `merged`).

    Args:
        cards: the cards of all documents of the page.
        page: tells when it was saved: "3w" is measured back from there.
        profile: URL of the person whose activity the page lists, if it is such a page.
    """
    rejected = [
        Rejection(number, card.reason, card.excerpt) for number, card in cards if card.reason
    ]
    tokens: set[str] = set()
    rows = []
    for number, card in cards:
        if card.reason:
            continue
        if card.token in tokens:
            rejected.append(Rejection(number, _TWICE, card.excerpt))
            continue
        tokens |= {card.token} - {""}
        rows.append((number, _row(card, page.saved_at, profile)))
    facts = facts_of(prepared(object_piece(rows).frame), as_of=page.saved_on, modified=None)
    posts, people = _under_own_kind(facts.posts, facts.people)
    rejected += facts.rejected
    return PostFacts(posts, people, tuple(sorted(rejected, key=lambda one: one.row)))


def _row(card: Card, saved_at: datetime | None, profile: str) -> dict[str, str]:
    row = dict(card.fields)
    if profile:
        row["profileurl"] = profile
        own = profile_slug(row.get("own:authorurl")) == profile_slug(profile)
        if row.get("surfacedby") and not own:
            # The words over a post in somebody's own list speak of them.
            row.setdefault("surfacedbyurl", profile)
    if saved_at:
        row["timestamp"] = saved_at.isoformat()
    found = _POST_URN.search(card.urn)
    if found:
        kind, number = found.groups()
        row["fullurn"] = f"urn:li:{kind}:{number}"
        row["own:url"] = f"https://www.linkedin.com/feed/update/urn:li:{kind}:{number}/"
        minted = activity_time(number)
        if minted:
            # The moment inside the id is exact; "3w" is not.
            row["own:createdat"] = minted.isoformat()
            row = {name: value for name, value in row.items() if name not in _AGES}
    return row


def _under_own_kind(
    posts: pl.DataFrame, people: pl.DataFrame
) -> tuple[pl.DataFrame, list[dict[str, Any]]]:
    """Return posts and people with the people's records as those of a page, not of a table."""
    ids: dict[str, str] = {}
    rows: list[dict[str, Any]] = []
    for row in people.to_dicts():
        own = person_record(KIND, row["name"], url=row["url"], account_id=row["account_id"]) or row
        ids[row["record_id"]] = own["record_id"]
        rows.append({**row, "record_id": own["record_id"], "source": KIND})
    sides = ("author_record_id", "surfacer_record_id")
    renamed = [
        pl.col(side).replace_strict(ids, default=None, return_dtype=pl.String) for side in sides
    ]
    return (posts.with_columns(renamed) if ids else posts), rows
