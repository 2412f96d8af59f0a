"""The door to the archive of X: which of its files say something, and what."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, tzinfo
from functools import partial
from typing import Any

from relevance.sources.archive import SourceFile
from relevance.sources.result import ImportResult
from relevance.sources.text import csv_rows, decode
from relevance.sources.x.files import items, name_inside
from relevance.sources.x.people import (
    mark_owner_of_conversations,
    take_account,
    take_conversation,
    take_follow,
    take_periscope,
)
from relevance.sources.x.taking import Taking
from relevance.sources.x.tweets import take_like, take_note, take_tweet

__all__ = ["is_private", "read", "recognises"]

_RESPECTED = "blocked or muted by you: respected, not imported"


def _leave(taking: Taking, item: Any) -> None:
    del item
    taking.reject(_RESPECTED)


_TAKERS: dict[str, Callable[[Taking, Any], None]] = {
    "tweet": take_tweet,
    "tweets": take_tweet,
    "deleted_tweets": take_tweet,
    "community_tweet": take_tweet,
    "twitter_circle_tweet": take_tweet,
    "note_tweet": take_note,
    "like": take_like,
    "follower": partial(take_follow, following=False),
    "following": partial(take_follow, following=True),
    "account": take_account,
    "manifest": take_account,
    "user_details": take_account,
    "block": _leave,
    "mute": _leave,
}
_ROOMS = {"direct_messages", "direct_messages_group"}
_PERISCOPE = "periscope_"
_CSV = ("tweet_id", "in_reply_to_status_id", "in_reply_to_user_id", "timestamp")


def _is_used(name: str) -> bool:
    return name in _TAKERS or name in _ROOMS or name.startswith(_PERISCOPE)


def recognises(path: str, head: bytes) -> bool:
    """Return whether a file is one of the archive that says something of people, whatever it is called."""
    del path
    name = name_inside(head)
    return _is_used(name) if name else _is_old_table(head)


def is_private(path: str, head: bytes) -> bool:
    """Return whether a file is one of the archive that is left alone: adverts, devices, addresses of machines."""
    del path
    name = name_inside(head)
    return name is not None and not _is_used(name)


def _is_old_table(head: bytes) -> bool:
    line = head[:400].split(b"\n", 1)[0].replace(b'"', b"")
    return line.strip().split(b",")[:4] == [name.encode() for name in _CSV]


def read(file: SourceFile, *, as_of: date | None = None, zone: tzinfo = UTC) -> ImportResult:
    """Return what one file of the archive says: posts, encounters, people, acts on the posts of others.

    Args:
        file: a member of the archive.
        as_of: day of the archive, where the owner states it.
        zone: not needed: the archive writes UTC.

    Raises:
        UnreadableFileError: the file is damaged.
    """
    del zone
    head = file.head(1024)
    name = name_inside(head)
    taking = Taking()
    if name is None:
        _read_old_table(taking, file)
    elif name in _ROOMS:
        parties: Counter[str] = Counter()
        conversations = 0
        for item in items(file):
            conversations += 1
            take_conversation(taking, item, parties)
        mark_owner_of_conversations(taking, parties, conversations)
    else:
        take = _TAKERS.get(name, take_periscope)
        for item in items(file):
            taking.read += 1
            take(taking, item)
    return taking.result(as_of or file.modified if file.local_path is None else as_of)


def _read_old_table(taking: Taking, file: SourceFile) -> None:
    """Take in tweets.csv of the archives of before 2019; mentions are told by the text alone."""
    rows = csv_rows(decode(file.read()))
    header = [name.strip() for name in next(rows, [])]
    for row in rows:
        taking.read += 1
        cells = dict(zip(header, row, strict=False))
        take_tweet(
            taking,
            {
                "id_str": cells.get("tweet_id"),
                "created_at": cells.get("timestamp"),
                "text": cells.get("text"),
                "in_reply_to_user_id": cells.get("in_reply_to_user_id") or None,
                "in_reply_to_status_id": cells.get("in_reply_to_status_id") or None,
                "entities": {"user_mentions": _mentioned(cells.get("text") or "")},
            },
        )


def _mentioned(text: str) -> list[dict[str, str]]:
    names = re.findall(r"(?<![\w@])@(\w{1,50})", text)
    return [{"screen_name": name} for name in dict.fromkeys(names)]
