"""Mastodon and Bluesky: archives, repositories and feeds."""

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevance.config import Settings
from relevance.errors import RelevanceError, UnreadableFileError
from relevance.pipeline import import_paths
from relevance.sources import bluesky, mastodon
from relevance.sources.archive import SourceFile
from relevance.store import Store
from tests.writers import chats, core, encounters, fedi
from tests.writers import x as x_writer

MOMENT = datetime(2024, 3, 4, 10, 20, 34, tzinfo=UTC)
OTHERS = {**core.samples(), **encounters.samples(), **chats.samples(), **x_writer.samples()}


def source(name: str):
    return mastodon if name.startswith("mastodon") else bluesky


def load(name: str, data: bytes | None = None):
    whole = fedi.samples()[name] if data is None else data
    return source(name).read(SourceFile.from_bytes(name, whole))


def met(result) -> list:
    if "encounter" not in result.accepted:
        return []
    who = {
        key: (account or handles[0]).partition(":")[2]
        for key, account, handles in result.accepted["record"]
        .select("record_id", "account_id", "handles")
        .rows()
    }
    rows = result.accepted["encounter"].select("sender_record_id", "recipient_record_id", "snippet")
    return sorted(((who[one], who[other], said) for one, other, said in rows.rows()), key=str)


@pytest.mark.parametrize("name", fedi.samples())
def test_every_shape_is_recognised_by_its_own_kind_only(name: str) -> None:
    data = fedi.samples()[name]
    assert mastodon.recognises(name, data) == name.startswith("mastodon")
    assert bluesky.recognises(name, data) == name.startswith("bluesky")


@pytest.mark.parametrize("name", OTHERS)
def test_other_files_are_not_claimed(name: str) -> None:
    assert not mastodon.recognises(name, OTHERS[name])
    assert not bluesky.recognises(name, OTHERS[name])


# -- Mastodon --------------------------------------------------------------------------------------


def test_an_outbox_holds_posts_mentions_and_boosts() -> None:
    result = load("mastodon/outbox.json")
    assert (result.read, result.reasons) == (5, {"kind of activity that is not read": 1})
    assert result.accepted["post"]["text"].to_list() == [
        "Job aids & more\nsecond line\nNew part",
        "@ana agreed",
    ]
    ana, ben = "https://other.example/users/ana", "https://social.example/users/ben"
    assert met(result) == [
        (fedi.ME, ana, "@ana agreed"),
        (fedi.ME, ana, None),  # meant for her only: counted, not kept
        (fedi.ME, ben, "@ana agreed"),
    ]
    acts = result.accepted["engagement"].select("kind", "post_key").rows()
    assert acts == [("reshare", "mastodon:https://other.example/users/cleo/statuses/77")]
    handles = {one for row in result.accepted["record"]["handles"] for one in row}
    assert handles == {
        "mastodon:maren@social.example",
        "mastodon:ana@other.example",
        "mastodon:ben@social.example",
        "mastodon:cleo@other.example",
    }


def test_the_actor_is_the_owner_with_their_accounts_elsewhere() -> None:
    result = load("mastodon/actor.json")
    row = result.accepted["record"].row(0, named=True)
    assert (row["name"], row["is_owner"]) == ("Maren Example", True)
    assert row["url"] == "https://www.linkedin.com/in/maren-example"
    assert set(result.accepted["owner_fact"].select("kind", "value").rows()) == {
        ("handle", "mastodon:maren@social.example"),
        ("handle", "x:marenex"),
        ("url", "https://www.linkedin.com/in/maren-example"),
        ("name", "Maren Example"),
    }


def test_likes_bookmarks_and_lists_of_accounts() -> None:
    likes = load("mastodon/likes.json")
    assert (likes.read, likes.reasons) == (2, {"no address of a post": 1})
    assert likes.accepted["record"]["handles"].to_list() == [["mastodon:ana@other.example"]]
    assert load("mastodon/bookmarks.json").accepted["engagement"]["kind"].to_list() == ["save"]
    following = load("mastodon/following_accounts.csv")
    assert following.reasons == {"no address of an account": 1}
    assert following.accepted["follow"].height == 1
    for name in ("muted_accounts.csv", "blocked_accounts.csv"):
        result = load(f"mastodon/{name}")
        assert (result.read, result.usable, len(result.rejected)) == (1, False, 1)


def test_a_timeline_holds_posts_of_others_and_who_brought_them() -> None:
    result = load("mastodon/timeline.json")
    assert (result.read, result.reasons) == (3, {"no text": 1})
    names = dict(result.accepted["record"].select("record_id", "name").rows())
    posts = result.accepted["post"].select("author_record_id", "surfacer_record_id", "kind", "text")
    assert [(names[by], names.get(through), *rest) for by, through, *rest in posts.rows()] == [
        ("Ana Silva", None, "post", "Hello"),
        ("Ana Silva", "Ben Okafor", "bare_reshare", "Hello"),
    ]


def test_a_whole_archive_is_the_owners(tmp_path: Path) -> None:
    path = tmp_path / "archive-20240601-abc.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in fedi.mastodon_files().items():
            packed.writestr(name, data)
    with Store.open(tmp_path / "m.duckdb") as store:
        reports = import_paths(store, [path], settings=Settings())
        assert {one.kind for one in reports} == {"mastodon"}
        found = store.frame("SELECT channel, count(*) AS n FROM contact GROUP BY channel").rows()
        assert found == [("mastodon mention", 3)]
        assert {one.added for one in import_paths(store, [path], settings=Settings())} == {0}


# -- Bluesky ---------------------------------------------------------------------------------------


def test_the_owners_repository_holds_posts_replies_and_acts() -> None:
    result = load("bluesky/repo.car")
    assert (result.read, result.reasons) == (7, {"kind of record that is not read": 1})
    assert met(result) == [
        ("did:plc:maren", "did:plc:ana", "agreed"),
        ("did:plc:maren", "did:plc:ben", "@ben look"),
    ]
    assert sorted(result.accepted["post"]["text"]) == ["@ben look", "Job aids, once more", "agreed"]
    assert result.accepted["post"]["url"][0].startswith(
        "https://bsky.app/profile/did:plc:maren/post/3k"
    )
    assert result.accepted["engagement"]["kind"].to_list() == ["like"]
    assert result.accepted["follow"].height == 1
    owner = result.accepted["record"].filter("is_owner")
    assert owner.select("name", "account_id").rows() == [("Maren Example", "bluesky:did:plc:maren")]


def test_a_repository_of_somebody_else_gives_no_acts_of_the_owner() -> None:
    result = load("bluesky/ana.car", fedi.car(fedi.RECORDS, did=fedi.ANA_DID))
    assert result.reasons == {"act of somebody else": 2, "kind of record that is not read": 1}
    assert "engagement" not in result.accepted
    assert result.accepted["record"].filter("is_owner").height == 0


def test_who_is_told_to_be_the_owner_meets_those_they_answered(tmp_path: Path) -> None:
    path = tmp_path / "maren.car"
    path.write_bytes(fedi.car(fedi.RECORDS))
    with Store.open(tmp_path / "b.duckdb") as store:
        import_paths(store, [path], settings=Settings(), owner=[fedi.DID])
        assert (
            store.frame("SELECT channel, direction FROM contact").rows()
            == [("bluesky reply", "outgoing")] * 2
        )


def test_a_feed_holds_posts_reposts_and_replies() -> None:
    result = load("bluesky/feed.json")
    assert (result.read, result.reasons) == (5, {"no author": 1})
    names = dict(result.accepted["record"].select("record_id", "name").rows())
    posts = result.accepted["post"].select(
        "author_record_id", "surfacer_record_id", "kind", "created_at"
    )
    assert [(names[by], names.get(through), *rest) for by, through, *rest in posts.rows()] == [
        ("Ana Silva", None, "post", MOMENT),
        ("Ana Silva", "Ben Okafor", "bare_reshare", MOMENT),
        ("Ben Okafor", None, "post", MOMENT),
        # What a client claims of the future is bounded by when it was first seen.
        ("Ana Silva", None, "post", MOMENT.replace(second=35)),
    ]
    assert met(result) == [("did:plc:ben", "did:plc:ana", "yes")]


def test_a_tree_that_goes_round_in_circles_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="round in circles"):
        load("bluesky/repo.car", fedi.car(fedi.RECORDS, cyclic=True))


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20)


@settings(deadline=None, max_examples=20)
@given(st.lists(TEXT, min_size=1, max_size=6, unique=True))
def test_any_text_survives_a_repository_and_a_feed(texts: list) -> None:
    records = {f"app.bsky.feed.post/3k{n:03d}": fedi.post(text) for n, text in enumerate(texts)}
    assert load("bluesky/repo.car", fedi.car(records)).accepted["post"]["text"].to_list() == texts
    feed = [{"post": fedi.view(fedi.ANA_AUTHOR, str(n), text)} for n, text in enumerate(texts)]
    result = load("bluesky/feed.json", json.dumps({"feed": feed}).encode())
    assert result.accepted["post"]["text"].to_list() == texts


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(sorted(fedi.samples())), st.binary(max_size=20), st.integers(0, 900))
def test_no_bytes_give_anything_but_our_own_errors(name: str, noise: bytes, at: int) -> None:
    whole = fedi.samples()[name]
    for data in (whole[:at] + noise + whole[at:], whole[:at], whole[:at] + whole[at + 30 :]):
        source(name).recognises(name, data)
        try:
            result = load(name, data)
        except RelevanceError:
            continue
        assert len(result.rejected) <= result.read
