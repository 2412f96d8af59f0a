"""Feeds: whose words they are, when and where; lists of feeds; what only looks like one."""

import tracemalloc
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevance.config import Settings
from relevance.errors import NothingUsableError, RelevanceError, UnreadableFileError
from relevance.pipeline import import_paths
from relevance.sources import feeds
from relevance.sources.archive import SourceFile
from relevance.sources.reader import read_path
from relevance.store import Store
from tests.linkedin_export import Contact, connections_csv
from tests.writers import chats, core, encounters, web
from tests.writers import feeds as writer
from tests.writers.feeds import Entry, atom, opml, rss

MOMENT = datetime(2024, 3, 4, 10, 20, 34, tzinfo=UTC)


def load(data: bytes, **more):
    return feeds.read(SourceFile.from_bytes("feed.xml", data), **more)


def posts(result) -> list:
    """Return (author, first line, address) of every post."""
    names = dict(result.accepted["record"].select("record_id", "name").rows())
    rows = result.accepted["post"].select("author_record_id", "text", "url").rows()
    return [(names[by], text.splitlines()[0], url) for by, text, url in rows]


def records(result, *columns: str) -> list:
    return sorted(result.accepted["record"].select(columns).rows(), key=str)


# -- recognition -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", writer.samples())
def test_every_shape_is_recognised_by_its_root_whatever_it_is_called(name: str) -> None:
    data = writer.samples()[name]
    for shape in (data, b"\xef\xbb\xbf" + data, b"\n" + data, data.decode().encode("utf-16")):
        assert feeds.recognises("download", shape)


@pytest.mark.parametrize(
    "data",
    [
        b'<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel>',
        b"<!DOCTYPE html><html><body><rss></rss></body></html>",
        b"<!-- <rss> --><letters/>",
        b"<feed><entry/></feed>",
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:foaf="x"/>',
        b"name,text\nAna,<rss version='2.0'>",
        b'{"feed": "<rss>"}',
        b"\x89PNG<rss>",
        b"",
        *core.samples().values(),
        *encounters.samples().values(),
        *chats.samples().values(),
        web.samples()["blog.wordpress.xml"],
        web.samples()["old.wordpress.xml"],
    ],
)
def test_what_only_looks_like_a_feed_is_not_claimed(data: bytes) -> None:
    assert not feeds.recognises("feed.xml", data[:65536])


def test_a_feed_that_speaks_of_wordpress_exports_is_still_a_feed() -> None:
    data = rss(Entry("About xmlns:wp='http://wordpress.org/export/1.2/'", text="x"))
    assert feeds.recognises("feed.xml", data)


# -- entries ---------------------------------------------------------------------------------------


def test_an_entry_is_a_post_of_its_author_with_the_whole_text_and_an_absolute_address() -> None:
    result = load(rss(writer.FULL))
    assert (result.read, result.rejected, result.as_of) == (1, (), date(2024, 3, 4))
    [post] = result.accepted["post"].to_dicts()
    assert post["text"] == "On checklists\nThe whole & long text\nTwo"
    assert (post["kind"], post["network"], post["url"]) == (
        "post",
        "feed",
        "https://ana.example/posts/1",
    )
    assert (post["created_at"], post["is_approximate"]) == (MOMENT, False)
    assert records(result, "name", "url", "emails") == [
        ("Ana Silva", "https://ana.example", ["ana@ana.example"])
    ]


@pytest.mark.parametrize(
    ("author", "creator", "name", "emails"),
    [
        ("ana@ana.example", "Ana Silva", "Ana Silva", ["ana@ana.example"]),
        ("ana@ana.example (Ana Silva)", "", "Ana Silva", ["ana@ana.example"]),
        ("ana@ana.info (Ana Silva)", "", "Ana Silva", ["ana@ana.info"]),
        ("Ana Silva", "", "Ana Silva", []),
        ("noreply@blogger.com (Ana Silva)", "", "Ana Silva", []),
        ("ana@ana.example", "", "Ana writes", ["ana@ana.example"]),
        ("", "admin", "Ana writes", []),
        ("", "", "Ana writes", []),
    ],
)
def test_an_author_is_found_in_any_spelling(author, creator, name, emails) -> None:
    result = load(rss(Entry("x", author=author, creator=creator)))
    assert records(result, "name", "emails") == [(name, emails)]


def test_the_editor_of_a_feed_wrote_what_names_nobody() -> None:
    result = load(
        rss(Entry("x"), Entry("y", creator="Admin"), editor="ana@ana.example (Ana Silva)")
    )
    assert [by for by, *_ in posts(result)] == ["Ana Silva", "Ana Silva"]
    assert records(result, "name", "is_company") == [("Ana Silva", False)]


def test_a_feed_that_names_nobody_is_its_title_and_may_be_an_organisation() -> None:
    assert records(load(rss(Entry("x"))), "name", "is_company") == [("Ana writes", None)]


def test_several_authors_of_one_feed_stay_several_and_the_page_is_nobodys() -> None:
    result = load(
        rss(Entry("a", creator="Ana Silva"), Entry("b", creator="Ben Okafor"), Entry("c"))
    )
    assert records(result, "name", "url", "account_id") == [
        ("Ana Silva", None, "feed:ana.example#ana silva"),
        ("Ana writes", "https://ana.example", None),
        ("Ben Okafor", None, "feed:ana.example#ben okafor"),
    ]


def test_an_address_alone_is_no_second_author_beside_a_name() -> None:
    result = load(rss(Entry("a", creator="Ana Silva"), Entry("b", author="ana@ana.example")))
    assert records(result, "name", "url", "emails") == [
        ("Ana Silva", "https://ana.example", ["ana@ana.example"])
    ]
    both = load(rss(Entry("a", author="ana@x.example"), Entry("b", author="ben@x.example")))
    assert records(both, "name", "url") == [("ana@x.example", None), ("ben@x.example", None)]


def test_a_collected_feed_leaves_each_author_their_own_page() -> None:
    sources = "".join(
        f"<entry><id>{host}:1</id><title>{host}</title><author><name>{name}</name></author>"
        f'<source><title>{name}</title><link href="https://{host}.example/"/></source></entry>'
        for host, name in (("ana", "Ana Silva"), ("ben", "Ben Okafor"))
    )
    data = (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Planet</title>{sources}</feed>'.encode()
    )
    assert records(load(data), "name", "url") == [
        ("Ana Silva", "https://ana.example"),
        ("Ben Okafor", "https://ben.example"),
    ]


def test_atom_addresses_are_made_absolute_and_the_date_of_change_stands_in() -> None:
    entry = Entry("T", "<p>x</p>", link="p1", id="tag:1", published="2024-03-04T10:20:34Z")
    result = load(atom(entry, author="Ben Okafor"))
    assert posts(result) == [("Ben Okafor", "T", "https://ben.example/blog/p1")]
    [post] = result.accepted["post"].to_dicts()
    assert (post["created_at"], post["is_approximate"]) == (MOMENT, False)
    assert records(result, "url", "account_id") == [
        ("https://ben.example/blog", "feed:ben.example/blog/atom.xml")
    ]


def test_rss_1_has_its_creator_and_its_date() -> None:
    result = load(writer.samples()["rss1.rdf"])
    assert posts(result) == [("Cleo Dahl", "One", "https://cleo.example/1")]


@pytest.mark.parametrize(
    ("published", "moment", "is_approximate"),
    [
        ("Mon, 04 Mar 2024 11:20:34 +0100", MOMENT, False),
        ("Mon, 04 Mar 2024 05:20:34 EST", MOMENT, False),
        ("Mon, 04 Mar 2024 10:20:34 GMT", MOMENT, False),
        ("2024-03-04T10:20:34Z", MOMENT, False),
        ("2024-03-04 11:20:34", MOMENT, True),
        ("2024-03-04", datetime(2024, 3, 3, 23, tzinfo=UTC), True),
        ("last week", None, False),
        ("Mon, 04 Mar 99999 11:20:34 +0100", None, False),
        ("", None, False),
    ],
)
def test_a_date_without_zone_or_clock_takes_the_zone_that_is_set(
    published, moment, is_approximate
) -> None:
    result = load(rss(Entry("x", published=published)), zone=ZoneInfo("Europe/Berlin"))
    [post] = result.accepted["post"].to_dicts()
    assert (post["created_at"], post["is_approximate"]) == (moment, is_approximate)


def test_entries_without_words_and_entries_that_come_twice_are_rejected() -> None:
    nothing = Entry(link="https://ana.example/9", text="<p> </p><img src='x'>")
    result = load(rss(Entry("x", id="1"), nothing, Entry("x again", id="1"), Entry("y", id="2")))
    assert result.read == 4
    assert [(one.row, one.reason) for one in result.rejected] == [
        (2, "no text and no title"),
        (3, "same entry twice"),
    ]
    assert result.accepted["post"].height == 2


def test_a_title_that_only_repeats_the_text_is_left_out() -> None:
    result = load(rss(Entry("Good morning to\u2026", summary="<p>Good morning to all</p>")))
    assert result.accepted["post"]["text"].to_list() == ["Good morning to all"]


def post_ids(data: bytes) -> list[str]:
    return load(data).accepted["post"]["post_id"].to_list()


def test_an_entry_keeps_its_id_when_its_words_change_and_numbers_belong_to_their_feed() -> None:
    assert post_ids(rss(Entry("a", id="1"))) == post_ids(rss(Entry("b", id="1")))
    assert post_ids(rss(Entry("a", id="1"))) != post_ids(
        rss(Entry("a", id="1"), page="https://b.example/")
    )
    assert post_ids(rss(Entry("a", id="urn:a"))) == post_ids(
        rss(Entry("a", id="urn:a"), page="https://b.example/")
    )
    assert post_ids(rss(Entry("a", link="/1"))) == post_ids(rss(Entry("b", link="/1")))
    assert len(post_ids(rss(Entry("a"), Entry("b")))) == 2


def test_a_number_as_id_is_no_address() -> None:
    data = rss(Entry("x")).replace(b"</item>", b"<guid>42</guid></item>")
    assert posts(load(data)) == [("Ana writes", "x", None)]


def test_a_wrong_declaration_bad_references_and_a_missing_end_cost_nothing() -> None:
    latin = rss(Entry("Jos\u00e9 caf\u00e9"), encoding="latin-1").replace(b"latin-1", b"utf-8")
    assert posts(load(latin))[0][1] == "Jos\u00e9 caf\u00e9"
    bad = rss(Entry("a&b"), Entry("c")).replace(b"a&amp;b", b"a &#xD800;&#x0; b")
    assert [first for _, first, _ in posts(load(bad))] == ["a \ufffd\ufffd b", "c"]
    whole = rss(Entry("first", id="1"), Entry("second", id="2"))
    assert posts(load(whole[: whole.index(b"second")]))[0][1] == "first"


def test_entities_are_neither_expanded_nor_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    doctype = f'<!DOCTYPE rss [<!ENTITY s SYSTEM "{secret.as_uri()}"><!ENTITY a "{"x" * 5000}">]>'
    head = f'<?xml version="1.0"?>{doctype}'.encode()
    feed = head + b"<rss><channel><title>t</title><item><title>w &s;" + b"&a;" * 20_000
    tracemalloc.start()
    result = load(feed + b"</title></item></channel></rss>")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "SECRET" not in str(result.accepted)
    assert most < 60 << 20
    listed = head + b'<opml><body><outline text="&s;" htmlUrl="https://a.example/"/></body></opml>'
    assert records(load(listed), "name") == [("&s;",)]


def test_pages_empty_feeds_and_huge_feeds_are_refused_in_words() -> None:
    with pytest.raises(UnreadableFileError, match="is no feed"):
        load(b"<html><body>Hello</body></html>")
    with pytest.raises(NothingUsableError, match="holds no entry"):
        load(rss())
    with pytest.raises(NothingUsableError, match="lists no feed"):
        load(opml([]))
    with pytest.raises(UnreadableFileError, match="32 MiB"):
        load(b"<rss>" + b" " * (32 << 20))


# -- lists of feeds --------------------------------------------------------------------------------


def test_a_list_gives_a_record_for_each_feed_whatever_its_spelling() -> None:
    result = load(opml(writer.LISTED))
    assert (result.read, result.reasons) == (
        5,
        {"same feed twice": 1, "outline without an address": 1},
    )
    assert records(result, "name", "url", "account_id", "is_company") == [
        ("Ana Silva", "https://ana.example", "feed:ana.example/feed", None),
        ("Ben & Cleo", "https://ben.example", "feed:ben.example/feed?a=1&b=2", None),
        ("dan.example", None, "feed:dan.example/rss", None),
    ]


def test_a_list_that_breaks_off_or_lies_about_its_encoding_is_read_as_far_as_it_goes() -> None:
    cut = opml(writer.LISTED[:2], tail="")
    assert records(load(cut), "name") == [("Ana Silva",)]
    text = '<outline text="\u0410\u043d\u043d\u0430" htmlUrl="https://anna.example/"/>'
    russian = opml([text]).decode().replace('"1.0"?', '"1.0" encoding="windows-1251"?')
    assert records(load(russian.encode("windows-1251")), "name") == [("\u0410\u043d\u043d\u0430",)]
    assert records(load(russian.encode()), "name") == [("\u0410\u043d\u043d\u0430",)]
    assert records(load(russian.replace("windows-1251", "utf-16").encode("utf-16")), "name") == [
        ("\u0410\u043d\u043d\u0430",)
    ]


# -- together --------------------------------------------------------------------------------------


def test_a_listed_feed_its_entries_and_a_connection_are_one_person(tmp_path: Path) -> None:
    ana = Contact("Ana", "Silva", "ana-silva", "ana@ana.example", "Fenland Water", "Trainer")
    for name, data in {
        "Connections.csv": connections_csv([ana]),
        "saved page": rss(writer.FULL),
        "reader": opml(writer.LISTED[:2]),
    }.items():
        (tmp_path / name).write_bytes(data)
    with Store.open(tmp_path.parent / f"{tmp_path.name}.duckdb") as store:
        reports = import_paths(store, [tmp_path], settings=Settings())
        assert {Path(one.path).name: (one.kind, one.read, one.skipped) for one in reports} == {
            "Connections.csv": ("linkedin.connections", 1, 0),
            "saved page": ("feed", 1, 0),
            "reader": ("feed", 1, 0),
        }
        held = store.frame(
            "SELECT person_id, source FROM record JOIN person_link USING (record_id)"
        )
        by_person = Counter(held["person_id"].to_list())
        assert list(by_person.values()) == [3]
        assert store.count("post") == 1
        again = import_paths(store, [tmp_path], settings=Settings())
        assert all(one.known for one in again)


def test_a_feed_on_disk_is_found_out(tmp_path: Path) -> None:
    path = tmp_path / "index.php"
    path.write_bytes(rss(writer.FULL))
    [found] = read_path(path)
    assert (found.kind, found.result.read) == ("feed", 1)


def _is_mended(text: str) -> bool:
    """Whether feedparser takes a text for UTF-8 that was read as Latin-1, and turns it back."""
    try:
        return text.encode("latin-1").decode() != text
    except UnicodeError:
        return False


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=30
).filter(lambda text: not _is_mended(text))


def test_words_that_went_through_the_wrong_encoding_are_mended() -> None:
    assert posts(load(rss(Entry("caf\u00c3\u00a9"))))[0][1] == "caf\u00e9"


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=4))
def test_any_words_come_back_as_they_were_written(pairs: list) -> None:
    entries = [Entry("", text=f"<p>{writer.escape(body)}</p>", id=str(n), creator="Ana Silva")
               for n, (_, body) in enumerate(pairs)]  # fmt: skip
    result = load(rss(*entries))
    assert result.accepted["post"]["text"].to_list() == [body for _, body in pairs]
    listed = [
        f'<outline text="{writer.escape(name)}" xmlUrl="https://x.example/{n}"/>'
        for n, (name, _) in enumerate(pairs)
    ]
    assert records(load(opml(listed)), "account_id") == [
        (f"feed:x.example/{n}",) for n in range(len(pairs))
    ]


@given(st.sampled_from(sorted(writer.samples())), st.binary(max_size=30), st.integers(0, 1200))
def test_damage_gives_fewer_rows_or_a_sentence(name: str, noise: bytes, at: int) -> None:
    whole = writer.samples()[name]
    for data in (whole[:at] + noise + whole[at:], whole[:at], whole[:at] + whole[at + 30 :]):
        feeds.recognises(name, data)
        try:
            result = load(data)
        except RelevanceError as error:
            assert len(str(error).split()) > 3
        else:
            assert len(result.rejected) <= result.read


def test_names_are_read_where_the_encoding_that_is_declared_is_wrong() -> None:
    entry = (
        "<entry><title>Größe</title><id>urn:a</id><author><name>Ada Quïll</name></author>"
        "<updated>2026-01-01T00:00:00Z</updated></entry>"
    )
    written = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title>{entry}</feed>'
    for declared, encoding in (
        ("iso-8859-1", "utf-8"),
        ("utf-8", "utf-8"),
        ("iso-8859-1", "iso-8859-1"),
    ):
        data = f'<?xml version="1.0" encoding="{declared}"?>{written}'.encode(encoding)
        result = feeds.read(SourceFile.from_bytes("feed.xml", data))
        assert result.accepted["record"]["name"].to_list() == ["Ada Quïll"], (declared, encoding)
        assert result.accepted["post"]["text"].to_list() == ["Größe"]
