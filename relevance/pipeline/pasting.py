"""A person's history as the owner pasted it: taken in like a file, and undone like one."""

from dataclasses import dataclass
from datetime import UTC, datetime

from relevance.config import Settings
from relevance.errors import NotFoundError, NothingUsableError
from relevance.pipeline.importing import take_in_read
from relevance.schema import fact_frame, text_key
from relevance.sources import ImportResult, Rejection
from relevance.sources.positions import PastedHistory, pasted_history
from relevance.sources.reader import FileRead
from relevance.sources.stretches import position_row
from relevance.store import Store
from relevance.texts import _

__all__ = ["AddedHistory", "add_history"]

KIND = "history"


@dataclass(frozen=True)
class AddedHistory:
    """What came of a pasted history."""

    understood: PastedHistory
    added: int
    """Employers and schools that were not known of this person."""
    updated: int
    """Those of which something new was said."""
    import_id: int | None
    """By which it can be undone; null where this very text is held already."""


def add_history(store: Store, person_id: str, text: str, settings: Settings) -> AddedHistory:
    """Take in the employers and schools that a pasted text says of a person.

    They hang on one of the person's records, so that they stay with it whoever it turns out to belong to. The same
    text for the same person adds nothing.

    Args:
        store: the database.
        person_id: whose history it is.
        text: as copied from a profile or a CV, or written by hand, see `pasted_history`.
        settings: needed to work out persons again.

    Raises:
        NotFoundError: there is no such person.
        NothingUsableError: no line of the text could be understood; nothing was changed.
    """
    name, record_id = _record_of(store, person_id)
    understood = pasted_history(text)
    if not understood.stretches:
        msg = _(
            "Nothing of this text could be understood as an employer or a school. {why}",
            why=_why(understood),
        )
        raise NothingUsableError(msg)
    today = datetime.now(UTC).date()
    rows = [position_row(record_id, one, today) for one in understood.stretches]
    left = tuple(Rejection(one.number, one.reason, one.text) for one in understood.unread)
    positions = fact_frame("position", rows)
    result = ImportResult(KIND, positions.height + len(left), {"position": positions}, left)
    found = FileRead(
        _("pasted history of {name}", name=name), KIND, text_key(f"{record_id}\n{text}"), result
    )
    run = take_in_read(store, found, settings)
    (report,) = run.reports
    return AddedHistory(understood, report.added, report.updated, run.import_id)


def _record_of(store: Store, person_id: str) -> tuple[str, str]:
    """Return a person's name and the record that says most surely who they are: one with a profile address."""
    rows = store.frame(
        """
        SELECT person.name, record_id
        FROM person JOIN person_link USING (person_id) JOIN record USING (record_id)
        WHERE person_id = ? AND state = 'linked'
        ORDER BY record.url IS NULL, record.account_id IS NULL, len(record.emails) = 0, record_id LIMIT 1
        """,
        [person_id],
    )
    if rows.is_empty():
        msg = _(
            "There is no person with the id {person_id!r}; see `relevance connections` and "
            "`relevance invites`.",
            person_id=person_id,
        )
        raise NotFoundError(msg)
    name, record_id = rows.row(0)
    return str(name), str(record_id)


def _why(understood: PastedHistory) -> str:
    first = next(iter(understood.unread), None)
    said = (
        _(
            "Line {number}, “{text}”: {reason}. ",
            number=first.number,
            text=first.text[:60],
            reason=first.reason,
        )
        if first
        else ""
    )
    return _(
        "{said}Paste the sections Experience and Education of a profile, or lines such as "
        "“Acme Ltd, trainer, 2010-2014, Leeds”.",
        said=said,
    )
