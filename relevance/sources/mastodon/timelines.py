"""Statuses as the API gives them: a saved timeline, the posts of an account, a thread."""

from collections.abc import Iterator, Mapping
from typing import Any

from relevance.sources.fedi_taking import FediTaking, entries, moment_of
from relevance.sources.mastodon.accounts import person_of_account
from relevance.sources.mastodon.texts import text_of_status
from relevance.texts import marked

__all__ = ["is_status", "take_status"]

CHANNEL = "mastodon mention"

_NO_TEXT = marked("no text")
_NO_AUTHOR = marked("no author")
_NO_ID = marked("no address of its own")
_TO_NOBODY = marked("direct message that names nobody else")


def is_status(item: object) -> bool:
    """Return whether an object is a status of the API."""
    if not isinstance(item, dict) or not isinstance(item.get("account"), dict):
        return False
    return "acct" in item["account"] and {"content", "created_at", "uri"} <= set(item)


def take_status(taking: FediTaking, item: object) -> None:
    """Take in one status: a post and whom it mentions, or the post that a boost brought in."""
    inner = item.get("reblog") if isinstance(item, dict) else None
    status = inner if isinstance(inner, dict) else item
    author, by = _author(taking, status), _author(taking, item)
    if not isinstance(status, dict) or author is None or by is None:
        taking.reject(_NO_AUTHOR, item)
        return
    identifier = status.get("uri") or status.get("url")
    if not isinstance(identifier, str):
        taking.reject(_NO_ID)
        return
    if by != author:
        _take_post(taking, status, identifier, author, surfacer=by)
        return
    is_direct = status.get("visibility") == "direct"
    met = _meet(taking, status, identifier, author, is_direct=is_direct)
    if not is_direct:
        _take_post(taking, status, identifier, author, has_met=met)
    elif not met:
        taking.reject(_TO_NOBODY)


def _author(taking: FediTaking, status: object) -> str | None:
    account = status.get("account") if isinstance(status, dict) else None
    return person_of_account(taking, account) if isinstance(account, dict) else None


def _take_post(
    taking: FediTaking,
    status: Mapping[str, Any],
    identifier: str,
    author: str,
    *,
    surfacer: str | None = None,
    has_met: bool = False,
) -> None:
    text = text_of_status(status)
    if not text:
        if not has_met:
            taking.reject(_NO_TEXT, identifier)
        return
    kind = "bare_reshare" if surfacer else "reshare" if status.get("quote") else "post"
    at, url = moment_of(status.get("created_at")), _url(status, identifier)
    taking.post(identifier, author, text, at, url=url, kind=kind, surfacer=surfacer)


def _meet(
    taking: FediTaking,
    status: Mapping[str, Any],
    identifier: str,
    author: str,
    *,
    is_direct: bool,
) -> bool:
    """Take in whom a status mentions; return whether it mentions anybody but its author."""
    account = status.get("account")
    if isinstance(account, dict) and account.get("bot") is True:
        return False  # what a machine writes is no contact
    others = [who for who in _mentioned(taking, status) if who != author]
    taking.meet(
        identifier,
        author,
        others,
        CHANNEL,
        moment_of(status.get("created_at")),
        url=_url(status, identifier),
        # What was meant for those named only is counted as contact; its words are not kept.
        text="" if is_direct else text_of_status(status),
    )
    return bool(others)


def _mentioned(taking: FediTaking, status: Mapping[str, Any]) -> Iterator[str]:
    for one in entries(status.get("mentions")):
        who = person_of_account(taking, one) if isinstance(one, dict) else None
        if who:
            yield who


def _url(status: Mapping[str, Any], identifier: str) -> str:
    url = status.get("url")
    return url if isinstance(url, str) else identifier
