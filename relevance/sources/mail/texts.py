"""The beginning of what a message says: its own words, without what it quotes and how it is signed."""

import re
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

from selectolax.lexbor import LexborHTMLParser

__all__ = ["beginning"]

_SNIPPET = 300
_QUOTED = re.compile(r"^\s*(?:>|\|)|^\s*-{2,}\s*(?:original|forwarded)|^_{10,}$", re.IGNORECASE)
_WROTE = re.compile(
    r"^(?:On|Am|Le|El|Op|Il|Em|Den)\b.{4,200}"
    r"(?:wrote|schrieb|écrit|escribió|schreef|scritto|escreveu|skrev):?\s*$"
)
_SIGNATURE = re.compile(r"^-- ?$")
_BREAKS = re.compile(r"<(?:br|/p|/div|/li|/tr|/h[1-6])\b", re.IGNORECASE)
_MOST_PARTS = 50


def beginning(header: bytes, body: bytes) -> str:
    """Return the first 300 characters of a message as plain text, "" where there are none."""
    kept = b"".join(
        line for line in re.split(rb"(?<=\n)(?![ \t])", header) if line[:8].lower() == b"content-"
    )
    message = message_from_bytes(kept + b"\n" + body, policy=compat32)
    return _own_words(_plain(message))


def _plain(message: Message) -> str:
    html = ""
    for number, part in enumerate(message.walk()):
        if number > _MOST_PARTS:
            break
        if part.is_multipart() or part.get_filename():
            continue
        kind = part.get_content_type()
        if kind == "text/plain":
            return _decoded(part)
        if kind == "text/html" and not html:
            html = _decoded(part)
    if not html:
        return ""
    tree = LexborHTMLParser(_BREAKS.sub(lambda found: "\n" + found.group(), html))
    for node in tree.css("script, style, head, blockquote, .gmail_quote"):
        node.decompose()
    return tree.body.text() if tree.body else ""


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return str(payload or "")
    for encoding in (part.get_content_charset() or "utf-8", "utf-8", "cp1252"):
        try:
            return payload.decode(encoding)
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return payload.decode("utf-8", "replace")


def _own_words(text: str) -> str:
    kept: list[str] = []
    size = 0
    for line in text.splitlines():
        if _SIGNATURE.match(line) or _WROTE.match(line.strip()):
            break
        if _QUOTED.match(line):
            if kept:
                break
            continue
        kept.append(line)
        size += len(line)
        if size > 2 * _SNIPPET:
            break
    joined = " ".join(" ".join(kept).split())
    return "".join(char for char in joined if char.isprintable())[:_SNIPPET]
