"""Connections of every year: who is one, who is hidden, who is there twice."""

from datetime import date

import pytest

from relevance.sources import linkedin
from relevance.sources.archive import SourceFile
from tests.linkedin_export import ERAS, Contact, connections_csv

DAY = date(2021, 4, 4)
ANA = Contact("Ana", "Silva", "ana-silva", "Ana@Example.org", "Fjord AS", "Trainer")
BEN = Contact("Ben", "Okafor, PhD", "ben-okafor", "", 'Bay "B" Ltd, Oslo', "Head of L&D")
HIDDEN = Contact(since=date(2026, 6, 7))


def read(data, as_of=None, path="Connections.csv"):
    file = SourceFile.from_bytes(path, data)
    return linkedin.read(file, "linkedin.connections", as_of=as_of)


@pytest.mark.parametrize("era", ERAS)
def test_every_year_gives_the_same_people(era):
    result = read(connections_csv([ANA, BEN, HIDDEN], era))
    records = result.accepted["record"]
    assert result.read == 3
    assert result.reasons == {"hidden member: date only": 1}
    columns = ("given_name", "family_name", "name", "company", "position", "emails", "since")
    assert records.select(columns).rows() == [
        ("Ana", "Silva", "Ana Silva", "Fjord AS", "Trainer", ["ana@example.org"], DAY),
        (
            *("Ben", "Okafor, PhD", "Ben Okafor, PhD"),
            *('Bay "B" Ltd, Oslo', "Head of L&D", [], DAY),
        ),
    ]
    urls = ["https://www.linkedin.com/in/ana-silva", "https://www.linkedin.com/in/ben-okafor"]
    assert records["url"].to_list() == (urls if era >= "2023" else [None, None])
    connections = result.accepted["connection"]
    assert connections["record_id"].to_list() == records["record_id"].to_list()
    assert connections["connected_on"].to_list() == [DAY, DAY]
    # The hidden member's row is the newest, so the export cannot be older.
    assert result.as_of == result.newest == date(2026, 6, 7)
    assert connections["as_of"].to_list() == [date(2026, 6, 7)] * 2


def test_hidden_members_are_counted_as_a_fact():
    result = read(connections_csv([HIDDEN, HIDDEN, ANA]), as_of=date(2026, 6, 8))
    facts = result.accepted["owner_fact"].select("kind", "value", "detail").rows()
    assert facts == [("hidden connections", "2026-06-08", "2")]
    assert result.read == 3
    assert result.accepted["connection"].height == 1


def test_nobody_is_made_of_a_row_without_name_and_url():
    nameless = Contact(company="Fjord AS")
    member = Contact("LinkedIn", "Member", company="Fjord AS")
    result = read(connections_csv([nameless, member, ANA]))
    assert result.reasons == {"no name and no profile URL": 2}
    assert result.accepted["record"].height == 1


def test_a_url_alone_is_enough():
    result = read(connections_csv([Contact(slug="zo%C3%AB-1")]))
    row = result.accepted["record"].row(0, named=True)
    assert (row["name"], row["url"]) == ("zoë-1", "https://www.linkedin.com/in/zoë-1")


def test_an_unreadable_date_costs_the_date_only():
    data = connections_csv([ANA]).replace(b"04 Apr 2021", b"some day")
    result = read(data)
    assert result.accepted["connection"]["connected_on"].to_list() == [None]
    assert (result.rejected, result.as_of) == ((), None)


@pytest.mark.parametrize("era", ["2021", "2026"])
def test_a_repeated_row_is_taken_once(era):
    result = read(connections_csv([ANA, BEN, ANA], era))
    assert result.accepted["record"].height == 2
    assert [(one.row, one.reason) for one in result.rejected] == [(3, "duplicate row")]


def test_namesakes_of_one_day_stay_two_in_any_order():
    other = Contact("Ana", "Silva", company="Bay Ltd")
    ana = Contact("Ana", "Silva", company="Fjord AS")
    ids = [
        set(read(connections_csv(people, "2021")).accepted["record"]["record_id"])
        for people in ([ana, other], [other, ana])
    ]
    assert len(ids[0]) == 2
    assert ids[0] == ids[1]


def test_importing_again_gives_the_same_ids():
    first, second = (read(connections_csv([ANA, BEN])) for _ in range(2))
    assert first.accepted["record"].equals(second.accepted["record"])


def test_an_export_saved_in_excel_with_semicolons_reads_the_same():
    text = connections_csv([ANA, BEN], "2021").decode().replace("04 Apr 2021", "4-Apr-21")
    rows = text.replace("Okafor, PhD", "Okafor PhD").replace("Ltd, Oslo", "Ltd Oslo")
    saved = ("Notes:;;;;;\r\n;;;;;\r\n" + rows.replace(",", ";")).encode("utf-8-sig")
    result = read(saved)
    assert (result.read, result.rejected) == (2, ())
    assert result.accepted["record"]["since"].to_list() == [DAY, DAY]
    assert result.accepted["record"]["company"].to_list() == ["Fjord AS", 'Bay "B" Ltd Oslo']


@pytest.mark.parametrize("place", [0, 1])
def test_one_profile_under_two_forms_of_its_address_is_taken_once(place):
    lines = connections_csv([ANA, ANA]).replace(b"Ana@Example.org", b"").split(b"\n")
    at = [number for number, line in enumerate(lines) if b"in/ana-silva" in line][place]
    lines[at] = lines[at].replace(b"www.linkedin", b"de.linkedin")
    result = read(b"\n".join(lines))
    assert result.accepted["record"]["url"].to_list() == ["https://www.linkedin.com/in/ana-silva"]
    assert [(one.row, one.reason) for one in result.rejected] == [(2, "duplicate row")]


def test_what_is_shown_of_a_rejected_row_is_the_same_one_by_one_and_many_at_once():
    hidden = Contact(since=date(2026, 6, 7))
    rows = [hidden, Contact(company="Fjord  \t AS", position="x" * 300), ANA, ANA]
    plain = read(connections_csv(rows))
    # An open quote in the last row has all rows read one by one.
    broken = read(connections_csv(rows) + b'\n"Open,quote,,,,,\n')
    assert [one.excerpt for one in plain.rejected] == [one.excerpt for one in broken.rejected][:3]
    assert [one.row for one in plain.rejected] == [1, 2, 4]
    assert all(len(one.excerpt) <= 120 for one in plain.rejected)


@pytest.mark.parametrize(
    "header",
    [
        "Vorname;Nachname;URL;E-Mail-Adresse;Firma;Position;Verbunden am",
        "Prénom;Nom;URL;Adresse e-mail;Entreprise;Poste;En relation depuis le",
        "Nombre;Apellidos;URL;Correo electrónico;Empresa;Cargo;Conectado el",
        "Nome;Sobrenome;URL;Endereço de e-mail;Empresa;Cargo;Conectado em",
    ],
)
def test_a_header_in_another_language_is_understood(header):
    row = "Ana;Silva;https://www.linkedin.com/in/ana-silva;ana@example.org;Fjord AS;Trainer;04 Apr 2021"
    data = f"{header}\r\n{row}\r\n".encode("cp1252")
    assert linkedin.kind_of("Kontakte.csv", data) == "linkedin.connections"
    result = read(data)
    record = result.accepted["record"].to_dicts()[0]
    assert (record["given_name"], record["family_name"], record["company"], record["position"]) == (
        *("Ana", "Silva"),
        *("Fjord AS", "Trainer"),
    )
    assert (record["emails"], record["since"]) == (["ana@example.org"], DAY)
