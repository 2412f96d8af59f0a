"""LinkedIn's data export, file by file, in the shapes it has had from 2018 to 2026."""

from collections.abc import Callable
from datetime import UTC, date, tzinfo
from functools import lru_cache

from relevance.sources.archive import SourceFile
from relevance.sources.linkedin.connections import read_connections
from relevance.sources.linkedin.follows import read_member_follows, read_notes
from relevance.sources.linkedin.invitations import read_invitations
from relevance.sources.linkedin.messages import read_messages
from relevance.sources.linkedin.names_of_files import is_look_alike, is_private, kind_of_name
from relevance.sources.linkedin.owner import (
    read_company_follows,
    read_education,
    read_email_addresses,
    read_hashtag_follows,
    read_positions,
    read_profile,
    read_skills,
)
from relevance.sources.linkedin.sheet import Sheet, has_header, kind_of_header, read_sheet
from relevance.sources.linkedin.snapshot import Snapshot
from relevance.sources.result import ImportResult

__all__ = ["KINDS", "is_look_alike", "is_private", "kind_of", "kind_of_name", "read"]

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
}

# Names that other tools use too: they need a fitting header before they count as LinkedIn's.
_COMMON_NAMES = {"linkedin.notes", "linkedin.skills", "linkedin.education", "linkedin.profile"}


@lru_cache(maxsize=2)  # every kind asks the same of one file
def kind_of(name: str, head: bytes) -> str | None:
    """Return the kind of a file by its name and its first bytes, or null for none of LinkedIn's.

    What the header says goes before the name, since files get renamed; chats with LinkedIn's
    assistants, which have the header of messages, are known by their names.
    """
    if is_look_alike(name) or is_private(name):
        return None
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
    sheet = read_sheet(file.read(), kind)
    return KINDS[kind](sheet, Snapshot.of(file, as_of, zone))
