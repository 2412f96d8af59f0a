"""Writes exports of Slack and HipChat; everyone is invented."""

import io
import json
import tarfile
from typing import Any


def user(number: str, name: str, mail: str = "", **more: Any) -> dict[str, Any]:
    """Return one member of Slack."""
    profile = {
        "real_name": name,
        "display_name": name.split()[0].lower(),
        "title": "Trainer",
        "email": mail,
    }
    return {
        "id": number,
        "name": name.split()[0].lower(),
        "real_name": name,
        "deleted": False,
        "is_bot": False,
        "profile": profile,
        **more,
    }


def message(ts: str, sender: str | None, text: str, **more: Any) -> dict[str, Any]:
    """Return one message of Slack."""
    return {
        "type": "message",
        "ts": ts,
        "text": text,
        **({"user": sender} if sender else {}),
        **more,
    }


USERS = [
    user("U100", "Maren Example", "maren@own.example"),
    user("U200", "Ana Silva", "ana@example.org", deleted=True),
    user("U300", "Ben Okafor"),
    user("B400", "Robo", is_bot=True) | {"id": "U400"},
]
ROOM = [
    message(
        "1709547634.000100",
        "U100",
        "Ask <@U200|ana> &amp; <@U300> about <https://example.org/a|this>",
    ),
    message(
        "1709547635.000100",
        "U200",
        "Here it is",
        thread_ts="1709547634.000100",
        parent_user_id="U100",
    ),
    message("1709547636.000100", "U300", "Nobody in particular"),
    message(
        "1709547637.000100", None, "deployed", subtype="bot_message", bot_id="B1", username="robo"
    ),
    message("1709547638.000100", "U300", "<@U300> has joined the channel", subtype="channel_join"),
    message("1709547639.000100", "U100", "<!here> lunch"),
    message(
        "1709547640.000100",
        "UEXT900",
        "<@U100> hello from outside",
        user_profile={"real_name": "Cleo Dahl"},
    ),
    message(
        "1709547641.000100",
        "U200",
        "shown to all",
        subtype="thread_broadcast",
        thread_ts="1709547634.000100",
        parent_user_id="U100",
    ),
]
DIRECT = [message("1709547650.000100", "U200", "are you in?")]
DIRECT_BOTH = [
    message("1709547650.000100", "U200", "are you in?"),
    message("1709547651.000100", "U100", "yes"),
]


def slack_files() -> dict[str, bytes]:
    """Return the members of a Slack export."""
    return {
        "users.json": json.dumps(USERS).encode(),
        "channels.json": json.dumps(
            [
                {
                    "id": "C1AB",
                    "name": "general",
                    "created": 1,
                    "members": ["U100", "U200"],
                    "topic": {"value": ""},
                }
            ]
        ).encode(),
        "dms.json": json.dumps(
            [{"id": "D1AB23", "created": 1, "members": ["U100", "U200"]}]
        ).encode(),
        "integration_logs.json": b"[]",
        "general/2024-03-04.json": json.dumps(ROOM).encode(),
        "D1AB23/2024-03-04.json": json.dumps(DIRECT).encode(),
    }


HIP_USERS = [
    {
        "User": {
            "id": 10,
            "name": "Maren Example",
            "email": "maren@own.example",
            "mention_name": "Maren",
            "title": "Lead",
            "account_type": "admin",
        }
    },
    {
        "User": {
            "id": 20,
            "name": "Ana Silva",
            "email": "ana@example.org",
            "mention_name": "Ana",
            "is_deleted": True,
        }
    },
    {
        "User": {
            "id": 30,
            "name": "Guest Ben",
            "email": "",
            "mention_name": "Ben",
            "account_type": "guest",
        }
    },
]


def hip(kind: str, **inner: Any) -> dict[str, Any]:
    """Return one item of a HipChat history."""
    return {kind: {"timestamp": "2018-08-08T14:23:54Z 626267", **inner}}


HIP_ROOM = [
    hip("UserMessage", id="m1", sender={"id": 10}, message="@Ana have a look", mentions=[20]),
    hip("UserMessage", id="m2", sender={"id": 20}, message="@Maren done", mentions=[]),
    hip("UserMessage", id="m3", sender={"id": 30}, message="hello room", mentions=[]),
    hip("NotificationMessage", sender="Build bot", message="passed", message_format="html"),
    hip(
        "UserMessage", id="m4", sender={"id": 0, "name": "Bot"}, message="@Ana ping", mentions=[20]
    ),
    {"TopicRoomMessage": {"message": "new topic"}},
    {"SomethingNew": {}},
]
PRIVATE = hip(
    "PrivateUserMessage",
    id="p1",
    sender={"id": 20, "name": "Ana Silva"},
    receiver={"id": 10},
    message="shall we?",
)


def hip_files() -> dict[str, bytes]:
    """Return the members of a HipChat export."""
    return {
        "users.json": json.dumps(HIP_USERS).encode(),
        "rooms.json": json.dumps(
            [{"Room": {"id": 5, "name": "Training", "members": [10, 20]}}]
        ).encode(),
        "rooms/5/history.json": json.dumps(HIP_ROOM).encode(),
        "users/10/history.json": json.dumps([PRIVATE]).encode(),
        "users/20/history.json": json.dumps([PRIVATE]).encode(),
        "emoticons.json": json.dumps(
            [{"Emoticon": {"id": 1, "path": "x", "shortcut": "y"}}]
        ).encode(),
    }


def hip_archive() -> bytes:
    """Return a whole HipChat export."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as packed:
        for name, data in hip_files().items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            packed.addfile(info, io.BytesIO(data))
    return out.getvalue()


INTEGRATIONS = [
    {
        "user_id": "U100",
        "user_name": "maren",
        "date": "1709547600",
        "change_type": "added",
        "app_type": "Build bot",
        "app_id": "A1",
    }
]
CANVASES = [
    {"id": "F1AB23", "created": 1709547600, "name": "Plan", "filetype": "quip", "user": "U100"}
]


def samples() -> dict[str, bytes]:
    """Return small files by name, one for each shape."""
    found = {
        f"slack/{name}": data
        for name, data in slack_files().items()
        if name != "integration_logs.json"
    }
    return {
        **found,
        "slack/integration_logs.json": json.dumps(INTEGRATIONS).encode(),
        "slack/canvases.json": json.dumps(CANVASES).encode(),
        **{f"hipchat/{name}": data for name, data in hip_files().items()},
    }
