"""The header of a message, with whatever real mailboxes do to it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import getaddresses, parsedate_to_datetime
from inspect import signature
from typing import NamedTuple

__all__ = ["Address", "Header"]

_PARSER = BytesHeaderParser(policy=compat32)
# From 3.11.10 on, Python by default refuses a whole field for one odd address in it.
_LENIENT: dict[str, bool] = (
    {"strict": False} if "strict" in signature(getaddresses).parameters else {}
)
_FOLD = re.compile(r"\s*[\r\n]+\s*")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_ID = re.compile(r"<[^<>\s]{1,500}>")
_ASCTIME = re.compile(
    rb"\w{3} (\w{3}) +(\d{1,2}) (\d\d):(\d\d)(?::(\d\d))?(?: ([+-]\d{4}))? (\d{4})"
)
_MONTHS = b"JanFebMarAprMayJunJulAugSepOctNovDec"


class Address(NamedTuple):
    """Somebody in a header."""

    name: str
    mail: str
    """In lower case."""


class Header:
    """The fields of one message."""

    def __init__(self, raw: bytes, separator: bytes = b"") -> None:
        self._fields: dict[str, list[str]] = {}
        # The items as they stand: what is asked for by name has its odd bytes replaced.
        for name, value in _PARSER.parsebytes(raw).raw_items():
            self._fields.setdefault(name.casefold(), []).append(_readable(str(value)))
        self._separator = separator

    def text(self, name: str) -> str:
        """Return a field as text, words decoded and lines unfolded; "" where there is none."""
        value = self._raw(name)
        if not value:
            return ""
        try:
            decoded = str(make_header(decode_header(value)))
        except (HeaderParseError, LookupError, ValueError, UnicodeError):
            decoded = value
        return _CONTROLS.sub("", " ".join(_FOLD.sub(" ", decoded).split()))

    def _raw(self, name: str) -> str:
        return next(iter(self._fields.get(name.casefold(), ())), "")

    def addresses(self, *names: str) -> list[Address]:
        """Return who stands in these fields, each address once; groups are opened, empty ones dropped."""
        found: dict[str, Address] = {}
        for name in names:
            for value in self._fields.get(name.casefold(), ()):
                for shown, mail in _pairs(value):
                    found.setdefault(mail, Address(shown, mail))
        return list(found.values())

    def date(self) -> datetime | None:
        """Return when it was sent, in UTC: by its own date, else by the line before it in the mbox."""
        value = self._raw("Date")
        try:
            moment = parsedate_to_datetime(value) if value else None
        except (TypeError, ValueError, IndexError, OverflowError):
            moment = None
        if moment is None:
            return _separator_date(self._separator)
        try:
            moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            return None
        return moment if 1971 <= moment.year <= 2100 else _separator_date(self._separator)

    def message_id(self) -> str:
        """Return the id of the message, or ""."""
        found = _ID.search(self._raw("Message-ID"))
        return found.group() if found else self._raw("Message-ID").strip()[:500]

    def thread(self) -> str:
        """Return what ties a conversation together: Gmail's thread, else the first message of it."""
        gmail = self._raw("X-GM-THRID").strip()
        if gmail:
            return f"gmail:{gmail[:40]}"
        for name in ("References", "In-Reply-To"):
            if found := _ID.search(self._raw(name)):
                return found.group()
        return self.message_id()

    def has(self, *names: str) -> bool:
        """Return whether one of these fields is there and not empty."""
        return any(self._raw(name).strip() for name in names)


def _readable(value: str) -> str:
    """Return a field whose raw bytes came as surrogates: they are UTF-8, or else cp1252."""
    octets = value.encode("utf-8", "surrogateescape")
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return octets.decode("cp1252", "replace")


def _pairs(value: str) -> Iterator[tuple[str, str]]:
    for shown, mail in getaddresses([_FOLD.sub(" ", value)], **_LENIENT):
        address = mail.strip("<>'\" ").casefold()
        if "@" in address and " " not in address and len(address) <= 254:
            yield _decoded(shown), address


def _decoded(text: str) -> str:
    try:
        decoded = str(make_header(decode_header(text)))
    except (HeaderParseError, LookupError, ValueError, UnicodeError):
        decoded = text
    return _CONTROLS.sub("", " ".join(decoded.split())).strip("'\" ")[:200]


def _separator_date(separator: bytes) -> datetime | None:
    found = _ASCTIME.search(separator)
    if not found:
        return None
    month, day, hour, minute, second, zone, year = found.groups()
    try:
        number = _MONTHS.index(month) // 3 + 1
        offset = (zone or b"+0000").decode()
        clock = b":".join((hour, minute, second or b"00")).decode()
        text = f"{int(year):04d}-{number:02d}-{int(day):02d}T{clock}{offset}"
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z").astimezone(UTC)
    except ValueError:
        return None
