"""Which records are the owner's: by their own file, by their addresses, and last by their name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from relevance.identity.groups import Group, Row
from relevance.names import comparable_name, profile_url

__all__ = ["OwnerMarks", "find_owner", "own_names"]


@dataclass(frozen=True)
class OwnerMarks:
    """What tells the owner's own records apart."""

    names: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    record_ids: frozenset[str] = frozenset()
    """Records that other facts show to be the owner's, such as the one party of every conversation."""

    @property
    def comparable_names(self) -> set[str]:
        """The names as they are compared."""
        return {comparable_name(name) for name in self.names} - {""}

    @property
    def profiles(self) -> set[str]:
        """The addresses in the form in which records have them."""
        return {url for url in map(profile_url, self.urls) if url}

    @property
    def mails(self) -> set[str]:
        """The e-mail addresses in the form in which records have them."""
        return {mail.strip().casefold() for mail in self.emails}

    @property
    def accounts(self) -> set[str]:
        """The handles and ids of accounts in the form in which records have them."""
        return {handle.strip().casefold() for handle in self.handles}


def own_names(groups: Iterable[Group], marks: OwnerMarks) -> set[str]:
    """Return the owner's names in comparable form."""
    return marks.comparable_names.union(*(group.names for group in groups if group.is_owner))


def find_owner(groups: Sequence[Group], marks: OwnerMarks) -> None:
    """Join into one group every group that is the owner's, and mark its records; never a connection.

    A connection who has the owner's name is a namesake, whatever else they share.
    """
    names = own_names(groups, marks)
    free = [group for group in groups if group.rows and not group.is_connected]
    mine = [group for group in groups if group.is_owner]
    mine += [group for group in _marked(free, marks, names) if not group.is_owner]
    namesakes = [group for group in free if group.names & names and group not in mine]
    profiles = [group for group in namesakes if group.is_anchored]
    # An account elsewhere, as an archive of X shows it, does not say which profile is the owner's.
    is_known = bool(marks.urls) or any(row["url"] for group in mine for row in group.rows)
    if not is_known and len(profiles) == 1:
        mine += profiles
    rivals = [
        group
        for group in groups
        if group.names & names and (group.is_anchored or group.is_connected) and group not in mine
    ]
    for group in namesakes:
        # In the owner's own exports this name means the owner; elsewhere it may be a namesake.
        exported = all(row["source"].startswith("linkedin.") for row in group.rows)
        if group.is_only_name and (exported or not rivals):
            mine.append(group)
    mine = [group for group in mine if mine[0].may_take(group)]
    for group in mine:
        for row in group.rows:
            row["is_owner"] = True
    for group in mine[1:]:
        mine[0].take(group, ("the owner's name, address or URL", 1.0, ""))


def _marked(groups: Iterable[Group], marks: OwnerMarks, names: set[str]) -> list[Group]:
    urls, mails, handles = marks.profiles, marks.mails, marks.accounts

    def is_marked(row: Row) -> bool:
        if row["url"] in urls or mails & set(row["emails"] or ()):
            return True
        if handles & {*(row["handles"] or ()), row["account_id"]}:
            return True
        # Whoever takes part in every conversation under a wholly other name is a good friend.
        return row["record_id"] in marks.record_ids and (not names or _is_alike(row, names))

    return [group for group in groups if any(is_marked(row) for row in group.rows)]


def _is_alike(row: Row, names: Iterable[str]) -> bool:
    words = set(row["comparable"].split())
    return any(words & set(name.split()) for name in names)
