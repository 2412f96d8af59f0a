"""One CSV file of an export as rows under a header that is found by what it says, not where."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from relevance.errors import UnreadableFileError
from relevance.sources.linkedin.synonyms import column_name
from relevance.sources.result import Rejection
from relevance.sources.text import csv_rows, decode, excel_rows, is_excel, normalise
from relevance.texts import _, marked

__all__ = [
    "EMPTY_ROW",
    "EXCERPT",
    "LOOKED_AT",
    "RAGGED",
    "SHOWN_CELLS",
    "Row",
    "Sheet",
    "has_header",
    "kind_of_columns",
    "kind_of_header",
    "read_sheet",
]

Row = list[str]

RAGGED = marked("wrong number of cells")
EMPTY_ROW = marked("empty row")

_HEADER_WITHIN = 30
EXCERPT = 120
"""Characters of a rejected row that are kept."""
LOOKED_AT = 2 * EXCERPT
"""Characters of a cell that are looked at for an excerpt."""
SHOWN_CELLS = 20
"""Cells of a row that are looked at for an excerpt."""
_PREAMBLE = 65_536
_DELIMITERS = ",;\t|"

# What a header must hold so that the file can be read under its name.
_NEEDED: dict[str, frozenset[str]] = {
    "linkedin.connections": frozenset({"firstname", "lastname"}),
    "linkedin.invitations": frozenset({"from", "to", "direction"}),
    "linkedin.messages": frozenset({"from", "to", "content"}),
    "linkedin.profile": frozenset({"firstname", "lastname"}),
    "linkedin.positions": frozenset({"companyname", "title"}),
    "linkedin.education": frozenset({"schoolname"}),
    "linkedin.skills": frozenset({"name"}),
    "linkedin.hashtag_follows": frozenset({"hashtag"}),
    "linkedin.company_follows": frozenset({"organization"}),
    "linkedin.member_follows": frozenset({"fullname"}),
    "linkedin.notes": frozenset({"connectionfirstname", "note"}),
    "linkedin.email_addresses": frozenset({"emailaddress"}),
    "linkedin.comments": frozenset({"link"}),
    "linkedin.shares": frozenset({"sharelink"}),
    "linkedin.reactions": frozenset({"type", "link"}),
    "linkedin.instant_reposts": frozenset({"link"}),
    "linkedin.votes": frozenset({"link"}),
    "linkedin.saved_items": frozenset({"saveditem"}),
    "linkedin.saved_articles": frozenset({"link"}),
    "linkedin.recommendations_given": frozenset({"firstname", "lastname"}),
    "linkedin.recommendations_received": frozenset({"firstname", "lastname"}),
    "linkedin.endorsements_given": frozenset({"skillname"}),
    "linkedin.endorsements_received": frozenset({"skillname"}),
    "linkedin.contacts": frozenset({"emails"}),
    "linkedin.ad_targeting": frozenset({"memberage"}),
    "linkedin.events": frozenset({"eventname"}),
    "linkedin.profile_summary": frozenset({"profilesummary"}),
    "linkedin.member_hashtags": frozenset({"memberpostsabouthashtags"}),
}
# What gives a file away that was renamed; no two kinds share it.
_TELLING: tuple[tuple[str, frozenset[str]], ...] = (
    ("linkedin.connections", frozenset({"firstname", "lastname", "company", "connectedon"})),
    ("linkedin.invitations", frozenset({"from", "to", "sentat", "direction"})),
    ("linkedin.messages", frozenset({"conversationid", "from", "to", "date", "content"})),
    ("linkedin.messages", frozenset({"from", "to", "date", "subject", "content", "folder"})),
    ("linkedin.profile", frozenset({"firstname", "lastname", "headline", "industry"})),
    ("linkedin.positions", frozenset({"companyname", "title", "startedon", "finishedon"})),
    ("linkedin.education", frozenset({"schoolname", "startdate", "enddate", "degreename"})),
    ("linkedin.hashtag_follows", frozenset({"hashtag", "createdtime"})),
    ("linkedin.company_follows", frozenset({"organization", "followedon"})),
    ("linkedin.member_follows", frozenset({"date", "status", "fullname"})),
    ("linkedin.notes", frozenset({"connectionfirstname", "connectionlastname", "note"})),
    ("linkedin.email_addresses", frozenset({"emailaddress", "confirmed", "primary"})),
    ("linkedin.shares", frozenset({"date", "sharelink", "sharecommentary"})),
    ("linkedin.reactions", frozenset({"date", "type", "link"})),
    ("linkedin.votes", frozenset({"date", "link", "optiontext"})),
    ("linkedin.comments", frozenset({"date", "link", "message"})),
    ("linkedin.saved_items", frozenset({"saveditem", "createdtime"})),
    ("linkedin.endorsements_given", frozenset({"endorsementdate", "endorseefirstname"})),
    ("linkedin.endorsements_received", frozenset({"endorsementdate", "endorserfirstname"})),
    ("linkedin.contacts", frozenset({"firstname", "lastname", "maidenname", "emails"})),
    ("linkedin.contacts", frozenset({"source", "firstname", "lastname", "emails", "fullname"})),
    ("linkedin.ad_targeting", frozenset({"memberage", "memberinterests", "companynames"})),
    ("linkedin.events", frozenset({"eventname", "eventtime", "externalurl"})),
    ("linkedin.member_hashtags", frozenset({"memberpostsabouthashtags"})),
)


class PlainText(NamedTuple):
    """A CSV text, where its rows begin, and what separates the cells."""

    text: str
    start: int
    delimiter: str


@dataclass
class Sheet:
    """The rows under a header; iterating gives each usable one with its number, and counts."""

    kind: str
    columns: dict[str, list[int]]
    """Places of each column by normalised name: exports repeat names."""
    rows: Iterator[Row]
    plain: PlainText | None = None
    """The text that `rows` come from, where it is one that `relevance.sources.plain_csv` may cut."""
    read: int = 0
    rejected: list[Rejection] = field(default_factory=list)

    @cached_property
    def width(self) -> int:
        """How many cells a row must have; more may follow if they are empty."""
        return 1 + max((places[-1] for places in self.columns.values()), default=0)

    def __iter__(self) -> Iterator[tuple[int, Row]]:
        """Yield (number, row); rows that are empty or of the wrong length are rejected."""
        for number, row in enumerate(self.rows, start=1):
            self.read = number
            if self.is_usable(number, row):
                yield number, row

    def is_usable(self, number: int, row: Row) -> bool:
        """Return whether a row is neither empty nor of the wrong length; else it is rejected."""
        width = self.width
        if not row[0] and not any(map(str.strip, row)):
            self.reject(number, EMPTY_ROW, row)
        elif len(row) != width and (len(row) < width or any(map(str.strip, row[width:]))):
            self.reject(number, RAGGED, row)
        else:
            return True
        return False

    def cell(self, *names: str) -> Callable[[Row], str]:
        """Return a function that gives a row's stripped text under the first of `names`.

        Where a column is repeated the first filled cell counts; an absent column is empty.
        """
        places = [place for name in names for place in self.columns.get(name, ())]
        if not places:
            return lambda _: ""
        if len(places) == 1:
            only = places[0]
            return lambda row: row[only].strip()
        return lambda row: next((row[place].strip() for place in places if row[place].strip()), "")

    def has(self, name: str) -> bool:
        """Return whether there is a column `name` (normalised)."""
        return name in self.columns

    def reject(self, number: int, reason: str, row: Sequence[str]) -> None:
        """Note that row `number` is not taken in, and why; only `LOOKED_AT` characters of a cell matter."""
        shown: list[str] = []
        for cell in row[:SHOWN_CELLS]:
            if cell:
                shown.append(" ".join(cell[:LOOKED_AT].split()))
            if sum(map(len, shown)) >= EXCERPT:
                break
        self.rejected.append(Rejection(number, reason, ", ".join(shown)[:EXCERPT]))

    def reject_all(
        self, numbers: Iterable[int], reasons: Iterable[str], excerpts: Iterable[str]
    ) -> None:
        """Note that many rows are not taken in, why, and what is shown of each."""
        rejected = zip(numbers, reasons, excerpts, strict=True)
        self.rejected.extend(Rejection(*one) for one in rejected)

    def rejections(self) -> tuple[Rejection, ...]:
        """Return the rejected rows in the order of the file."""
        return tuple(sorted(self.rejected, key=lambda one: one.row))


def read_sheet(data: bytes, kind: str) -> Sheet:
    """Return the rows of a file of `kind`.

    Raises:
        UnreadableFileError: it is empty, no text, or has no header of that kind.
    """
    needed = _NEEDED[kind]
    for cut in _cuts(data):
        for row in islice(cut.rows, _HEADER_WITHIN):
            columns = _columns(row)
            if needed <= columns.keys():
                return Sheet(kind, columns, cut.rows, cut.after(row))
    if _says_empty(data):
        return Sheet(kind, {}, iter(()))
    names = ", ".join(sorted(needed))
    came = _("it is empty") if not data.strip() else _("none of its first lines does")
    msg = _(
        "A {kind} file needs a line that names at least the columns {names}; {came}. "
        "Download the export again, or name the right kind with --kind.",
        kind=kind,
        names=names,
        came=came,
    )
    raise UnreadableFileError(msg)


def kind_of_header(head: bytes) -> str | None:
    """Return the kind that the first lines of a file give away, or null."""
    try:
        for cut in _cuts(head):
            for row in islice(cut.rows, _HEADER_WITHIN):
                names = _columns(row).keys()
                for kind, telling in _TELLING:
                    if telling <= names:
                        return kind
    except UnreadableFileError:
        return None
    return None


def kind_of_columns(names: Iterable[str]) -> str | None:
    """Return the kind of which columns with these names give a file away, or null."""
    held = {normalise(name) for name in names}
    return next((kind for kind, telling in _TELLING if telling <= held), None)


def has_header(head: bytes, kind: str) -> bool:
    """Return whether the first lines of a file hold what a file of `kind` needs."""
    try:
        cuts = list(_cuts(head))
    except UnreadableFileError:
        return False
    needed = _NEEDED[kind]
    return any(needed <= _columns(row).keys() for cut in cuts for row in islice(cut.rows, 30))


@dataclass(frozen=True)
class _Cut:
    """The rows of a text as one delimiter cuts them."""

    rows: Iterator[Row]
    text: str = ""
    delimiter: str = ","

    def after(self, header: Row) -> PlainText | None:
        """Return the text behind the line that holds `header`, or null where no line does."""
        start = 0
        while start < len(self.text) and start < _PREAMBLE:
            end = self.text.find("\n", start) + 1 or len(self.text)
            if header in csv_rows(self.text[start:end], delimiter=self.delimiter):
                return PlainText(self.text, end, self.delimiter)
            start = end
        return None


def _cuts(data: bytes) -> Iterator[_Cut]:
    """Yield a file as each delimiter cuts it."""
    if is_excel(data):
        yield _Cut(excel_rows(data))
        return
    text = decode(data)
    for delimiter in _DELIMITERS:
        yield _Cut(csv_rows(text, delimiter=delimiter), text, delimiter)


def _columns(row: Row) -> dict[str, list[int]]:
    columns: dict[str, list[int]] = {}
    for place, name in enumerate(row):
        plain = column_name(name)
        if plain:
            columns.setdefault(plain, []).append(place)
    return columns


def _says_empty(data: bytes) -> bool:
    # Instead of a header-only file LinkedIn sometimes writes "No conversations found".
    text = data[:200].strip().strip(b'"')
    return len(data) < 200 and b"\n" not in text and text[:3].lower() == b"no "
