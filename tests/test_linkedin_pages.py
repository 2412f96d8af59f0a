"""Saved pages of LinkedIn: both makes, HTML and MHTML, every quirk with its exact count."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevance.config import Settings
from relevance.errors import NothingUsableError, RelevanceError, UnreadableFileError
from relevance.pipeline import find_person, import_paths, pending_invites
from relevance.schema import stable_id
from relevance.sources import linkedin_pages, posts
from relevance.sources.archive import SourceFile
from relevance.sources.linkedin_pages.markup import clean_name, lines_of, parsed
from relevance.sources.linkedin_pages.post_urns import urn_in_tools_id
from relevance.sources.people import person_record
from relevance.sources.reader import SOURCES, read_path
from relevance.store import Store
from tests.linkedin_export import Invitation, invitations_csv
from tests.writers.linkedin_pages import (
    FEED,
    RECEIVED,
    SAVED_AT,
    SENT_PAGE,
    PageInvite,
    PagePost,
    PageRole,
    ember_feed,
    ember_invitations,
    html_page,
    member_id,
    mhtml_page,
    post_id,
    profile_body,
    samples,
    sdui_card,
    sdui_feed,
    sdui_invitations,
    tools_id,
    voyager,
)

AS_OF = date(2026, 6, 8)
MADE = datetime(2026, 6, 1, 9, 7, 30, tzinfo=UTC)
ID = post_id(MADE)
ANA = PagePost("Ana Silva", "/in/ana-silva", "Job aids beat courses.", id=ID)
BEN = PagePost("Ben Okafor", "/in/ben-okafor", "A checklist is a job aid.", id=post_id(MADE, 2))
URL = "https://www.linkedin.com/in/"
TWICE = "same post twice in this file"
MAKES = {"ember": ember_feed, "sdui": sdui_feed}


def read(data, name="page.html", *, as_of=AS_OF, modified=None):
    return linkedin_pages.read(SourceFile.from_bytes(name, data, modified=modified), as_of=as_of)


def feed(make, *shown, **more):
    return read(html_page(MAKES[make](shown, **more)))


def rows(result, table):
    return result.accepted[table].to_dicts() if table in result.accepted else []


def people(result):
    return {one["record_id"]: one for one in rows(result, "record")}


def told(result):
    """Return name of author, name of surfacer, kind and text of each post, in order of the text."""
    known = people(result)
    return sorted(
        (
            (
                known[one["author_record_id"]]["name"],
                known[one["surfacer_record_id"]]["name"] if one["surfacer_record_id"] else None,
                one["kind"],
                one["text"],
            )
            for one in rows(result, "post")
        ),
        key=lambda one: one[3],
    )


# --- posts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", MAKES)
def test_a_post_has_author_headline_text_time_and_address(make) -> None:
    result = feed(make, ANA)
    assert (result.kind, result.read, result.rejected, result.as_of) == (
        "linkedin.page",
        1,
        (),
        AS_OF,
    )
    (post,) = rows(result, "post")
    assert (post["text"], post["kind"], post["network"]) == (ANA.text, "post", "linkedin")
    assert (post["created_at"], post["is_approximate"]) == (MADE, False)
    assert post["url"] == f"https://www.linkedin.com/feed/update/urn:li:activity:{ID}/"
    assert post["post_id"] == stable_id("t", ID, None)
    (author,) = rows(result, "record")
    assert author["record_id"] == post["author_record_id"]
    assert (author["name"], author["headline"], author["url"]) == (
        "Ana Silva",
        "Trainer at Fenland Water",
        f"{URL}ana-silva",
    )
    assert (author["source"], author["is_company"], author["as_of"]) == (
        "linkedin.page",
        False,
        AS_OF,
    )
    assert result.newest == MADE.date()


def test_the_older_make_keeps_the_id_of_the_account() -> None:
    (author,) = rows(feed("ember", ANA), "record")
    assert author["account_id"] == f"linkedin:{member_id(ANA.path)}"


BANNERS = [
    ("Cleo Brandt likes this", "like"),
    ("Cleo Brandt loves this", "like"),
    ("Cleo Brandt celebrates this", "like"),
    ("Cleo Brandt supports this", "like"),
    ("Cleo Brandt finds this insightful", "like"),
    ("Cleo Brandt finds this funny", "like"),
    ("Cleo Brandt commented on this", "like"),
    ("Cleo Brandt reposted this", "bare_reshare"),
    ("Cleo Brandt and 12 others like this", "like"),
    ("Cleo Brandt and Dan Ek like this", "like"),
]


@pytest.mark.parametrize("make", MAKES)
@pytest.mark.parametrize(("banner", "kind"), BANNERS)
def test_a_banner_tells_who_brought_a_post_in(make, banner, kind) -> None:
    post = PagePost(**{**vars(ANA), "header": banner})
    assert told(feed(make, post)) == [("Ana Silva", "Cleo Brandt", kind, ANA.text)]


@pytest.mark.parametrize("make", MAKES)
def test_the_banner_links_to_who_brought_it_in(make) -> None:
    post = PagePost(**{**vars(ANA), "header": "Cleo Brandt likes this", "header_path": "/in/cleo"})
    result = feed(make, post)
    (one,) = rows(result, "post")
    assert people(result)[one["surfacer_record_id"]]["url"] == f"{URL}cleo"
    assert people(result)[one["author_record_id"]]["url"] == f"{URL}ana-silva"


@pytest.mark.parametrize("make", MAKES)
@pytest.mark.parametrize(
    "banner", ["Recommended for you", "Voices worth following", "Cleo Brandt gefällt das"]
)
def test_a_banner_that_names_nobody_or_is_not_understood_gives_no_surfacer(make, banner) -> None:
    post = PagePost(**{**vars(ANA), "header": banner, "header_path": "/in/cleo"})
    result = feed(make, post)
    assert told(result) == [("Ana Silva", None, "post", ANA.text)]
    assert [one["url"] for one in rows(result, "record")] == [f"{URL}ana-silva"]


@pytest.mark.parametrize("make", MAKES)
def test_a_repost_with_a_comment_is_the_sharers_post(make) -> None:
    shared = PagePost("Dan Ek", "/in/dan-ek", "Read this", id=post_id(MADE, 3), shared=ANA)
    result = feed(make, shared)
    assert told(result) == [("Dan Ek", None, "reshare", "Read this")]
    assert rows(result, "post")[0]["post_id"] == stable_id("t", post_id(MADE, 3), None)


def test_a_repost_without_words_is_the_original_brought_in_by_the_sharer() -> None:
    shared = PagePost("Dan Ek", "/in/dan-ek", "", id=post_id(MADE, 3), shared=ANA)
    assert told(feed("ember", shared)) == [("Ana Silva", "Dan Ek", "bare_reshare", ANA.text)]


@pytest.mark.parametrize("make", MAKES)
def test_adverts_and_suggestions_are_rejected(make) -> None:
    shown = [
        ANA,
        PagePost("Lindby", "/company/lindby", "Buy", id=post_id(MADE, 4), promoted="Promoted"),
        PagePost(
            "Lindby", "/company/lindby", "Now", id=post_id(MADE, 5), promoted="Promoted by Eva"
        ),
        PagePost("Eva Lund", "/in/eva", "Hello", id=post_id(MADE, 6), header="Suggested"),
    ]
    result = feed(make, *shown)
    assert (result.read, result.reasons) == (
        4,
        {"advert (Promoted)": 2, "suggested by LinkedIn": 1},
    )
    assert [one.row for one in result.rejected] == [2, 3, 4]
    assert result.rejected[0].excerpt == "Lindby Buy"
    assert told(result) == [("Ana Silva", None, "post", ANA.text)]


@pytest.mark.parametrize("make", MAKES)
def test_a_text_or_headline_about_promotion_is_no_advert(make) -> None:
    text = "Promoted to head of learning! Promoted • Suggested"
    post = PagePost("Ana Silva", "/in/ana-silva", text, headline="Coach | Promoted", id=ID)
    result = feed(make, post)
    assert told(result) == [("Ana Silva", None, "post", text)]
    assert rows(result, "record")[0]["headline"] == "Coach | Promoted"


@pytest.mark.parametrize("make", MAKES)
def test_a_company_is_an_author_without_headline(make) -> None:
    post = PagePost(
        "Fenland Water", "/company/fenland", "We hire", "12,345 followers", id=ID, degree=""
    )
    (author,) = rows(feed(make, post), "record")
    assert (author["is_company"], author["headline"], author["url"]) == (
        True,
        None,
        "https://www.linkedin.com/company/fenland",
    )


def test_the_same_card_drawn_three_times_is_one_post() -> None:
    # The second copy alone shows the id; the others are known by the token they share.
    bare = PagePost(**{**vars(ANA), "mark": "none", "token": "tokA"})
    result = feed("sdui", bare, PagePost(**{**vars(ANA), "token": "tokA"}), bare, BEN)
    assert (result.read, result.reasons) == (4, {TWICE: 2})
    assert told(result) == [
        ("Ben Okafor", None, "post", BEN.text),
        ("Ana Silva", None, "post", ANA.text),
    ]
    assert stable_id("t", ID, None) in result.accepted["post"]["post_id"].to_list()


@pytest.mark.parametrize("make", MAKES)
def test_the_same_post_by_two_ways_counts_twice_and_by_one_way_once(make) -> None:
    liked = PagePost(**{**vars(ANA), "header": "Cleo Brandt likes this", "header_path": "/in/cleo"})
    result = feed(make, ANA, liked, ANA)
    assert (result.read, result.reasons) == (3, {TWICE: 1})
    assert sorted(one[1] or "" for one in told(result)) == ["", "Cleo Brandt"]


def test_text_loses_only_the_button_behind_it() -> None:
    text = "First line\n\nSecond line — “quoted” & <b>plain</b> 🎈"
    for make in MAKES:
        assert told(feed(make, PagePost(**{**vars(ANA), "text": text})))[0][3] == text


def test_a_card_that_was_never_filled_is_told_apart() -> None:
    result = feed("ember", ANA, extra='<div class="occludable-update" style="height:500px"></div>')
    assert (result.read, result.reasons) == (2, {"not loaded when the page was saved": 1})


def test_a_card_without_text_or_author_says_so() -> None:
    result = feed("ember", ANA, PagePost("Eva", "/in/eva", "", id=post_id(MADE, 7)))
    assert result.reasons == {"no text": 1}
    bare = '<div role="listitem" componentkey="expandedQFeedType_M"><p data-testid="expandable-text-box">Hm</p></div>'
    result = read(html_page(sdui_feed([ANA]) + bare))
    assert (result.read, result.reasons) == (2, {"no author": 1})


# --- ids and times ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mark", "kind"),
    [
        ("header", "activity"),
        ("comment", "activity"),
        ("comment", "ugcPost"),
        ("comment", "share"),
        ("attribute", "activity"),
        ("ugc", "ugcPost"),
        ("share", "share"),
        ("tools", "activity"),
        ("tools-ugc", "ugcPost"),
    ],
)
def test_the_newer_make_shows_the_id_in_many_places(mark, kind) -> None:
    (post,) = rows(feed("sdui", PagePost(**{**vars(ANA), "mark": mark, "kind": kind})), "post")
    assert post["post_id"] == stable_id("t", ID, None)
    assert post["url"] == f"https://www.linkedin.com/feed/update/urn:li:{kind}:{ID}/"
    assert (post["created_at"], post["is_approximate"]) == (MADE, False)


def test_the_packed_id_is_a_zigzag_number_behind_three_bytes() -> None:
    # 0x0A activity, 0x0A ten bytes follow, 0x08 a number, and the id shifted by one.
    assert urn_in_tools_id(tools_id(ID)) == f"urn:li:activity:{ID}"
    assert urn_in_tools_id(tools_id(ID, 0x12)) == f"urn:li:ugcPost:{ID}"
    for value in (
        tools_id(ID, 0x1A),
        "AAAA-replaceableCommentTools",
        "-replaceableCommentTools",
        "x",
    ):
        assert urn_in_tools_id(value) == ""


def test_an_address_in_the_text_is_not_the_id_of_the_post() -> None:
    other = f"https://www.linkedin.com/feed/update/urn:li:activity:{post_id(MADE, 9)}"
    card = sdui_card(PagePost(**{**vars(ANA), "mark": "none"}))
    card = card.replace("courses.", f'courses. <a href="{other}">there</a>')
    (post,) = rows(read(html_page(f'<div data-testid="mainFeed">{card}</div>')), "post")
    assert post["url"] is None


def test_without_an_id_author_and_beginning_tell_posts_apart() -> None:
    bare = {**vars(ANA), "mark": "none"}
    long = "x" * 200
    shown = [
        PagePost(**{**bare, "text": f"{long} one"}),
        PagePost(**{**bare, "text": f"{long} two"}),
        PagePost(**{**bare, "text": "other"}),
        PagePost(**{**bare, "text": "other", "path": "/in/another-ana"}),
    ]
    result = feed("sdui", *shown)
    assert (result.read, result.reasons) == (4, {TWICE: 1})
    author = person_record("posts", "Ana Silva", url=f"{URL}ana-silva")["record_id"]
    ids = result.accepted["post"]["post_id"].to_list()
    assert stable_id("t", author, "other", None) in ids
    assert stable_id("t", author, long, None) in ids


AGES = [("5m", timedelta(minutes=5)), ("3h", timedelta(hours=3)), ("2d", timedelta(days=2))]
AGES += [("1w", timedelta(weeks=1)), ("2mo", timedelta(days=61)), ("1yr", timedelta(days=365))]


@pytest.mark.parametrize("make", MAKES)
@pytest.mark.parametrize(("age", "back"), AGES)
def test_without_an_id_the_age_counts_back_from_the_moment_of_saving(make, age, back) -> None:
    body = MAKES[make]([PagePost(**{**vars(ANA), "id": "", "age": age})])
    (post,) = rows(read(mhtml_page(body)), "post")
    assert (post["created_at"], post["is_approximate"]) == (SAVED_AT - back, True)


def test_a_page_in_html_was_saved_when_its_file_or_its_owner_says() -> None:
    data = html_page(sdui_feed([PagePost(**{**vars(ANA), "mark": "none", "age": "2d"})]))
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC) - timedelta(days=2)
    for name, options in (
        ("page.html", {"as_of": date(2026, 3, 1)}),
        ("page.html", {"as_of": None, "modified": date(2026, 3, 1)}),
        ("page.html", {"as_of": AS_OF, "modified": date(2026, 3, 1)}),
        ("feed 2026-03-01.html", {"as_of": AS_OF}),
    ):
        result = read(data, name, **options)
        assert (rows(result, "post")[0]["created_at"], result.as_of) == (noon, date(2026, 3, 1))
    (post,) = rows(read(data, as_of=None), "post")
    assert post["created_at"] is None


def test_a_table_and_a_page_give_one_post_one_id() -> None:
    liked = PagePost(**{**vars(ANA), "header": "Cleo Brandt likes this", "header_path": "/in/cleo"})
    (here,) = rows(feed("ember", liked), "post")
    table = (
        "author,author_url,text,created_at,url,surfaced_by,surfaced_by_url,kind\n"
        f"Ana Silva,{URL}ana-silva/,{ANA.text},2026-06-01,https://www.linkedin.com/feed/update/"
        f"urn:li:activity:{ID},Cleo Brandt,{URL}cleo,like\n"
    )
    (there,) = rows(posts.read(SourceFile.from_bytes("posts.csv", table.encode())), "post")
    assert here["post_id"] == there["post_id"]


# --- data in the page -------------------------------------------------------------------------------


def test_data_completes_the_cards_and_adds_the_posts_that_were_not_drawn() -> None:
    result = feed("ember", ANA, data=[voyager([ANA]), voyager([BEN, ANA])])
    assert (result.read, result.rejected) == (2, ())
    assert told(result) == [
        ("Ben Okafor", None, "post", BEN.text),
        ("Ana Silva", None, "post", ANA.text),
    ]
    assert {one["headline"] for one in rows(result, "record")} == {"Trainer at Fenland Water"}


def test_data_alone_gives_posts_with_their_surfacer_and_without_adverts() -> None:
    liked = PagePost(**{**vars(ANA), "header": "Cleo Brandt commented on this"})
    sold = PagePost("Lindby", "/company/lindby", "Buy", id=post_id(MADE, 4), promoted="Promoted")
    result = feed("ember", data=[voyager([liked, sold]), voyager([BEN])])
    assert (result.read, result.reasons) == (3, {"advert (Promoted)": 1})
    assert told(result) == [
        ("Ben Okafor", None, "post", BEN.text),
        ("Ana Silva", "Cleo Brandt", "like", ANA.text),
    ]
    assert {one["created_at"] for one in rows(result, "post")} == {MADE}


def test_data_about_a_company_gives_no_headline() -> None:
    post = PagePost("Fenland Water", "/company/fenland", "We hire", "1,234 followers", id=ID)
    (author,) = rows(feed("ember", data=[voyager([post])]), "record")
    assert (author["name"], author["is_company"], author["headline"]) == (
        "Fenland Water",
        True,
        None,
    )


def test_damaged_data_does_no_harm_and_secrets_are_never_kept() -> None:
    damaged = (
        '<code id="bpr-guid-7">{"included": [</code>'
        '<code id="bpr-guid-8">{"included": [1, null, {"entityUrn": 5}]}</code>'
        f'<code id="bpr-guid-9">{"[" * 5000}</code><code id="bpr-guid-10">{{"a":{"[" * 5000}</code>'
    )
    result = read(html_page(ember_feed([ANA], [voyager([ANA, BEN])]) + damaged))
    assert (result.read, result.rejected) == (2, ())
    everything = str([frame.to_dicts() for frame in result.accepted.values()])
    assert "t0k" not in everything


# --- invitations ------------------------------------------------------------------------------------

ROLE = PageRole("Lead", "Northrail", "Mar 2019 - Present")
PROFILE = "https://www.linkedin.com/in/ana-silva/"
EVA = PageInvite("Eva Lund", "eva-lund", "Head of Learning", number="71")


def received(make, *shown, **more):
    write = ember_invitations if make == "ember" else sdui_invitations
    return read(html_page(write(shown, **more), RECEIVED))


@pytest.mark.parametrize("make", MAKES)
def test_an_invitation_has_person_headline_note_mutuals_and_a_rough_time(make) -> None:
    one = PageInvite(
        "Eva Lund",
        "eva-lund",
        "Head of Learning",
        "2 weeks ago",
        "Hi!\nWe met in Leeds.",
        "Ana Silva and 4 other mutual connections",
        "71",
    )
    result = received(make, one)
    assert (result.read, result.rejected, result.as_of) == (1, (), AS_OF)
    (invite,) = rows(result, "invite")
    (person,) = rows(result, "record")
    assert invite["record_id"] == person["record_id"]
    assert (person["name"], person["headline"], person["url"]) == (
        "Eva Lund",
        "Head of Learning",
        f"{URL}eva-lund",
    )
    assert invite["invite_id"] == stable_id("i", "urn:li:invitation:71")
    assert (invite["direction"], invite["note"], invite["mutual_connections"]) == (
        "incoming",
        "Hi!\nWe met in Leeds.",
        5,
    )
    assert (invite["sent_at"], invite["is_approximate"], invite["as_of"]) == (
        datetime(2026, 5, 25, 12, tzinfo=UTC),
        True,
        AS_OF,
    )


def test_a_note_in_a_text_box_stays_whole() -> None:
    note = "Hello Maren,\n\nwe have 3 mutual connections.\nEva"
    (invite,) = rows(
        received("sdui", PageInvite("Eva Lund", "eva", note=note, number="1"), boxed=True), "invite"
    )
    assert (invite["note"], invite["mutual_connections"]) == (note, None)


def test_a_note_of_one_word_that_is_a_button_elsewhere_stays_a_note() -> None:
    one = PageInvite("Eva Lund", "eva", note="Hiring\nmore\nMessage", number="1")
    for make, more in (("ember", {}), ("sdui", {"boxed": True})):
        (invite,) = rows(received(make, one, **more), "invite")
        assert invite["note"] == one.note


@pytest.mark.parametrize("make", MAKES)
@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("Ana Silva is a mutual connection", 1),
        ("Ana Silva and Ben Okafor are mutual connections", 2),
        ("Ana Silva and 1 other mutual connection", 2),
        ("Ana Silva, PhD and 12 other mutual connections", 13),
        ("Ana Silva, Ben Okafor, and 3 other mutual connections", 5),
        ("1,100 mutual connections", 1100),
        ("", None),
    ],
)
def test_mutual_connections_are_counted(make, words, count) -> None:
    (invite,) = rows(
        received(make, PageInvite("Eva Lund", "eva", mutual=words, number="1")), "invite"
    )
    assert invite["mutual_connections"] == count


@pytest.mark.parametrize(
    ("age", "at"),
    [
        ("Today", datetime(2026, 6, 8, 15, 30, tzinfo=UTC)),
        ("Yesterday", datetime(2026, 6, 7, 15, 30, tzinfo=UTC)),
        ("5 minutes ago", datetime(2026, 6, 8, 15, 25, tzinfo=UTC)),
        ("1 hour ago", datetime(2026, 6, 8, 14, 30, tzinfo=UTC)),
        ("3\u00a0days ago", datetime(2026, 6, 5, 15, 30, tzinfo=UTC)),
        ("1 week ago", datetime(2026, 6, 1, 15, 30, tzinfo=UTC)),
        ("3 months ago", datetime(2026, 3, 8, 15, 30, tzinfo=UTC)),
        ("1 year ago", datetime(2025, 6, 8, 15, 30, tzinfo=UTC)),
    ],
)
@pytest.mark.parametrize("sent", [False, True])
@pytest.mark.parametrize("make", MAKES)
def test_ages_of_invitations_count_back_from_the_moment_of_saving(make, sent, age, at) -> None:
    write = ember_invitations if make == "ember" else sdui_invitations
    body = write([PageInvite("Eva Lund", "eva", age=age, number="1")], sent=sent)
    (invite,) = rows(read(mhtml_page(body, SENT_PAGE if sent else RECEIVED)), "invite")
    assert (invite["sent_at"], invite["is_approximate"]) == (at, True)
    assert invite["direction"] == ("outgoing" if sent else "incoming")


@pytest.mark.parametrize("make", MAKES)
def test_the_sent_page_gives_outgoing_invitations_even_without_its_address(make) -> None:
    write = ember_invitations if make == "ember" else sdui_invitations
    two = [EVA, PageInvite("Fay Moss", "fay-moss", number="72")]
    result = read(html_page(write(two, sent=True), comment=False))
    assert (result.read, result.rejected) == (2, ())
    assert [one["direction"] for one in rows(result, "invite")] == ["outgoing"] * 2
    assert [one["name"] for one in rows(result, "record")] == ["Eva Lund", "Fay Moss"]


def test_a_follower_who_invites_is_a_person_and_newsletters_and_pages_are_not() -> None:
    shown = [
        PageInvite(
            "Eva Lund", "eva", says="follows you and is inviting you to connect", number="1"
        ),
        PageInvite(
            "Fay Moss", "fay", says="invited you to subscribe to Job Aid Weekly", number="2"
        ),
        PageInvite("Gil Roy", "gil", says="invited you to follow Lindby", number="3"),
        PageInvite("Hal Poe", "hal", says="invited you to join Trainers of Leeds", number="4"),
        PageInvite("Ida Ney", "ida", note="You once invited you to follow me", number="5"),
    ]
    for make in MAKES:
        result = received(make, *shown)
        assert (result.read, result.reasons) == (
            5,
            {
                "newsletter, not a person": 1,
                "invitation to follow, not to connect": 1,
                "invitation to a group, page or event": 1,
            },
        )
        assert [one["name"] for one in rows(result, "record")] == ["Eva Lund", "Ida Ney"]
        assert rows(result, "record")[0]["headline"] == "Trainer at Fenland Water"
    result = received("ember", EVA, PageInvite("Weekly", "w", newsletter=True, number="6"))
    assert result.reasons == {"newsletter, not a person": 1}


@pytest.mark.parametrize("make", MAKES)
def test_the_same_invitation_twice_is_one(make) -> None:
    result = received(make, EVA, EVA)
    assert (result.read, result.reasons) == (2, {"same invitation twice in this file": 1})


def test_an_invitation_without_a_number_is_known_by_person_and_direction() -> None:
    result = read(html_page(sdui_invitations([EVA], sent=True), SENT_PAGE))
    (invite,) = rows(result, "invite")
    assert invite["invite_id"] == stable_id("i", invite["record_id"], "outgoing")


def test_common_organisations_are_not_the_headline() -> None:
    body = sdui_invitations([EVA]).replace(
        "<p>Head of Learning</p>", "<p>• 2nd</p><p>Head of Learning</p><p>Ashbourne College</p>"
    )
    (person,) = rows(read(html_page(body, RECEIVED)), "record")
    assert person["headline"] == "Head of Learning"


def test_a_page_that_hides_in_a_frame_is_found_there() -> None:
    place = "https://www.linkedin.com/preload/?_bprMode=vanilla"
    top = f'<iframe src="{place}"></iframe>'
    spam = sdui_invitations([PageInvite("Spam", "spam", number="99")])
    frames = [("https://ads.example.com/x", spam), (place, ember_invitations([EVA]))]
    result = read(mhtml_page(top, RECEIVED, frames=frames))
    assert (result.read, [one["name"] for one in rows(result, "record")]) == (1, ["Eva Lund"])
    with pytest.raises(NothingUsableError, match="frame of its own"):
        read(html_page(top, RECEIVED))
    (apart,) = rows(
        read(html_page(ember_invitations([EVA]), place), "x_files/saved_resource.html"), "invite"
    )
    assert apart["direction"] == "incoming"


def test_a_frame_of_the_page_has_the_address_of_the_page() -> None:
    place = "https://www.linkedin.com/preload/?_bprMode=vanilla"
    body = sdui_invitations([EVA], sent=True).replace("Withdraw", "Retirer").replace("Sent ", "")
    result = read(mhtml_page("<div></div>", SENT_PAGE, frames=[(place, body)]))
    assert [one["direction"] for one in rows(result, "invite")] == ["outgoing"]
    profile = profile_body("Ana Silva", "Lead", "Northrail", [ROLE])
    top = "<title>Ana Silva | LinkedIn</title>"
    result = read(mhtml_page(top, PROFILE, frames=[(place, profile)]))
    assert result.read == 2
    assert [one["company"] for one in rows(result, "record")] == ["Northrail"]


def test_a_page_written_into_a_frame_is_read() -> None:
    import html

    inner = html.escape(f"<html><body>{sdui_feed([ANA])}</body></html>")
    result = read(html_page(f'<iframe srcdoc="{inner}"></iframe>'))
    assert told(result) == [("Ana Silva", None, "post", ANA.text)]


# --- profile, activity, one post --------------------------------------------------------------------


def test_a_profile_gives_a_record_and_its_positions() -> None:
    body = profile_body(
        "Ana Silva",
        "Lead at Northrail",
        "Northrail",
        [ROLE, PageRole("Trainer", "Fenland Water", "2015 - Feb 2019")],
        [
            PageRole("Clerk", "Lindby", "Jan 2012 - Dec 2014"),
            PageRole("Intern", "Lindby", "2011 - 2012"),
        ],
        [PageRole("BA, History", "Ashbourne College", "2008 - 2011")],
    )
    result = read(html_page(body, PROFILE))
    assert (result.read, result.rejected) == (6, ())
    (person,) = rows(result, "record")
    assert (person["name"], person["headline"], person["company"], person["position"]) == (
        "Ana Silva",
        "Lead at Northrail",
        "Northrail",
        "Lead",
    )
    assert (person["url"], person["is_owner"]) == (f"{URL}ana-silva", False)
    found = [
        (
            one["kind"],
            one["organisation"],
            one["title"],
            one["started_on"],
            one["finished_on"],
            one["is_current"],
        )
        for one in rows(result, "position")
    ]
    assert found == [
        ("employer", "Northrail", "Lead", date(2019, 3, 1), None, True),
        ("employer", "Fenland Water", "Trainer", date(2015, 1, 1), date(2019, 2, 28), False),
        ("employer", "Lindby", "Clerk", date(2012, 1, 1), date(2014, 12, 31), False),
        ("employer", "Lindby", "Intern", date(2011, 1, 1), date(2012, 12, 31), False),
        ("school", "Ashbourne College", "BA, History", date(2008, 1, 1), date(2011, 12, 31), False),
    ]
    assert {one["record_id"] for one in rows(result, "position")} == {person["record_id"]}


def test_a_profile_says_where_its_positions_were_and_how_exact_their_dates_are() -> None:
    body = profile_body(
        "Ana Silva",
        "Lead at Northrail",
        "Northrail",
        [PageRole("Trainer", "Fenland Water", "2015 - Feb 2019")],
        [PageRole("Intern", "Lindby", "2012")],
        [PageRole("BA, History", "Ashbourne College", "2011")],
    )
    found = [
        (
            one["place"],
            one["started_on"],
            one["started_grain"],
            one["finished_on"],
            one["finished_grain"],
        )
        for one in rows(read(html_page(body, PROFILE), as_of=date(2026, 6, 8)), "position")
    ]
    assert found == [
        ("Leeds, England", date(2015, 1, 1), "year", date(2019, 2, 28), "month"),
        (None, date(2012, 1, 1), "year", date(2012, 12, 31), "year"),
        (None, None, None, date(2011, 12, 31), "year"),
    ]


def test_the_place_over_several_titles_holds_for_each_that_names_none() -> None:
    roles = "".join(
        f"<li><p>{title}</p><p>{dates}</p></li>"
        for title, dates in (("Lead", "Mar 2019 - Present"), ("Trainer", "Jan 2015 - Feb 2019"))
    )
    body = (
        "<main><h1>Ana Silva</h1><section><h2>Experience</h2><ul><li><p>Northrail</p><p>Full-time · 8 yrs</p>"
        f"<p>York, England, United Kingdom</p><ul>{roles}</ul></li></ul></section></main>"
    )
    found = rows(read(html_page(body, PROFILE)), "position")
    assert [(one["organisation"], one["title"], one["place"]) for one in found] == [
        ("Northrail", "Lead", "York, England, United Kingdom"),
        ("Northrail", "Trainer", "York, England, United Kingdom"),
    ]


def test_a_profile_without_positions_still_names_the_person() -> None:
    result = read(html_page("<main></main>", PROFILE, title="(3) Ana Silva | LinkedIn"))
    assert [(one["name"], one["url"]) for one in rows(result, "record")] == [
        ("Ana Silva", f"{URL}ana-silva")
    ]
    assert result.read == 1


def test_an_activity_page_tells_who_reposted_by_its_own_address() -> None:
    own = PagePost("Cleo Brandt", "/in/cleo", "My own words", id=post_id(MADE, 8))
    reposted = PagePost(**{**vars(ANA), "header": "Cleo Brandt reposted this"})
    url = "https://www.linkedin.com/in/cleo/recent-activity/all/"
    result = read(html_page(ember_feed([own, reposted]), url))
    assert told(result) == [
        ("Ana Silva", "Cleo Brandt", "bare_reshare", ANA.text),
        ("Cleo Brandt", None, "post", "My own words"),
    ]
    assert {one["url"] for one in rows(result, "record")} == {f"{URL}cleo", f"{URL}ana-silva"}


@pytest.mark.parametrize("make", MAKES)
def test_a_posts_own_page_is_one_post_and_comments_are_none(make) -> None:
    url = f"https://www.linkedin.com/feed/update/urn:li:activity:{ID}/"
    post = PagePost(**{**vars(ANA), "mark": "none"})
    result = read(html_page(MAKES[make]([post]), url))
    assert (result.read, told(result)) == (1, [("Ana Silva", None, "post", ANA.text)])
    assert rows(result, "post")[0]["post_id"] == stable_id("t", ID, None)


def test_a_posts_own_page_without_a_feed_gives_the_post_of_its_address() -> None:
    url = f"https://www.linkedin.com/posts/ana-silva_job-aids-activity-{ID}-AbCd"
    card = sdui_card(PagePost(**{**vars(ANA), "mark": "none"}))
    card = card.replace('role="listitem"', "").replace("componentkey", "data-x")
    result = read(html_page(f"<main>{card}</main>", url))
    assert (result.read, told(result)) == (1, [("Ana Silva", None, "post", ANA.text)])
    assert rows(result, "post")[0]["created_at"] == MADE


# --- names and languages ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "Ana Silva",
        "Ana SilvaAna Silva",
        "Ana Silva Ana Silva",
        "Ana Silva Premium Profile",
        "Ana SilvaVerified Profile",
        "Ana Silva Verified Profile Premium Profile",
        "Ana Silva • 2nd",
        "Ana Silva  • 3rd+",
        "Ana Silva 1st",
        " Ana \n Silva \u00a0• You",
    ],
)
def test_names_lose_what_is_glued_to_them(written) -> None:
    assert clean_name(written) == "Ana Silva"


@pytest.mark.parametrize(
    "name", ["Lou Lou", "Ana Silva, PhD", "Bo", "Premium Ltd", "Ana (She/Her)", "Xu Xu"]
)
def test_other_names_stay_as_they_are(name) -> None:
    assert clean_name(name) == name


def test_another_language_still_gives_author_text_and_address() -> None:
    post = PagePost(
        **{
            **vars(ANA),
            "language": "de",
            "header": "Cleo Brandt gefällt das",
            "header_path": "/in/cleo",
        }
    )
    result = feed("sdui", post)
    assert told(result) == [("Ana Silva", None, "post", ANA.text)]
    assert rows(result, "record")[0]["url"] == f"{URL}ana-silva"
    card = sdui_invitations([EVA]).replace("Accept", "Annehmen").replace("Ignore", "Ablehnen")
    card = card.replace("2 weeks ago", "vor 2 Wochen")
    result = read(html_page(card, RECEIVED))
    assert [one["name"] for one in rows(result, "record")] == ["Eva Lund"]
    assert [(one["direction"], one["sent_at"]) for one in rows(result, "invite")] == [
        ("incoming", None)
    ]


# --- files ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", samples())
def test_every_sample_is_recognised_by_what_it_holds_and_by_nobody_else(name) -> None:
    data = samples()[name]
    for path in (name, "renamed.bin"):
        found = [kind for kind, source in SOURCES.items() if source.recognises(path, data[:65536])]
        assert found == ["linkedin.page"]
    assert read(data, name).read > 0


def test_marks_alone_are_enough_where_the_page_does_not_say_where_it_was_saved() -> None:
    for body in (
        ember_feed([ANA]),
        sdui_feed([ANA]),
        sdui_invitations([EVA]),
        ember_invitations([EVA]),
    ):
        assert linkedin_pages.recognises("a.txt", html_page(body, comment=False))
        assert linkedin_pages.recognises(
            "a.htm", html_page(body, comment=False).decode().encode("utf-16")
        )


@pytest.mark.parametrize("start", ["", "<!DOCTYPE html>\n"])
@pytest.mark.parametrize("name", ["page.html", "Feed_files/saved_resource.html"])
def test_what_a_browser_notes_may_come_before_everything(start: str, name: str) -> None:
    for body in (ember_feed([ANA]), sdui_feed([ANA]), ember_invitations([EVA])):
        whole = html_page(body).decode().removeprefix("<!DOCTYPE html>\n")
        assert whole.startswith("<!-- saved from url=(")
        comment, page = whole.split("\n", 1)
        assert linkedin_pages.recognises(name, f"{comment}\n{start}{page}".encode())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\xff" * 300,
        b"<!DOCTYPE html><html><body>My page: https://www.linkedin.com/in/ana</body></html>",
        b"<!-- saved from url=(0019)https://example.com -->\n<html><div data-urn='urn:li:activity:1'></div></html>",
        b'{"urn": "urn:li:activity:7", "text": "linkedin.com"}',
        b"From: Ana <ana@example.org>\nTo: b@example.org\nSubject: linkedin.com\n\n<html>urn:li:",
        b"From: <Saved by Blink>\nSnapshot-Content-Location: https://example.com/\nMIME-Version: 1.0\n\nlinkedin.com",
        b"author,text\nAna,<html> urn:li:activity\n",
        b"<?xml version='1.0'?><rss><channel><link>https://www.linkedin.com</link></channel></rss>",
    ],
)
def test_other_files_are_left_alone(data) -> None:
    assert linkedin_pages.recognises("page.html", data) is False
    assert linkedin_pages.recognises("page.mhtml", data) is False


def test_files_beside_a_page_count_only_where_they_hold_a_frame_of_it() -> None:
    tracker = html_page("<p>x</p>", "https://www.linkedin.com/li/track")
    assert linkedin_pages.recognises("Feed_files/saved_resource.html", tracker) is False
    frame = html_page("<p>x</p>", "https://www.linkedin.com/preload/?_bprMode=vanilla")
    assert linkedin_pages.recognises("Feed_files/saved_resource.html", frame) is True


def test_an_empty_shell_is_an_error_that_says_how_to_save() -> None:
    for data in (html_page("<div id='app'></div>"), mhtml_page("<div></div>")):
        with pytest.raises(
            NothingUsableError, match=r"scroll down .* 'Webpage, complete' or MHTML"
        ):
            read(data)


def test_a_page_nested_without_end_is_refused_in_good_time() -> None:
    data = html_page("<div>" * 200_000 + sdui_feed([ANA]))
    with pytest.raises(UnreadableFileError, match="deep in one another"):
        read(data)
    assert parsed("<p>x" * 5000 + "<svg><path/></svg>" * 5000).body is not None


def test_a_page_with_too_many_frames_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="more than 200 frames"):
        read(mhtml_page("x", frames=[("", "y")] * 200))


def test_a_date_of_saving_that_cannot_be_is_not_used() -> None:
    body = sdui_feed([PagePost(**{**vars(ANA), "mark": "none", "age": "2d"})])
    for moment in (datetime(2199, 1, 1, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC)):
        assert read(mhtml_page(body, saved_at=moment)).as_of == AS_OF
    data = mhtml_page(body).replace(b"Date: ", b"Date: soon ")
    assert read(data).as_of == AS_OF


def test_lines_are_what_a_reader_sees() -> None:
    html = (
        "<div>A<span class='visually-hidden'>A</span> b<p>c\n d</p>e<br>f</div><script>g</script>"
    )
    assert lines_of(html) == ["A b", "c d", "e", "f"]


letters = st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Co", "Cn", "Zl", "Zp"))
words = st.text(letters, min_size=1, max_size=30).map(lambda text: " ".join(text.split()))
texts = st.lists(words.filter(bool), min_size=1, max_size=4).map("\n".join)


@given(texts, st.sampled_from(sorted(MAKES)), st.booleans())
def test_any_text_comes_back_as_it_was_written(text, make, in_one_file) -> None:
    body = MAKES[make]([PagePost(**{**vars(ANA), "text": text})])
    result = read(mhtml_page(body) if in_one_file else html_page(body))
    assert result.read == 1
    assert [one["text"] for one in rows(result, "post")] == [text]


@given(texts, st.sampled_from(sorted(MAKES)))
def test_any_note_comes_back_as_it_was_written(note, make) -> None:
    more = {"boxed": True} if make == "sdui" else {}
    result = received(make, PageInvite("Eva Lund", "eva", note=note, number="5"), **more)
    assert [one["note"] for one in rows(result, "invite")] == [note]


@given(st.data())
def test_damaged_pages_raise_nothing_but_our_own_errors(data) -> None:
    held = samples()
    name = data.draw(st.sampled_from(sorted(held)))
    chance = random.Random(data.draw(st.integers(0, 10**9)))
    damaged = bytearray(held[name])
    for _ in range(chance.randrange(1, 30)):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    cut = bytes(damaged[: chance.randrange(len(damaged))] if chance.random() < 0.5 else damaged)
    linkedin_pages.recognises(name, cut[:65536])
    try:
        result = read(cut, name)
    except RelevanceError as error:
        assert len(str(error)) > 20
    else:
        assert len(result.rejected) <= result.read


# --- end to end -------------------------------------------------------------------------------------


def test_each_page_of_a_folder_is_an_entry(tmp_path) -> None:
    for name, data in samples().items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "stray.html").write_bytes(b"<!DOCTYPE html><html><body>Hello</body></html>")
    (tmp_path / "shell.html").write_bytes(html_page("<div></div>", FEED))
    found = {one.path.rpartition("/")[2]: one for one in read_path(tmp_path)}
    assert {one.kind for name, one in found.items() if name in samples()} == {"linkedin.page"}
    assert (found["stray.html"].kind, found["stray.html"].error) == ("unknown", None)
    assert "scroll down" in found["shell.html"].error
    assert found["feed-sdui.mhtml"].result.read == 4


def test_an_export_and_pages_meet_in_one_person(tmp_path) -> None:
    sent = datetime(2026, 5, 26, 9, 0, tzinfo=UTC)
    export = tmp_path / "Invitations.csv"
    row = Invitation(
        "Eva Lund", "Maren Example", sent, "Hi", "INCOMING", f"{URL}eva-lund", f"{URL}maren"
    )
    export.write_bytes(invitations_csv([row]))
    page = tmp_path / "received.mhtml"
    invite = PageInvite(
        "Eva Lund", "eva-lund", "Head of Learning", mutual="12 mutual connections", number="71"
    )
    page.write_bytes(mhtml_page(sdui_invitations([invite]), RECEIVED))
    wall = tmp_path / "feed.mhtml"
    post = PagePost("Eva Lund", "/in/eva-lund", "Job aids", "Head of Learning", id=ID)
    liked = PagePost(
        **{
            **vars(ANA),
            "id": post_id(MADE, 9),
            "header": "Eva Lund likes this",
            "header_path": "/in/eva-lund",
        }
    )
    wall.write_bytes(mhtml_page(sdui_feed([post, liked])))
    with Store.open(tmp_path / "pages.duckdb") as store:
        settings = Settings(database=store.path)
        reports = import_paths(store, [export, page, wall], settings=settings)
        assert [(one.kind, one.read, one.error) for one in reports] == [
            ("linkedin.invitations", 1, None),
            ("linkedin.page", 1, None),
            ("linkedin.page", 2, None),
        ]
        eva = find_person(store, "Eva Lund")
        pending = pending_invites(store, settings).invites
        # The export knows the note and the exact time, the page the mutual connections.
        assert pending.select("person_id", "note", "mutual_connections").rows() == [(eva, "Hi", 12)]
        linked = store.frame(
            "SELECT count(*) AS n FROM post JOIN person_link ON record_id IN (author_record_id, surfacer_record_id) "
            "WHERE person_id = ? AND state = 'linked'",
            [eva],
        )
        assert linked["n"][0] == 2
        # The very same page again adds nothing.
        again = import_paths(store, [page, wall], settings=settings)
        assert [(one.added, one.updated, one.known) for one in again] == [(0, 0, True)] * 2
