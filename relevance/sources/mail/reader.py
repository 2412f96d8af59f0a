"""The door to mail: does a file look like it, and who wrote to whom in it?"""

import re
from datetime import UTC, date, tzinfo

from relevance.errors import NothingUsableError
from relevance.sources.archive import SourceFile
from relevance.sources.archive.files import in_words
from relevance.sources.mail.boxes import mails_in, starts_as_box, starts_as_mail, top_of
from relevance.sources.mail.labels import folder_of
from relevance.sources.mail.taking import MailTaking
from relevance.sources.result import ImportResult
from relevance.texts import _

__all__ = ["read", "recognises"]

_MOST_HEADER = 32 * 1024
_FIELD = re.compile(rb"^([!-9;-~]{1,80}):", re.MULTILINE)
_LINE = re.compile(rb"(?:[!-9;-~]{1,80}:|[ \t]|>*From )")
_STRONG = frozenset(
    {b"message-id", b"received", b"return-path", b"delivered-to", b"mime-version", b"x-gm-thrid", b"dkim-signature"}
)  # fmt: skip
_COMMON = frozenset({b"from", b"to", b"cc", b"date", b"subject", b"sender", b"reply-to"})
_SAVED_PAGE = re.compile(
    rb"^(?:snapshot-content-location:|from:\s*[\"<]?saved by)", re.IGNORECASE | re.MULTILINE
)


def recognises(path: str, head: bytes) -> bool:
    """Return whether a file is an mbox or one message: it begins with a separator, or with mail's fields."""
    del path
    top = top_of(head)
    if starts_as_box(top):
        after = top.partition(b"\n")[2]
        return not after.strip() or after[:1] in b"\r\n" or bool(_LINE.match(after))
    if not starts_as_mail(top):
        return False
    header, *rest = re.split(rb"\r?\n\r?\n", top[:_MOST_HEADER], maxsplit=1)
    if b"\x00" in header or _SAVED_PAGE.search(header):
        return False
    # Where no blank line ends the header, its last line may be half a line.
    lines = header.split(b"\n")
    if not all(_LINE.match(line) for line in (lines if rest else lines[:-1])):
        return False
    names = {name.lower() for name in _FIELD.findall(header)}
    strong, common = len(names & _STRONG), len(names & _COMMON)
    return common + strong >= 3 or (strong >= 1 and common >= 1) or {b"from", b"date"} <= names


def read(file: SourceFile, *, as_of: date | None = None, zone: tzinfo = UTC) -> ImportResult:
    """Return one encounter for each sender and recipient of a message, and a record for each of them.

    Messages are taken one by one from the stream, each with its header and the beginning of its
    body, so a mailbox of any size needs little memory. What is no contact between people (lists,
    newsletters, automats, spam, drafts, mass mail) is rejected with its reason. Where Gmail's labels
    say that all messages of an address were sent from this mailbox, it is the owner's.

    Args:
        file: an mbox, or one message.
        as_of: day of the snapshot, where the owner states it.
        zone: zone of moments that a message writes without one.

    Raises:
        UnreadableFileError: it is damaged or breaks a limit.
        NothingUsableError: it holds no message.
    """
    taking = MailTaking(zone, folder_of(file.path))
    with file.open() as stream, in_words(file.path):
        for raw in mails_in(stream):
            taking.take(raw)
    if not taking.read:
        msg = _(
            "{path} holds no message. Allowed are mbox files, Maildir folders and .eml files.",
            path=file.path,
        )
        raise NothingUsableError(msg)
    return taking.result(as_of)
