"""Archives of X of every year: posts, encounters, engagements, accounts, and what is no contact."""
# ruff: noqa: E501 - samples stand in rows, as in the files

import random
import zipfile
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevance.config import Settings
from relevance.errors import NothingUsableError, RelevanceError, UnreadableFileError
from relevance.pipeline import import_paths
from relevance.sources import x
from relevance.sources.archive import SourceFile
from relevance.sources.reader import read_path
from relevance.sources.x.times import moment, snowflake_time
from relevance.store import Store
from tests.linkedin_export import messages_csv
from tests.writers.x import (
    BEN,
    CLEO,
    OWNER,
    OWNER_ID,
    account,
    conversation,
    grailbird,
    iso,
    manifest,
    mention,
    message,
    monthly,
    note,
    reply,
    samples,
    script,
    snowflake,
    table,
    tweet,
)

AT = datetime(2021, 3, 21, 12, 53, 22, tzinfo=UTC)
ID = snowflake(AT)
SAMPLES = samples()


def read(data, name="data/tweets.js", **options):
    return x.read(SourceFile.from_bytes(name, data), **options)


def read_tweets(*tweets, name="tweets", end=""):
    return read(script(name, list(tweets), end=end))


def rows(result, name, *columns):
    frame = result.accepted.get(name)
    return [] if frame is None else frame.select(columns).rows()


def met(result):
    """Return (sender, recipient, channel) by name for every encounter."""
    names = dict(rows(result, "record", "record_id", "name"))
    found = rows(result, "encounter", "sender_record_id", "recipient_record_id", "channel")
    return [(names[sender], names[recipient], channel) for sender, recipient, channel in found]


def number(serial):
    return snowflake(AT, serial)


# Recognition -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(SAMPLES))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_file_is_known_by_its_content_in_any_encoding(name, encoding):
    data = SAMPLES[name].decode().encode(encoding)
    assert x.recognises("renamed.txt", data[:65536])
    assert not x.is_private("renamed.txt", data[:65536])
    result, plain = read(data, "renamed.txt"), read(SAMPLES[name], name)
    assert result.read == plain.read > 0
    assert {one: frame.rows() for one, frame in result.accepted.items()} == {
        one: frame.rows() for one, frame in plain.accepted.items()
    }


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        b"\xff\xfe",
        b'[{"tweet": {"id": "1", "full_text": "x"}}]',
        b"author,text,created_at\nAna,Hello,2026-06-07\n",
        b"<!doctype html><script>window.YTD.tweets.part0 = []</script>",
        b"var user_details = 5;",
        b"window.location = 'x'",
        b"tweet_id,text\n1,Hi\n",
        messages_csv([]),
    ],
)
def test_other_files_stay_unclaimed(data):
    assert not x.recognises("data/tweets.js", data)
    assert not x.is_private("data/tweets.js", data)
    with pytest.raises(UnreadableFileError, match="no file of an X archive"):
        read(data)


@pytest.mark.parametrize(
    "name",
    ["ad_engagements", "ip_audit", "phone_number", "ni_devices", "device_token", "lists_created"],
)
def test_private_files_are_ignored_and_never_read(name, tmp_path):
    path = tmp_path / "anything.js"
    path.write_bytes(script(name, [{"x": {"loginIp": "192.0.2.1"}}]))
    (one,) = read_path(path)
    assert (one.kind, one.result, one.sha256) == ("ignored", None, None)
    (forced,) = read_path(path, kind="x")
    assert "of no use here" in forced.error
    with pytest.raises(NothingUsableError):
        read(path.read_bytes())


def test_an_archive_is_read_member_by_member(tmp_path):
    path = tmp_path / "twitter-2026-06-08-abc123.zip"
    files = SAMPLES | {
        "Your archive.html": b"<!doctype html><title>Archive</title>",
        "data/ip-audit.js": script("ip_audit", []),
        "data/moment.js": script("moment", []),
        "assets/js/runtime.js": b"(function(){})();",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    found = {one.path.removeprefix(f"{path}/"): one for one in read_path(path)}
    assert {name for name, one in found.items() if one.kind == "x"} == set(SAMPLES)
    assert [one.error for one in found.values() if one.error] == []
    assert found["data/ip-audit.js"].kind == "ignored"
    assert {found[name].kind for name in set(files) - set(SAMPLES) - {"data/ip-audit.js"}} == {
        "unknown"
    }
    assert found["data/follower.js"].result.as_of == date(2026, 6, 8)


# Posts -------------------------------------------------------------------------------------------


def test_numbers_are_texts_escapes_are_undone_and_short_links_written_out():
    links = [("https://t.co/a1", "https://ada.example/?a=1&copy=2")]
    text = "One &amp; two &lt;b&gt; &amp;lt; https://t.co/a1 https://t.co/zz"
    result = read_tweets(tweet(ID, AT, text, urls=links))
    assert rows(
        result, "post", "text", "created_at", "kind", "network", "url", "is_approximate"
    ) == [
        (
            "One & two <b> &lt; https://ada.example/?a=1&copy=2 https://t.co/zz",
            AT,
            "post",
            "x",
            f"https://x.com/i/status/{ID}",
            False,
        )
    ]
    assert (result.read, result.rejected, result.as_of) == (1, (), date(2021, 3, 21))
    assert rows(result, "record", "name", "is_owner") == [("(owner)", True)]


def test_what_x_does_not_show_is_cut_off_and_nothing_else():
    body = "Tom &amp; Jerry are fun"
    text = f"@BenOkafor @cleo_b {body} https://t.co/pic"
    # The bounds count the escape as one character here, as some years do.
    short = tweet(ID, AT, text, display_text_range=["19", str(19 + len(body))])
    wrong = tweet(number(1), AT, text, display_text_range=["3", "25"])
    odd = [tweet(number(n), AT, "Hi", display_text_range=value) for n, value in enumerate(([], "x", ["9", "1"], ["-1", "1"], [None, {}]), 2)]  # fmt: skip
    result = read_tweets(short, wrong, *odd)
    plain = "@BenOkafor @cleo_b Tom & Jerry are fun https://t.co/pic"
    texts = [text for (text,) in rows(result, "post", "text")]
    assert texts == ["Tom & Jerry are fun", plain, *["Hi"] * 5]


def test_old_items_have_no_wrapper_and_files_may_end_with_a_semicolon():
    result = read_tweets(
        tweet("12345", AT, "Old", wrapped=False), tweet(ID, AT, "New"), name="tweet", end=" ;\n"
    )
    assert rows(result, "post", "text") == [("Old",), ("New",)]


@pytest.mark.parametrize(
    "name", ["deleted_tweets", "deleted_tweet", "community_tweet", "twitter_circle_tweet"]
)
def test_the_owners_words_count_wherever_they_were_said(name):
    result = read_tweets(tweet(ID, AT, "Hi @cleo_b", [CLEO]), name=name)
    assert met(result) == [("(owner)", "Cleo Brandt", "x mention")]


def test_parts_in_separate_files_add_up():
    first = read(script("tweets", [tweet(ID, AT, "One")]))
    second = read(script("tweets", [tweet(number(1), AT, "Two")], part=1), "data/tweets-part1.js")
    assert (rows(first, "post", "text"), rows(second, "post", "text")) == ([("One",)], [("Two",)])
    owners = {rows(one, "record", "record_id", "is_owner")[0] for one in (first, second)}
    assert len(owners) == 1


def test_a_missing_id_text_or_time_is_made_up_for_where_it_can_be():
    no_text_id = tweet(ID, None, "By its id")
    del no_text_id["tweet"]["id_str"]
    result = read_tweets(no_text_id, tweet(None, AT, "No id"), tweet(None, None, "Neither"))
    assert rows(result, "post", "text", "created_at", "url") == [
        ("By its id", AT, f"https://x.com/i/status/{ID}"),
        ("No id", AT, None),
        ("Neither", None, None),
    ]


def test_rows_that_are_no_posts_have_their_reasons():
    newer = {"initial": {"editTweetIds": [ID, number(9)]}}
    edited = {
        "edit": {"initialTweetId": ID, "editControlInitial": {"editTweetIds": [ID, number(9)]}}
    }
    result = read_tweets(
        tweet(ID, AT, "First version", edit_info=newer),
        tweet(number(9), AT, "Last version", edit_info=edited),
        tweet(number(9), AT, "Last version"),
        tweet(number(2), AT, ""),
        "nonsense",
        None,
    )
    assert result.reasons == {
        "earlier version of an edited post": 1,
        "same post twice in this file": 1,
        "no text": 1,
        "not a post": 2,
    }
    assert [one.row for one in result.rejected] == [1, 3, 4, 5, 6]
    assert result.read == 6
    assert rows(result, "post", "text") == [("Last version",)]


def test_an_empty_file_has_no_rows_and_nothing_usable():
    for name in ("tweets", "like", "direct_messages", "note_tweet"):
        result = read(script(name, []))
        assert (result.read, result.usable, result.rejected) == (0, False, ())


# Encounters of posts -----------------------------------------------------------------------------


def test_a_reply_goes_before_a_mention_and_each_person_is_met_once():
    result = read_tweets(
        tweet(ID, AT, "@BenOkafor @cleo_b @BenOkafor hi", [BEN, CLEO, BEN], **reply(BEN)),
        tweet(number(1), AT, "Thanks @cleo_b", [CLEO]),
    )
    assert met(result) == [
        ("(owner)", "Ben Okafor", "x reply"),
        ("(owner)", "Cleo Brandt", "x mention"),
        ("(owner)", "Cleo Brandt", "x mention"),
    ]
    people = rows(result, "record", "name", "account_id", "handles")
    assert people[1:] == [
        ("Ben Okafor", "x:2002", ["x:benokafor"]),
        ("Cleo Brandt", "x:3003", ["x:cleo_b"]),
    ]
    assert rows(result, "encounter", "at", "reference", "snippet")[2] == (
        AT,
        f"https://x.com/i/status/{number(1)}",
        "Thanks @cleo_b",
    )


def test_without_a_screen_name_the_first_one_mentioned_is_answered():
    result = read_tweets(
        tweet(ID, AT, "@BenOkafor a", [BEN], **reply()),
        tweet(
            number(1), AT, "@BenOkafor b", [BEN], **reply(BEN) | {"in_reply_to_screen_name": None}
        ),
        # Somebody else than the first one mentioned, who has no name in this file.
        tweet(number(2), AT, "@cleo_b c", [CLEO], in_reply_to_user_id_str="9009"),
        tweet(number(3), AT, "d", **reply()),
    )
    assert met(result) == [
        ("(owner)", "Ben Okafor", "x reply"),
        ("(owner)", "Ben Okafor", "x reply"),
        ("(owner)", "x:9009", "x reply"),
        ("(owner)", "Cleo Brandt", "x mention"),
    ]


def test_an_account_that_is_gone_is_known_by_its_handle():
    gone = ("-1", "gone_user", "Gone User")
    result = read_tweets(tweet(ID, AT, "hi @gone_user", [gone]))
    assert met(result) == [("(owner)", "Gone User", "x mention")]
    assert rows(result, "record", "account_id", "handles")[1] == (None, ["x:gone_user"])


def test_without_entities_mentions_and_hashtags_are_found_in_the_text():
    item = tweet("12345", AT, "Hi @cleo_b (see a@b.example) #LrnChat", wrapped=False)
    del item["entities"]
    result = read_tweets(item)
    assert met(result) == [("(owner)", "x:cleo_b", "x mention")]
    assert rows(result, "encounter", "conversation") == [("#lrnchat",)]


def test_a_person_of_two_names_has_the_newest_and_all_handles():
    later = AT + timedelta(days=9)
    new = (BEN[0], "drBen", "Dr Ben Okafor")
    for order in (1, -1):
        items = [
            tweet(ID, AT, "@BenOkafor", [BEN]),
            tweet(snowflake(later), later, "@drBen", [new]),
        ]
        result = read_tweets(*items[::order])
        assert rows(result, "record", "name", "handles")[1:] == [
            ("Dr Ben Okafor", ["x:benokafor", "x:drben"])
        ]


def test_answers_to_own_posts_show_who_the_owner_is_and_are_no_encounters():
    me = (OWNER_ID, OWNER, "Ada Larsen")
    result = read_tweets(
        tweet(number(2), AT, "@ada_larsen and more", [me], **reply(me, status=ID)),
        tweet(number(1), AT, "me: @ada_larsen with @cleo_b", [me, CLEO]),
        tweet(ID, AT, "A thread"),
    )
    assert met(result) == [("(owner)", "Cleo Brandt", "x mention")]
    assert rows(result, "owner_fact", "kind", "value") == [("handle", "x:ada_larsen")]
    assert set(rows(result, "record", "name", "is_owner")) == {
        ("(owner)", True),
        ("Ada Larsen", True),
        ("Cleo Brandt", False),
    }


def test_a_chat_is_a_hashtag_room():
    minutes = [AT + timedelta(minutes=n) for n in (0, 20, 40, 90)]
    result = read_tweets(
        tweet(number(0), AT, "@cleo_b a", [CLEO], tags=["edtech", "lrnChat"]),
        *(
            tweet(number(n), at, f"@cleo_b {n}", [CLEO], tags=["DevLearn"])
            for n, at in enumerate(minutes[:3], 1)
        ),
        tweet(number(4), AT, "@cleo_b e", [CLEO], tags=["edtech"]),
        tweet(number(5), AT, "@cleo_b f", [CLEO]),
        tweet(number(6), minutes[3], "no one is met #DevLearn", tags=["DevLearn"]),
    )
    rooms = [room for (room,) in rows(result, "encounter", "conversation")]
    assert rooms == ["#lrnchat", "#devlearn", "#devlearn", "#devlearn", None, None]


def test_three_posts_in_more_than_an_hour_are_no_chat():
    result = read_tweets(
        *(
            tweet(number(n), AT + timedelta(minutes=31 * n), f"@cleo_b {n}", [CLEO], tags=["slow"])
            for n in range(4)
        )
    )
    assert rows(result, "encounter", "conversation") == [(None,)] * 4


# Engagement --------------------------------------------------------------------------------------


def test_a_retweet_is_an_engagement_and_neither_post_nor_encounter():
    picture = f"https://twitter.com/cleo_b/status/{number(7)}/photo/1"
    media = [{"url": "https://t.co/p", "expanded_url": picture}]
    shown = tweet(number(1), AT, "RT @cleo_b: Look &amp; learn https://t.co/p", [CLEO])
    shown["tweet"]["entities"]["media"] = media
    result = read_tweets(tweet(ID, AT, "RT @BenOkafor: Learning in the flow…", [BEN]), shown)
    assert result.read == 2
    assert set(result.accepted) == {"engagement", "record"}
    assert rows(result, "engagement", "kind", "detail", "at", "post_key", "text") == [
        ("reshare", "@BenOkafor", AT, None, "Learning in the flow…"),
        ("reshare", "@cleo_b", AT, f"x:{number(7)}", f"Look & learn {picture}"),
    ]
    assert [name for (name,) in rows(result, "record", "name")] == ["Ben Okafor", "Cleo Brandt"]


@pytest.mark.parametrize(
    ("url", "detail"),
    [
        ("https://twitter.com/cleo_b/status/{}", "@cleo_b"),
        ("https://x.com/cleo_b/status/{}?s=20", "@cleo_b"),
        ("https://mobile.twitter.com/cleo_b/status/{}", "@cleo_b"),
        ("http://twitter.com/#!/cleo_b/statuses/{}", "@cleo_b"),
        ("https://twitter.com/i/web/status/{}", None),
    ],
)
def test_a_quote_is_a_post_and_an_engagement(url, detail):
    quoted = url.format(number(5))
    result = read_tweets(tweet(ID, AT, "So true https://t.co/q", urls=[("https://t.co/q", quoted)]))
    assert rows(result, "post", "kind", "text") == [("reshare", f"So true {quoted}")]
    assert rows(result, "engagement", "kind", "detail", "url", "post_key", "posted_at", "text") == [
        (
            "reshare",
            detail,
            quoted,
            f"x:{number(5)}",
            snowflake_time(number(5)),
            f"So true {quoted}",
        )
    ]


def test_other_links_are_no_quotes():
    urls = [("https://t.co/q", "https://x.com.evil.example/a/status/12"), ("https://t.co/r", "https://x.com/cleo_b")]  # fmt: skip
    result = read_tweets(tweet(ID, AT, "https://t.co/q", urls=urls))
    assert "engagement" not in result.accepted


def test_likes_and_bookmarks_tell_the_posts_time_but_not_their_own():
    likes = [
        {"like": {"tweetId": ID, "fullText": "Tom &amp; Jerry", "expandedUrl": f"https://twitter.com/i/web/status/{ID}"}},
        {"like": {"tweetId": "12345", "expandedUrl": ""}},
        {"like": {"tweetId": ID, "fullText": "again"}},
        {"like": {}},
        7,
    ]  # fmt: skip
    result = read(script("like", likes))
    assert result.reasons == {"same entry twice in this file": 1, "no id of a post": 2}
    assert rows(result, "engagement", "kind", "at", "post_key", "posted_at", "text", "url") == [
        ("like", None, f"x:{ID}", AT, "Tom & Jerry", f"https://twitter.com/i/web/status/{ID}"),
        ("like", None, "x:12345", None, None, "https://x.com/i/status/12345"),
    ]
    saved = read(script("bookmark", [{"bookmark": {"tweetId": ID}}]))
    assert rows(saved, "engagement", "kind", "post_key") == [("save", f"x:{ID}")]


# Notes -------------------------------------------------------------------------------------------


def test_a_long_post_is_whole_and_only_mentions_behind_the_cut_are_new():
    text = "@cleo_b " + "long and " * 40 + "@BenOkafor &amp; https://t.co/n"
    result = read(
        script("note_tweet", [
            note("900", AT, text, [CLEO, BEN], [("https://t.co/n", "https://ada.example/n")]),
            note("900", AT, text),
            note("901", AT, ""),
            [],
        ])
    )  # fmt: skip
    assert result.reasons == {"same post twice in this file": 1, "no text": 1, "not a post": 1}
    ((whole, at),) = rows(result, "post", "text", "created_at")
    assert whole.endswith("@BenOkafor & https://ada.example/n")
    assert at == AT
    assert met(result) == [("(owner)", "x:benokafor", "x mention")]


@pytest.mark.parametrize("order", [("tweets.js", "note-tweet.js"), ("note-tweet.js", "tweets.js")])
def test_a_cut_post_and_its_note_are_one_post(tmp_path, order):
    whole = "@cleo_b " + "long and " * 40 + "the end"
    cut, itself = whole[:270] + "… https://t.co/z", f"https://twitter.com/i/web/status/{ID}"
    other = f"@cleo_b {'another ' * 30}"
    files = {
        "tweets.js": script("tweets", [
            tweet(ID, AT, cut, [CLEO], [("https://t.co/z", itself)]),
            tweet(number(7), AT, other, [CLEO]),
            tweet(number(8), AT + timedelta(minutes=1), cut, [CLEO]),
            tweet(number(9), AT + timedelta(seconds=3), cut, [CLEO]),
        ]),
        "note-tweet.js": script("note_tweet", [note("900", AT + timedelta(seconds=2), whole, [CLEO])]),
    }  # fmt: skip
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for name in order:
            packed.writestr(f"data/{name}", files[name])
    with Store.open(tmp_path / "x.duckdb") as store:
        import_paths(store, [path], settings=Settings())
        posts = store.frame("SELECT text, url, kind FROM post ORDER BY length(text), url").rows()
        assert store.count("engagement") == 0
    address = "https://x.com/i/status/"
    assert [one[1:] for one in posts] == [
        (f"{address}{number(7)}", "post"),
        # A minute later it is another post, whatever it says, and the note is of one of two in a row.
        (f"{address}{number(8)}", "post"),
        (f"{address}{number(9)}", "post"),
        (f"{address}{ID}", "post"),
    ]
    assert posts[3][0] == whole


# Messages ----------------------------------------------------------------------------------------


def read_messages(*conversations, name="direct_messages"):
    return read(script(name, list(conversations)), "data/direct-messages.js")


def test_messages_go_from_sender_to_recipient():
    link = {"url": "https://t.co/m", "expanded": "https://ada.example/m", "display": "ada.example"}
    result = read_messages(
        conversation(
            "1001-2002",
            [
                message(number(2), OWNER_ID, "2002", AT, 'See <a href="https://t.co/m">https://t.co/m</a>', urls=[link]),
                message(number(1), "2002", OWNER_ID, AT, "a < b &amp; c > d"),
                message(number(1), "2002", OWNER_ID, AT, "a < b &amp; c > d"),
                message(number(3), OWNER_ID, OWNER_ID, AT, "note to self"),
                message(number(4), "", "2002", AT, "whose?"),
                message(number(5), "2002", OWNER_ID, AT, "", mediaUrls=["https://x.example/p.jpg"]),
                {"welcomeMessageCreate": {}},
                "broken",
            ],
        )
    )  # fmt: skip
    assert result.read == 8
    assert result.reasons == {
        "same message twice in this file": 1,
        "sender and recipient are the same": 1,
        "no sender": 1,
        "not a message": 2,
    }
    assert met(result) == [
        ("x:1001", "x:2002", "x message"),
        ("x:2002", "x:1001", "x message"),
        ("x:2002", "x:1001", "x message"),
    ]
    assert rows(result, "encounter", "snippet", "at", "conversation") == [
        ("See https://ada.example/m", AT, "1001-2002"),
        ("a < b & c > d", AT, "1001-2002"),
        (None, AT, "1001-2002"),
    ]
    assert rows(result, "record", "is_owner") == [(False,), (False,)]


def two(other, serial):
    return conversation(f"{OWNER_ID}-{other}", [message(number(serial), other, OWNER_ID, AT, "hi")])


def test_the_account_of_every_conversation_is_the_owner_if_three_agree():
    three = [two("2002", 1), two("3003", 2), two("4004", 3)]
    owners = {
        count: read_messages(*three[:count]).accepted["record"].filter(is_owner=True)["name"]
        for count in (2, 3)
    }
    assert owners[2].to_list() == []
    assert owners[3].to_list() == ["x:1001"]
    stranger = conversation("2002-3003", [message(number(9), "2002", "3003", AT, "?")])
    mixed = read_messages(*three, stranger)
    assert mixed.accepted["record"]["is_owner"].any() is False


def test_a_group_message_meets_everybody_who_was_in_it_then():
    hours = [AT + timedelta(hours=n) for n in range(7)]
    # Newest first, as X writes it: 4004 comes at two o'clock, 3003 leaves at four.
    lines = [
        message(number(5), "2002", None, hours[5], "after"),
        {"participantsLeave": {"userIds": ["3003"], "createdAt": iso(hours[4])}},
        message(number(3), "4004", None, hours[3], "between"),
        {"participantsJoin": {"userIds": ["4004"], "initiatingUserId": "2002", "createdAt": iso(hours[2])}},
        message(number(1), "1001", None, hours[1], "before"),
        {"conversationNameUpdate": {"name": "Book club", "initiatingUserId": "2002", "createdAt": iso(hours[0])}},
        {"joinConversation": {"initiatingUserId": "2002", "participantsSnapshot": ["1001", "2002", "3003"], "createdAt": iso(hours[0])}},
    ]  # fmt: skip
    result = read_messages(conversation("777", lines), name="direct_messages_group")
    assert result.read == 7
    assert result.reasons == {"joined a group": 2, "left a group": 1, "group was renamed": 1}
    said = {}
    names = dict(rows(result, "record", "record_id", "name"))
    for text, one, title in rows(
        result, "encounter", "snippet", "recipient_record_id", "reference"
    ):
        assert title == "Book club"
        said.setdefault(text, []).append(names[one])
    assert said == {
        "before": ["x:2002", "x:3003"],
        "between": ["x:1001", "x:2002", "x:3003"],
        "after": ["x:1001", "x:4004"],
    }
    assert [one.row for one in result.rejected] == [2, 4, 6, 7]


@pytest.mark.parametrize(("people", "encounters"), [(25, 24), (26, 0)])
def test_a_group_of_more_than_25_is_a_crowd(people, encounters):
    ids = [str(5000 + n) for n in range(people)]
    lines = [
        message(number(1), ids[0], None, AT, "hello all"),
        {"joinConversation": {"initiatingUserId": ids[0], "participantsSnapshot": ids, "createdAt": iso(AT)}},
    ]  # fmt: skip
    result = read_messages(conversation("778", lines), name="direct_messages_group")
    assert len(rows(result, "encounter", "at")) == encounters
    assert result.reasons.get("group of more than 25 people", 0) == (encounters == 0)


def test_nobody_else_in_a_group_is_no_recipient():
    result = read_messages(conversation("779", [message(number(1), "1001", None, AT, "alone")]))
    assert result.reasons == {"no recipient": 1}


# Accounts ----------------------------------------------------------------------------------------


def test_account_and_manifest_name_the_owner():
    facts = [("display_name", "Ada Larsen"), ("handle", "x:ada_larsen")]
    result = read(script("account", [account()]))
    assert rows(result, "owner_fact", "kind", "value") == [*facts, ("email", "ada@example.org")]
    columns = ("record_id", "name", "account_id", "handles", "is_owner")
    (owner,) = rows(result, "record", *columns)
    assert owner[1:] == ("Ada Larsen", "x:1001", ["x:ada_larsen"], True)
    for end in ("", ";"):
        made = read(manifest(end))
        assert (made.read, made.as_of) == (1, date(2026, 6, 8))
        assert rows(made, "owner_fact", "kind", "value") == facts
        assert rows(made, "record", *columns) == [owner]
    nobody = read(b"window.__THAR_CONFIG = {}")
    assert (nobody.read, nobody.reasons, nobody.usable) == (1, {"names nobody": 1}, False)


def test_followers_are_records_and_those_followed_are_followed():
    accounts = [{"accountId": "2002", "userLink": "https://twitter.com/intent/user?user_id=2002"}]
    rest = [*accounts, {"accountId": "-1"}]
    for name, follows in (("follower", 0), ("following", 1)):
        result = read(script(name, [{name: one} for one in (*accounts, *rest)]))
        assert (result.read, len(rows(result, "follow", "active"))) == (3, follows)
        assert result.reasons == {
            "same entry twice in this file": 1,
            "no id of an account": 1,
        }
        assert rows(result, "record", "name", "account_id") == [("x:2002", "x:2002")]


@pytest.mark.parametrize("word", ["block", "mute"])
def test_who_is_blocked_or_muted_is_not_imported(word):
    wrapper = {"block": "blocking", "mute": "muting"}[word]
    result = read(script(word, [{wrapper: {"accountId": "4004"}}] * 2))
    assert (result.read, result.usable) == (2, False)
    assert list(result.reasons.values()) == [2]
    assert "by the owner; not imported" in next(iter(result.reasons))
    assert {one.excerpt for one in result.rejected} == {""}


def test_profile_and_details_give_headline_and_website():
    result = read(SAMPLES["data/profile.js"])
    assert rows(result, "record", "headline", "is_owner") == [("I teach & learn", True)]
    assert rows(result, "owner_fact", "kind", "value") == [("website", "https://ada.example")]
    empty = read(script("profile", [{"profile": {"description": {"bio": "", "website": ""}}}]))
    assert empty.reasons == {"says nothing": 1}


# Periscope ---------------------------------------------------------------------------------------


def test_periscope_gives_comments_titles_and_follows():
    comment = {"broadcastId": "1abc", "byAccountId": "p1", "createdAt": iso(AT), "text": "Nice"}
    named = comment | {"text": "Hello", "broadcasterId": "p2", "broadcasterName": "Ben Okafor"}
    wrapper = "periscopeCommentsMadeByUser"
    items = [{wrapper: one} for one in (comment, named, comment, comment | {"text": ""})]
    result = read(script("periscope_comments_made_by_user", items))
    assert result.reasons == {"same entry twice in this file": 1, "no text": 1}
    assert met(result) == [("(owner)", "Ben Okafor", "periscope")]
    assert rows(result, "engagement", "kind", "post_key", "text", "at") == [
        ("comment", "periscope:1abc", "Nice", AT),
        ("comment", "periscope:1abc", "Hello", AT),
    ]
    shows = [{"id": "1", "createdAt": iso(AT)}, {"id": "2", "title": "Live", "createdAt": iso(AT)}]
    shown = read(
        script(
            "periscope_broadcast_metadata", [{"periscopeBroadcastMetadata": one} for one in shows]
        )
    )
    assert shown.reasons == {"broadcast without a title": 1}
    assert rows(shown, "post", "text", "network") == [("Live", "periscope")]
    followed = read(script("periscope_following", [{"periscopeFollowing": {"id": "p2"}}]))
    assert rows(followed, "record", "account_id") == [("periscope:p2",)]
    assert rows(followed, "follow", "active") == [(True,)]
    own = {"id": "p1", "twitterId": OWNER_ID, "twitterScreenName": OWNER, "displayName": "Ada"}
    mine = read(script("periscope_account_information", [{"periscopeAccountInformation": own}]))
    assert rows(mine, "record", "account_id", "is_owner") == [
        ("periscope:p1", True),
        ("x:1001", True),
    ]


# Before 2019 -------------------------------------------------------------------------------------


def test_both_files_of_an_old_archive_say_the_same():
    stamp = "2012-03-21 12:53:22 +0000"
    at = datetime(2012, 3, 21, 12, 53, 22, tzinfo=UTC)
    one, two_, three = (snowflake(at, n) for n in range(3))
    months = monthly(
        [
            grailbird(one, stamp, "@BenOkafor with @cleo_b", [BEN, CLEO], in_reply_to_user_id=2002),
            grailbird(two_, stamp, "RT @cleo_b: Wise &amp; true", [CLEO], retweeted_status={"id_str": "5", "text": "Wise &amp; true", "user": mention(CLEO)}),
            grailbird(three, stamp, "Read https://t.co/a", [], [("https://t.co/a", "https://ada.example")]),
        ]
    )  # fmt: skip
    csv = table(
        [
            [one, "", "2002", stamp, "web", "@BenOkafor with @cleo_b", "", "", "", ""],
            [two_, "", "", stamp, "web", "RT @cleo_b: Wise &amp; true", "5", "3003", stamp, ""],
            [three, "", "", stamp, "web", "Read https://t.co/a", "", "", "", "https://ada.example,https://ada.example"],
        ]
    )  # fmt: skip
    by_month, by_row = read(months), read(csv, "tweets.csv")
    assert (by_month.read, by_row.read) == (3, 3)
    assert (by_month.rejected, by_row.rejected) == ((), ())
    for result in (by_month, by_row):
        texts = rows(result, "post", "text", "created_at")
        assert texts == [("@BenOkafor with @cleo_b", at), ("Read https://ada.example", at)]
        assert rows(result, "engagement", "detail", "post_key", "text") == [
            ("@cleo_b", "x:5", "Wise & true")
        ]
    assert [channel for *_, channel in met(by_month)] == ["x reply", "x mention"]
    assert rows(by_month, "encounter", "encounter_id") == rows(by_row, "encounter", "encounter_id")
    owner = by_month.accepted["record"].filter(account_id="x:1001")
    assert owner["is_owner"].to_list() == [True]


def test_old_archives_name_only_the_day_of_their_oldest_posts():
    result = read(monthly([grailbird("12345", "2008-05-04 00:00:00 +0000", "Hello world")]))
    assert rows(result, "post", "created_at", "is_approximate") == [
        (datetime(2008, 5, 4, tzinfo=UTC), True)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sun Mar 21 12:53:22 +0000 2021", (AT, False)),
        ("Sun Mar 21 14:53:22 +0200 2021", (AT, False)),
        ("2021-03-21T12:53:22.000Z", (AT, False)),
        ("2021-03-21 12:53:22 +0000", (AT, False)),
        ("2021-03-21 13:53:22", (AT, True)),
        ("Sun Foo 21 12:53:22 +0000 2021", (None, False)),
        ("2021-02-30T12:00:00Z", (None, False)),
        ("1999-03-21T12:53:22Z", (None, False)),
        ("", (None, False)),
    ],
)
def test_times_of_every_form_are_read(text, expected):
    assert moment(text, timezone(timedelta(hours=1))) == expected


def test_only_ids_since_2010_tell_a_time():
    assert snowflake_time(ID) == AT
    assert snowflake_time("29700859247") == datetime(2010, 11, 4, 1, 43, 1, 738000, tzinfo=UTC)
    for other in ("29700859246", "12345", "9" * 19, "9" * 30, "-5", "x", None):
        assert snowflake_time(other) is None


# Harm --------------------------------------------------------------------------------------------


def test_damage_in_the_middle_keeps_what_stands_before_it():
    data = script("tweets", [tweet(number(n), AT, f"Post {n}") for n in range(5)])
    cut = data[: data.index(b"Post 3")]
    result = read(cut)
    assert (result.read, len(rows(result, "post", "text"))) == (4, 3)
    assert result.reasons == {"the file is damaged from here on": 1}
    with pytest.raises(UnreadableFileError, match="no longer JSON"):
        read(data[:60])
    lines = [message(number(n), "2002", OWNER_ID, AT, f"Line {n}") for n in range(4)]
    talk = script("direct_messages", [conversation("1001-2002", lines)])
    said = read(talk[: talk.index(b"Line 2")])
    assert (said.read, len(rows(said, "encounter", "at"))) == (3, 2)


@pytest.mark.parametrize(
    "body",
    [
        "[" * 100_000,
        "[" + "9" * 5000 + "]",
        '[{"tweet": {"full_text": {"a": [1]}, "id": 1e5}}]',
        "5",
    ],
)
def test_values_of_the_wrong_type_harm_nothing(body):
    for name in ("tweets", "direct_messages", "account", "note_tweet", "periscope_followers"):
        data = f"window.YTD.{name}.part0 = {body}".encode()
        try:
            result = read(data)
        except RelevanceError as error:
            assert len(str(error)) > 20
            continue
        assert not result.usable


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_cut_or_flipped_files_raise_nothing_else(name):
    random_ = random.Random(name)
    for _ in range(30):
        data = bytearray(SAMPLES[name])
        for _ in range(random_.randint(1, 4)):
            data[random_.randrange(len(data))] = random_.randrange(256)
        try:
            result = read(bytes(data[: random_.randint(1, len(data))]), name)
        except RelevanceError:
            continue
        refused = {one.row for one in result.rejected}
        assert len(refused) <= result.read


@given(st.lists(st.text(min_size=1), min_size=1, max_size=5))
def test_any_text_comes_back(texts):
    plain = [" ".join(text.split()) for text in texts]
    escaped = [one.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for one in plain]
    result = read_tweets(*(tweet(number(n), AT, one) for n, one in enumerate(escaped)))
    controls = {*map(chr, range(32)), *map(chr, range(127, 160)), "\ufeff"}
    expected = ["".join(char for char in one if char not in controls).strip() for one in plain]
    found = rows(result, "post", "text") + rows(result, "engagement", "text")
    assert len(found) + len(result.rejected) == len(texts)
    assert sorted(text for (text,) in rows(result, "post", "text")) == sorted(
        filter(None, expected)
    )


# Into the store ----------------------------------------------------------------------------------


def test_an_archive_links_people_and_encounters_to_the_owner(tmp_path):
    path = tmp_path / "twitter-2026-06-08-abc123.zip"
    files = {
        "data/account.js": script("account", [account()]),
        "data/direct-messages.js": script("direct_messages", [
            conversation("1001-2002", [
                message("52", OWNER_ID, "2002", AT, "Sure"),
                message("51", "2002", OWNER_ID, AT, "Lunch?"),
            ]),
        ]),
        "data/follower.js": script("follower", [{"follower": {"accountId": "2002"}}]),
        "data/tweets.js": script("tweets", [
            tweet(ID, AT, "@BenOkafor yes", [BEN], **reply(BEN)),
            tweet(number(1), AT, "With @cleo_b", [CLEO]),
        ]),
        "tweets.csv": table([["182400000000000000", "", "", "2012-03-21 12:53:22 +0000", "web", "Hi @cleo_b", "", "", "", ""]]),
    }  # fmt: skip
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    with Store.open(tmp_path / "x.duckdb") as store:
        settings = Settings(database=store.path)
        reports = import_paths(store, [path], settings=settings)
        assert [(one.kind, one.error) for one in reports] == [("x", None)] * 5
        people = store.people()
        assert sorted(people["name"]) == ["Ada Larsen", "Ben Okafor", "Cleo Brandt"]
        contacts = store.frame(
            "SELECT name, channel, direction FROM contact JOIN person USING (person_id) ORDER BY ALL"
        )
        assert contacts.rows() == [
            ("Ben Okafor", "x message", "incoming"),
            ("Ben Okafor", "x message", "outgoing"),
            ("Ben Okafor", "x reply", "outgoing"),
            ("Cleo Brandt", "x mention", "outgoing"),
            ("Cleo Brandt", "x mention", "outgoing"),
        ]
        again = import_paths(store, [path], settings=settings)
        assert {(one.added, one.updated, one.known) for one in again} == {(0, 0, True)}


def test_a_name_is_never_replaced_by_a_number(tmp_path):
    files = {
        "a.js": script("tweets", [tweet(ID, AT, "@BenOkafor yes", [BEN])]),
        "b.js": script("follower", [{"follower": {"accountId": "2002"}}]),
    }
    for order in (sorted(files), sorted(files, reverse=True)):
        with Store.open(tmp_path / f"{order[0]}.duckdb") as store:
            for name in order:
                path = tmp_path / name
                path.write_bytes(files[name])
                import_paths(store, [path], settings=Settings(database=store.path))
            people = store.people().filter(is_owner=False)
            assert people.select("name", "former_names").rows() == [("Ben Okafor", [])]
