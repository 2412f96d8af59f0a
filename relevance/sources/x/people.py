"""Accounts: the owner's own, whom they follow, who follows them, and whom they wrote to in private."""

import html
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from relevance.schema import stable_id
from relevance.sources.people import person_record
from relevance.sources.x.taking import KIND, Taking, moment

__all__ = [
    "mark_owner_of_conversations",
    "take_account",
    "take_conversation",
    "take_follow",
    "take_periscope",
]

_SNIPPET = 300
_MOST_IN_A_ROOM = 25
_LEAST_CONVERSATIONS = 3
_NO_ID = "no id"
_NOT_A_MESSAGE = "joined, left or renamed"
_CROWD = f"room of more than {_MOST_IN_A_ROOM} people"
_NOBODY = "names nobody"


def take_account(taking: Taking, item: Any) -> None:
    """Take in who the owner is on X, from account.js, manifest.js or the user details of old archives."""
    told = item.get("account") or item.get("userInfo") or item if isinstance(item, dict) else {}
    if not isinstance(told, dict):
        told = {}
    number = str(told.get("accountId") or told.get("id") or "")
    handle = str(
        told.get("username") or told.get("userName") or told.get("screen_name") or ""
    ).casefold()
    name = str(
        told.get("accountDisplayName") or told.get("displayName") or told.get("full_name") or ""
    )
    mail = str(told.get("email") or "").casefold()
    if not number.isdecimal() and not handle:
        taking.reject(_NO_ID)
        return
    record = person_record(
        KIND,
        name,
        account_id=f"x:{number}" if number.isdecimal() else None,
        handles=[f"x:{handle}"] if handle else [],
        emails=[mail] if "@" in mail else [],
    )
    taking.owner(record)
    facts = (
        ("handle", f"x:{handle}" if handle else ""),
        ("name", name),
        ("email", mail if "@" in mail else ""),
    )
    for kind, value in facts:
        if value:
            taking.add("owner_fact", {"kind": kind, "value": value, "detail": "X archive"})


def take_follow(taking: Taking, item: Any, *, following: bool) -> None:
    """Take in one account that follows the owner, or that the owner follows; only its number is told."""
    inner = next(iter(item.values()), None) if isinstance(item, dict) and len(item) == 1 else item
    number = inner.get("accountId") if isinstance(inner, dict) else None
    who = taking.person(account=number)
    if who is None:
        taking.reject(_NO_ID)
    elif following:
        taking.add("follow", {"record_id": who, "active": True})


def take_conversation(taking: Taking, item: Any, parties: Counter[str]) -> None:
    """Take in a conversation, each message as one row; `parties` counts in how many everyone is."""
    told = item.get("dmConversation") if isinstance(item, dict) else None
    messages = told.get("messages") if isinstance(told, dict) else None
    if not isinstance(told, dict) or not isinstance(messages, list):
        taking.read += 1
        taking.reject(_NO_ID)
        return
    room = str(told.get("conversationId") or "")
    members = _members(room, messages)
    parties.update(members)
    for message in messages:
        taking.read += 1
        _take_message(taking, room, members, message)


def _members(room: str, messages: Iterable[Any]) -> set[str]:
    members = (
        {part for part in room.split("-") if part.isdecimal()} if room.count("-") == 1 else set()
    )
    for message in messages:
        for kind, inner in message.items() if isinstance(message, dict) else ():
            if not isinstance(inner, dict):
                continue
            told = [inner.get("senderId"), inner.get("recipientId"), inner.get("initiatingUserId")]
            for name in ("participantsSnapshot", "userIds"):
                listed = inner.get(name)
                told += listed if isinstance(listed, list) else []
            del kind
            members |= {str(one) for one in told if one and str(one).isdecimal()}
    return members


def _take_message(taking: Taking, room: str, members: set[str], message: Any) -> None:
    inner = message.get("messageCreate") if isinstance(message, dict) else None
    if not isinstance(inner, dict):
        taking.reject(_NOT_A_MESSAGE)
        return
    sender = taking.person(account=inner.get("senderId"))
    told = inner.get("recipientId")
    to = {str(told)} if told else members - {str(inner.get("senderId"))}
    if len(members) > _MOST_IN_A_ROOM:
        taking.reject(_CROWD)
        return
    receivers = [who for one in sorted(to) if (who := taking.person(account=one)) and who != sender]
    if sender is None or not receivers:
        taking.reject(_NOBODY)
        return
    at = moment(inner.get("createdAt"))
    text = html.unescape(str(inner.get("text") or ""))
    number = str(inner.get("id") or f"{at} {text}")
    for who in receivers:
        encounter = {
            "encounter_id": stable_id("e", KIND, "message", number, sender, who),
            "sender_record_id": sender,
            "recipient_record_id": who,
            "channel": "x message",
            "at": at,
            "conversation": f"x:{room}" if room else None,
            "snippet": " ".join(text.split())[:_SNIPPET] or None,
            "is_approximate": at is None,
        }
        taking.add("encounter", encounter, at)


def mark_owner_of_conversations(taking: Taking, parties: Counter[str], conversations: int) -> None:
    """Mark the one account that takes part in every conversation, if there are three or more."""
    everywhere = [one for one, count in parties.items() if count == conversations]
    if conversations >= _LEAST_CONVERSATIONS and len(everywhere) == 1:
        who = taking.person(account=everywhere[0])
        if who:
            taking.mark_owner(who)


def take_periscope(taking: Taking, item: Any) -> None:
    """Take in what the owner wrote under broadcasts, where the file names whose they were."""
    found = False
    for one in _objects(item):
        account = (
            one.get("broadcasterUserId")
            or one.get("broadcaster_user_id")
            or one.get("broadcasterId")
        )
        handle = (
            one.get("broadcasterUsername")
            or one.get("broadcaster_username")
            or one.get("broadcaster")
        )
        text = one.get("text") or one.get("comment") or one.get("body") or one.get("title")
        if not (account or handle):
            continue
        who = taking.person(account=account, handle=handle if isinstance(handle, str) else None)
        if who is None:
            continue
        found = True
        written = one.get("timestamp") or one.get("createdAt") or one.get("created_at")
        at, owner = moment(written), taking.owner()
        said = " ".join(str(text or "").split())[:_SNIPPET]
        encounter = {
            "encounter_id": stable_id("e", KIND, "periscope", written, owner, who, said),
            "sender_record_id": owner,
            "recipient_record_id": who,
            "channel": "periscope",
            "at": at,
            "reference": str(one.get("broadcastId") or one.get("broadcast_id") or "") or None,
            "snippet": said or None,
            "is_approximate": at is None,
        }
        taking.add("encounter", encounter, at)
    if not found:
        taking.reject(_NOBODY)


def _objects(value: Any, depth: int = 0) -> Iterable[Mapping[str, Any]]:
    if depth > 8:
        return
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _objects(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _objects(inner, depth + 1)
