"""Writes LinkedIn exports of every year from invented people, quirks included.

`era` is a year in which the shape was in use: "2018", "2021", "2022", "2023", "2024", "2026", and
"2023-07" for the one month in which invitations carried URNs.
"""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

ERAS = ("2018", "2021", "2022", "2023", "2024", "2026")

PREAMBLE = (
    "Notes:\n"
    '"When exporting your connection data, you may notice that some of the email addresses are '
    "missing. You will only see email addresses for connections who have allowed their "
    "connections to see or download their email address using this setting "
    "https://www.linkedin.com/psettings/privacy/email. You can learn more here, if you like, "
    'https://www.linkedin.com/help/linkedin/answer/261"\n'
    "\n"
)
CONVERSATION = "2-ZmVlZC1yZWxldmFuY2U="


@dataclass(frozen=True)
class Contact:
    """One row of Connections.csv; without names it is a hidden member."""

    given: str = ""
    family: str = ""
    slug: str = ""
    email: str = ""
    company: str = ""
    position: str = ""
    since: date | None = date(2021, 4, 4)

    @property
    def url(self) -> str:
        return f"https://www.linkedin.com/in/{self.slug}" if self.slug else ""


@dataclass(frozen=True)
class Invitation:
    """One row of Invitations.csv."""

    sender: str
    receiver: str
    sent: datetime
    note: str = ""
    direction: str = "INCOMING"
    sender_url: str = ""
    receiver_url: str = ""


@dataclass(frozen=True)
class Message:
    """One row of messages.csv."""

    sender: str
    to: str
    sent: datetime
    content: str
    sender_url: str = ""
    urls: str = ""
    conversation: str = CONVERSATION
    title: str = ""
    subject: str = ""
    folder: str = "INBOX"
    draft: bool = False
    direction: str = "INCOMING"


def rows_csv(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    delimiter: str = ",",
    quote_all: bool = False,
    end: str = "\n",
) -> str:
    """Return a table as text."""
    out = io.StringIO()
    quoting = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=end)
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def us_moment(moment: datetime) -> str:
    """Return `4/5/21, 9:07 AM`."""
    hour = moment.hour % 12 or 12
    half = "AM" if moment.hour < 12 else "PM"
    day = f"{moment.month}/{moment.day}/{moment:%y}"
    return f"{day}, {hour}:{moment.minute:02d} {half}"


def connections_csv(contacts: Iterable[Contact], era: str = "2026") -> bytes:
    """Return Connections.csv; its last row has no line end."""
    with_url = era >= "2023"
    header = ["First Name", "Last Name", "Email Address", "Company", "Position", "Connected On"]
    if with_url:
        header.insert(2, "URL")
    rows = []
    for one in contacts:
        row = [one.given, one.family, one.email, one.company, one.position, _day(one.since, era)]
        if with_url:
            row.insert(2, one.url)
        rows.append(row)
    text = rows_csv(header, rows).removesuffix("\n")
    return ((PREAMBLE if era >= "2022" else "") + text).encode()


def _day(day: date | None, era: str) -> str:
    if day is None:
        return ""
    if era == "2018":
        return us_moment(datetime(day.year, day.month, day.day, 9, 7, tzinfo=UTC))
    return f"{day:%d %b %Y}"


def invitations_csv(invitations: Iterable[Invitation], era: str = "2026") -> bytes:
    """Return Invitations.csv."""
    header = ["From", "To", "Sent At", "Message", "Direction"]
    if era == "2023-07":
        header += ["inviterProfileUrn", "inviteeProfileUrn"]
    elif era >= "2023":
        header += ["inviterProfileUrl", "inviteeProfileUrl"]
    rows = []
    for one in invitations:
        row = [one.sender, one.receiver, us_moment(one.sent), one.note, one.direction]
        if era == "2023-07":
            row += [f"urn:li:fsd_profile:ACoAA{_code(name)}" for name in row[:2]]
        elif era >= "2023":
            row += [one.sender_url, one.receiver_url]
        rows.append(row)
    return rows_csv(header, rows).encode()


def _code(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:12]


def messages_csv(messages: Iterable[Message], era: str = "2026") -> bytes:
    """Return messages.csv; line breaks in a message are real from 2026 on, blanks before."""
    columns = _message_columns(era)
    rows = []
    for one in messages:
        content = one.content if era >= "2026" else " ".join(one.content.splitlines())
        sent = us_moment(one.sent) if era == "2018" else f"{one.sent:%Y-%m-%d %H:%M:%S} UTC"
        cells = {
            "CONVERSATION ID": one.conversation,
            "CONVERSATION TITLE": one.title,
            "FROM": one.sender,
            "SENDER PROFILE URL": one.sender_url,
            "TO": one.to,
            "RECIPIENT PROFILE URLS": one.urls,
            "DATE": sent,
            "SUBJECT": one.subject,
            "CONTENT": content,
            "DIRECTION": one.direction,
            "FOLDER": one.folder,
            "ATTACHMENTS": "",
            "IS MESSAGE DRAFT": "Yes" if one.draft else "No",
            "IS CONVERSATION DRAFT": "No",
        }
        rows.append([cells[column.upper()] for column in columns])
    return rows_csv(columns, rows, quote_all=era >= "2026").encode()


def _message_columns(era: str) -> list[str]:
    if era == "2018":
        return ["From", "To", "Date", "Subject", "Content", "Direction", "Folder"]
    columns = ["CONVERSATION ID", "CONVERSATION TITLE", "FROM", "SENDER PROFILE URL", "TO"]
    if era >= "2023":
        columns.append("RECIPIENT PROFILE URLS")
    columns += ["DATE", "SUBJECT", "CONTENT", "FOLDER"]
    if era >= "2026":
        columns.append("ATTACHMENTS")
    if era >= "2024":
        columns += ["IS MESSAGE DRAFT", "IS CONVERSATION DRAFT"]
    return columns


PROFILE_HEADER = [
    *("First Name", "Last Name", "Maiden Name", "Address", "Birth Date", "Headline", "Summary"),
    *("Industry", "Zip Code", "Geo Location", "Twitter Handles", "Websites", "Instant Messengers"),
]


def profile_csv(**cells: str) -> bytes:
    """Return Profile.csv with one row; cells by header with `_` for blanks, in lower case."""
    row = [cells.pop(name.lower().replace(" ", "_"), "") for name in PROFILE_HEADER]
    assert not cells, cells
    return rows_csv(PROFILE_HEADER, [row]).encode()


def table_csv(header: str, *rows: Sequence[str], end: str = "\n") -> bytes:
    """Return any other file of an export: header as LinkedIn writes it, and rows."""
    return rows_csv(header.split(","), rows, end=end).encode()


def workbook(rows: Iterable[Sequence[object]]) -> bytes:
    """Return rows as an Excel workbook."""
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def export_zip(
    path: Path,
    files: Mapping[str, bytes],
    *,
    packed: tuple[int, int, int] = (2026, 6, 8),
    method: int = zipfile.ZIP_DEFLATED,
) -> Path:
    """Write files as an export that was packed on a day, and return its path."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(_info(name, packed, method), data)
    return path


def _info(name: str, packed: tuple[int, int, int], method: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (*packed, 12, 0, 0))
    info.compress_type = method
    return info
