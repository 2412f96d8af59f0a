"""The header of a message, with whatever real mailboxes do to it."""

import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.parser import BytesHeaderParser
from email.policy import compat32

from relevance.sources.mail.charsets import decoded, readable

__all__ = ["Header", "decoded_words"]

# `policy.default` raises on malformed addresses and is many times slower; nothing it adds is needed here.
_PARSER = BytesHeaderParser(policy=compat32)
_FOLD = re.compile(r"\s*[\r\n]+\s*")
_ID = re.compile(r"<\s*([^<>\s]{1,500})\s*>")
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_MOST_FIELDS = 2000
_LONGEST_VALUE = 64 * 1024


class Header:
    """The fields of one message."""

    def __init__(self, raw: bytes) -> None:
        self._fields: dict[str, list[str]] = {}
        # The items as they stand: what is asked for by name has its odd bytes replaced.
        for count, (name, value) in enumerate(_PARSER.parsebytes(raw).raw_items()):
            if count >= _MOST_FIELDS:
                break
            self._fields.setdefault(name.strip().casefold(), []).append(str(value))

    def has(self, *names: str) -> bool:
        """Return whether one of these fields is there and not empty."""
        return any(value.strip() for name in names for value in self._all(name))

    def raw(self, name: str) -> str:
        """Return a field unfolded, encoded words as they are; "" where there is none."""
        return next(iter(self.raws(name)), "")

    def raws(self, name: str) -> list[str]:
        """Return every field of this name, as `raw`."""
        return [_FOLD.sub(" ", readable(one[:_LONGEST_VALUE])).strip() for one in self._all(name)]

    def text(self, name: str) -> str:
        """Return a field as text, words decoded and lines unfolded; "" where there is none."""
        return decoded_words(self.raw(name))

    def message_id(self) -> str | None:
        """Return the id of the message as `<id>`, or null."""
        ids = _ids(self.raw("message-id"))
        if ids:
            return ids[0]
        bare = "".join(self.raw("message-id").strip("<> ").split())[:500]
        return f"<{bare}>" if bare else None

    def conversation(self) -> str | None:
        """Return what ties a conversation together: Gmail's thread, else its first message, or null."""
        thread = self.raw("x-gm-thrid")
        if thread:
            return thread[:100]
        for name in ("references", "in-reply-to"):
            if ids := _ids(self.raw(name)):
                return ids[0]
        return self.message_id()

    def _all(self, name: str) -> list[str]:
        return self._fields.get(name.casefold(), [])


def _ids(value: str) -> list[str]:
    return [f"<{one}>" for one in _ID.findall(value)]


def decoded_words(value: str) -> str:
    """Return a value with its encoded words (RFC 2047) decoded, in one line, without unseen characters.

    A word that is broken, or in an encoding that nobody knows, stays as it is written.
    """
    text = value
    if "=?" in value:
        try:
            text = "".join(_word(word, charset) for word, charset in decode_header(value))
        except (HeaderParseError, LookupError, ValueError):
            text = value
    return _UNSEEN.sub("", " ".join(text.split()))


def _word(word: bytes | str, charset: str | None) -> str:
    if isinstance(word, str):
        return word
    if charset is None:
        # What stands between encoded words comes back in this form, whatever it was.
        return word.decode("raw-unicode-escape", "replace")
    return decoded(word, charset.partition("*")[0], strict=True)
