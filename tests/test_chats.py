"""Slack and HipChat: a room counts only where one mentions or answers the other."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevance.config import Settings
from relevance.errors import RelevanceError
from relevance.pipeline import import_paths
from relevance.sources import hipchat, slack
from relevance.sources.archive import SourceFile
from relevance.store import Store
from tests.writers import chats, core
from tests.writers import encounters as tables


def load(source, name: str, data: bytes):
    return source.read(SourceFile.from_bytes(name, data))


def met(result) -> list:
    if "encounter" not in result.accepted:
        return []
    who = dict(result.accepted["record"].select("record_id", "account_id").rows())
    rows = result.accepted["encounter"].select("sender_record_id", "recipient_record_id", "snippet")
    return sorted((who[one], who[other], said) for one, other, said in rows.rows())


@pytest.mark.parametrize("name", chats.samples())
def test_every_shape_is_recognised_by_its_own_kind_only(name: str) -> None:
    data = chats.samples()[name]
    assert slack.recognises("x.json", data) == name.startswith("slack/")
    assert hipchat.recognises("x.json", data) == name.startswith("hipchat/")


@pytest.mark.parametrize("name", {**core.samples(), **tables.samples()})
def test_other_files_are_not_claimed(name: str) -> None:
    data = {**core.samples(), **tables.samples()}[name]
    assert not slack.recognises(name, data)
    assert not hipchat.recognises(name, data)


def test_in_a_room_the_mentioned_and_the_answered_are_met() -> None:
    result = load(
        slack, "x/general/2024-03-04.json", chats.slack_files()["general/2024-03-04.json"]
    )
    assert met(result) == [
        ("slack:U100", "slack:U200", "Ask @ana & @U300 about this"),
        ("slack:U100", "slack:U300", "Ask @ana & @U300 about this"),
        ("slack:U200", "slack:U100", "Here it is"),
        ("slack:U200", "slack:U100", "shown to all"),
        ("slack:UEXT900", "slack:U100", "@U100 hello from outside"),
    ]
    assert (result.read, result.reasons) == (
        8,
        {
            "nobody was mentioned or answered": 1,
            "bot or integration": 1,
            "joined, left or changed the room": 1,
            "announcement to a whole room": 1,
        },
    )
    assert "Cleo Dahl" in result.accepted["record"]["name"].to_list()


def test_members_carry_addresses_and_bots_do_not_count() -> None:
    result = load(slack, "users.json", chats.slack_files()["users.json"])
    assert (result.read, result.reasons) == (4, {"bot or integration": 1})
    assert dict(result.accepted["record"].select("name", "emails").rows())["Ana Silva"] == [
        "ana@example.org"
    ]


def test_a_direct_message_goes_to_the_other_member_whom_another_file_names(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in chats.slack_files().items():
            packed.writestr(name, data)
    with Store.open(tmp_path / "s.duckdb") as store:
        reports = import_paths(store, [path], settings=Settings(), owner=["maren@own.example"])
        kinds = {
            one.path.removeprefix(f"{path}/"): (one.kind, one.read, one.added) for one in reports
        }
        assert kinds["D1AB23/2024-03-04.json"] == ("slack", 1, 1)
        assert kinds["channels.json"] == ("slack", 1, 0)
        found = store.frame(
            "SELECT name, direction, count(*) AS n FROM contact JOIN person USING (person_id) "
            "GROUP BY ALL ORDER BY ALL"
        )
        assert found.rows() == [
            ("Ana Silva", "incoming", 3),
            ("Ana Silva", "outgoing", 1),
            ("Ben Okafor", "outgoing", 1),
            ("Cleo Dahl", "incoming", 1),
        ]  # fmt: skip


def test_a_direct_message_alone_goes_to_whoever_else_wrote_that_day() -> None:
    import json

    one = load(slack, "D1AB23/2024-03-04.json", json.dumps(chats.DIRECT).encode())
    assert one.reasons == {"nobody was mentioned or answered": 1}
    both = load(slack, "D1AB23/2024-03-04.json", json.dumps(chats.DIRECT_BOTH).encode())
    assert [pair[:2] for pair in met(both)] == [
        ("slack:U100", "slack:U200"),
        ("slack:U200", "slack:U100"),
    ]


def test_hipchat_rooms_know_mentions_by_number_and_by_name(tmp_path: Path) -> None:
    path = tmp_path / "export.tar.gz"
    path.write_bytes(chats.hip_archive())
    with Store.open(tmp_path / "h.duckdb") as store:
        reports = import_paths(store, [path], settings=Settings(), owner=["maren@own.example"])
        by_name = {one.path.removeprefix(f"{path}/"): one for one in reports}
        room = by_name["rooms/5/history.json"]
        assert (room.read, room.added) == (7, 2)
        assert room.reasons == {
            "nobody was mentioned or answered": 1,
            "notice of the room or an integration": 3,
            "kind of item that is not read": 1,
        }
        # The same message lies in the folders of both.
        assert by_name["users/10/history.json"].added == 1
        assert by_name["users/20/history.json"].known
        found = store.frame(
            'SELECT name, direction, "at" FROM contact JOIN person USING (person_id) ORDER BY ALL'
        )
        at = datetime(2018, 8, 8, 14, 23, 54, 626267, tzinfo=UTC)
        assert found.rows() == [
            ("Ana Silva", way, at) for way in ("incoming", "incoming", "outgoing")
        ]


def test_an_encrypted_export_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "hipchat.tar.gz.aes"
    path.write_bytes(b"Salted__" + bytes(range(200)))
    with Store.open(tmp_path / "h.duckdb") as store:
        [report] = import_paths(store, [path], settings=Settings())
    assert report.kind == "hipchat"
    assert "Decrypt it" in report.error


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="<>&@"),
    min_size=1,
    max_size=20,
)


@settings(deadline=None, max_examples=25)
@given(st.lists(TEXT, min_size=1, max_size=4))
def test_any_text_survives(texts: list) -> None:
    import json

    items = [
        chats.message(f"17095476{n:02d}.000100", "U100", f"<@U200> {text}")
        for n, text in enumerate(texts)
    ]
    result = load(slack, "general/x.json", json.dumps(items).encode())
    assert result.accepted["encounter"]["snippet"].to_list() == [f"@U200 {text}" for text in texts]


@settings(deadline=None, max_examples=50)
@given(st.sampled_from(sorted(chats.samples())), st.binary(max_size=30), st.integers(0, 900))
def test_no_bytes_give_anything_but_our_own_errors(name: str, noise: bytes, at: int) -> None:
    whole = chats.samples()[name]
    source = slack if name.startswith("slack") else hipchat
    for data in (whole[:at] + noise + whole[at:], whole[:at], whole[:at] + whole[at + 30 :]):
        source.recognises(name, data)
        try:
            result = load(source, name, data)
        except RelevanceError:
            continue
        assert len(result.rejected) <= result.read
