"""Saved LinkedIn pages of both generations: what their reader saw."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevance.config import Settings
from relevance.errors import NothingUsableError, RelevanceError
from relevance.pipeline import import_paths, pending_invites
from relevance.sources.archive import SourceFile
from relevance.sources.linkedin_pages import read, recognises
from relevance.sources.linkedin_pages.wording import (
    age_of,
    banner_of,
    clean_name,
    mutual_connections,
)
from relevance.store import Store
from tests.linkedin_export import Contact, connections_csv, rows_csv
from tests.writers import core, mail, pages, web

MADE = datetime(2026, 4, 10, 23, 39, 13, 942000, tzinfo=UTC)
SAVED_AT = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def load(name: str, data: bytes | None = None, **more):
    whole = pages.samples()[name] if data is None else data
    return read(SourceFile.from_bytes(name, whole), **more)


def shown(result) -> list:
    names = dict(result.accepted["record"].select("record_id", "name").rows())
    rows = result.accepted["post"].select("author_record_id", "surfacer_record_id", "kind", "text")
    return [(names[by], names.get(through), *rest) for by, through, *rest in rows.rows()]


@pytest.mark.parametrize("name", pages.samples())
def test_every_shape_is_recognised(name: str) -> None:
    assert recognises(name, pages.samples()[name])


@pytest.mark.parametrize(
    "data",
    [
        *core.samples().values(), *mail.samples().values(), *web.samples().values(),
        b"<!DOCTYPE html><html><body>A page of somebody else's</body></html>",
        pages.mhtml("<p>x</p>", place="https://news.example/"),
    ],
)  # fmt: skip
def test_other_pages_and_files_are_not_claimed(data: bytes) -> None:
    assert not recognises("x.html", data)


def test_an_older_page_holds_posts_and_who_brought_them_in() -> None:
    result = load("Feed _ LinkedIn.html")
    assert (result.read, result.reasons) == (7, {"advert or suggestion": 1, "same card twice": 1})
    assert shown(result) == [
        ("Ana Silva", None, "post", "On checklists\nand job aids"),
        ("Cleo Dahl", "Ben Okafor", "bare_reshare", "Passed on"),
        ("Cleo Dahl", "Ben Okafor", "like", "Liked"),
        ("Cleo Dahl", "Ida Ude", "like", "Insight"),
        ("Lindby", None, "post", "News of ours"),
    ]
    assert result.accepted["post"]["created_at"][0] == MADE
    records = {row["name"]: row for row in result.accepted["record"].to_dicts()}
    assert records["Ana Silva"]["url"] == "https://www.linkedin.com/in/ana-silva"
    assert records["Ana Silva"]["headline"] == "Trainer at Fenland Water"
    assert records["Lindby"]["is_company"]


def test_a_page_of_2026_holds_each_post_once_with_its_id_from_wherever_it_stands() -> None:
    result = load("feed-2026.mhtml")
    assert (result.read, result.reasons) == (5, {"advert or suggestion": 1, "same card twice": 1})
    assert shown(result) == [
        ("Ana Silva", None, "post", "On checklists"),
        ("Cleo Dahl", "Ben Okafor", "like", "Brought in"),
        ("Ida Ude", None, "post", "No id at all"),
    ]
    rows = result.accepted["post"].select("created_at", "is_approximate").rows()
    assert rows[0] == (MADE, False)
    assert (rows[1][0].date(), rows[1][1]) == (date(2026, 4, 10), False)
    assert rows[2] == (SAVED_AT - timedelta(days=5), True)


def test_the_invitations_of_a_frame_are_read_with_note_headline_and_shared_connections() -> None:
    result = load("invitations.mhtml")
    assert (result.read, result.reasons) == (
        4,
        {"newsletter or page, not a person": 1, "same card twice": 1},
    )
    names = dict(result.accepted["record"].select("record_id", "name").rows())
    rows = result.accepted["invite"].select(
        "record_id", "direction", "note", "mutual_connections", "sent_at"
    )
    assert [(names[who], *rest) for who, *rest in rows.rows()] == [
        ("Jo June", "incoming", "I liked your talk on job aids", 5, SAVED_AT - timedelta(days=14)),
        ("Kim Kane", "incoming", None, 1, SAVED_AT - timedelta(days=1)),
    ]
    assert set(result.accepted["record"]["headline"]) == {"Training lead"}


def test_older_invitations_and_those_sent() -> None:
    old = load("invitations-old.html", as_of=date(2026, 5, 4))
    row = old.accepted["invite"].row(0, named=True)
    assert (row["note"], row["mutual_connections"], row["direction"]) == (
        "Hello Maren",
        12,
        "incoming",
    )
    assert old.reasons == {"newsletter or page, not a person": 1}
    sent = load("sent.html", as_of=date(2026, 5, 4)).accepted["invite"].row(0, named=True)
    assert (sent["direction"], sent["sent_at"].date()) == ("outgoing", date(2026, 2, 2))


def test_a_page_that_shows_nothing_but_carries_json_is_read_from_that() -> None:
    assert load("json-only.html").accepted["post"]["text"].to_list() == ["From the JSON"]


def test_an_empty_shell_says_how_to_save_the_page() -> None:
    with pytest.raises(NothingUsableError, match="Webpage, complete"):
        load("x.html", pages.page("<div id='root'></div>"))


def test_another_language_keeps_author_text_and_address() -> None:
    body = pages.LEGACY.replace("reposted this", "hat dies geteilt").replace(
        "likes this", "gefällt das"
    )
    result = load("feed.html", pages.page(body))
    assert ("Cleo Dahl", None, "post", "Passed on") in shown(result)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ana Silva Verified Profile", "Ana Silva"),
        ("Ana Silva Premium Profile", "Ana Silva"),
        ("Ana Silva • 2nd", "Ana Silva"),
        ("Ana Silva, PhD", "Ana Silva, PhD"),
        ("Ana SilvaAna Silva", "Ana Silva"),
        ("Bo Bo", "Bo Bo"),
    ],
)
def test_names_lose_their_badges(text: str, name: str) -> None:
    assert clean_name(text) == name


@pytest.mark.parametrize(
    ("text", "who", "kind"),
    [
        ("Ben Okafor loves this", "Ben Okafor", "like"),
        ("Ben Okafor commented on this", "Ben Okafor", "like"),
        ("Ben Okafor reposted this", "Ben Okafor", "bare_reshare"),
        ("Ben Okafor and 12 others supports this", "Ben Okafor", "like"),
    ],
)
def test_banners_name_the_first_who_brought_a_post_in(text: str, who: str, kind: str) -> None:
    assert banner_of(text) == (who, kind)


def test_banners_of_nobody() -> None:
    assert [banner_of(text) for text in ("Recommended for you", "Voices worth following", "")] == [
        None
    ] * 3


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("5d • Edited", 5),
        ("2 mo •", 60.88),
        ("3 weeks ago", 21),
        ("Sent yesterday", 1),
        ("1yr", 365.25),
        ("now", 0),
    ],
)
def test_ages_count_back_from_the_day_of_saving(text: str, days: float) -> None:
    assert age_of(text, SAVED_AT) == SAVED_AT - timedelta(days=days)


def test_shared_connections_in_words() -> None:
    texts = (
        "Ben and 4 other mutual connections",
        "12 mutual connections",
        "Ben is a mutual connection",
        "none",
    )
    assert [mutual_connections(text) for text in texts] == [5, 12, 1, None]


def test_a_page_and_an_export_meet_in_one_person_and_one_pending_invite(tmp_path: Path) -> None:
    (tmp_path / "invitations.mhtml").write_bytes(pages.samples()["invitations.mhtml"])
    (tmp_path / "Connections.csv").write_bytes(
        connections_csv([Contact("Ana", "Silva", "ana-silva")])
    )
    header = [
        "From",
        "To",
        "Sent At",
        "Message",
        "Direction",
        "inviterProfileUrl",
        "inviteeProfileUrl",
    ]
    row = ["Jo June", "Maren Example", "4/20/26, 9:15 AM", "I liked your talk on job aids", "INCOMING",
           "https://www.linkedin.com/in/jo-june", "https://www.linkedin.com/in/maren"]  # fmt: skip
    (tmp_path / "Invitations.csv").write_bytes(rows_csv(header, [row]).encode())
    with Store.open(tmp_path / "p.duckdb") as store:
        import_paths(store, [tmp_path], settings=Settings(), as_of=date(2026, 5, 4))
        waiting = pending_invites(store, Settings()).invites
        assert sorted(waiting["name"]) == ["Jo June", "Kim Kane"]
        assert set(waiting["headline"]) == {"Training lead"}


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="<>&"),
    min_size=1,
    max_size=20,
)


@settings(deadline=None, max_examples=20)
@given(TEXT)
def test_any_text_survives(text: str) -> None:
    for body in (
        pages.legacy_post("Ana Silva", "ana-silva", text),
        pages.sdui_post("A", "Ana Silva", "ana-silva", text),
    ):
        assert load("x.html", pages.page(body)).accepted["post"]["text"].to_list() == [text]


@settings(deadline=None, max_examples=50)
@given(st.sampled_from(sorted(pages.samples())), st.binary(max_size=20), st.integers(0, 3000))
def test_no_bytes_give_anything_but_our_own_errors(name: str, noise: bytes, at: int) -> None:
    whole = pages.samples()[name]
    for data in (whole[:at] + noise + whole[at:], whole[:at], whole[:at] + whole[at + 50 :]):
        recognises(name, data)
        try:
            result = load(name, data)
        except RelevanceError:
            continue
        assert len(result.rejected) <= result.read
