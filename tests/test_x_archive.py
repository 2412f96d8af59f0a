"""The archive of X: whom the owner met there, in every shape it has had."""

import json
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevance.config import Settings
from relevance.errors import RelevanceError, UnreadableFileError
from relevance.pipeline import import_paths
from relevance.schema import stable_id
from relevance.sources.archive import SourceFile
from relevance.sources.x import is_private, read, recognises
from relevance.store import Store
from tests.writers import x_archive as writer

MOMENT = datetime(2021, 3, 21, 12, 53, 22, tzinfo=UTC)


def load(data: bytes, name: str = "tweets.js"):
    return read(SourceFile.from_bytes(name, data))


def met(result) -> list:
    """Channel and account of each encounter of the owner's."""
    who = dict(result.accepted["record"].select("record_id", "account_id").rows())
    rows = result.accepted["encounter"].select("channel", "recipient_record_id", "conversation")
    return sorted((channel, who[one], room) for channel, one, room in rows.rows())


@pytest.mark.parametrize("name", writer.samples())
def test_every_shape_is_recognised_and_read(name: str) -> None:
    data = writer.samples()[name]
    assert recognises("renamed.txt", data)
    result = load(data, name)
    assert result.read > 0
    assert len(result.rejected) <= result.read


@pytest.mark.parametrize("name", ["ad-impressions.js", "ip-audit.js"])
def test_adverts_and_machines_are_left_alone(name: str) -> None:
    data = writer.archive()[f"data/{name}"]
    assert is_private(name, data)
    assert not recognises(name, data)


@pytest.mark.parametrize(
    "data", [b"var a = 1;", b"[]", b"", b"window.location = 'x'", b"tweet_id\n1\n"]
)
def test_other_scripts_and_tables_are_not_claimed(data: bytes) -> None:
    assert not recognises("a.js", data)
    assert not is_private("a.js", data)


def test_answers_mentions_and_chats_are_encounters_and_an_answer_comes_first() -> None:
    result = load(writer.js("tweets", writer.TWEETS))
    assert result.read == 7
    assert result.reasons == {"no text": 1}
    assert met(result) == [
        ("x mention", "x:2003", "#lrnchat"),
        ("x mention", "x:2003", "x:1373620531264530001"),
        ("x reply", "x:2002", "x:1373620531264530001"),
        ("x reply", "x:2002", "x:1373620531264530002"),  # nobody named: the first mention is meant
    ]


def test_own_posts_have_their_addresses_and_signs_back() -> None:
    posts = load(writer.js("tweets", writer.TWEETS)).accepted["post"]
    assert posts["text"].to_list()[0] == "Job aids & checklists: https://example.org/a"
    assert posts["created_at"].to_list()[0] == MOMENT
    assert posts["post_id"][0] == stable_id("t", "x", writer.TWEET_ID)
    assert posts.height == 5  # neither the empty one nor what was only passed on


def test_retweets_and_quotes_are_acts_on_the_posts_of_others() -> None:
    result = load(writer.js("tweets", writer.TWEETS))
    acts = result.accepted["engagement"].select("kind", "post_key").rows()
    assert set(acts) == {("reshare", None), ("reshare", "x:1373620531264530000")}
    handles = {one for row in result.accepted["record"]["handles"] for one in row}
    assert handles == {"x:anasilva", "x:benokafor", "x:cleo"}


def test_a_moment_that_is_missing_comes_from_the_id() -> None:
    item = writer.tweet(writer.TWEET_ID, "Hello", created_at=None)
    at = load(writer.js("tweets", [item])).accepted["post"]["created_at"][0]
    assert at.replace(microsecond=0) == MOMENT


def test_likes_have_no_moment_of_their_own() -> None:
    result = load(writer.js("like", writer.LIKES))
    assert (result.read, result.reasons) == (2, {"no id": 1})
    row = result.accepted["engagement"].row(0, named=True)
    assert (row["at"], row["post_key"], row["text"]) == (
        None,
        f"x:{writer.TWEET_ID}",
        "Well & good",
    )
    assert row["posted_at"].replace(microsecond=0) == MOMENT


def test_messages_go_from_one_to_the_other_and_show_whose_archive_it_is() -> None:
    result = load(writer.js("direct_messages", writer.DIRECT))
    assert (result.read, result.rejected) == (4, ())
    records = result.accepted["record"]
    assert records.filter("is_owner")["account_id"].to_list() == ["x:1001"]
    who = dict(records.select("record_id", "account_id").rows())
    rows = result.accepted["encounter"].select("sender_record_id", "recipient_record_id", "snippet")
    assert [(who[one], who[other], said) for one, other, said in rows.rows()] == [
        ("x:2002", "x:1001", "Hello <3"),
        ("x:1001", "x:2002", "Hi"),
        ("x:1001", "x:2003", "Are you in?"),
        ("x:2004", "x:1001", "Thanks"),
    ]


def test_two_conversations_prove_nothing_of_the_owner() -> None:
    result = load(writer.js("direct_messages", writer.DIRECT[:2]))
    assert result.accepted["record"].filter("is_owner").height == 0


def test_a_room_speaks_to_everyone_else_in_it_unless_it_is_a_crowd() -> None:
    result = load(writer.js("direct_messages_group", writer.GROUP))
    assert result.read == 3
    assert result.reasons == {"joined, left or renamed": 2}
    assert result.accepted["encounter"].height == 2
    crowd = [
        writer.conversation(
            "9",
            {"joinConversation": {"participantsSnapshot": [str(n) for n in range(3000, 3026)]}},
            writer.message("1", "3000", None, "Hello everyone"),
        )
    ]
    assert load(writer.js("direct_messages_group", crowd)).reasons == {
        "joined, left or renamed": 1,
        "room of more than 25 people": 1,
    }


def test_blocked_accounts_are_respected() -> None:
    result = load(writer.archive()["data/block.js"])
    assert result.reasons == {"blocked or muted by you: respected, not imported": 1}
    assert not result.usable


def test_archives_of_before_2019_are_read_too() -> None:
    for name in ("old/tweets.csv", "old/2013_05.js", "old/tweet.js"):
        result = load(writer.samples()[name], name)
        assert ("x reply", "x:2002") in {one[:2] for one in met(result)}, name
    at = load(writer.samples()["old/tweets.csv"]).accepted["encounter"]["at"][0]
    assert at == datetime(2013, 5, 30, 10, 11, 12, tzinfo=UTC)


def test_a_broadcast_is_met_where_the_file_names_whose_it_was() -> None:
    result = load(writer.samples()["data/periscope-comments-made-by-user.js"])
    assert met(result) == [("periscope", "x:2002", None)]


def test_damage_behind_the_first_items_is_told() -> None:
    data = writer.js("tweets", writer.TWEETS)
    with pytest.raises(UnreadableFileError, match="damaged"):
        load(data[:-40])


def test_a_whole_archive_ties_names_handles_and_numbers_together(tmp_path: Path) -> None:
    path = tmp_path / "twitter-2024-01-02-abc.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in writer.archive().items():
            packed.writestr(name, data)
    with Store.open(tmp_path / "x.duckdb") as store:
        reports = import_paths(store, [path], settings=Settings())
        kinds = {one.path.rpartition("/")[2]: one.kind for one in reports}
        assert kinds["Your archive.html"] == "unknown"
        assert kinds["ad-impressions.js"] == "ignored"
        assert kinds["tweets-part1.js"] == "x"
        found = store.frame(
            "SELECT name, count(*) AS n FROM contact JOIN person USING (person_id) GROUP BY name ORDER BY name"
        )
        assert found.rows() == [("Ana Silva", 4), ("Ben Okafor", 4), ("Cleo Dahl", 1)]
        owner = store.frame("SELECT name FROM person WHERE is_owner")["name"].to_list()
        assert owner == ["Maren Example"]
        again = import_paths(store, [path], settings=Settings())
        assert {one.added for one in again} == {0}


TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="&"), min_size=1, max_size=30
).filter(lambda text: text.strip() and not text.startswith("RT @"))


@settings(deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=5))
def test_any_text_survives(texts: list) -> None:
    items = [writer.tweet(str(10**18 + n), text) for n, text in enumerate(texts)]
    posts = load(writer.js("tweets", items)).accepted["post"]
    assert posts["text"].to_list() == [text.strip() for text in texts]


@settings(deadline=None, max_examples=50)
@given(st.sampled_from(sorted(writer.samples())), st.binary(max_size=20), st.integers(0, 3000))
def test_no_bytes_give_anything_but_our_own_errors(name: str, noise: bytes, at: int) -> None:
    data = writer.samples()[name]
    for damaged in (data[:at] + noise + data[at:], data[:at], data[: at + 40] + data[at + 60 :]):
        try:
            load(damaged, name)
        except RelevanceError as error:
            assert len(str(error).split()) > 3


@pytest.mark.parametrize("item", [None, 5, "x", [], {"tweet": None}, {"tweet": {"id_str": []}}])
def test_items_of_another_shape_are_rejected_one_by_one(item: object) -> None:
    for name in ("tweets", "like", "note_tweet", "follower", "account", "direct_messages"):
        result = load(writer.js(name, [item, item]))
        assert (result.read, len(result.rejected)) == (2, 2), name


@pytest.mark.slow
def test_two_hundred_megabytes_need_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "tweets.js"
    filler = {"extended": "x" * 1500}
    with path.open("w") as out:
        out.write("window.YTD.tweets.part0 = [")
        for n in range(100_000):
            item = writer.tweet(
                str(10**18 + n), f"Post {n} @AnaSilva", mentions=[writer.ANA], **filler
            )
            out.write(("," if n else "") + json.dumps(item))
        out.write("]")
    assert path.stat().st_size > 190_000_000
    script = (
        "import resource\nfrom relevance.sources.reader import read_path\n"
        f"[one] = read_path({str(path)!r})\n"
        "print(one.result.read, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    count, megabytes = map(int, done.stdout.split())
    assert count == 100_000
    assert megabytes < 500
