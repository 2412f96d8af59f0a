"""The tables of an archive: whom the owner follows, and whom they block, mute or keep in lists."""

import csv
import re
from itertools import islice
from pathlib import PurePosixPath

from relevance.errors import RelevanceError
from relevance.sources.archive import SourceFile
from relevance.sources.fedi_taking import FediTaking
from relevance.sources.mastodon.accounts import handle_of_mention
from relevance.sources.mastodon.archive import take_kept
from relevance.sources.text import csv_rows, decode, normalise
from relevance.texts import marked

__all__ = ["kind_of_table", "read_table"]

_COLUMNS = frozenset({"accountaddress", "showboosts", "notifyonnewposts", "languages"})
_MUTED_COLUMN = "hidenotifications"
_ACCOUNT = re.compile(r"@?[\w.-]{1,60}@[\w.-]{1,200}\.\w{2,60}(?::\d{1,5})?")
_DOMAIN = re.compile(r"(?:[\w*-]{1,63}\.)+\w{2,60}")
_POST = re.compile(r"https?://\S{3,200}/\S+")
# What stands in which cell of a table without a header, so that others of the same name stay unclaimed.
_WITHOUT_HEADER: dict[str, tuple[re.Pattern[str], int | None]] = {
    "following_accounts": (_ACCOUNT, 0),
    "muted_accounts": (_ACCOUNT, 0),
    "blocked_accounts": (_ACCOUNT, 0),
    "blocked_domains": (_DOMAIN, 0),
    "lists": (_ACCOUNT, -1),
    "bookmarks": (_POST, 0),
}
_COPY = re.compile(r"(?:[\s_-]*\(\d+\)|[\s_-]+(?:copy|\d+))?\.csv$")
_SAMPLE = 20

_RESPECTED = {
    "muted_accounts": marked("muted by you: respected, not imported"),
    "blocked_accounts": marked("blocked by you: respected, not imported"),
    "blocked_domains": marked("server blocked by you: respected, not imported"),
    "lists": marked("member of one of your lists: respected, not imported"),
}
_NO_ADDRESS = marked("no address of an account")


def kind_of_table(path: str, head: bytes) -> str | None:
    """Return which table of an archive a file is, null for none.

    `following_accounts` and `muted_accounts` have a header, and are known by it under any name. The
    others have none: they are known by their name and by every line's holding what it should.
    """
    try:
        text = decode(head)
        rows = list(islice(csv_rows(text[: _whole_lines(text)]), _SAMPLE))
    except (RelevanceError, csv.Error):
        return None
    name = _COPY.sub("", PurePosixPath(path.replace("\\", "/")).name.casefold())
    if not rows:
        return None
    header = {normalise(cell) for cell in rows[0]} - {""}
    if normalise(rows[0][0]) == "accountaddress" and header <= _COLUMNS | {_MUTED_COLUMN}:
        if name == "blocked_accounts":
            return name
        is_muted = _MUTED_COLUMN in header or name == "muted_accounts"
        return "muted_accounts" if is_muted else "following_accounts"
    pattern, place = _WITHOUT_HEADER.get(name, (_ACCOUNT, None))
    if place is None:
        return None
    return name if all(pattern.fullmatch(row[place].strip()) for row in rows) else None


def _whole_lines(text: str) -> int:
    # The first bytes of a file end in the middle of a line.
    return text.rfind("\n") + 1 or len(text)


def read_table(file: SourceFile, taking: FediTaking, kind: str | None) -> None:
    """Take in a table of an archive; one of unknown kind is read as the accounts that the owner follows."""

    def take(taking: FediTaking, row: list[str]) -> None:
        if kind in _RESPECTED:
            taking.reject(_RESPECTED[kind])
        elif kind == "bookmarks":
            take_kept(taking, row[0].strip())
        else:
            _take_followed(taking, row[0].strip())

    rows = csv_rows(decode(file.read()))
    taking.each((row for row in rows if normalise(row[0]) != "accountaddress"), take)


def _take_followed(taking: FediTaking, address: str) -> None:
    who = None
    if _ACCOUNT.fullmatch(address):
        who = taking.person(handle=handle_of_mention(address, ""))
    if who is None:
        taking.reject(_NO_ADDRESS, address)
    else:
        taking.follow(who)
