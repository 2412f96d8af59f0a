"""Long posts, which tweets.js cuts short: found by moment and beginning in the file of notes beside it.

Neither names the other. The post that both make has the id of the note, so that they are one whichever is read first.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import tzinfo
from typing import Any

from relevance.errors import RelevanceError
from relevance.schema import vector_key
from relevance.sources.archive import SourceFile
from relevance.sources.json_stream import BrokenJsonError
from relevance.sources.x.notes import NOTES, note_row
from relevance.sources.x.script import Script, name_of
from relevance.sources.x.tweet import Tweet

__all__ = ["LongPosts"]

_NAMED = re.compile(r"note[-_]tweet[^/]*\.js$", re.IGNORECASE)
_LEAST_BEGINNING = 20
_SECONDS_APART = 5
_HEAD = 2048


class LongPosts:
    """The notes of one archive by the second in which they were written."""

    def __init__(self, notes: Iterator[Mapping[str, Any]]) -> None:
        """Hold `notes`, rows of the table `post`."""
        self._by_second: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
        self._found: set[str] = set()
        for one in notes:
            if one["created_at"]:
                self._by_second[int(one["created_at"].timestamp())].append(one)

    @classmethod
    def beside(cls, file: SourceFile, zone: tzinfo) -> "LongPosts":
        """Return the notes in the folder of `file`; a file of them that is damaged counts as far as it can be read."""
        return cls(_notes_beside(file, zone))

    def whole(self, post: Mapping[str, Any], tweet: Tweet) -> tuple[Mapping[str, Any], Tweet]:
        """Return a post and its tweet with the whole text and the id of the note, as they are where there is none.

        A note is of one post only: who sends the same twice in a row has written two.
        """
        note = self._of(tweet)
        if note is None:
            return post, tweet
        self._found.add(note["post_id"])
        quote = None if tweet.quote and tweet.quote.id == tweet.id else tweet.quote
        kind = "reshare" if quote else "post"
        text = note["text"]
        told = {"post_id": note["post_id"], "text": text, "text_key": vector_key(text)}
        return {**post, **told, "kind": kind}, replace(tweet, text=text, quote=quote)

    def _of(self, tweet: Tweet) -> Mapping[str, Any] | None:
        if not self._by_second or tweet.at is None:
            return None
        beginning = _beginning(tweet.text)
        if len(beginning) < _LEAST_BEGINNING:
            return None
        second = int(tweet.at.timestamp())
        nearest = sorted(range(-_SECONDS_APART, _SECONDS_APART + 1), key=abs)
        left = (
            one
            for apart in nearest
            for one in self._by_second.get(second + apart, ())
            if one["post_id"] not in self._found
        )
        return next((one for one in left if _goes_on(one["text"], beginning)), None)


def _notes_beside(file: SourceFile, zone: tzinfo) -> Iterator[Mapping[str, Any]]:
    folder = file.path.rpartition("/")[0]
    for path, other in file.near.items():
        where, _, name = path.rpartition("/")
        if where != folder or not _NAMED.match(name):
            continue
        try:
            script = name_of(other.head(_HEAD))
            for item in Script(other, script).items() if script in NOTES else ():
                row = note_row(item, zone)
                if row:
                    yield row
        except (RelevanceError, BrokenJsonError):
            continue


def _beginning(text: str) -> str:
    """Return what a cut post says: the link at its end leads to the post itself."""
    *before, last = text.split() or [""]
    return " ".join(before if last.startswith("http") else [*before, last]).rstrip(" …")


def _goes_on(text: str, beginning: str) -> bool:
    flat = " ".join(text.split())
    return len(flat) > len(beginning) and flat.startswith(beginning)
