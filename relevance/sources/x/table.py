"""tweets.csv of archives before 2019: the same posts as the monthly files, with fewer particulars."""

import csv
import re
from collections.abc import Iterator, Sequence
from typing import Any

from relevance.errors import RelevanceError, UnreadableFileError
from relevance.sources.text import csv_rows, decode, normalise
from relevance.sources.x.wording import mentioned

__all__ = ["is_table", "table_items"]

_COLUMNS = {"tweetid", "timestamp", "source", "text"}
_LINK = re.compile(r"https?://t\.co/\w+", re.ASCII)


def is_table(head: bytes) -> bool:
    """Return whether a file begins with the header of tweets.csv."""
    try:
        first = next(csv_rows(decode(head[:4096])), [])
    except (RelevanceError, csv.Error):
        return False
    return {normalise(cell) for cell in first} >= _COLUMNS


def table_items(data: bytes) -> Iterator[dict[str, Any]]:
    """Yield each row in the shape that a post has in the other files.

    Raises:
        UnreadableFileError: it is no text, or has not these columns.
    """
    rows = csv_rows(decode(data))
    header = [normalise(cell) for cell in next(rows, [])]
    if not set(header) >= _COLUMNS:
        msg = f"tweets.csv needs a first line that names {sorted(_COLUMNS)}; got {header[:12]}."
        raise UnreadableFileError(msg)
    for row in rows:
        yield _item(dict(zip(header, row, strict=False)))


def _item(cells: dict[str, str]) -> dict[str, Any]:
    text = cells.get("text", "")
    return {
        "id_str": cells.get("tweetid", ""),
        "created_at": cells.get("timestamp", ""),
        "text": text,
        "in_reply_to_status_id": cells.get("inreplytostatusid", ""),
        "in_reply_to_user_id": cells.get("inreplytouserid", ""),
        "retweeted_status_id": cells.get("retweetedstatusid", ""),
        "entities": {
            "user_mentions": _mentions(text, cells),
            "urls": _urls(text, cells.get("expandedurls", "").split(",")),
        },
    }


def _mentions(text: str, cells: dict[str, str]) -> list[dict[str, str]]:
    """Return the names in the text; the first is the one answered or repeated, whose id is known."""
    mentions = [{"screen_name": handle} for handle in mentioned(text)]
    answered = cells.get("inreplytouserid") if text.startswith("@") else None
    repeated = cells.get("retweetedstatususerid") if text.startswith("RT @") else None
    if mentions and (answered or repeated):
        mentions[0]["id_str"] = answered or repeated or ""
    return mentions


def _urls(text: str, addresses: Sequence[str]) -> list[dict[str, str]]:
    """Return the addresses, each with its short link where there are as many of these."""
    full = [one for one in dict.fromkeys(addresses) if one]
    short = list(dict.fromkeys(_LINK.findall(text)))
    if len(short) != len(full):
        return [{"expanded_url": one} for one in full]
    return [{"url": link, "expanded_url": one} for link, one in zip(short, full, strict=True)]
