"""Mastodon, quirk by quirk: whose archive it is, whom its posts meet, what is private, what is refused."""

import io
import json
import tarfile
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevance.config import Settings
from relevance.errors import RelevanceError, UnreadableFileError
from relevance.pipeline import import_paths
from relevance.sources import mastodon
from relevance.sources.archive import SourceFile
from relevance.sources.reader import read_path
from relevance.store import Store
from tests.writers import fedi

ANA = "https://other.example/users/ana"
BEN = "https://social.example/users/ben"
CLEO = "https://other.example/users/cleo"
HANDLES = {
    ANA: "mastodon:ana@other.example",
    BEN: "mastodon:ben@social.example",
    CLEO: "mastodon:cleo@other.example",
}
FOLLOWERS = fedi.ME + "/followers"


def load(name: str, data: bytes):
    assert mastodon.recognises(name, data)
    return mastodon.read(SourceFile.from_bytes(name, data))


def outbox(*items: dict):
    return load("outbox.json", fedi.collection("outbox", list(items)))


def timeline(*items: dict):
    return load("timeline.json", json.dumps(items).encode())


def rows(result, table: str, *columns: str) -> list:
    return result.accepted[table].select(columns).rows() if table in result.accepted else []


def met(result) -> list:
    """Return whom the encounters are with, by handle, and what was said."""
    handles = dict(rows(result, "record", "record_id", "handles"))
    found = rows(result, "encounter", "sender_record_id", "recipient_record_id", "snippet")
    return [(handles[one][0], handles[other][0], said) for one, other, said in found]


def boost(number: int, target: str, **more) -> dict:
    activity = {
        "id": f"{fedi.ME}/statuses/{number}/activity",
        "type": "Announce",
        "actor": fedi.ME,
        "published": "2024-03-05T10:20:34Z",
        "to": [fedi.PUBLIC],
        "cc": [CLEO, FOLLOWERS],
        "object": target,
    }
    return activity | more


# -- whom a post meets -----------------------------------------------------------------------------


def test_an_answer_counts_though_it_mentions_nobody() -> None:
    result = outbox(fedi.create(1, "<p>quite so</p>", inReplyTo=f"{ANA}/statuses/9"))
    assert met(result) == [("mastodon:maren@social.example", HANDLES[ANA], "quite so")]
    assert result.accepted["post"].height == 1


@pytest.mark.parametrize(
    "parent",
    [f"{ANA}/statuses/9", "https://other.example/@ana/9", "https://other.example/notes/9", None],
)
def test_somebody_answered_and_mentioned_is_met_once(parent) -> None:
    result = outbox(fedi.create(1, "<p>@ana yes</p>", tag=[fedi.ANA, fedi.ANA], inReplyTo=parent))
    assert [other for _, other, _ in met(result)] == [HANDLES[ANA]]


def test_a_thread_of_ones_own_meets_nobody() -> None:
    result = outbox(fedi.create(2, "<p>and more</p>", inReplyTo=f"{fedi.ME}/statuses/1"))
    assert (met(result), result.accepted["post"].height) == ([], 1)


def test_an_address_with_a_number_only_is_still_one_account() -> None:
    number = "https://other.example/ap/users/115"
    tag = {"type": "Mention", "href": number, "name": "@dana@other.example"}
    result = outbox(
        fedi.create(1, "<p>hi</p>", tag=[tag], inReplyTo=f"{number}/statuses/7"),
        fedi.create(2, "<p>ho</p>", inReplyTo=f"{number}/statuses/8"),
    )
    assert [other for _, other, _ in met(result)] == ["mastodon:dana@other.example"] * 2


def test_the_owner_behind_a_number_is_known_by_the_pages_of_their_posts() -> None:
    item = fedi.create(1, "<p>hi</p>") | {"actor": "https://social.example/ap/users/1"}
    (record,) = outbox(item).accepted["record"].to_dicts()
    assert (record["account_id"], record["handles"], record["is_owner"]) == (
        "mastodon:https://social.example/ap/users/1",
        ["mastodon:maren@social.example"],
        True,
    )


# -- what is private -------------------------------------------------------------------------------

SECRET = "for your eyes"


@pytest.mark.parametrize(
    ("to", "cc", "posts", "snippet"),
    [
        ([fedi.PUBLIC], [FOLLOWERS], 1, SECRET),
        (["as:Public"], [], 1, SECRET),
        ([FOLLOWERS], [fedi.PUBLIC], 1, SECRET),  # unlisted
        ([FOLLOWERS], [ANA], 1, SECRET),  # for followers
        (FOLLOWERS, None, 1, SECRET),  # a single address is no list
        ([ANA], [], 0, None),  # direct
        ([], [ANA], 0, None),
    ],
)
def test_who_may_see_a_post_is_told_by_its_addressees(to, cc, posts, snippet) -> None:
    item = fedi.create(1, f"<p>{SECRET}</p>", tag=[fedi.ANA])
    item["object"] |= {"to": to, "cc": cc}
    result = outbox(item)
    assert len(rows(result, "post", "post_id")) == posts
    assert rows(result, "encounter", "snippet") == [(snippet,)]


def test_addressees_may_stand_with_the_activity_only() -> None:
    item = fedi.create(1, "<p>all of you</p>") | {"to": [fedi.PUBLIC]}
    del item["object"]["to"], item["object"]["cc"]
    assert outbox(item).accepted["post"].height == 1


def test_a_direct_message_leaves_no_word_anywhere() -> None:
    note_to_self = fedi.create(2, f"<p>{SECRET}</p>", to=fedi.ME, cc=fedi.ME)
    to_ana = fedi.create(1, f"<p>{SECRET}</p>", to=ANA, cc=ANA, tag=[fedi.ANA], summary=SECRET)
    result = outbox(to_ana, note_to_self, to_ana)
    assert (result.read, result.reasons) == (
        3,
        {"direct message that names nobody else": 1, "same entry twice": 1},
    )
    told = [frame.write_json() for frame in result.accepted.values()]
    assert SECRET not in " ".join([*told, *(one.excerpt for one in result.rejected)])


def test_direct_messages_of_the_api_are_counted_and_not_kept() -> None:
    mention = {"id": "2", "username": "ben", "acct": "ben", "url": "https://social.example/@ben"}
    private = {"visibility": "direct", "mentions": [mention]}
    result = timeline(
        fedi.status(1, fedi.ANA_ACCOUNT, f"<p>{SECRET}</p>", **private),
        fedi.status(2, fedi.ANA_ACCOUNT, f"<p>{SECRET}</p>", visibility="direct"),
    )
    assert (rows(result, "post", "text"), met(result)) == ([], [(HANDLES[ANA], HANDLES[BEN], None)])
    assert result.reasons == {"direct message that names nobody else": 1}


# -- whose it is -----------------------------------------------------------------------------------


def test_an_outbox_that_anybody_may_fetch_is_not_the_owners() -> None:
    result = load("page.json", fedi.fetched_outbox(fedi.ME, fedi.OUTBOX))
    assert (result.read, result.reasons) == (
        5,
        {"act of somebody else": 1, "kind of activity that is not read": 1},
    )
    assert not result.accepted["record"]["is_owner"].any()
    assert (result.accepted["post"].height, "engagement" in result.accepted) == (2, False)


def test_an_outbox_beside_the_actor_it_is_of_is_the_owners(tmp_path: Path) -> None:
    for actor, is_owner in ((fedi.ACTOR, True), (fedi.ACTOR | {"id": ANA}, False)):
        (tmp_path / "actor.json").write_text(json.dumps(actor))
        (tmp_path / "saved.json").write_bytes(fedi.fetched_outbox(fedi.ME, fedi.OUTBOX))
        (found,) = (one for one in read_path(tmp_path) if one.path.endswith("saved.json"))
        owners = found.result.accepted["record"].filter("is_owner")["account_id"].to_list()
        assert owners == ([f"mastodon:{fedi.ME}"] if is_owner else [])


def test_a_fetched_actor_is_a_person_and_not_the_owner() -> None:
    data = json.dumps(fedi.ACTOR | {"outbox": f"{fedi.ME}/outbox"}).encode()
    for name, is_owner in (("maren.json", False), ("actor.json", True)):
        result = load(name, data)
        assert rows(result, "record", "name", "is_owner") == [("Maren Example", is_owner)]
        assert ("owner_fact" in result.accepted) == is_owner


def field(value: str) -> dict[str, str]:
    return {"type": "PropertyValue", "name": "Link", "value": value}


@pytest.mark.parametrize(
    ("values", "url"),
    [
        (['<a href="https://www.linkedin.com/in/maren-example/?trk=x" rel="me">in</a>'], "in"),
        (["see https://linkedin.com/in/Maren-Example and more"], "in"),
        (['<a href="https://www.linkedin.com/company/fjord" rel="me">work</a>'], None),
        ([f"https://linkedin.com/in/{one}" for one in ("maren-example", "my-boss")], None),
        (['<a href="javascript:alert(1)">in</a>', "", 7, None], None),
    ],
)
def test_only_one_person_on_linkedin_is_taken_for_the_owner(values: list, url) -> None:
    actor = fedi.ACTOR | {"attachment": [field(one) for one in values]}
    (record,) = load("actor.json", json.dumps(actor).encode()).accepted["record"].to_dicts()
    page = "https://social.example/@maren"
    assert record["url"] == (f"https://www.linkedin.com/{url}/maren-example" if url else page)
    assert record["is_company"] is False


def test_links_of_others_count_where_they_go_by_the_same_name() -> None:
    claims = [
        (
            "Ana Silva",
            "https://www.linkedin.com/in/ana-silva-3b4",
            "https://www.linkedin.com/in/ana-silva-3b4",
        ),
        ("Ana Silva", "https://www.linkedin.com/in/ben-okafor", "https://other.example/@ana"),
        ("Ana", "https://www.linkedin.com/in/ana-silva", "https://other.example/@ana"),
    ]
    for name, link, url in claims:
        account = fedi.ANA_ACCOUNT | {"display_name": name, "fields": [field(link)]}
        (record,) = timeline(fedi.status(1, account, "<p>Hello</p>")).accepted["record"].to_dicts()
        assert (record["name"], record["url"]) == (name, url)
    account = fedi.ANA_ACCOUNT | {
        "fields": [field("https://x.com/AnaSilva"), field("https://bsky.app/profile/ben.example")]
    }
    (record,) = timeline(fedi.status(1, account, "<p>Hello</p>")).accepted["record"].to_dicts()
    assert record["handles"] == [HANDLES[ANA], "x:anasilva"]


# -- what a post says ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"content": "<p>One</p><p>Two<br>Three</p>"}, "One\nTwo\nThree"),
        ({"content": "<p>Five &gt; four &amp; more</p>"}, "Five > four & more"),
        (
            {
                "content": '<p>See <a href="https://www.fjord.example/a/long"><span class="invisible">https://www.'
                '</span><span class="ellipsis">fjord.example/a</span><span class="invisible">/long</span></a></p>'
            },
            "See fjord.example/a",
        ),
        ({"content": "<p>Here</p>", "summary": "Work, again"}, "Work, again\nHere"),
        (
            {
                "content": "<p>Which?</p>",
                "type": "Question",
                "oneOf": [{"name": "This"}, {"name": "That"}],
            },
            "Which?\nThis\nThat",
        ),
        ({"content": '<p class="quote-inline">RE: <a href="x">x</a></p><p>Mine</p>'}, "Mine"),
    ],
)
def test_text_is_what_a_reader_sees(changes: dict, text: str) -> None:
    result = outbox(fedi.create(1, "") | {"object": fedi.create(1, "")["object"] | changes})
    assert rows(result, "post", "text", "kind") == [(text, "post")]


def test_a_post_around_another_one_is_a_reshare() -> None:
    result = outbox(fedi.create(1, "<p>Look</p>", quote=f"{ANA}/statuses/5"))
    assert rows(result, "post", "kind") == [("reshare",)]
    quote = {"state": "accepted", "quoted_status": fedi.TIMELINE[0]}
    result = timeline(fedi.status(7, fedi.BEN_ACCOUNT, "<p>Look</p>", quote=quote))
    assert rows(result, "post", "kind") == [("reshare",)]


def test_a_picture_alone_is_rejected_with_or_without_a_warning() -> None:
    result = outbox(fedi.create(1, ""), fedi.create(2, "<p> </p>", summary="careful"))
    assert (result.read, result.reasons) == (2, {"no text": 2})


@pytest.mark.parametrize(
    ("published", "at"),
    [
        ("2024-03-04T10:20:34Z", datetime(2024, 3, 4, 10, 20, 34, tzinfo=UTC)),
        ("2024-03-04T12:20:34+02:00", datetime(2024, 3, 4, 10, 20, 34, tzinfo=UTC)),
        ("9999-12-31T23:59:59Z", None),
        ("0001-01-01T00:00:00Z", None),
        ("lately", None),
        (None, None),
    ],
)
def test_a_time_that_cannot_be_true_is_no_time(published, at) -> None:
    result = outbox(fedi.create(1, "<p>Hello</p>", published=published))
    assert rows(result, "post", "created_at") == [(at,)]


# -- acts ------------------------------------------------------------------------------------------


def test_a_boost_has_an_author_and_no_text() -> None:
    # The number in the address is a moment: 2024-01-01 in milliseconds, and 16 bits.
    number = 1704067200000 << 16
    target = f"{CLEO}/statuses/{number}"
    result = outbox(
        boost(4, target), boost(5, "https://misskey.example/notes/9k"), boost(6, target)
    )
    assert (result.read, result.reasons) == (3, {"same entry twice": 1})
    columns = ("kind", "at", "url", "post_key", "posted_at", "text")
    done = datetime(2024, 3, 5, 10, 20, 34, tzinfo=UTC)
    other = "https://misskey.example/notes/9k"
    made = datetime(2024, 1, 1, tzinfo=UTC)
    assert rows(result, "engagement", *columns) == [
        ("reshare", done, target, f"mastodon:{target}", made, None),
        ("reshare", done, other, f"mastodon:{other}", None, None),
    ]
    assert result.accepted["record"]["account_id"].to_list() == [f"mastodon:{CLEO}"]


def test_likes_and_bookmarks_have_no_date_and_tell_whose_they_are_where_their_address_does() -> (
    None
):
    uris = [f"{ANA}/statuses/5", "https://misskey.example/notes/9k", f"{ANA}/statuses/5"]
    for name, kind in (("likes", "like"), ("bookmarks", "save")):
        # What the list calls itself counts, whatever the file is called.
        result = load("saved.json", fedi.collection(name, uris))
        assert (result.read, result.reasons) == (3, {"same entry twice": 1})
        assert rows(result, "engagement", "kind", "at", "url") == [
            (kind, None, uris[0]),
            (kind, None, uris[1]),
        ]
        assert rows(result, "record", "account_id", "handles") == [
            (f"mastodon:{ANA}", [HANDLES[ANA]])
        ]


def test_addresses_that_say_neither_liked_nor_kept_are_not_claimed() -> None:
    assert not mastodon.recognises("saved.json", fedi.collection("things", [f"{ANA}/statuses/5"]))
    assert not mastodon.recognises("featured.json", fedi.collection("featured", []))
    assert mastodon.recognises("x.json", fedi.collection("likes", []))


# -- tables ----------------------------------------------------------------------------------------

HEADER = "Account address,Show boosts,Notify on new posts,Languages"


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADER}\nana@other.example,true,false,\nBen@Social.Example,true,false,en\n",
        "Account address,Show boosts\nana@other.example,true\nben@social.example,false\n",
        "Account address\nana@other.example\nben@social.example\n",
        "ana@other.example\nben@social.example\n",
        "Account address;Show boosts\r\n@ana@other.example;true\r\nben@social.example;true\r\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_accounts_that_the_owner_follows_of_every_year(text: str, encoding: str) -> None:
    result = load("following_accounts.csv", text.encode(encoding))
    assert (result.read, result.rejected) == (2, ())
    assert result.accepted["record"]["handles"].to_list() == [[HANDLES[ANA]], [HANDLES[BEN]]]
    assert rows(result, "follow", "active") == [(True,), (True,)]


def test_rows_that_name_nobody_and_rows_that_repeat_are_rejected() -> None:
    result = load("f.csv", f"{HEADER}\nana@other.example\nana\nana@other.example\n".encode())
    assert (result.read, result.accepted["follow"].height) == (3, 1)
    assert result.reasons == {"no address of an account": 1, "same entry twice": 1}


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("renamed.csv", "Account address,Hide notifications\na@b.example,true\n", "muted by you"),
        ("muted_accounts.csv", "Account address\na@b.example\n", "muted by you"),
        ("blocked_accounts (1).csv", "a@b.example\n", "blocked by you"),
        ("blocked_domains.csv", "b.example\n", "server blocked by you"),
        ("lists.csv", '"Work, mostly",a@b.example\n', "member of one of your lists"),
    ],
)
def test_whom_the_owner_avoids_or_lists_is_respected(name: str, text: str, reason: str) -> None:
    result = load(name, text.encode())
    assert result.reasons == {f"{reason}: respected, not imported": 1}
    assert result.accepted == {}
    assert result.rejected[0].excerpt == ""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("shop.csv", "Account address,Balance\nx,1\n"),
        ("mails.csv", "ana@other.example\n"),
        ("lists.csv", "milk,2\n"),
        ("blocked_domains.csv", "not a domain\n"),
        ("bookmarks.csv", "title,url\nx,https://fjord.example\n"),
        ("actor.json", '{"type": "Person", "name": "x"}'),
        ("outbox.json", '{"type": "OrderedCollection", "orderedItems": [{"a": 1}]}'),
        ("x.json", '[{"account": {"acct": "x"}}]'),
        ("x.json", '{"acct": 1'),
        ("empty.csv", ""),
    ],
)
def test_look_alikes_stay_unclaimed(name: str, text: str) -> None:
    assert not mastodon.recognises(name, text.encode())


# -- the API ---------------------------------------------------------------------------------------


def test_a_mention_by_somebody_else_is_an_encounter_of_theirs() -> None:
    mentions = [
        {"id": "2", "username": "ben", "acct": "ben", "url": "https://social.example/@ben"},
        {
            "id": "3",
            "username": "cleo",
            "acct": "cleo@other.example",
            "url": "https://other.example/@cleo",
        },
        {
            "id": "1",
            "username": "ana",
            "acct": "ana@other.example",
            "url": "https://other.example/@ana",
        },
    ]
    result = timeline(fedi.status(1, fedi.ANA_ACCOUNT, "<p>Hello</p>", mentions=mentions))
    assert met(result) == [
        (HANDLES[ANA], HANDLES[BEN], "Hello"),
        (HANDLES[ANA], HANDLES[CLEO], "Hello"),
    ]
    names = result.accepted["record"].sort("name")["name"].to_list()
    assert names == ["Ana Silva", HANDLES[BEN], HANDLES[CLEO]]


def test_archive_and_api_give_one_contact_the_same_id() -> None:
    archive = outbox(fedi.create(1, "<p>@ana hi</p>", tag=[fedi.ANA]))
    maren = fedi.account("maren", "Maren Example")
    mention = {
        "id": "1",
        "username": "ana",
        "acct": "ana@other.example",
        "url": "https://other.example/@ana",
    }
    api = timeline(fedi.status(1, maren, "<p>@ana hi</p>", mentions=[mention]))
    for table, key in (("encounter", "encounter_id"), ("post", "post_id"), ("record", "record_id")):
        assert sorted(rows(archive, table, key)) == sorted(rows(api, table, key))


def test_a_machine_meets_nobody_and_a_group_is_no_human_being() -> None:
    mention = {"id": "2", "username": "ben", "acct": "ben", "url": "https://social.example/@ben"}
    bot = fedi.ANA_ACCOUNT | {"bot": True, "group": True}
    result = timeline(fedi.status(1, bot, "<p>Digest</p>", mentions=[mention]))
    assert (met(result), result.accepted["post"].height) == ([], 1)
    assert result.accepted["record"]["is_company"].to_list() == [True]


def test_a_post_brought_in_by_two_is_there_for_each_and_by_its_author_once() -> None:
    inner, cleo = fedi.TIMELINE[0], fedi.account("cleo@other.example", "Cleo Brandt")
    own = fedi.status(9, fedi.ANA_ACCOUNT, "", reblog=inner)
    result = timeline(
        fedi.status(2, fedi.BEN_ACCOUNT, "", reblog=inner),
        fedi.status(3, cleo, "", reblog=inner),
        inner,
        own,
    )
    assert sorted(rows(result, "post", "kind")) == [("bare_reshare",)] * 2 + [("post",)]
    assert (result.read, result.reasons) == (4, {"same entry twice": 1})


def test_threads_searches_and_single_statuses_are_read_like_lists() -> None:
    first, second, _ = fedi.TIMELINE
    shapes = [
        {"ancestors": [first], "descendants": [second]},
        {"accounts": [], "statuses": [first, second], "hashtags": []},
        [first, second],
    ]
    found = [load("x.json", json.dumps(one).encode()) for one in shapes]
    assert [one.read for one in found] == [2, 2, 2]
    assert len({tuple(rows(one, "post", "post_id")) for one in found}) == 1
    assert load("one.json", json.dumps(first).encode()).read == 1


# -- damage ----------------------------------------------------------------------------------------

STRANGE = [True, 7, "x", [], {}, None, [None], [7], {"a": 1}, "https://[x/users/a", "http://", 1.5]


@pytest.mark.parametrize("strange", STRANGE, ids=repr)
def test_values_of_the_wrong_kind_cost_no_more_than_their_row(strange) -> None:
    note, status = fedi.OUTBOX[1], fedi.TIMELINE[0] | {"reblog": fedi.TIMELINE[0]}
    for place in fedi.OUTBOX[1]["object"]:
        bad = note | {"object": note["object"] | {place: strange}}
        result = outbox(fedi.OUTBOX[0], bad)
        assert (result.read, result.accepted["post"].height > 0) == (2, True)
    for place in note:
        assert (
            outbox(fedi.OUTBOX[0], note | {place: strange}, boost(4, "x") | {place: strange}).read
            == 3
        )
    for place in status:
        assert timeline(fedi.TIMELINE[0], status | {place: strange}).read == 2
    for place in ("url", "acct", "uri", "fields", "note", "display_name", "username"):
        account = fedi.ANA_ACCOUNT | {"fields": [field("x")], place: strange}
        assert timeline(fedi.TIMELINE[0], fedi.TIMELINE[1] | {"account": account}).read == 2
    for place in ("name", "url", "attachment", "id"):
        data = json.dumps(fedi.ACTOR | {place: strange}).encode()
        assert mastodon.read(SourceFile.from_bytes("actor.json", data)).read == 1


def test_a_file_that_was_cut_off_is_refused_as_a_whole() -> None:
    data = fedi.collection("outbox", fedi.OUTBOX)
    with pytest.raises(UnreadableFileError, match="damaged JSON"):
        mastodon.read(SourceFile.from_bytes("outbox.json", data[:-30]))


def test_another_file_that_is_said_to_be_mastodons_is_refused_in_words() -> None:
    with pytest.raises(UnreadableFileError, match=r"actor\.json"):
        mastodon.read(SourceFile.from_bytes("x.json", b'{"a": 1}'))


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=30
)


@settings(deadline=None, max_examples=25)
@given(st.lists(WORDS, min_size=1, max_size=6, unique=True))
def test_any_text_survives_an_outbox_and_a_timeline(texts: list) -> None:
    import html

    items = [fedi.create(n, f"<p>{html.escape(text)}</p>") for n, text in enumerate(texts)]
    assert outbox(*items).accepted["post"]["text"].to_list() == texts
    statuses = [
        fedi.status(n, fedi.ANA_ACCOUNT, f"<p>{html.escape(text)}</p>")
        for n, text in enumerate(texts)
    ]
    for encoding in ("utf-8", "utf-16"):
        data = json.dumps(statuses, ensure_ascii=False).encode(encoding)
        assert load("t.json", data).accepted["post"]["text"].to_list() == texts


# -- from file to person ---------------------------------------------------------------------------


def packed(path: Path) -> Path:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in fedi.mastodon_files().items():
                archive.writestr(name, data)
        return path
    with tarfile.open(path, "w:gz") as archive:
        for name, data in fedi.mastodon_files().items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


@pytest.mark.parametrize("name", ["archive-20240601-abc.zip", "archive-20240601-abc.tar.gz"])
def test_an_archive_and_a_timeline_tell_of_the_same_people(tmp_path: Path, name: str) -> None:
    saved = tmp_path / "home.json"
    mention = {
        "id": "9",
        "username": "maren",
        "acct": "maren",
        "url": "https://social.example/@maren",
    }
    saved.write_text(
        json.dumps([fedi.status(1, fedi.ANA_ACCOUNT, "<p>@maren hi</p>", mentions=[mention])])
    )
    with Store.open(tmp_path / "m.duckdb") as store:
        reports = import_paths(store, [packed(tmp_path / name), saved], settings=Settings())
        assert {one.kind for one in reports} == {"mastodon"}
        assert [one.error for one in reports if one.error] == []
        owners = store.people().filter("is_owner")["name"].to_list()
        assert owners == ["Maren Example"]
        ana = store.frame(
            "SELECT channel, direction, count(*) AS n FROM contact JOIN person USING (person_id) "
            "WHERE person.name = 'Ana Silva' GROUP BY ALL ORDER BY ALL"
        )
        assert ana.rows() == [
            ("mastodon mention", "incoming", 1),
            ("mastodon mention", "outgoing", 2),
        ]


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(sorted(fedi.samples())), st.randoms(use_true_random=False))
def test_changed_bytes_give_a_sentence_or_fewer_rows(name: str, chance) -> None:
    data = bytearray(fedi.samples()[name])
    for _ in range(chance.randint(1, 6)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    mastodon.recognises(name, bytes(data))
    try:
        result = mastodon.read(SourceFile.from_bytes(name, bytes(data)), as_of=date(2024, 6, 1))
    except RelevanceError:
        return
    assert len(result.rejected) <= result.read
