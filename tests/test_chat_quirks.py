"""What whole exports of Slack and HipChat hold besides plain messages, one quirk at a time."""

import json
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from relevance.config import Settings
from relevance.pipeline import import_paths
from relevance.sources import hipchat, slack
from relevance.sources.archive import SourceFile
from relevance.sources.reader import read_path
from relevance.store import Store
from tests.writers import chats
from tests.writers.chats import hip, message

TS = "1709547634.000100"
AT = datetime(2024, 3, 4, 10, 20, 34, 100, tzinfo=UTC)


def member(number: str, name: str, **more: Any) -> dict[str, Any]:
    return {"id": number, "name": name.casefold(), "profile": {"real_name": name}, **more}


PEOPLE = [
    member("U100", "Maren Example"),
    member("U200", "Ana Silva"),
    member("U300", "Ben Okafor", deleted=True),
    member("U900", "Build Bot", is_bot=True),
]


def export(files: dict[str, Any], path: Path) -> Path:
    """Write an export as a zip and return its path."""
    with zipfile.ZipFile(path, "w") as packed:
        for name, items in files.items():
            packed.writestr(name, json.dumps(items))
    return path


def results(path: Path) -> dict[str, Any]:
    return {one.path.removeprefix(f"{path}/"): one.result for one in read_path(path)}


def load(source: Any, name: str, items: Any) -> Any:
    return source.read(SourceFile.from_bytes(name, json.dumps(items).encode()))


def met(result: Any) -> list:
    """Return (sender, recipient) as numbers, in order."""
    if "encounter" not in result.accepted:
        return []
    who = dict(result.accepted["record"].select("record_id", "account_id").rows())
    rows = result.accepted["encounter"].select("sender_record_id", "recipient_record_id").rows()
    return [tuple(who[one].partition(":")[2] for one in pair) for pair in rows]


def column(result: Any, name: str) -> list:
    return result.accepted["encounter"][name].to_list()


# -- Slack -----------------------------------------------------------------------------------------


def test_bots_are_known_from_the_list_of_members(tmp_path: Path) -> None:
    files = {
        "users.json": PEOPLE,
        "dms.json": [{"id": "D1AB23", "members": ["U100", "U900"]}],
        "general/2024-03-04.json": [
            message(TS, "U100", "<@U900> build, <@U200> see"),
            message("1709547635.000100", "U900", "<@U100> built"),
            message("1709547636.000100", "U200", "<@U900> thanks"),
            message("1709547637.000100", "U200", "done", parent_user_id="U900", thread_ts=TS),
        ],
        "D1AB23/2024-03-04.json": [message(TS, "U100", "help")],
    }
    found = results(export(files, tmp_path / "export.zip"))
    assert met(found["general/2024-03-04.json"]) == [("U100", "U200")]
    assert found["general/2024-03-04.json"].reasons == {"bot or integration": 3}
    assert found["D1AB23/2024-03-04.json"].reasons == {"bot or integration": 1}
    assert found["users.json"].reasons == {"bot or integration": 1}
    assert found["users.json"].accepted["record"]["name"].to_list() == [
        "Maren Example",
        "Ana Silva",
        "Ben Okafor",
    ]


def test_mentions_links_and_escapes_are_shown_as_readers_saw_them(tmp_path: Path) -> None:
    said = (
        "<@U200> &amp; <@U300|ben>: see <https://a.example/x?a=1&amp;b=2|the list>, "
        "<https://b.example>, <mailto:c@x.example|c@x.example>, <#C1AB|general>, <!here>, "
        "<!subteam^S1|@team>, a &lt;b&gt; &amp;lt;"
    )
    files = {"users.json": PEOPLE, "general/1.json": [message(TS, "U100", said)]}
    found = results(export(files, tmp_path / "export.zip"))["general/1.json"]
    assert column(found, "snippet")[0] == (
        "@Ana Silva & @Ben Okafor: see the list, https://b.example, c@x.example, #general, @here, "
        "@team, a <b> &lt;"
    )
    alone = load(slack, "general/1.json", [message(TS, "U100", "<@U200> <@U300|ben>")])
    assert column(alone, "snippet") == ["@U200 @ben"] * 2


def test_a_message_keeps_its_id_when_its_channel_is_renamed(tmp_path: Path) -> None:
    day = [message(TS, "U100", "<@U200> hello")]
    ids = []
    for name in ("general", "all-hands"):
        files = {
            "channels.json": [{"id": "C1AB", "name": name, "members": []}],
            f"{name}/2024-03-04.json": day,
        }
        path = export(files, tmp_path / f"{name}.zip")
        found = results(path)[f"{name}/2024-03-04.json"]
        ids += column(found, "encounter_id")
        assert column(found, "reference") == [f"#{name}"]
        assert column(found, "conversation") == ["slack:C1AB"]
    assert ids[0] == ids[1]


def test_equal_moments_in_two_channels_are_two_messages(tmp_path: Path) -> None:
    day = [message(TS, "U100", "<@U200> hello")]
    path = export({"general/1.json": day, "random/1.json": day}, tmp_path / "export.zip")
    ids = {column(one, "encounter_id")[0] for one in results(path).values()}
    assert len(ids) == 2


def test_a_private_room_of_several_speaks_to_all_up_to_25(tmp_path: Path) -> None:
    crowd = [f"U{n}" for n in range(100, 126)]
    files = {
        "mpims.json": [
            {"id": "G1AB23", "name": "mpdm-maren--ana--ben-1", "members": ["U100", "U200", "U300"]},
            {"id": "G2AB23", "name": "mpdm-all-1", "members": crowd},
            {"id": "G3AB23", "name": "mpdm-most-1", "members": crowd[:25]},
        ],
        "mpdm-maren--ana--ben-1/1.json": [message(TS, "U100", "shall we?")],
        "mpdm-all-1/1.json": [message(TS, "U100", "all of you")],
        "mpdm-most-1/1.json": [message(TS, "U100", "most of you")],
    }
    found = results(export(files, tmp_path / "export.zip"))
    assert met(found["mpdm-maren--ana--ben-1/1.json"]) == [("U100", "U200"), ("U100", "U300")]
    assert found["mpdm-all-1/1.json"].reasons == {"private room of more than 25 people": 1}
    assert len(met(found["mpdm-most-1/1.json"])) == 24


def test_a_private_room_alone_speaks_to_those_who_write_in_the_file() -> None:
    items = [
        message(TS, "U100", "one"),
        message("1709547635.000100", "U200", "two"),
        message("1709547636.000100", "U300", "", subtype="group_join"),
    ]
    for folder in ("mpdm-maren--ana-1", "D1AB23"):
        found = load(slack, f"{folder}/1.json", items)
        assert met(found) == [("U100", "U200"), ("U200", "U100")]
        assert column(found, "reference") == [None, None]


def test_a_grid_export_has_its_members_at_the_top(tmp_path: Path) -> None:
    files = {
        "org_users.json": PEOPLE,
        "teams/learning/channels.json": [{"id": "C1AB", "name": "general", "members": ["U100"]}],
        "teams/learning/general/1.json": [message(TS, "U100", "<@U200> and <@U900>")],
        "dms.json": [{"id": "D1AB23", "members": ["U100", "U200"]}],
        "D1AB23/1.json": [message(TS, "U200", "hi")],
        "teams/learning/D1AB23/2.json": [message(TS, "U200", "hi")],
    }
    found = results(export(files, tmp_path / "export.zip"))
    assert met(found["teams/learning/general/1.json"]) == [("U100", "U200")]
    assert column(found["teams/learning/general/1.json"], "conversation") == ["slack:C1AB"]
    assert met(found["D1AB23/1.json"]) == [("U200", "U100")]
    assert met(found["teams/learning/D1AB23/2.json"]) == [("U200", "U100")]
    assert found["org_users.json"].accepted["record"].height == 3


def test_an_answer_knows_its_thread_with_or_without_the_parents_name() -> None:
    items = [
        message(TS, "U100", "who comes?", thread_ts=TS, reply_users=["U200"]),
        message("1709547640.000100", "U200", "I do", thread_ts=TS),
        message("1709547641.000100", "U300", "me too", thread_ts=TS, parent_user_id="U100"),
        message("1709547642.000100", "U100", "good", thread_ts=TS, parent_user_id="U100"),
        message("1709547643.000100", "U200", "<@U100> thanks", thread_ts=TS, parent_user_id="U100"),
    ]
    found = load(slack, "general/1.json", items)
    assert met(found) == [("U200", "U100"), ("U300", "U100"), ("U200", "U100")]
    assert found.reasons == {"nobody was mentioned or answered": 2}
    assert column(found, "at")[0] == AT.replace(second=40)


def test_reactions_are_no_encounters_and_the_same_message_counts_once() -> None:
    liked = message(TS, "U100", "hello", reactions=[{"name": "ok", "users": ["U200"], "count": 1}])
    twice = message("1709547635.000100", "U100", "<@U200> hello")
    found = load(slack, "general/1.json", [liked, twice, twice])
    assert met(found) == [("U100", "U200")]
    assert [(one.row, one.reason) for one in found.rejected] == [
        (1, "nobody was mentioned or answered"),
        (3, "same message twice"),
    ]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"subtype": "channel_join"}, "joined, left or changed the room"),
        ({"subtype": "channel_leave"}, "joined, left or changed the room"),
        ({"subtype": "channel_topic"}, "joined, left or changed the room"),
        ({"subtype": "channel_purpose"}, "joined, left or changed the room"),
        ({"subtype": "bot_message"}, "bot or integration"),
        ({"bot_id": "B1"}, "bot or integration"),
        ({"user": "USLACKBOT"}, "bot or integration"),
        ({"user": None}, "no sender"),
        ({"subtype": "tombstone"}, "deleted message"),
        ({"text": "<!channel> lunch"}, "announcement to a whole room"),
        ({"text": "hello"}, "nobody was mentioned or answered"),
        ({"text": "<@U100> talking to myself"}, "nobody was mentioned or answered"),
        ({"type": "event"}, "not understood"),
    ],
)
def test_what_is_no_contact_has_its_own_reason(more: dict, reason: str) -> None:
    first = message("1709547600.000100", "U100", "<@U200> yes")
    items = [first, {**message(TS, "U100", "<@U200> no"), **more}]
    found = load(slack, "general/1.json", items)
    assert (found.read, found.reasons, met(found)) == (2, {reason: 1}, [("U100", "U200")])


@pytest.mark.parametrize("subtype", ["me_message", "file_share", "thread_broadcast"])
def test_words_of_other_kinds_count(subtype: str) -> None:
    items = [message(TS, "U100", "<@U200> look", subtype=subtype)]
    assert met(load(slack, "general/1.json", items)) == [("U100", "U200")]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("channels.json", "a room alone is no encounter"),
        ("dms.json", "a room alone is no encounter"),
        ("integration_logs.json", "log of integrations, not used"),
        ("canvases.json", "canvas, list or file, not used"),
    ],
)
def test_files_that_tell_of_nobody_are_known_and_say_so(name: str, reason: str) -> None:
    data = chats.samples()[f"slack/{name}"]
    assert slack.recognises("renamed.json", data)
    found = slack.read(SourceFile.from_bytes(name, data))
    assert (found.read, found.reasons, found.usable) == (1, {reason: 1}, False)


def test_lists_beside_a_thousand_days_are_read_once() -> None:
    opened: list[str] = []

    def listed(name: str, items: Iterable[Any]) -> SourceFile:
        one = SourceFile.from_bytes(f"x/{name}", json.dumps(list(items)).encode())

        def opener() -> Any:
            opened.append(name)
            return one.opener()

        return replace(one, opener=opener)

    near = {
        one.path: one for one in (listed("users.json", PEOPLE), listed("dms.json", [{"id": "D1"}]))
    }
    day = json.dumps([message(TS, "U100", "<@U200> hi")]).encode()
    for n in range(50):
        file = replace(SourceFile.from_bytes(f"x/general/{n}.json", day), near=near)
        assert slack.read(file).accepted["encounter"]["snippet"].to_list() == ["@Ana Silva hi"]
    assert sorted(opened) == ["dms.json", "users.json"]
    other = {"x/users.json": listed("users.json", [member("U200", "Cleo Dahl")])}
    file = replace(SourceFile.from_bytes("x/general/1.json", day), near=other)
    assert slack.read(file).accepted["encounter"]["snippet"].to_list() == ["@Cleo Dahl hi"]


def test_a_damaged_list_explains_nothing_and_costs_nothing() -> None:
    day = json.dumps([message(TS, "U100", "<@U200> hi")]).encode()
    broken = SourceFile.from_bytes("x/users.json", json.dumps(PEOPLE).encode()[:-20])
    file = replace(SourceFile.from_bytes("x/general/1.json", day), near={broken.path: broken})
    assert met(slack.read(file)) == [("U100", "U200")]


# -- HipChat ---------------------------------------------------------------------------------------


def room(*items: Any) -> Any:
    return load(hipchat, "rooms/5/history.json", list(items))


def test_a_sender_is_an_object_a_text_or_a_number_that_no_list_knows() -> None:
    found = room(
        hip("UserMessage", id="1", sender={"id": 10}, message="a", mentions=[20]),
        hip("UserMessage", id="2", sender={"id": 77, "name": "Guest Dan"}, message="b", mentions=[10]),
        hip("UserMessage", id="3", sender={"id": 0, "name": "Bot"}, message="c", mentions=[10]),
        hip("UserMessage", id="4", sender="Bot", message="d", mentions=[10]),
        hip("UserMessage", id="5", message="e", mentions=[10]),
        hip("NotificationMessage", sender="Bot", message="<b>f</b>", message_format="html"),
    )  # fmt: skip
    assert met(found) == [("10", "20"), ("77", "10")]
    assert found.reasons == {"notice of the room or an integration": 3, "no sender": 1}
    assert "Guest Dan" in found.accepted["record"]["name"].to_list()


@pytest.mark.parametrize(
    ("stamp", "moment"),
    [
        ("2018-08-08T14:23:54Z 626267", datetime(2018, 8, 8, 14, 23, 54, 626267, tzinfo=UTC)),
        ("2018-08-08T14:23:54Z", datetime(2018, 8, 8, 14, 23, 54, tzinfo=UTC)),
        ("2018-08-08T14:23:54Z 6262671", datetime(2018, 8, 8, 14, 23, 54, tzinfo=UTC)),
        ("2018-08-08T16:23:54+02:00 1", datetime(2018, 8, 8, 14, 23, 54, 1, tzinfo=UTC)),
        ("yesterday", None),
        (None, None),
    ],
)
def test_microseconds_follow_after_a_blank(stamp: object, moment: datetime | None) -> None:
    found = room(
        hip("UserMessage", id="1", sender={"id": 1}, message="x", mentions=[2], timestamp=stamp)
    )
    assert column(found, "at") == [moment]
    assert column(found, "is_approximate") == [moment is None]


def test_messages_without_ids_are_told_apart_and_repeated_ones_count_once() -> None:
    def one(text: str, **more: Any) -> dict[str, Any]:
        return hip("UserMessage", sender={"id": 1}, message=text, mentions=[2], **more)

    found = room(one("a"), one("b"), one("a"), one("c", id="7"), one("c", id="7"))
    assert len(met(found)) == 3
    assert found.reasons == {"same message twice": 2}


def test_kinds_that_nobody_knows_are_skipped_and_do_not_hide_the_file() -> None:
    items = [
        hip("PollMessage", message="?"),
        hip("UserMessage", id="1", sender={"id": 1}, message="x", mentions=[2, {"id": 3}, 0]),
        {"two": 1, "keys": 2},
        "text",
    ]
    assert hipchat.recognises("history.json", json.dumps(items).encode())
    found = room(*items)
    assert met(found) == [("1", "2"), ("1", "3")]
    assert found.reasons == {"kind of item that is not read": 3}


def test_private_messages_of_two_folders_count_once(tmp_path: Path) -> None:
    def private(number: str, sender: int, receiver: int) -> dict[str, Any]:
        sides = {"sender": {"id": sender}, "receiver": {"id": receiver}}
        return hip("PrivateUserMessage", id=number, message=number, **sides)

    shared = [private("a", 10, 20), private("b", 20, 10)]
    files = {
        "users.json": chats.HIP_USERS,
        "users/10/history.json": [*shared, private("c", 10, 30), private("d", 10, 10)],
        "users/20/history.json": shared,
    }
    path = export(files, tmp_path / "hipchat.zip")
    with Store.open(tmp_path / "h.duckdb") as store:
        reports = import_paths(store, [path], settings=Settings(), owner=["maren@own.example"])
        told = {one.path.removeprefix(f"{path}/"): one for one in reports}
        assert told["users/10/history.json"].added == 3
        assert told["users/10/history.json"].reasons == {"sender and receiver are the same": 1}
        assert (told["users/20/history.json"].read, told["users/20/history.json"].added) == (2, 0)
        assert store.count("encounter") == 3


def test_a_room_is_called_by_its_name_and_people_by_the_names_they_are_mentioned_with(
    tmp_path: Path,
) -> None:
    files = {
        "users.json": chats.HIP_USERS,
        "rooms.json": [{"Room": {"id": 5, "name": "Training"}}],
        "rooms/5/history.json": [
            hip("UserMessage", id="1", sender={"id": 10}, message="thanks @ana. And @Nobody!"),
        ],
    }
    found = results(export(files, tmp_path / "hipchat.zip"))["rooms/5/history.json"]
    assert met(found) == [("10", "20")]
    assert column(found, "reference") == ["Training"]


def test_guests_and_people_who_left_are_kept_without_an_address() -> None:
    found = load(hipchat, "users.json", chats.HIP_USERS)
    assert (found.read, found.rejected) == (3, ())
    rows = found.accepted["record"].select("name", "account_id", "emails", "position").rows()
    assert rows == [
        ("Maren Example", "hipchat:10", ["maren@own.example"], "Lead"),
        ("Ana Silva", "hipchat:20", ["ana@example.org"], None),
        ("Guest Ben", "hipchat:30", [], None),
    ]


@pytest.mark.parametrize("name", ["hipchat.tar.gz.aes", "HipChat.TGZ.AES"])
def test_an_encrypted_container_is_known_by_its_name(name: str) -> None:
    assert hipchat.recognises(name, b"Salted__\x01\x02")
    assert not hipchat.recognises("notes.aes", b"Salted__\x01\x02")
