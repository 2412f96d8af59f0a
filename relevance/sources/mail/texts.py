"""The beginning of what a message says: its own words, without what it quotes and how it is signed."""

import re
from collections.abc import Iterator
from email import message_from_bytes, message_from_string
from email.message import Message
from email.policy import compat32
from typing import NamedTuple

from relevance.sources.html_text import plain_text
from relevance.sources.mail.charsets import decoded
from relevance.sources.mail.headers import Header

__all__ = ["Words", "words_of"]

_SNIPPET = 300
_MOST_PARTS = 50
_MOST_LINES = 2000
_LONGEST_HTML = 32 * 1024
_KEPT_FIELDS = ("Content-Type", "Content-Transfer-Encoding", "Content-Disposition")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_QUOTED = re.compile(r"\s*>")
# From here on a mail program has put the message that is answered or passed on.
_OTHER_MESSAGE = re.compile(
    r"\s*-{2,}\s*(?:original|forwarded|ursprüngliche|weitergeleitete|message d'origine|mensaje original|"
    r"mensagem original|messaggio originale|oorspronkelijk|ursprungligt|oprindelig|opprinnelig)|"
    r"_{10,}\s*$|Begin forwarded message:",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"-- ?$")
_INTRODUCES = re.compile(r"\d{4}|\d{1,2}[:.h]\d\d|@")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u034f\u00ad]"
)
_NOT_SAID = (
    "script, style, head, blockquote, .gmail_quote, .gmail_attr, .gmail_signature, "
    ".moz-cite-prefix, .moz-signature, .yahoo_quoted"
)


class Words(NamedTuple):
    """What the beginning of a message's body says."""

    snippet: str
    """Its first 300 characters as plain text, "" where there are none."""
    is_calendar: bool
    """It carries an invitation, an answer to one or a cancellation, to be handled by a calendar."""


def words_of(header: Header, body: bytes, *, escaped: bool) -> Words:
    """Return what a message says.

    Args:
        header: its header.
        body: the beginning of its body.
        escaped: it comes from an mbox, where ">" is put before a line that begins with "From ".
    """
    if escaped:
        body = _ESCAPED.sub(rb"\1", body)
    text = html = None
    is_calendar = False
    try:
        message = _message(header, body)
        for part in _parts(message):
            kind = part.get_content_type()
            if kind == "text/calendar":
                is_calendar |= _is_for_a_calendar(part)
            elif kind == "text/plain" and text is None:
                text = _own_words(_text(part))
            elif kind == "text/html" and html is None:
                html = _text(part)
    except (ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError):
        # The standard parser raises whatever its pieces raise on damaged parts; what came before stays.
        pass
    if not text and html:
        text = _own_words(plain_text(html[:_LONGEST_HTML], without=_NOT_SAID))
    return Words(text or "", is_calendar)


def _message(header: Header, body: bytes) -> Message:
    fields = "".join(f"{name}: {header.raw(name)}\n" for name in _KEPT_FIELDS if header.has(name))
    message = message_from_string(fields + "\n", policy=compat32)
    if message.get_content_maintype() != "multipart":
        # As the parser would have it, without a look at every line.
        message.set_payload(body.decode("ascii", "surrogateescape"))
        return message
    return message_from_bytes(fields.encode("utf-8", "replace") + b"\n" + body, policy=compat32)


def _parts(message: Message) -> Iterator[Message]:
    """Yield what a reader sees of a message, in order: no attachments, no messages inside it."""
    waiting = [message]
    for _ in range(_MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        kind = part.get_content_maintype()
        inside = part.get_payload() if kind == "multipart" else None
        if isinstance(inside, list):
            waiting.extend(one for one in reversed(inside) if isinstance(one, Message))
        elif kind == "text" and part.get_content_disposition() != "attachment":
            yield part


def _is_for_a_calendar(part: Message) -> bool:
    return bool(part.get_param("method")) or "METHOD:" in _text(part).upper()


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    charset = part.get_param("charset")
    return decoded(payload, charset if isinstance(charset, str) else None)


def _own_words(text: str) -> str:
    kept: list[str] = []
    size = 0
    for line in text.splitlines()[:_MOST_LINES]:
        if _SIGNATURE.match(line) or _OTHER_MESSAGE.match(line):
            break
        if _QUOTED.match(line):
            _drop_introduction(kept)
            continue
        kept.append(line)
        size += len(line)
        if size > 4 * _SNIPPET:
            break
    said = _UNSEEN.sub("", " ".join(" ".join(kept).split()))
    return said[:_SNIPPET].strip()


def _drop_introduction(kept: list[str]) -> None:
    """Take "On 4 March Ana wrote:", over up to three lines, from the end of `kept`; a quotation follows."""
    end = len(kept)
    while end and not kept[end - 1].strip():
        end -= 1
    if not end or not kept[end - 1].rstrip().endswith((":", "：")):
        return
    for start in range(end - 1, max(end - 4, -1), -1):
        if not kept[start].strip():
            return
        if _INTRODUCES.search(kept[start]) and (
            start == 0 or not _INTRODUCES.search(kept[start - 1])
        ):
            del kept[start:]
            return
