"""WordPress exports of every version: who commented on whose article, and what is no comment."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevance.config import Settings
from relevance.errors import NothingUsableError, RelevanceError, UnreadableFileError
from relevance.pipeline import import_paths
from relevance.sources import feeds, wxr
from relevance.sources.archive import SourceFile
from relevance.sources.reader import read_path
from relevance.store import Store
from tests.writers import web
from tests.writers.wxr import AUTHORS, SITE, Article, Comment, conversation, export, samples

MOMENT = datetime(2024, 3, 4, 10, 20, 34, tzinfo=UTC)
BOMB = (
    "<!DOCTYPE rss ["
    + "".join(
        f'<!ENTITY l{n} "{("&l" + str(n - 1) + ";") * 10 if n else "lol" * 10}">' for n in range(9)
    )
    + '<!ENTITY file SYSTEM "file:///etc/hostname">]>'
).encode()


def load(data: bytes, **options):
    return wxr.read(SourceFile.from_bytes("blog.xml", data), **options)


def contacts(result) -> list:
    """Names of both sides of each encounter, in the order of the file."""
    if "encounter" not in result.accepted:
        return []
    names = dict(result.accepted["record"].select("record_id", "name").rows())
    rows = result.accepted["encounter"].select("sender_record_id", "recipient_record_id").rows()
    return [(names[one], names[other]) for one, other in rows]


def said(result) -> list:
    return result.accepted["encounter"]["snippet"].to_list()


@pytest.mark.parametrize("name", samples())
def test_every_version_is_recognised_and_is_no_feed(name: str) -> None:
    data = samples()[name]
    assert wxr.recognises("renamed.txt", data)
    assert not feeds.recognises(name, data)


def test_an_export_in_utf_16_is_recognised_and_read() -> None:
    data = export(Article(comments=[Comment()])).decode().encode("utf-16")
    assert wxr.recognises("x", data)
    assert contacts(load(data)) == [("Ana Silva", "Maren Example")]


@pytest.mark.parametrize(
    "data",
    [web.RSS.encode(), web.ATOM.encode(), web.OPML.encode(), b"<rss>", b"", b"\x00\xff", b"wordpress.org/export/1.2/"],
)  # fmt: skip
def test_other_files_are_no_exports(data: bytes) -> None:
    assert not wxr.recognises("x.xml", data)


@pytest.mark.parametrize("name", samples())
def test_every_version_gives_the_same_contacts_and_reasons(name: str) -> None:
    result = load(samples()[name])
    # Without a list of authors the login is all there is of a name.
    owner = "maren" if "1.0" in name else "Maren Example"
    answer = "Maren" if "1.0" in name else owner
    assert contacts(result)[:2] == [
        ("Ana Silva", owner),
        (answer, "Ana Silva"),
    ]
    assert ("Ben Okafor", "Ana Silva") in contacts(result)
    assert ("Ben Okafor", owner) in contacts(result)
    # 3 articles and 9 comments.
    assert result.read == 12
    assert result.reasons == {
        "pingback or trackback": 2,
        "waiting for approval": 1,
        "in the trash": 1,
        "spam": 1,
        "not published": 1,
        "attachment, menu or page part": 1,
    }
    assert [one.row for one in result.rejected] == [5, 6, 7, 8, 9, 11, 12]


def test_an_answer_speaks_to_the_one_it_answers_and_to_the_author() -> None:
    result = load(export(Article(comments=conversation())))
    assert contacts(result) == [
        ("Ana Silva", "Maren Example"),
        ("Maren Example", "Ana Silva"),
        ("Ben Okafor", "Ana Silva"),
        ("Ben Okafor", "Maren Example"),
        ("Ben Okafor", "Maren Example"),
    ]
    encounters = result.accepted["encounter"]
    assert set(encounters["channel"]) == {"blog comment"}
    assert set(encounters["reference"]) == {"On job aids"}
    assert set(encounters["conversation"]) == {f"{SITE}/on-job-aids/"}
    assert said(result)[0] == "I tried this & it works"


def test_an_answer_before_its_parent_and_one_to_a_hidden_parent() -> None:
    first = Comment("9", "Ben Okafor", "ben@lindby.example", "yes", parent="10")
    second = Comment("10")
    lost = Comment("11", "Cleo Dahl", "cleo@x.example", "and me", parent="12")
    hidden = Comment("12", "Ida Ude", "ida@x.example", approved="0")
    assert contacts(load(export(Article(comments=[first, second, lost, hidden])))) == [
        ("Ben Okafor", "Ana Silva"),
        ("Ben Okafor", "Maren Example"),
        ("Ana Silva", "Maren Example"),
        ("Cleo Dahl", "Maren Example"),
    ]


@pytest.mark.parametrize(
    ("comment", "reason"),
    [
        (Comment(approved="0"), "waiting for approval"),
        (Comment(approved="hold"), "waiting for approval"),
        (Comment(approved="trash"), "in the trash"),
        (Comment(approved="post-trashed"), "in the trash"),
        (Comment(approved="spam"), "spam"),
        (Comment(approved="maybe"), "not approved"),
        (Comment(kind="pingback"), "pingback or trackback"),
        (Comment(kind="trackback"), "pingback or trackback"),
        (Comment(kind="order_note"), "not a comment"),
        (Comment(text=" "), "no text"),
        (Comment(text="<img src='x.png'>"), "no text"),
        (Comment(name="", mail=""), "no author"),
        (Comment(name="M.", mail="MAREN@own.example"), "by the author of the article, to nobody else"),
        (Comment(name="M.", mail="", user="1"), "by the author of the article, to nobody else"),
        (Comment(kind="comment"), None),
        (Comment(kind="review"), None),
        (Comment(approved=None), None),
        (Comment(number=""), None),
    ],
)  # fmt: skip
def test_what_is_no_comment_of_another_is_rejected_with_its_reason(comment, reason) -> None:
    result = load(export(Article(comments=[comment])))
    assert result.reasons == ({reason: 1} if reason else {})
    assert contacts(result) == ([] if reason else [("Ana Silva", "Maren Example")])


def test_published_articles_are_posts_of_their_author() -> None:
    result = load(
        export(
            Article(),
            Article("About me", "Plain\n\ntext &amp; more", kind="page"),
            Article("Later", status="future"),
            Article("Mine", status="private"),
            Article("Gone", status="trash"),
            Article("Menu", kind="nav_menu_item"),
            Article("", ""),
            Article("By nobody", creator=""),
        )
    )
    assert result.reasons == {
        "not published": 3,
        "attachment, menu or page part": 1,
        "no text": 1,
        "no author": 1,
    }
    posts = result.accepted["post"]
    assert posts["text"].to_list() == [
        "On job aids\nPeople forget.",
        "About me\nPlain\n\ntext & more",
    ]
    assert set(posts["network"]) == {"blog"}
    assert posts["created_at"].to_list() == [datetime(2024, 3, 1, 9, tzinfo=UTC)] * 2
    assert posts["url"][0] == f"{SITE}/on-job-aids/"
    author = result.accepted["record"].row(0, named=True)
    assert (author["name"], author["emails"]) == ("Maren Example", ["maren@own.example"])
    assert posts["author_record_id"].to_list() == [author["record_id"]] * 2


def test_moments_without_gmt_take_the_zone_and_say_so() -> None:
    nought = "0000-00-00 00:00:00"
    comments = [
        Comment("1"),
        Comment("2", gmt=nought, local="2024-03-04 19:20:34"),
        Comment("3", gmt=nought, local=nought),
    ]
    data = export(Article(comments=comments, gmt=nought, local=nought))
    result = load(data, zone=ZoneInfo("Asia/Tokyo"))
    assert result.accepted["encounter"].select("at", "is_approximate").rows() == [
        (MOMENT, False),
        (MOMENT, True),
        (None, None),
    ]
    # Where an article has neither, its date in the feed counts.
    assert result.accepted["post"]["created_at"].to_list() == [datetime(2024, 3, 1, 9, tzinfo=UTC)]


def test_the_day_of_the_export_is_in_it() -> None:
    result = load(export(Article(comments=[Comment()])), as_of=date(2020, 1, 1))
    assert (result.as_of, result.newest) == (date(2024, 5, 1), date(2024, 3, 4))


def test_two_parts_of_one_export_overlap_and_keep_their_ids() -> None:
    one = export(Article(comments=[Comment()]))
    ids = {load(data).accepted["encounter"]["encounter_id"][0] for data in (
        one,
        export(Article(comments=[Comment(name="Ana S.")])),
        export(Article(comments=[Comment()]), version="1.1", site="http://maren.example/blog/"),
    )}  # fmt: skip
    assert len(ids) == 1
    other = load(export(Article(comments=[Comment()]), site="https://other.example"))
    assert other.accepted["encounter"]["encounter_id"][0] not in ids
    twice = load(export(Article(comments=[Comment()]), Article(comments=[Comment()])))
    assert twice.reasons == {"same article twice": 1, "same comment twice": 1}
    assert twice.accepted["encounter"].height == twice.accepted["post"].height == 1


def test_somebody_with_a_profile_is_known_by_it() -> None:
    url = "https://www.linkedin.com/in/Ana-Silva/"
    comments = [Comment(url=url), Comment("2", "Ben", "b@x.example", url="https://ben.example")]
    records = load(export(Article(comments=comments))).accepted["record"]
    assert dict(records.select("name", "url").rows()) == {
        "Maren Example": None,
        "Ana Silva": "https://www.linkedin.com/in/ana-silva",
        "Ben": None,
    }


def _bombed(data: bytes, root: bytes, words: bytes) -> bytes:
    bombed = data.replace(b"<rss ", BOMB + root, 1)
    return bombed.replace(b"<![CDATA[[[Q]]]]>", words)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda data: b"\n\n  " + data, "x"),
        (lambda data: data.replace(b"[[Q]]", b"a\x08b\x1fc\x00"), "abc"),
        (lambda data: data.replace(b"[[Q]]", b"caf\xe9 na\xc3\xafve"), "café naïve"),
        (lambda data: data.replace(b"<![CDATA[[[Q]]]]>", b"a&#11;b &#xD800;&nbsp;c"), "ab c"),
        (lambda data: data.replace(b"<![CDATA[[[Q]]]]>", b"a <i>b</i> &amp; c"), "a b & c"),
        (lambda data: data.replace(b"[[Q]]", b"a ]]]]><![CDATA[> b"), "a ]]> b"),
        (lambda data: _bombed(data, b"<rss a='&l8;' ", b"&l8;"), "&l8;"),
        (lambda data: _bombed(data, b"<rss ", b"&file;"), "&file;"),
        (lambda data: data[: data.index(b"</channel>")], "[[Q]]"),
        (lambda data: data.replace(b"UTF-8", b"ISO-8859-1").replace(b"[[Q]]", b"caf\xe9"), "café"),
        (lambda data: data.replace(b"UTF-8", b"x-unheard-of").replace(b"[[Q]]", "é".encode()), "é"),
    ],
)  # fmt: skip
def test_bytes_that_end_a_strict_parser_cost_nothing_but_themselves(change, words) -> None:
    """The second article always survives what stands in the first."""
    data = export(
        Article(comments=[Comment(text="[[Q]]")]),
        Article("Second", comments=[Comment("2", "Ben Okafor", "ben@x.example", "still here")]),
    )
    result = load(change(data))
    assert result.read == 4
    assert contacts(result) == [("Ana Silva", "Maren Example"), ("Ben Okafor", "Maren Example")]
    assert said(result) == [words if words != "x" else "[[Q]]", "still here"]


def test_an_export_that_breaks_off_keeps_what_came_before() -> None:
    data = export(Article(comments=[Comment()]), Article("Second", comments=[Comment("2")]))
    result = load(data[: data.index(b"Second") + 3])
    assert contacts(result) == [("Ana Silva", "Maren Example")]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", UnreadableFileError),
        (b"<html></html>", UnreadableFileError),
        (b"<rss xmlns:wp='http://wordpress.org/export/1.2/'>&&<<>", NothingUsableError),
        (export(), NothingUsableError),
        (export(authors="<wp:author>" + "<a>" * 100_000), NothingUsableError),
    ],
)
def test_what_holds_nothing_is_an_error_that_says_what_to_do(data: bytes, error) -> None:
    with pytest.raises(error, match=r"Export all content under Tools, Export"):
        load(data)


SAFE = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="<>&]["),
    min_size=1,
    max_size=20,
)


@given(
    st.lists(st.tuples(SAFE, SAFE), min_size=1, max_size=4), st.sampled_from(["1.0", "1.1", "1.2"])
)
def test_any_words_survive(pairs: list, version: str) -> None:
    comments = [
        Comment(str(n), name, f"p{n}@x.example", text) for n, (name, text) in enumerate(pairs)
    ]
    result = load(export(Article(comments=comments), version=version, plain=version == "1.0"))
    assert said(result) == [text for _, text in pairs]
    assert [one for one, _ in contacts(result)] == [name for name, _ in pairs]


@given(st.binary(max_size=60), st.integers(0, 5000), st.booleans())
def test_damage_is_never_a_traceback(noise: bytes, at: int, cut: bool) -> None:
    whole = samples()["maren.wordpress.2024-05-01.xml"]
    try:
        result = load(whole[:at] + noise + (b"" if cut else whole[at:]))
    except RelevanceError:
        return
    assert len(result.rejected) <= result.read


def test_a_character_and_a_reference_at_the_seam_of_two_pieces_survive(monkeypatch) -> None:
    monkeypatch.setattr("relevance.sources.wxr.stream._PIECE", 7)
    data = export(Article(comments=[Comment(text="ü&amp;ö ✓ 𝄞")]), plain=True)
    assert said(load(data)) == ["ü&ö ✓ 𝄞"]


def test_comments_become_contacts_of_the_owner_and_the_persons_are_the_same_as_elsewhere(
    tmp_path: Path,
) -> None:
    path = tmp_path / "blog.xml"
    path.write_bytes(samples()["maren.wordpress.2024-05-01.xml"])
    [read] = read_path(path)
    assert (read.kind, read.error, read.result.read) == ("wxr", None, 12)
    with Store.open(tmp_path / "w.duckdb") as store:
        settings = Settings()
        [report] = import_paths(store, [path], settings=settings, owner=["maren@own.example"])
        assert (report.read, report.skipped, report.tables["encounter"]) == (12, 7, 5)
        found = store.frame("SELECT name, direction FROM contact JOIN person USING (person_id)")
        # Ben's answer to Ana is theirs alone.
        assert sorted(found.rows()) == [
            ("Ana Silva", "incoming"),
            ("Ana Silva", "outgoing"),
            ("Ben Okafor", "incoming"),
            ("Ben Okafor", "incoming"),
        ]
        [again] = import_paths(store, [path], settings=settings)
        assert again.known


def test_the_owner_is_not_guessed_from_an_export() -> None:
    result = load(export(Article(comments=[Comment()]), authors=AUTHORS))
    assert not result.accepted["record"]["is_owner"].any()
