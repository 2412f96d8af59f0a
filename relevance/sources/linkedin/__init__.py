"""LinkedIn's data export, file by file, in the shapes it has had from 2018 to 2026."""

from collections.abc import Callable
from datetime import UTC, date, tzinfo
from functools import lru_cache, partial

from relevance.sources.archive import SourceFile
from relevance.sources.linkedin.activity import (
    comments_sheet,
    read_comments,
    read_reactions,
    read_reposts,
    read_saved_items,
    read_shares,
    read_votes,
)
from relevance.sources.linkedin.address_book import read_address_book
from relevance.sources.linkedin.analytics import is_analytics
from relevance.sources.linkedin.articles import is_article, read_article
from relevance.sources.linkedin.connections import read_connections
from relevance.sources.linkedin.follows import read_member_follows, read_notes
from relevance.sources.linkedin.invitations import read_invitations
from relevance.sources.linkedin.leanings import (
    read_ad_targeting,
    read_events,
    read_member_hashtags,
    read_profile_summary,
)
from relevance.sources.linkedin.messages import read_messages
from relevance.sources.linkedin.names_of_files import (
    is_look_alike,
    is_private,
    kind_of_name,
    says_nothing,
)
from relevance.sources.linkedin.owner import (
    read_company_follows,
    read_education,
    read_email_addresses,
    read_hashtag_follows,
    read_positions,
    read_profile,
    read_skills,
)
from relevance.sources.linkedin.praise import read_endorsements, read_recommendations
from relevance.sources.linkedin.sheet import Sheet, has_header, kind_of_header, read_sheet
from relevance.sources.linkedin.snapshot import Snapshot
from relevance.sources.linkedin.snapshot_json import is_snapshot, read_snapshot
from relevance.sources.result import ImportResult
from relevance.sources.text import is_excel

__all__ = [
    "KINDS",
    "WHOLE_FILES",
    "is_analytics",
    "is_look_alike",
    "is_private",
    "kind_of",
    "kind_of_name",
    "read",
    "says_nothing",
]

KINDS: dict[str, Callable[[Sheet, Snapshot], ImportResult]] = {
    "linkedin.connections": read_connections,
    "linkedin.invitations": read_invitations,
    "linkedin.messages": read_messages,
    "linkedin.profile": read_profile,
    "linkedin.positions": read_positions,
    "linkedin.education": read_education,
    "linkedin.skills": read_skills,
    "linkedin.hashtag_follows": read_hashtag_follows,
    "linkedin.company_follows": read_company_follows,
    "linkedin.member_follows": read_member_follows,
    "linkedin.notes": read_notes,
    "linkedin.email_addresses": read_email_addresses,
    "linkedin.comments": read_comments,
    "linkedin.shares": read_shares,
    "linkedin.reactions": read_reactions,
    "linkedin.instant_reposts": read_reposts,
    "linkedin.votes": read_votes,
    "linkedin.saved_items": read_saved_items,
    "linkedin.saved_articles": read_saved_items,
    "linkedin.recommendations_given": partial(read_recommendations, given=True),
    "linkedin.recommendations_received": partial(read_recommendations, given=False),
    "linkedin.endorsements_given": partial(read_endorsements, given=True),
    "linkedin.endorsements_received": partial(read_endorsements, given=False),
    "linkedin.contacts": read_address_book,
    "linkedin.ad_targeting": read_ad_targeting,
    "linkedin.events": read_events,
    "linkedin.profile_summary": read_profile_summary,
    "linkedin.member_hashtags": read_member_hashtags,
}

WHOLE_FILES: dict[str, Callable[[SourceFile, Snapshot], ImportResult]] = {
    "linkedin.articles": read_article,
    "linkedin.snapshot": partial(read_snapshot, readers=KINDS),
}
"""Kinds that are no table."""

# Names that other tools use too: they need a fitting header before they count as LinkedIn's.
_COMMON_NAMES = {
    "linkedin.notes",
    "linkedin.skills",
    "linkedin.education",
    "linkedin.profile",
    "linkedin.comments",
    "linkedin.shares",
    "linkedin.reactions",
    "linkedin.votes",
    "linkedin.contacts",
    "linkedin.events",
}


@lru_cache(maxsize=2)  # every kind asks the same of one file
def kind_of(name: str, head: bytes) -> str | None:
    """Return the kind of a file by its name and its first bytes, or null for none of LinkedIn's.

    What the header says goes before the name, since files get renamed; chats with LinkedIn's
    assistants, which have the header of messages, are known by their names.
    """
    if is_look_alike(name) or is_private(name):
        return None
    if is_article(name, head):
        return "linkedin.articles"
    if is_snapshot(head):
        return "linkedin.snapshot"
    named, told = kind_of_name(name), kind_of_header(head)
    if told and told != named:
        return told
    if named in _COMMON_NAMES and not has_header(head, named):
        return None
    return named


def read(
    file: SourceFile, kind: str, *, as_of: date | None = None, zone: tzinfo = UTC
) -> ImportResult:
    """Return what a file of `kind` (one of `KINDS`) holds.

    Args:
        file: a file of the export, of any year, as LinkedIn or Excel saved it.
        kind: for example `linkedin.connections`.
        as_of: day of the export, where the owner states it.
        zone: time zone of moments without one, such as those of invitations.

    Raises:
        UnreadableFileError: it cannot be opened, is no text, or has no header of that kind.
    """
    if kind in WHOLE_FILES:
        return WHOLE_FILES[kind](file, Snapshot.of(file, as_of, zone))
    data = file.read()
    sheet = comments_sheet(data) if kind == "linkedin.comments" and not is_excel(data) else None
    sheet = sheet or read_sheet(data, kind)
    return KINDS[kind](sheet, Snapshot.of(file, as_of, zone))
