"""What an import changed, in the words of the owner: who turned up, and who was recognised."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from relevance.identity import OWNER
from relevance.store import Store, TakenIn
from relevance.texts import _, marked, number

__all__ = ["Changes", "changes_since", "people_now"]

_WORDS = {
    "connection": (marked("connection"), marked("connections")),
    "invite": (marked("invitation"), marked("invitations")),
    "encounter": (marked("encounter"), marked("encounters")),
    "post": (marked("post"), marked("posts")),
    "engagement": (marked("act of yours on a post"), marked("acts of yours on posts")),
    "follow": (marked("follow"), marked("follows")),
    "position": (marked("job or school"), marked("jobs and schools")),
    "owner_note": (marked("note of yours"), marked("notes of yours")),
}


@dataclass(frozen=True)
class Changes:
    """What became different."""

    added: Mapping[str, int]
    """New facts by table."""
    updated: Mapping[str, int]
    """Changed facts by table."""
    recognised: int
    """People who were known before and now turned up in a further source."""
    new_people: int
    """People who were not known before."""

    @property
    def sentence(self) -> str:
        """The same in words."""
        parts = [
            f"{number(count)} {_(_WORDS[name][count != 1])}"
            for name, count in self.added.items()
            if count and name in _WORDS
        ]
        said = [_("{parts} came in.", parts=", ".join(parts))] if parts else []
        if self.recognised:
            said.append(
                _(
                    "{recognised} {people} you knew already {was_or_were} recognised in a "
                    "further source.",
                    recognised=number(self.recognised),
                    people=_people(self.recognised),
                    was_or_were=_("was") if self.recognised == 1 else _("were"),
                )
            )
        if self.new_people:
            said.append(
                _(
                    "{new_people} {people} new.",
                    new_people=number(self.new_people),
                    people=_people(self.new_people),
                )
            )
        return " ".join(said) or _("Nothing that was not there before.")


def _people(count: int) -> str:
    return _("person") if count == 1 else _("people")


def people_now(store: Store) -> pl.DataFrame:
    """Return who is known from which source: person_id, source."""
    return store.frame(
        "SELECT DISTINCT person_id, source FROM person_link JOIN record USING (record_id) "
        "WHERE state = 'linked' AND person_id <> ? ORDER BY ALL",
        [OWNER],
    )


def changes_since(store: Store, before: pl.DataFrame, taken: Mapping[str, TakenIn]) -> Changes:
    """Return what changed since `before` (from `people_now`), given what was taken in by table."""
    now = people_now(store)
    known = before["person_id"].unique()
    further = now.join(before, on=["person_id", "source"], how="anti")["person_id"].unique()
    recognised = further.is_in(known.implode()).sum()
    return Changes(
        added={name: one.added for name, one in taken.items() if one.added},
        updated={name: one.updated for name, one in taken.items() if one.updated},
        recognised=int(recognised),
        new_people=now["person_id"].n_unique()
        - int(now["person_id"].unique().is_in(known.implode()).sum()),
    )
