"""The door to saved pages: does a file look like one, and what did its reader see?"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any

import polars as pl
from selectolax.lexbor import LexborHTMLParser

from relevance.activity_ids import activity_time
from relevance.errors import NothingUsableError, RelevanceError
from relevance.names import profile_slug
from relevance.schema import fact_frame, stable_id, text_key
from relevance.sources import posts
from relevance.sources.archive import SourceFile
from relevance.sources.linkedin_pages.documents import Document, documents_of, is_linkedin_page
from relevance.sources.linkedin_pages.invitation_cards import InvitationCard, invitation_cards
from relevance.sources.linkedin_pages.post_cards import PostCard, post_cards
from relevance.sources.linkedin_pages.wording import age_of
from relevance.sources.people import person_record
from relevance.sources.result import ImportResult, Rejection

__all__ = ["read", "recognises"]

KIND = "linkedin.page"

_ADVERT = "advert or suggestion"
_NO_TEXT = "no text"
_NO_AUTHOR = "no author"
_TWICE = "same card twice"
_NOT_A_PERSON = "newsletter or page, not a person"
_NAMELESS = "no name and no profile URL"
_KEY_LETTERS = 200


def recognises(path: str, head: bytes) -> bool:
    """Return whether a file is a page saved from LinkedIn."""
    return is_linkedin_page(path, head)


def read(file: SourceFile, *, as_of: date | None = None, zone: tzinfo = UTC) -> ImportResult:
    """Return the posts and invitations that a saved page shows.

    A post's moment comes from its id, else from its age counted back from when the page was saved,
    which is approximate. Who brought it in is read from the line above it.

    Args:
        file: HTML ("Webpage, complete") or MHTML.
        as_of: the day of saving, where neither the file nor its date tells it.
        zone: not needed: ids and ages name no time of day.

    Raises:
        UnreadableFileError: it is no text.
        NothingUsableError: the page shows neither posts nor invitations.
    """
    del zone
    taking = _Taking(file, as_of)
    for document in documents_of(file.read()):
        taking.take(document)
    if not taking.read:
        msg = (
            f"{file.path} shows neither posts nor invitations: the page is filled by scripts. Scroll through it, then "
            "save it as 'Webpage, complete' or MHTML, not as 'HTML only'."
        )
        raise NothingUsableError(msg)
    return taking.result()


class _Taking:
    """Collects what the documents of one file show."""

    def __init__(self, file: SourceFile, as_of: date | None) -> None:
        self.read = 0
        day = as_of or file.modified
        self._day = datetime.combine(day, time(12), UTC) if day else None
        self._as_of = as_of
        self._people: dict[str, dict[str, Any]] = {}
        self._posts: dict[str, dict[str, Any]] = {}
        self._invites: dict[str, dict[str, Any]] = {}
        self._tokens: set[str] = set()
        self._rejected: list[Rejection] = []
        self._more: list[Mapping[str, pl.DataFrame]] = []

    def take(self, document: Document) -> None:
        """Take in one document."""
        now = document.saved_at or self._day
        if document.saved_at and self._as_of is None:
            self._as_of = document.saved_at.date()
        tree = LexborHTMLParser(document.html)
        for card in post_cards(tree):
            self.read += 1
            why = self._post(card, now)
            if why:
                self._reject(why, card.text or card.author)
        if not self.read:
            self._embedded(tree)
        for invitation in invitation_cards(tree):
            self.read += 1
            why = self._invitation(invitation, now)
            if why:
                self._reject(why, invitation.name)

    def _embedded(self, tree: LexborHTMLParser) -> None:
        """Take in the posts that a page without visible ones carries as JSON."""
        for node in tree.css('code[id^="bpr-guid"]'):
            text = (node.text() or node.html or "").strip()
            text = text.partition("<!--")[2].rpartition("-->")[0] if "<!--" in text else text
            if '"included"' not in text:
                continue
            try:
                found = posts.read(
                    SourceFile.from_bytes("page.json", text.encode()), as_of=self._as_of
                )
            except RelevanceError:
                continue
            self.read += found.read
            self._more.append(found.accepted)
            self._rejected += [replace(one, row=self.read) for one in found.rejected]

    def _reject(self, why: str, shown: str) -> None:
        self._rejected.append(Rejection(self.read, why, " ".join(shown[:400].split())[:120]))

    def _person(self, name: str, url: str = "", headline: str = "") -> str | None:
        record = person_record(KIND, name, url=url or None, headline=headline or None)
        if record is None:
            return None
        key = str(record["record_id"])
        known = self._people.get(key)
        if known is None or (headline and not known["headline"]):
            self._people[key] = record
        return key

    def _post(self, card: PostCard, now: datetime | None) -> str | None:
        """Take in one post, or return why it is none."""
        if card.is_advert:
            return _ADVERT
        if not card.text:
            return _NO_TEXT
        if not card.author and not profile_slug(card.author_url):
            return _NO_AUTHOR
        token = card.activity or card.token or f"{card.author_url}{card.text[:_KEY_LETTERS]}"
        by = self._person(card.banner.who) if card.banner else None
        author = self._person(card.author, card.author_url, card.headline)
        if token in self._tokens or author is None:
            return _TWICE if author else _NO_AUTHOR
        self._tokens.add(token)
        told = activity_time(card.activity)
        slug = profile_slug(card.author_url) or card.author
        surfacer = by if by != author else None
        post_id = (
            stable_id("t", card.activity, surfacer)
            if card.activity
            else stable_id("t", slug, card.text[:_KEY_LETTERS], surfacer)
        )
        self._posts[post_id] = {
            "post_id": post_id,
            "author_record_id": author,
            "surfacer_record_id": surfacer,
            "kind": card.banner.kind if card.banner and surfacer else "post",
            "text": card.text,
            "text_key": text_key(card.text),
            "created_at": told or age_of(card.age, now),
            "is_approximate": told is None,
            "url": f"https://www.linkedin.com/feed/update/urn:li:activity:{card.activity}"
            if card.activity
            else None,
            "network": "linkedin",
        }
        return None

    def _invitation(self, card: InvitationCard, now: datetime | None) -> str | None:
        """Take in one invitation, or return why it is none."""
        if not card.is_person:
            return _NOT_A_PERSON
        who = self._person(card.name, card.url, card.headline)
        if who is None:
            return _NAMELESS
        direction = "outgoing" if card.is_sent else "incoming"
        key = stable_id("i", KIND, card.urn or who, direction)
        if key in self._invites:
            return _TWICE
        self._invites[key] = {
            "invite_id": key,
            "record_id": who,
            "direction": direction,
            "sent_at": age_of(card.age, now),
            "note": card.note or None,
            "mutual_connections": card.mutual,
            "is_approximate": True,
        }
        return None

    def result(self) -> ImportResult:
        """Return everything that was taken in."""
        as_of = self._as_of or (self._day.date() if self._day else None)
        held = {
            row[name]
            for row in self._posts.values()
            for name in ("author_record_id", "surfacer_record_id")
        }
        held |= {row["record_id"] for row in self._invites.values()}
        frames = {
            "record": fact_frame("record", list(self._dated(self._people, as_of, held))),
            "post": fact_frame("post", self._posts.values()),
            "invite": fact_frame(
                "invite", [row | {"as_of": as_of} for row in self._invites.values()]
            ),
        }
        for table in frames:
            more = [one[table] for one in self._more if table in one]
            frames[table] = pl.concat([frames[table], *more]) if more else frames[table]
        return ImportResult(KIND, self.read, frames, tuple(self._rejected), as_of)

    @staticmethod
    def _dated(
        people: dict[str, dict[str, Any]], as_of: date | None, held: set[Any]
    ) -> Iterator[dict[str, Any]]:
        for key, record in people.items():
            if key in held:
                yield record | {"as_of": as_of}
