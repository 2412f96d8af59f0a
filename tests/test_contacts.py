"""Address books: vCard of all versions, and the tables of Google and Outlook."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevance.config import Settings
from relevance.errors import NothingUsableError, RelevanceError
from relevance.pipeline import import_paths
from relevance.sources.archive import SourceFile
from relevance.sources.contacts import read, recognises
from relevance.store import Store
from tests.linkedin_export import Contact, connections_csv, table_csv
from tests.writers.contacts import CARD_21_QP, CARD_30, CARD_40, samples
from tests.writers.mail import mail

FIELDS = ("name", "emails", "company", "position", "is_company")


def load(data: bytes):
    return read(SourceFile.from_bytes("x", data))


def people(data: bytes) -> list:
    return load(data).accepted["record"].select(FIELDS).rows()


@pytest.mark.parametrize("name", samples())
def test_every_shape_is_recognised(name: str) -> None:
    assert recognises("renamed", samples()[name])


@pytest.mark.parametrize(
    "data",
    [
        connections_csv([Contact("Ana", "Silva", "ana")]),
        table_csv("FirstName,LastName,Emails", ("Ana", "Silva", "a@b.example")),
        b"author,text\nAna,Hello\n",
        b"BEGIN:VCALENDAR\r\n",
        b"\x00\x01",
        b"",
    ],
)
def test_other_files_are_not_claimed(data: bytes) -> None:
    assert not recognises("x", data)


def test_old_cards_with_soft_breaks_and_letters_in_signs() -> None:
    result = load(samples()["phone.vcf"])
    assert result.read == 2
    assert people(samples()["phone.vcf"])[0] == (
        "Ána Sílva",
        ["ana@example.org"],
        None,
        None,
        False,
    )
    assert "Ida Ude" in result.accepted["record"]["name"].to_list()


def test_grouped_cards_give_addresses_accounts_and_a_former_name() -> None:
    result = load(samples()["apple.vcf"])
    assert (result.read, result.reasons) == (3, {"no name and no e-mail address": 1})
    ben = result.accepted["record"].row(0, named=True)
    assert ben["emails"] == ["b.okafor@home.example", "ben@lindby.example"] or ben["emails"] == [
        "ben@lindby.example",
        "b.okafor@home.example",
    ]
    assert (ben["company"], ben["position"]) == ("Lindby", "Clerk")
    assert ben["url"] == "https://www.linkedin.com/in/ben-okafor"
    assert (ben["handles"], ben["former_names"]) == (["x:benokafor"], ["Ben Obi"])
    assert result.accepted["record"].filter("is_company")["name"].to_list() == ["Fenland Water"]


def test_new_cards_give_accounts_of_other_networks() -> None:
    [record] = load(CARD_40.encode()).accepted["record"].to_dicts()
    assert set(record["handles"]) == {"bluesky:cleo.example", "mastodon:cleo@social.example"}


def test_google_tables_old_and_new() -> None:
    old = load(samples()["google-old.csv"])
    assert (old.read, old.reasons) == (2, {"no name and no e-mail address": 1})
    [ana] = old.accepted["record"].to_dicts()
    assert (ana["name"], sorted(ana["emails"])) == (
        "Ana Silva",
        ["ana@example.org", "ana@home.example"],
    )
    assert ana["url"] == "https://www.linkedin.com/in/ana-silva"
    assert people(samples()["google-new.csv"]) == [
        ("Ben Okafor", ["ben@lindby.example"], "Lindby", "Clerk", False),
        ("Fenland Water", [], "Fenland Water", None, True),
    ]


def test_outlook_tables() -> None:
    assert people(samples()["outlook.csv"]) == [
        ("Cleo Dahl", ["cleo@x.example"], "Alpha", "Lead", False)
    ]


def test_a_damaged_card_costs_itself_only() -> None:
    bad = "BEGIN:VCARD\r\nVERSION:3.0\r\nN\r\n:::\r\nEND:VCARD\r\n"
    result = load((CARD_21_QP + bad + CARD_30).encode())
    assert (result.read, result.accepted["record"].height) == (3, 2)


def test_the_same_contact_twice_is_one() -> None:
    assert load((CARD_40 + CARD_40).encode()).reasons == {"same contact twice": 1}


def test_an_empty_file_is_an_error() -> None:
    with pytest.raises(NothingUsableError, match="is empty"):
        load(b"")


def test_an_address_book_ties_mail_to_a_connection(tmp_path: Path) -> None:
    (tmp_path / "Connections.csv").write_bytes(
        connections_csv([Contact("Ben", "Okafor", "ben-okafor")])
    )
    (tmp_path / "book.vcf").write_text(CARD_30)
    (tmp_path / "one.eml").write_bytes(mail(From="B. <b.okafor@home.example>"))
    with Store.open(tmp_path / "c.duckdb") as store:
        import_paths(store, [tmp_path], settings=Settings(), owner=["maren@own.example"])
        found = store.frame(
            "SELECT name, channel FROM contact JOIN person USING (person_id)"
        ).rows()
        assert found == [("Ben Okafor", "mail")]


NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20
)


@settings(deadline=None, max_examples=30)
@given(NAMES)
def test_any_name_survives(name: str) -> None:
    told = name.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    card = f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{told}\r\nEMAIL:a@b.example\r\nEND:VCARD\r\n"
    shown = load(card.encode()).accepted["record"]["name"].to_list()
    assert shown == ([name] if any(char.isalpha() for char in name) else ["a@b.example"])


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(sorted(samples())), st.binary(max_size=30), st.integers(0, 900))
def test_no_bytes_give_anything_but_our_own_errors(name: str, noise: bytes, at: int) -> None:
    whole = samples()[name]
    for data in (whole[:at] + noise + whole[at:], whole[:at], whole[:at] + whole[at + 30 :]):
        try:
            result = load(data)
        except RelevanceError:
            continue
        assert len(result.rejected) <= result.read
