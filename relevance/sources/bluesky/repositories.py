"""The records of one repository: posts, likes, reposts, follows and the profile of one account."""

import re
from datetime import datetime

from relevance.sources.archive import SourceFile
from relevance.sources.bluesky.car import Record, opened
from relevance.sources.bluesky.posts import POST, did_in, moment_of_post, take_post
from relevance.sources.fedi_taking import FediTaking
from relevance.texts import marked

__all__ = ["read_repository"]

_OWN_EXPORT = re.compile(r"repo(?:[\s_-]*\(?\d+\)?)?\.car", re.IGNORECASE)
_PROFILE = "app.bsky.actor.profile"
_FOLLOW = "app.bsky.graph.follow"
_ACTS = {"app.bsky.feed.like": "like", "app.bsky.feed.repost": "reshare"}

_UNKNOWN = marked("kind of record that is not read")
_ANOTHERS = marked("act of somebody else")
_NOBODY = marked("names no account")
_NO_POST = marked("act on something that is no post")


def read_repository(file: SourceFile, taking: FediTaking) -> None:
    """Take in the records of a CAR file.

    Everybody's repository is public. One under the name that the app gives to one's own export,
    `repo.car`, is the owner's; of any other the likes, reposts and follows are somebody else's acts.

    Raises:
        UnreadableFileError: it is damaged.
    """
    repository = opened(file)
    is_own = bool(_OWN_EXPORT.fullmatch(file.name))
    taking.person(repository.did, is_owner=is_own)
    if is_own:
        taking.owner_fact("handle", f"bluesky:{repository.did}")
    taking.each(repository.records, _Records(repository.did, is_own=is_own).take)


class _Records:
    """Takes in the records of one account."""

    def __init__(self, did: str, *, is_own: bool) -> None:
        self._did = did
        self._is_own = is_own

    def take(self, taking: FediTaking, record: Record) -> None:
        """Take in one record."""
        value, collection = record.value, record.collection
        if value is None:
            taking.reject(record.why, f"{collection}/{record.key}")
            return
        uri = f"at://{self._did}/{collection}/{record.key}"
        at = moment_of_post(uri, value.get("createdAt"))
        author = taking.person(self._did)
        if collection == POST and author:
            take_post(taking, value, uri, author, at, knows_handles=True)
        elif collection == _PROFILE:
            taking.person(self._did, name=value.get("displayName"))
            taking.accept()
        elif collection in _ACTS or collection == _FOLLOW:
            if self._is_own:
                self._take_act(taking, collection, value.get("subject"), at)
            else:
                taking.reject(_ANOTHERS)
        else:
            taking.reject(_UNKNOWN, collection)

    def _take_act(
        self, taking: FediTaking, collection: str, subject: object, at: datetime | None
    ) -> None:
        target = subject.get("uri") if isinstance(subject, dict) else subject
        did = did_in(target)
        who = taking.person(did) if did else None
        if who is None:
            taking.reject(_NOBODY)
        elif collection == _FOLLOW:
            taking.follow(who, at.date() if at else None)
        elif isinstance(target, str) and f"/{POST}/" in target:
            taking.act(_ACTS[collection], target, at, posted_at=moment_of_post(target))
        else:
            taking.reject(_NO_POST, target)
