"""The archive of X, once Twitter, file by file: posts, likes, direct messages, accounts, and Periscope.

Every archive since 2019 is scripts that give JSON to `window.YTD.<name>.part<N>`; those before have
`tweets.csv` and a script for each month. Each file is known by what stands in it, whatever it is called.
"""

from collections.abc import Callable
from datetime import UTC, date, tzinfo

from relevance.errors import NothingUsableError, UnreadableFileError
from relevance.sources.archive import SourceFile
from relevance.sources.result import ImportResult
from relevance.sources.x.account import (
    read_account,
    read_manifest,
    read_profile,
    read_user_details,
)
from relevance.sources.x.facts import Facts
from relevance.sources.x.lists import (
    read_blocks,
    read_bookmarks,
    read_followers,
    read_following,
    read_likes,
    read_mutes,
)
from relevance.sources.x.long_posts import LongPosts
from relevance.sources.x.messages import read_messages
from relevance.sources.x.notes import NOTES, read_notes
from relevance.sources.x.periscope import (
    read_broadcasts,
    read_comments,
    read_periscope_account,
    read_periscope_followers,
    read_periscope_following,
)
from relevance.sources.x.private import is_private_name
from relevance.sources.x.script import GRAILBIRD, MANIFEST, Script, name_of
from relevance.sources.x.table import is_table, table_items
from relevance.sources.x.tweets import read_tweets
from relevance.texts import _

__all__ = ["is_private", "read", "recognises"]

_HEAD = 65536

_TWEETS = frozenset(
    {
        *("tweet", "tweets", "deleted_tweet", "deleted_tweets"),
        *("community_tweet", "community_tweets"),
        *("twitter_circle_tweet", "twitter_circle_tweets"),
        GRAILBIRD,
    }
)
_LISTS: dict[str, Callable[..., ImportResult]] = {
    **dict.fromkeys(NOTES, read_notes),
    **dict.fromkeys(("like", "likes"), read_likes),
    **dict.fromkeys(("bookmark", "bookmarks"), read_bookmarks),
    **dict.fromkeys(("follower", "followers"), read_followers),
    "following": read_following,
    "account": read_account,
    "profile": read_profile,
    "block": read_blocks,
    "mute": read_mutes,
    "periscope_account_information": read_periscope_account,
    "periscope_broadcast_metadata": read_broadcasts,
    "periscope_comments_made_by_user": read_comments,
    "periscope_followers": read_periscope_followers,
    "periscope_following": read_periscope_following,
}
_OBJECTS = {MANIFEST: read_manifest, "user_details": read_user_details}
_CONVERSATIONS = {
    "direct_message",
    "direct_messages",
    "direct_message_group",
    "direct_messages_group",
}
_NAMES = {*_TWEETS, *_LISTS, *_OBJECTS, *_CONVERSATIONS}


def recognises(path: str, head: bytes) -> bool:  # noqa: ARG001  # files get renamed
    """Return whether a file is one of an archive's that is of use here.

    Args:
        path: its name, which says nothing.
        head: its first 64 KiB.
    """
    return name_of(head) in _NAMES or is_table(head)


def is_private(path: str, head: bytes) -> bool:  # noqa: ARG001  # files get renamed
    """Return whether a file of an archive is about the owner's devices, money, adverts and the like."""
    name = name_of(head)
    return name is not None and is_private_name(name)


def read(file: SourceFile, *, as_of: date | None = None, zone: tzinfo = UTC) -> ImportResult:
    """Return what one file of an archive holds.

    Args:
        file: a script of any year, or tweets.csv.
        as_of: day of the archive, where the owner states it.
        zone: time zone of moments without one.

    Raises:
        UnreadableFileError: it cannot be opened, is damaged from the start, or is no such file.
        NothingUsableError: it is a file of an archive, but of no use here.
    """
    facts = Facts(file, as_of, zone)
    head = file.head(_HEAD)
    name = name_of(head)
    if name is None:
        if is_table(head):
            return read_tweets(table_items(file.read()), facts)
        msg = _(
            "{path} is no file of an X archive: these begin with `window.YTD.<name>.part0 "
            "=`, or are tweets.csv. Import the zip as X delivers it.",
            path=file.path,
        )
        raise UnreadableFileError(msg)
    script = Script(file, name)
    if name in _TWEETS:
        return read_tweets(script.items(), facts, LongPosts.beside(file, zone))
    if name in _LISTS:
        return _LISTS[name](script.items(), facts)
    if name in _OBJECTS:
        return _OBJECTS[name](script.value(), facts)
    if name in _CONVERSATIONS:
        return read_messages(script.events(), facts)
    msg = _(
        "{path} holds {name!r} of an X archive, which is of no use here; import the whole zip.",
        path=file.path,
        name=name,
    )
    raise NothingUsableError(msg)
