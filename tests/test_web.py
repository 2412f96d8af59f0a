"""WordPress exports, feeds, lists of feeds, and fetching on request."""

import gzip
import re
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevance.config import Settings
from relevance.errors import NothingUsableError, RelevanceError, UnreadableFileError, UsageError
from relevance.pipeline import import_paths
from relevance.sources import feeds, wxr
from relevance.sources.archive import SourceFile
from relevance.sources.feeds import fetch
from relevance.sources.feeds.fetching import bluesky_feed_address
from relevance.store import Store
from tests.writers import core, web
from tests.writers.web import comment, item

MOMENT = datetime(2024, 3, 4, 10, 20, 34, tzinfo=UTC)


def load(source, data: bytes, **more):
    return source.read(SourceFile.from_bytes("x.xml", data), **more)


def met(result) -> list:
    who = dict(result.accepted["record"].select("record_id", "name").rows())
    rows = result.accepted["encounter"].select("sender_record_id", "recipient_record_id", "snippet")
    return [(who[one], who[other], said) for one, other, said in rows.rows()]


@pytest.mark.parametrize("name", web.samples())
def test_every_shape_is_recognised_by_its_own_kind_only(name: str) -> None:
    data = web.samples()[name]
    assert wxr.recognises("x", data) == ("wordpress" in name)
    assert feeds.recognises("x", data) == ("wordpress" not in name)


@pytest.mark.parametrize(
    "data", [*core.samples().values(), b"<html><body>rss</body></html>", b"<x/>"]
)
def test_other_files_are_not_claimed(data: bytes) -> None:
    assert not wxr.recognises("x", data)
    assert not feeds.recognises("x", data)


# -- WordPress -------------------------------------------------------------------------------------


def test_comments_speak_to_the_author_and_answers_to_whom_they_answer() -> None:
    result = load(wxr, web.samples()["blog.wordpress.xml"])
    assert met(result) == [
        ("Ana Silva", "Maren Example", "I tried this"),
        ("Maren Example", "Ana Silva", "Did it work?"),
        ("Ben Okafor", "Maren Example", "It did here"),
        ("Cleo Dahl", "Maren Example", "no date"),
    ]
    assert (result.read, result.reasons) == (
        11,
        {
            "pingback or trackback": 1,
            "waiting for approval": 1,
            "spam": 1,
            "in the trash": 1,
            "not published": 1,
            "attachment, menu or page part": 1,
        },
    )
    post = result.accepted["post"].row(0, named=True)
    assert (post["text"], post["network"]) == ("On job aids\nPeople forget.", "blog")
    assert post["created_at"] == datetime(2024, 3, 1, 9, tzinfo=UTC)


def test_a_comment_without_its_utc_time_takes_the_zone_that_is_set() -> None:
    data = web.wxr(item("A", "b", comment(8, "Ana Silva", "x", gmt="0000-00-00 00:00:00")))
    row = load(wxr, data, zone=ZoneInfo("Asia/Tokyo")).accepted["encounter"].row(0, named=True)
    assert (row["at"], row["is_approximate"]) == (datetime(2024, 3, 4, 2, 20, 34, tzinfo=UTC), True)


def test_old_versions_without_cdata_and_with_odd_bytes_are_read() -> None:
    data = web.samples()["old.wordpress.xml"].replace(b"fine", b"fi\x0bne \xff")
    result = load(wxr, data)
    assert [one[:2] for one in met(result)] == [("Ana & Co", "Maren Example")]


def test_the_author_of_an_article_alone_meets_nobody() -> None:
    own = comment(1, "Maren Example", "first!", mail="maren@own.example")
    result = load(wxr, web.wxr(item("A", "b", own)))
    assert result.reasons == {"by the author of the article, to nobody else": 1}


def test_entities_are_neither_expanded_nor_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE rss [<!ENTITY e0 "ha">{bomb}<!ENTITY file SYSTEM "file://{secret}">]>'
    data = web.samples()["blog.wordpress.xml"].decode()
    data = data.replace("?>\n", f"?>\n{head}", 1).replace("<b>this</b>", "]]>&e11;&file;<![CDATA[")
    began = time.monotonic()
    try:
        texts = str(met(load(wxr, data.encode())))
    except RelevanceError:
        texts = ""
    assert "the secret" not in texts
    assert "hahaha" not in texts
    assert time.monotonic() - began < 5


def test_a_comment_becomes_a_contact_of_the_blogs_owner(tmp_path: Path) -> None:
    path = tmp_path / "blog.xml"
    path.write_bytes(web.samples()["blog.wordpress.xml"])
    with Store.open(tmp_path / "w.duckdb") as store:
        [report] = import_paths(store, [path], settings=Settings(), owner=["maren@own.example"])
        assert (report.kind, report.added) == ("wxr", 5)
        found = store.frame(
            "SELECT name, direction FROM contact JOIN person USING (person_id) ORDER BY ALL"
        )
        assert found.rows() == [
            ("Ana Silva", "incoming"),
            ("Ana Silva", "outgoing"),
            ("Ben Okafor", "incoming"),
            ("Cleo Dahl", "incoming"),
        ]


# -- feeds -----------------------------------------------------------------------------------------


def test_entries_are_posts_with_their_author_and_moment() -> None:
    result = load(feeds, web.RSS.encode())
    assert (result.read, result.reasons) == (3, {"no text and no title": 1})
    names = dict(result.accepted["record"].select("record_id", "name").rows())
    rows = result.accepted["post"].select("author_record_id", "text", "created_at", "url").rows()
    assert [(names[by], *rest) for by, *rest in rows] == [
        ("Ana Silva", "On checklists\nThe whole & long text", MOMENT, "https://ana.example/1"),
        ("Ana Silva", "Second", None, None),
    ]


def test_atom_entries_take_the_author_of_the_feed() -> None:
    result = load(feeds, web.ATOM.encode())
    [record] = result.accepted["record"].to_dicts()
    assert (record["name"], record["url"]) == ("Ben Okafor", "https://ben.example")
    assert result.accepted["post"]["text"].to_list() == ["Trams\nAbout trams"]


def test_lists_of_feeds_name_people_and_odd_markup_is_mended() -> None:
    result = load(feeds, web.OPML.encode())
    assert (result.read, result.reasons) == (3, {"outline without an address": 1})
    assert (
        sorted(result.accepted["record"]["name"]) == ["Ana writes", "ben.example/feed"]
        or result.accepted["record"].height == 2
    )


def test_a_feed_without_entries_is_an_error() -> None:
    with pytest.raises(NothingUsableError, match="holds no entry"):
        load(feeds, b"<rss version='2.0'><channel><title>x</title></channel></rss>")


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="<>&]"),
    min_size=1,
    max_size=20,
)


@settings(deadline=None, max_examples=20)
@given(TEXT)
def test_any_text_survives(text: str) -> None:
    result = load(wxr, web.wxr(item("A", text, comment(1, "Ana Silva", text))))
    assert met(result) == [("Ana Silva", "Maren Example", text)]


@pytest.mark.parametrize("broken", ["//[", "http://[]/a", "http://[1]/a", "https://[::1"])
def test_an_address_in_broken_brackets_is_none(broken: str) -> None:
    whole = web.samples()["rss.xml"].decode()
    data = re.sub(r"(<link>)[^<]*", rf"\g<1>{broken}", whole).encode()
    result = load(feeds, data)
    assert result.accepted["post"].height == load(feeds, whole.encode()).accepted["post"].height
    assert result.accepted["post"]["url"].null_count() == result.accepted["post"].height


@settings(deadline=None, max_examples=50)
@given(st.sampled_from(sorted(web.samples())), st.binary(max_size=20), st.integers(0, 1500))
def test_no_bytes_give_anything_but_our_own_errors(name: str, noise: bytes, at: int) -> None:
    whole, source = web.samples()[name], wxr if "wordpress" in name else feeds
    for data in (whole[:at] + noise + whole[at:], whole[:at], whole[:at] + whole[at + 30 :]):
        source.recognises(name, data)
        try:
            result = load(source, data)
        except RelevanceError:
            continue
        assert len(result.rejected) <= result.read


# -- fetching --------------------------------------------------------------------------------------


class _Site(BaseHTTPRequestHandler):
    """A server with one address for each way in which servers behave."""

    def do_GET(self) -> None:
        name = self.path.strip("/")
        self.server.seen.append((name, dict(self.headers)))  # type: ignore[attr-defined]  # set by the fixture
        if name == "slow":
            time.sleep(1.5)
        if name == "round":
            self._answer(302, b"", Location="/round")
        elif name == "moved":
            self._answer(301, b"", Location="/feed")
        elif name == "bomb":
            self._answer(200, gzip.compress(b"x" * 5_000_000), **{"Content-Encoding": "gzip"})
        elif name == "feed" and self.headers.get("If-None-Match") == '"one"':
            self._answer(304, b"")
        elif name in {"feed", "slow"}:
            self._answer(200, web.RSS.encode(), ETag='"one"')
        else:
            self._answer(404, b"")

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is given
        pass


@pytest.fixture
def site() -> Iterator[tuple[str, list]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.seen = []  # type: ignore[attr-defined]  # read by the handler
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", server.seen  # type: ignore[attr-defined]  # see above
    server.shutdown()
    server.server_close()


def get(address: str, **more):
    return fetch(address, allow_private=True, **more)


def test_an_address_is_fetched_and_read_like_a_file(site) -> None:
    found = get(f"{site[0]}/moved")
    assert (found.address, found.etag) == (f"{site[0]}/feed", '"one"')
    assert load(feeds, found.data).accepted["post"].height == 2
    assert "Cookie" not in site[1][-1][1]


def test_what_has_not_changed_is_not_sent_again(site) -> None:
    again = get(f"{site[0]}/feed", etag='"one"')
    assert (again.data, again.etag) == (None, '"one"')


@pytest.mark.parametrize(
    ("name", "more", "words"),
    [
        ("slow", {"timeout_seconds": 0.3}, "did not answer within 0.3 seconds"),
        ("absent", {}, "answered 404"),
        ("round", {}, "more than 5 times"),
        ("bomb", {"most_bytes": 100_000}, "more than 100,000 bytes"),
    ],
)
def test_servers_that_misbehave_are_told(site, name: str, more: dict, words: str) -> None:
    with pytest.raises(UnreadableFileError, match=words):
        get(f"{site[0]}/{name}", **more)


def test_nothing_listens_is_told() -> None:
    with pytest.raises(UnreadableFileError, match="cannot be reached"):
        get("http://127.0.0.1:9/feed", timeout_seconds=2)


@pytest.mark.parametrize(
    "address", ["ftp://x.example/a", "file:///etc/passwd", "x", "http://me:secret@x.example/"]
)
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(UsageError, match="https://"):
        get(address)


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/", "http://[::1]/", "http://10.1.2.3/x", "http://169.254.1.1/"]
)
def test_private_networks_are_refused(address: str) -> None:
    with pytest.raises(UsageError, match="private network"):
        fetch(address)


def test_a_bluesky_account_has_a_public_feed() -> None:
    address: Callable[..., str] = bluesky_feed_address
    assert address("@ana.example", base="http://127.0.0.1") == (
        "http://127.0.0.1/xrpc/app.bsky.feed.getAuthorFeed?actor=ana.example&limit=100"
    )
