"""Bluesky, quirk by quirk: repositories, whose they are, feeds, places in bytes, and files made to do harm."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevance.config import Settings
from relevance.errors import RelevanceError, UnreadableFileError
from relevance.pipeline import import_paths
from relevance.sources import bluesky
from relevance.sources.archive import Limits, SourceFile
from relevance.sources.bluesky import car
from relevance.sources.reader import read_path
from relevance.store import Store
from tests.writers import fedi

MADE = datetime(2024, 3, 4, 10, 20, 34, tzinfo=UTC)
# The key of 2024-01-01: microseconds since 1970, ten bits of a clock's number, five bits a letter.
LETTERS = "234567abcdefghijklmnopqrstuvwxyz"
NEW_YEAR = datetime(2024, 1, 1, tzinfo=UTC)


def key_of(moment: datetime) -> str:
    number = int(moment.timestamp() * 1_000_000) << 10 | 5
    return "".join(LETTERS[number >> shift & 31] for shift in range(60, -1, -5))


def load(data: bytes, name: str = "repo.car"):
    assert bluesky.recognises(name, data[:65536])
    return bluesky.read(SourceFile.from_bytes(name, data))


def repository(*values: dict, name: str = "repo.car", did: str = fedi.DID):
    """Read a repository of posts under the keys 3k000, 3k001, and so on."""
    records = {f"app.bsky.feed.post/3k{n:03d}": value for n, value in enumerate(values)}
    return load(fedi.car(records, did=did), name)


def feed(*items: dict):
    return load(json.dumps({"feed": items, "cursor": "x"}).encode(), "feed.json")


def rows(result, table: str, *columns: str) -> list:
    return result.accepted[table].select(columns).rows() if table in result.accepted else []


def met(result) -> list:
    accounts = dict(rows(result, "record", "record_id", "account_id"))
    found = rows(result, "encounter", "sender_record_id", "recipient_record_id")
    return [(accounts[one], accounts[other]) for one, other in found]


MAREN, ANA, BEN = (f"bluesky:{one}" for one in (fedi.DID, fedi.ANA_DID, fedi.BEN_DID))


# -- the tree --------------------------------------------------------------------------------------


def test_keys_are_put_together_from_what_they_share() -> None:
    names = [
        "app.bsky.feed.like/3k1",
        "app.bsky.feed.post/3kaaa",
        "app.bsky.feed.post/3kaab",
        "x/y",
    ]
    data = fedi.car({name: {"at": n} for n, name in enumerate(names)})
    records = list(car.opened(SourceFile.from_bytes("x.car", data)).records)
    assert [f"{one.collection}/{one.key}" for one in records] == names
    assert [one.value for one in records] == [{"at": n} for n in range(4)]


def test_a_post_has_an_address_by_its_key() -> None:
    result = repository(fedi.post("Hello"))
    assert rows(result, "post", "url", "network") == [
        (f"https://bsky.app/profile/{fedi.DID}/post/3k000", "bluesky")
    ]


def test_a_record_that_is_missing_or_damaged_costs_itself_only() -> None:
    bad, good = fedi.post("bad"), fedi.post("good")
    data = fedi.car({"app.bsky.feed.post/3k1": bad, "app.bsky.feed.post/3k2": good})
    block = fedi.cbor(bad)
    assert data.count(block) == 1
    # A wrong first byte: an array of so many items does not fit in.
    damaged = load(data.replace(block, b"\x9a" + block[1:]))
    assert (damaged.read, damaged.reasons) == (2, {"damaged record": 1})
    assert rows(damaged, "post", "text") == [("good",)]
    address = bytes(fedi.cid(block))
    missing = load(data.replace(address + block, address[:-1] + b"x" + block))
    assert (missing.read, missing.reasons) == (
        2,
        {"not in the file, as in a part of a repository": 1},
    )
    assert rows(missing, "post", "text") == [("good",)]


def test_part_of_a_tree_may_be_missing() -> None:
    records = {f"app.bsky.feed.post/3k{n}": fedi.post(str(n)) for n in range(4)}
    data = fedi.car(records)
    lower = fedi.cid(
        fedi.cbor(fedi._node(sorted(records)[:2], records, lambda one: fedi.cid(fedi.cbor(one))))
    )
    result = load(data.replace(bytes(lower) + b"\xa2", bytes(lower)[:-1] + b"x\xa2"))
    assert (result.read, rows(result, "post", "text")) == (3, [("2",), ("3",)])
    assert result.reasons == {"not in the file, as in a part of a repository": 1}


@pytest.mark.parametrize("shared", [1, 99, -1, None, "x"])
def test_a_key_that_shares_more_than_there_is_costs_its_record_only(shared) -> None:
    value = fedi.cbor(fedi.post("Hello"))
    entries = [
        {"p": shared, "k": b"app.bsky.feed.post/3k1", "v": fedi.cid(value), "t": None},
        {"p": 0, "k": b"app.bsky.feed.post/3k2", "v": fedi.cid(value), "t": None},
    ]
    tree = b"\xa2" + fedi.cbor("e") + fedi.cbor(entries) + fedi.cbor("l") + b"\xf6"
    result = load(framed(commit(fedi.cid(tree)), tree, value))
    assert (result.read, result.reasons) == (2, {"damaged record": 1})
    assert rows(result, "post", "url") == [(f"https://bsky.app/profile/{fedi.DID}/post/3k2",)]


# -- what is made to do harm -----------------------------------------------------------------------


def framed(*blocks: bytes, root: bytes | None = None) -> bytes:
    """Return a repository of the blocks; the first is the root."""
    header = fedi.cbor({"roots": [root or fedi.cid(blocks[0])], "version": 1})
    body = b"".join(
        fedi._varint(len(address) + len(block)) + bytes(address) + block
        for block in blocks
        for address in [fedi.cid(block)]
    )
    return fedi._varint(len(header)) + header + body


def commit(tree: bytes, did: object = fedi.DID) -> bytes:
    return fedi.cbor({"did": did, "version": 3, "data": fedi.Link(tree), "rev": "x", "prev": None})


def chain(depth: int) -> list[bytes]:
    blocks = [fedi.cbor({"l": None, "e": []})]
    for _ in range(depth):
        blocks.append(fedi.cbor({"l": fedi.cid(blocks[-1]), "e": []}))
    return [commit(fedi.cid(blocks[-1])), *blocks]


def test_a_deep_tree_is_read_up_to_a_limit() -> None:
    assert load(framed(*chain(60))).read == 0
    with pytest.raises(UnreadableFileError, match="too deep"):
        load(framed(*chain(70)))


EMPTY = fedi.cbor({"l": None, "e": []})
WHOLE = framed(commit(fedi.cid(EMPTY)), EMPTY)


@pytest.mark.parametrize(
    "data",
    [
        WHOLE[:-3],  # cut off in a block
        WHOLE + b"\xff" * 12,  # a length without end
        WHOLE + b"\x85",  # a length that is cut off
        WHOLE + b"\x30\x01\x71\x12\x7f",  # an address longer than its block
        framed(EMPTY),  # the root is no commit
        framed(commit(fedi.cid(EMPTY), did="nobody"), EMPTY),
        framed(commit(fedi.cid(EMPTY), did=7), EMPTY),
        framed(EMPTY, root=b"\x01\x71\x12\x20" + b"0" * 32),  # the root is not there
        framed(b"\x81" * 100_000 + b"\x01", EMPTY),  # the root is nested deeply
        framed(b"\x9b\x00\x00\x00\xff\xff\xff\xff\xff", EMPTY),  # promises more than there is
        b"\x3a\xa2eroots\x81\xd8\x2agversion",
    ],
)
def test_what_is_no_repository_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match=r"repository.*again"):
        load(data)


def test_a_block_of_empty_lists_is_not_unpacked() -> None:
    # 8 MB of empty lists would take half a gigabyte.
    node = b"\xa2\x61e\x80\x61l\xf6"
    bomb = b"\x9a\x00\x80\x00\x00" + b"\x80" * 2**23
    tree = fedi.cbor({"l": None, "e": [{"p": 0, "k": b"x/y", "v": fedi.cid(bomb), "t": None}]})
    result = load(framed(commit(fedi.cid(tree)), tree, node, bomb))
    assert (result.read, result.reasons) == (1, {"damaged record": 1})


def test_a_repository_larger_than_allowed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "repo.car"
    path.write_bytes(fedi.car(fedi.RECORDS))
    (one,) = read_path(path, limits=Limits(member_bytes=500))
    assert "larger than 500 bytes" in one.error


STRANGE = [
    True,
    7,
    -1,
    "x",
    [],
    {},
    None,
    [None],
    [7],
    {"a": 1},
    b"x",
    fedi.Link(b"\x01\x71\x12\x20" + b"0" * 32),
]


@pytest.mark.parametrize("strange", STRANGE, ids=repr)
def test_values_of_the_wrong_kind_cost_no_more_than_their_row(strange) -> None:
    records = fedi.RECORDS | {
        "app.bsky.feed.post/3khhh": fedi.post("@x", facets=fedi.MENTION, embed={"record": {}})
    }
    for key, value in records.items():
        for place in value:
            result = load(fedi.car(records | {key: value | {place: strange}}))
            assert (result.read, len(result.accepted["post"]) >= 3) == (8, True)
    for facet in ({"index": strange, "features": strange}, {"features": [strange]}, strange):
        assert repository(fedi.post("hello", facets=[facet])).accepted["post"].height == 1
    for tree in ({"l": strange, "e": []}, {"l": None, "e": strange}, {"l": None, "e": [strange]}):
        block = fedi.cbor(tree)
        result = load(framed(commit(fedi.cid(block)), block))
        assert (len(result.rejected), result.usable) == (result.read, True)


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(["bluesky/repo.car", "bluesky/feed.json"]), st.randoms(use_true_random=False)
)
def test_changed_bytes_give_a_sentence_or_fewer_rows(name: str, chance) -> None:
    data = bytearray(fedi.samples()[name])
    for _ in range(chance.randint(1, 6)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    bluesky.recognises(name, bytes(data))
    try:
        result = bluesky.read(SourceFile.from_bytes(name, bytes(data)), as_of=date(2024, 6, 1))
    except RelevanceError:
        return
    assert len(result.rejected) <= result.read


# -- whose it is -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "is_own"),
    [
        ("repo.car", True),
        ("repo (1).car", True),
        ("Repo-2.car", True),
        ("ana.car", False),
        ("my-repo.car", False),
    ],
)
def test_only_the_apps_own_export_is_the_owners(name: str, is_own: bool) -> None:
    result = load(fedi.car(fedi.RECORDS), name)
    assert result.accepted["record"].filter("is_owner").height == is_own
    acts = ("engagement" in result.accepted, "follow" in result.accepted)
    assert acts == (is_own, is_own)
    assert result.reasons.get("act of somebody else", 0) == (0 if is_own else 2)
    # Whom somebody else likes and follows is nobody the owner knows of.
    others = set(result.accepted["record"]["account_id"]) - {MAREN}
    assert others == {ANA, BEN}  # answered and mentioned, whoever's it is
    assert met(result) == [(MAREN, ANA), (MAREN, BEN)]


def test_an_act_on_something_that_is_no_post_is_rejected() -> None:
    subjects = [
        {"uri": f"at://{fedi.ANA_DID}/app.bsky.feed.generator/tech"},
        {"uri": "https://fjord.example"},
        {},
        None,
    ]
    records = {
        f"app.bsky.feed.like/3k{n}": {"subject": one, "createdAt": "2024-03-05T10:20:34Z"}
        for n, one in enumerate(subjects)
    }
    result = load(fedi.car(records))
    assert (result.read, result.reasons) == (
        4,
        {"act on something that is no post": 1, "names no account": 3},
    )


def test_acts_carry_their_moment_and_that_of_the_post_where_its_key_tells() -> None:
    target = f"at://{fedi.ANA_DID}/app.bsky.feed.post/{key_of(NEW_YEAR)}"
    records = {
        "app.bsky.feed.like/3k1": {"subject": {"uri": target}, "createdAt": "2024-03-05T10:20:34Z"},
        "app.bsky.feed.repost/3k2": {
            "subject": {"uri": target},
            "createdAt": "2024-03-05T10:20:34Z",
        },
        "app.bsky.graph.follow/3k3": {"subject": fedi.ANA_DID, "createdAt": "2024-03-05T10:20:34Z"},
    }
    result = load(fedi.car(records))
    done = datetime(2024, 3, 5, 10, 20, 34, tzinfo=UTC)
    assert rows(result, "engagement", "kind", "at", "post_key", "posted_at") == [
        ("like", done, f"bluesky:{target}", NEW_YEAR),
        ("reshare", done, f"bluesky:{target}", NEW_YEAR),
    ]
    assert rows(result, "follow", "since", "active") == [(date(2024, 3, 5), True)]
    assert rows(result, "record", "account_id") == [(MAREN,), (ANA,)]


# -- posts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "start", "end", "handle"),
    [
        ("@ben.example look", 0, 12, "bluesky:ben.example"),
        ("Grüße, @ben.example!", 9, 21, "bluesky:ben.example"),  # two letters are two bytes each
        ("🎉🎉 @Ben.Example", 9, 21, "bluesky:ben.example"),  # each is four
        ("Grüße, @ben.example!", 7, 19, None),  # counted in letters it is another place
        ("@ben.example", 0, 99, None),
        ("@ben.example", 5, 5, None),
        ("my friend", 3, 9, None),
    ],
)
def test_places_of_mentions_are_counted_in_bytes(text, start, end, handle) -> None:
    facet = fedi.MENTION[0] | {"index": {"byteStart": start, "byteEnd": end}}
    result = repository(fedi.post(text, facets=[facet]))
    handles = dict(rows(result, "record", "account_id", "handles"))
    assert handles[BEN] == ([handle] if handle else [])
    assert met(result) == [(MAREN, BEN)]


def test_somebody_answered_and_mentioned_is_met_once_and_oneself_never() -> None:
    answer = {"root": fedi.PARENT, "parent": fedi.PARENT}
    to_ana = [{"features": [{"$type": "app.bsky.richtext.facet#mention", "did": fedi.ANA_DID}]}]
    own = {"uri": f"at://{fedi.DID}/app.bsky.feed.post/3k000", "cid": "x"}
    result = repository(
        fedi.post("yes", reply=answer, facets=to_ana),
        fedi.post("and more", reply={"root": fedi.PARENT, "parent": own}),
        fedi.post("", reply=answer),
        fedi.post(" "),
    )
    assert met(result) == [(MAREN, ANA)] * 2
    assert (result.read, result.reasons) == (4, {"no text": 1})
    threads = rows(result, "encounter", "conversation", "channel", "snippet")
    assert threads == [
        (fedi.PARENT["uri"], "bluesky reply", "yes"),
        (fedi.PARENT["uri"], "bluesky reply", None),
    ]


@pytest.mark.parametrize(
    ("embed", "kind"),
    [
        ({"$type": "app.bsky.embed.record", "record": fedi.PARENT}, "reshare"),
        ({"$type": "app.bsky.embed.recordWithMedia", "record": {"record": fedi.PARENT}}, "reshare"),
        (
            {
                "$type": "app.bsky.embed.record",
                "record": {"uri": f"at://{fedi.ANA_DID}/app.bsky.graph.list/3k"},
            },
            "post",
        ),
        (
            {"$type": "app.bsky.embed.external", "external": {"uri": "https://fjord.example"}},
            "post",
        ),
    ],
)
def test_a_post_around_another_one_is_a_reshare(embed: dict, kind: str) -> None:
    assert rows(repository(fedi.post("Look", embed=embed)), "post", "kind") == [(kind,)]


@pytest.mark.parametrize(
    ("created", "in_repository", "in_feed"),
    [
        ("2024-03-04T10:20:34.000Z", MADE, MADE),
        ("2024-03-04T10:20:40.000Z", MADE.replace(second=40), MADE.replace(second=35)),
        ("2022-06-01T00:00:00Z", *[datetime(2022, 6, 1, tzinfo=UTC)] * 2),
        ("2021-12-31T23:59:59Z", NEW_YEAR, MADE.replace(second=35)),
        ("9999-01-01T00:00:00Z", NEW_YEAR, MADE.replace(second=35)),
        ("soon", NEW_YEAR, MADE.replace(second=35)),
        (None, NEW_YEAR, MADE.replace(second=35)),
    ],
)
def test_what_a_client_claims_gives_way_to_when_it_was_seen(
    created, in_repository, in_feed
) -> None:
    key = key_of(NEW_YEAR)
    result = load(fedi.car({f"app.bsky.feed.post/{key}": fedi.post("Hello", createdAt=created)}))
    assert rows(result, "post", "created_at") == [(in_repository,)]
    result = feed({"post": fedi.view(fedi.ANA_AUTHOR, key, "Hello", createdAt=created)})
    assert rows(result, "post", "created_at") == [(in_feed,)]


# -- feeds -----------------------------------------------------------------------------------------


def test_a_reply_names_whom_it_answers() -> None:
    item = fedi.FEED[2]
    result = feed(item)
    assert sorted(rows(result, "record", "name", "handles", "url")) == [
        ("Ana Silva", ["bluesky:ana.example"], "https://bsky.app/profile/ana.example"),
        ("Ben Okafor", ["bluesky:ben.example"], "https://bsky.app/profile/ben.example"),
    ]
    blocked = {"$type": "app.bsky.feed.defs#blockedPost", "author": {"did": fedi.ANA_DID}}
    for reply in ({"parent": blocked}, {"parent": None}, None, 7):
        assert met(feed(item | {"reply": reply})) == [(BEN, ANA)]


def test_what_was_only_passed_on_is_no_contact_and_a_pinned_post_is_its_authors() -> None:
    answer = {"root": fedi.PARENT, "parent": fedi.PARENT}
    view = fedi.view(fedi.BEN_AUTHOR, "3k9", "yes", reply=answer)
    reason = {
        "$type": "app.bsky.feed.defs#reasonRepost",
        "by": fedi.author("did:plc:cleo", "cleo.example", "Cleo Brandt"),
    }
    passed = feed({"post": view, "reason": reason})
    assert (met(passed), rows(passed, "post", "kind")) == ([], [("bare_reshare",)])
    pinned = feed({"post": view, "reason": {"$type": "app.bsky.feed.defs#reasonPin"}})
    assert (met(pinned), rows(pinned, "post", "kind")) == ([(BEN, ANA)], [("post",)])
    own = feed({"post": view, "reason": reason | {"by": fedi.BEN_AUTHOR}})
    assert rows(own, "post", "kind", "surfacer_record_id") == [("post", None)]


def test_a_name_under_a_mention_of_others_is_not_believed() -> None:
    facet = fedi.MENTION[0] | {"index": {"byteStart": 0, "byteEnd": 12}}
    result = feed({"post": fedi.view(fedi.ANA_AUTHOR, "3k1", "@cleo.example", facets=[facet])})
    assert dict(rows(result, "record", "account_id", "handles"))[BEN] == []


def test_an_invalid_handle_names_nobody() -> None:
    unnamed = fedi.author(fedi.ANA_DID, "handle.invalid", "")
    result = feed({"post": fedi.view(unnamed, "3k1", "Hello")})
    assert rows(result, "record", "name", "handles", "url") == [(ANA, [], None)]


def test_pages_that_overlap_are_counted_once() -> None:
    data = json.dumps([*fedi.FEED, fedi.FEED[0]]).encode()
    result = load(data, "pages.json")
    assert (result.read, result.accepted["post"].height) == (6, 4)
    assert result.reasons == {"no author": 1, "same entry twice": 1}


def test_repository_and_feed_give_one_contact_the_same_id() -> None:
    value = fedi.post("yes", reply={"root": fedi.PARENT, "parent": fedi.PARENT})
    view = fedi.view(
        fedi.author(fedi.DID, "maren.example", "Maren Example"),
        "3k000",
        "yes",
        reply=value["reply"],
    )
    one, other = repository(value), feed({"post": view})
    for table, key in (("encounter", "encounter_id"), ("post", "post_id"), ("record", "record_id")):
        assert sorted(rows(one, table, key)) == sorted(rows(other, table, key))


@pytest.mark.parametrize("strange", STRANGE[:-2], ids=repr)
def test_strange_values_in_a_feed_cost_no_more_than_their_row(strange) -> None:
    good, item = fedi.FEED[0], fedi.FEED[2] | {"reason": fedi.FEED[1]["reason"]}
    for place in item:
        assert feed(good, item | {place: strange}).read == 2
    for place in item["post"]:
        assert feed(good, item | {"post": item["post"] | {place: strange}}).read == 2
    for place in ("by", "$type"):
        assert feed(good, item | {"reason": item["reason"] | {place: strange}}).read == 2
    assert feed(good, strange).reasons == {"no post in it": 1}


# -- recognition -----------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_feed_is_read_in_any_encoding_and_under_any_name(encoding: str) -> None:
    data = json.dumps({"cursor": "x", "feed": fedi.FEED}).encode(encoding)
    assert load(data, "saved.txt").accepted["post"].height == 4


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b'{"feed": []}',
        b'{"feed": [{"post": {"author": "x"}}]}',
        b'[{"post": "x"}]',
        b"eroots",
        b"[" * 65536,
    ],
)
def test_look_alikes_stay_unclaimed(data: bytes) -> None:
    assert not bluesky.recognises("feed.json", data)


def test_direct_messages_are_left_out_by_name(tmp_path: Path) -> None:
    line = {"convoId": "3k", "sender": {"did": fedi.DID}, "text": "secret", "sentAt": "2024-03-04"}
    (tmp_path / "chat.jsonl").write_text(f"{json.dumps(line)}\n" * 3)
    (one,) = read_path(tmp_path)
    assert (one.kind, one.result) == ("ignored", None)
    assert not bluesky.is_private("notes/chat.jsonl", b'{"author": "x", "text": "y"}')


# -- from file to person ---------------------------------------------------------------------------


def test_a_repository_and_a_feed_tell_of_the_same_people(tmp_path: Path) -> None:
    (tmp_path / "repo.car").write_bytes(fedi.car(fedi.RECORDS))
    (tmp_path / "feed.json").write_text(json.dumps({"feed": fedi.FEED}))
    with Store.open(tmp_path / "b.duckdb") as store:
        reports = import_paths(
            store, [tmp_path / "repo.car", tmp_path / "feed.json"], settings=Settings()
        )
        assert [(one.kind, one.read, one.error) for one in reports] == [
            ("bluesky", 7, None),
            ("bluesky", 5, None),
        ]
        found = store.frame(
            "SELECT person.name, channel, direction FROM contact JOIN person USING (person_id) ORDER BY ALL"
        )
        assert found.rows() == [
            ("Ana Silva", "bluesky reply", "outgoing"),
            ("Ben Okafor", "bluesky reply", "outgoing"),
        ]
        assert store.people().filter("is_owner")["name"].to_list() == ["Maren Example"]
