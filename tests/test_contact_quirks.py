"""Address books quirk by quirk: cards of every version and program, tables of every era, with exactly what they say."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevance.sources.archive import SourceFile
from relevance.sources.contacts import read, recognises
from relevance.sources.contacts.accounts import address_of, handles_in
from tests.linkedin_export import rows_csv
from tests.writers.contacts import (
    GOOGLE_2024,
    GOOGLE_OLDEST,
    GOOGLE_TEMPLATE,
    OUTLOOK_CLASSIC,
    THUNDERBIRD,
    card,
    samples,
    table_row,
)

SHOWN = (
    "name",
    "given_name",
    "family_name",
    "former_names",
    "company",
    "position",
    "url",
    "handles",
    "emails",
    "is_company",
)


def load(data: bytes):
    return read(SourceFile.from_bytes("x", data))


def told(data: bytes) -> list[dict]:
    """What each record says, without what is empty."""
    records = load(data).accepted.get("record")
    rows = [] if records is None else records.select(SHOWN).to_dicts()
    return [{name: value for name, value in row.items() if value} for row in rows]


def one(*lines: str, version: str = "3.0") -> dict:
    [found] = told(card(*lines, version=version).encode())
    return found


ANA = {"name": "Ana Silva", "emails": ["ana@x.example"]}


# --- cards: encodings and lines ---


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=81na S=C3=ADlva",), "Ána Sílva"),
        (("FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=A4=AA=\r\n=E9=83=8E=20=\r\n=E5=B1=B1",), "太郎 山"),
        (("FN;ENCODING=QUOTED-PRINTABLE:Ana=\r\n Silva",), "AnaSilva"),
        (("FN;QUOTED-PRINTABLE:=C3=81na",), "Ána"),
        (("FN;encoding=quoted-printable;charset=iso-8859-1:J=F6rg",), "Jörg"),
        (("FN;ENCODING=QUOTED-PRINTABLE:J=F6rg",), "Jörg"),
        (("FN;CHARSET=NO-SUCH;ENCODING=QUOTED-PRINTABLE:J=C3=B6rg",), "Jörg"),
        (("FN;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:=91=BE=98Y",), "太郎"),
        (("FN;CHARSET=UTF-8:Ána Sílva",), "Ána Sílva"),
        (("FN:Ana\r\n Silva",), "Ana Silva"),
        (("NOTE;ENCODING=QUOTED-PRINTABLE:one=0D=0A=\r\nBEGIN:VCARD is=\r\nEND:x", "FN:Ana"), "Ana"),
    ],
)  # fmt: skip
def test_version_2_1_writes_letters_in_signs(lines: tuple[str, ...], name: str) -> None:
    assert one(*lines, version="2.1") == {"name": name}


def test_later_versions_fold_anywhere_and_escape() -> None:
    folded = ("FN:Ana Sil\r\n va", "EMAIL;TYPE=INTERN\r\n ET:ana@x.exa\r\n\tmple")
    assert one(*folded) == ANA
    escaped = (
        "FN:Ana \\; Silva\\, x\\nY",
        "ORG:Fenland\\, Water;Training;East",
        "TITLE:Lead\\, east",
    )
    assert one(*escaped) == {
        "name": "Ana ; Silva, x Y",
        "company": "Fenland, Water",
        "position": "Lead, east",
    }


@pytest.mark.parametrize(
    "photo",
    [
        "PHOTO;JPEG;ENCODING=BASE64:\r\n /9j/4AAQ\r\n SkZJ\r\n",
        "PHOTO;ENCODING=BASE64;TYPE=JPEG:/9j/4AAQ\r\n/2wBDAAM/x\r\nBQQE==\r\n",
        "item1.PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\r\n BQQE",
        "PHOTO:data:image/jpeg;base64,/9j/4AAQ",
        "PHOTO;ENCODING=b:" + "\r\n ".join(["A" * 74] * 40_000),
    ],
)
def test_pictures_are_skipped_cheaply(photo: str) -> None:
    began = time.monotonic()
    assert one("FN:Ana Silva", photo, "EMAIL:ana@x.example") == ANA
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])  # fmt: skip
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_every_encoding_and_line_end(encoding: str, end: str) -> None:
    data = card("FN:Ána Sílva", "EMAIL:ana@x.example").replace("\r\n", end).encode(encoding)
    assert recognises("x", data)
    assert told(data) == [{**ANA, "name": "Ána Sílva"}]


def test_cards_that_are_odd_as_a_whole() -> None:
    lower = card("fn:Ana Silva", "email:ana@x.example").lower().replace("ana silva", "Ana Silva")
    padded = "\r\n\r\nBEGIN:VCARD \r\nVERSION:3.0 \r\nFN:Ana Silva \r\n\r\nEMAIL:ana@x.example\r\nEND:VCARD \r\n"
    unversioned = "BEGIN:VCARD\r\nFN:Ana Silva\r\nEMAIL:ana@x.example\r\nEND:VCARD\r\n"
    spoilt = card(
        "FN:Ana Silva", "no line", ";;;", 'EMAIL;TYPE="home:ana@x.example', "EMAIL:ana@x.example"
    )
    named = card("FN:Ana Silva", "NOTE:see BEGIN:VCARD and END:VCARD", "EMAIL:ana@x.example")
    custom = card(
        "FN:Ana Silva",
        "X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=\r\nXX):abc",
        "EMAIL:ana@x.example",
    )
    for text in (lower, padded, unversioned, spoilt, named, custom):
        assert (told(text.encode()), load(text.encode()).read) == ([ANA], 1)


def test_broken_cards_between_good_ones() -> None:
    ben = card("FN:Ben Okafor")
    open_ended = card("FN:Ana Silva", "EMAIL:ana@x.example").replace("END:VCARD\r\n", "")
    nothing = card("TEL:1", version="2.1")
    result = load((open_ended + ben + nothing + "junk\r\n" + card("FN:Cleo")[:-12]).encode())
    assert result.accepted["record"]["name"].to_list() == ["Ana Silva", "Ben Okafor"]
    assert (result.read, result.reasons) == (
        4,
        {"no name and no e-mail address": 1, "damaged card": 1},
    )


def test_an_assistant_inside_a_card_is_not_its_person() -> None:
    inside = card("N:Friday;Fred", "EMAIL:fred@x.example", version="2.1")
    assert one("FN:Ana Silva", "AGENT:\r\n" + inside.strip(), "EMAIL:ana@x.example", version="2.1") == ANA  # fmt: skip
    escaped = "AGENT:BEGIN:VCARD\\nFN:Fred\\nEMAIL:fred@x.example\\nEND:VCARD\\n"
    assert one("FN:Ana Silva", escaped, "EMAIL:ana@x.example") == ANA


# --- cards: who it is ---


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (
            ("N:Silva;Ana;Maria;Dr.;PhD",),
            {"name": "Ana Maria Silva", "given_name": "Ana", "family_name": "Silva"},
        ),
        (
            ("FN:Ana S.", "N:Silva;Ana;;;"),
            {"name": "Ana S.", "given_name": "Ana", "family_name": "Silva"},
        ),
        (
            ("FN:ana@x.example", "N:Silva;Ana;;;"),
            {"name": "Ana Silva", "given_name": "Ana", "family_name": "Silva"},
        ),
        (
            ("FN:ana@x.example", "EMAIL:ana@x.example"),
            {"name": "ana@x.example", "emails": ["ana@x.example"]},
        ),
        (
            ("FN:", "N:;;;;", "NICKNAME:Annie", "EMAIL:a@x.example"),
            {"name": "Annie", "emails": ["a@x.example"]},
        ),
        (("FN:Ana Silva", "NICKNAME:Annie"), {"name": "Ana Silva"}),
        (("FN:Ana Silva", "FN:Anna Silva"), {"name": "Ana Silva"}),
        (("FN:Ana", "ROLE:Trainer"), {"name": "Ana", "position": "Trainer"}),
        (
            (
                "FN:Ana",
                "EMAIL;TYPE=INTERNET,HOME,pref:A@x.example",
                'EMAIL;TYPE="home,work":mailto:b@x.example',
                "EMAIL:Ana <c@x.example>",
                "EMAIL:none",
            ),
            {"name": "Ana", "emails": ["a@x.example", "b@x.example", "c@x.example"]},
        ),
        (
            ("FN:Ana Silva", "N:Silva;Ana;;;", "X-MAIDENNAME:Obi"),
            {
                "name": "Ana Silva",
                "given_name": "Ana",
                "family_name": "Silva",
                "former_names": ["Ana Obi"],
            },
        ),
        (
            ("FN:Ana Silva", "N:Silva;Ana;;;", "BIRTHNAME:Ana Obi", "X-FORMER-NAME:Berg"),
            {
                "name": "Ana Silva",
                "given_name": "Ana",
                "family_name": "Silva",
                "former_names": ["Ana Berg", "Ana Obi"],
            },
        ),
        (("FN:Ana Silva (née Obi)",), {"name": "Ana Silva (née Obi)", "former_names": ["Obi"]}),
        (
            ("FN:Fenland Water", "ORG:Fenland Water;", "X-ABShowAs:COMPANY"),
            {"name": "Fenland Water", "company": "Fenland Water", "is_company": True},
        ),
        (
            ("FN:Fenland Water", "N:;;;;", "ORG:Fenland Water"),
            {"name": "Fenland Water", "company": "Fenland Water", "is_company": True},
        ),
        (
            ("FN:", "ORG:Fenland Water", "EMAIL:info@fen.example"),
            {
                "name": "Fenland Water",
                "company": "Fenland Water",
                "emails": ["info@fen.example"],
                "is_company": True,
            },
        ),
        (("FN:Fenland Water", "KIND:org"), {"name": "Fenland Water", "is_company": True}),
        (("FN:Ana", "KIND:individual"), {"name": "Ana"}),
        (
            (
                "FN:Ana",
                "RELATED;VALUE=text:Ben",
                "item1.X-ABRELATEDNAMES:Ben",
                "BDAY:--0615",
                "CATEGORIES:a,b",
            ),
            {"name": "Ana"},
        ),
    ],
)
def test_whom_a_card_names(lines: tuple[str, ...], found: dict) -> None:
    assert one(*lines) == found


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (("FN:Friends", "KIND:group", "MEMBER:urn:uuid:1"), "a group of contacts"),
        (("FN:Friends", "N:Friends", "X-ADDRESSBOOKSERVER-KIND:group"), "a group of contacts"),
        (("FN:Room 3", "KIND:location", "EMAIL:room@x.example"), "a place or thing"),
        (("FN:Beamer", "KIND:device"), "a place or thing"),
        (("FN:", "N:;;;;", "TITLE:Lead"), "no name and no e-mail address"),
        (("FN:+1 555 0100",), "no name and no e-mail address"),
    ],
)
def test_cards_of_nobody(lines: tuple[str, ...], reason: str) -> None:
    result = load(card(*lines).encode())
    assert (result.read, result.reasons, result.usable) == (1, {reason: 1}, False)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("URL:http\\://www.linkedin.com/in/ana-silva", "ana-silva"),
        ("URL;TYPE=WORK:https://de.linkedin.com/in/Ana-Silva/?trk=x", "ana-silva"),
        ("item1.URL:ana-silva\r\nitem1.X-ABLabel:LinkedIn", "ana-silva"),
        ("X-SOCIALPROFILE;type=linkedin:http://www.linkedin.com/in/ana-silva", "ana-silva"),
        ("X-SOCIALPROFILE;type=linkedin;x-user=ana-silva:x-apple:ana-silva", "ana-silva"),
        ("X-LINKEDIN:www.linkedin.com/in/ana-silva", "ana-silva"),
        ("URL:https://www.linkedin.com/company/fenland", None),
        ("X-SOCIALPROFILE;type=twitter;x-user=ana:http\\://twitter.com/ana", ["x:ana"]),
        ("X-SOCIALPROFILE;type=twitter:x-apple:ana", ["x:ana"]),
        ("SOCIALPROFILE;SERVICE-TYPE=Twitter:https://twitter.com/ana", ["x:ana"]),
        (
            "SOCIALPROFILE;SERVICE-TYPE=Mastodon;VALUE=text:@ana@social.example",
            ["mastodon:ana@social.example"],
        ),
        (
            "item2.X-SOCIALPROFILE;type=Mastodon;x-user=ana@social.example:x-apple:ana%40social.example",
            ["mastodon:ana@social.example"],
        ),
        (
            "X-SOCIALPROFILE;TYPE=bluesky:https://bsky.app/profile/ana.example",
            ["bluesky:ana.example"],
        ),
        ("IMPP;X-SERVICE-TYPE=Twitter:twitter:ana", ["x:ana"]),
        ("IMPP;X-SERVICE-TYPE=Skype:skype:ana\r\nIMPP:xmpp:ana@x.example", None),
        ("X-TWITTER:@ana", ["x:ana"]),
        ("X-MASTODON:@ana@social.example", ["mastodon:ana@social.example"]),
        ("X-BLUESKY:ana.example", ["bluesky:ana.example"]),
        ("URL:https://x.com/ana?lang=en", ["x:ana"]),
        ("URL:https://x.com/ana/status/123", None),
        ("URL:https://twitter.com/home", None),
        ("URL:https://medium.com/@ana", None),
        ("URL:https://www.youtube.com/@ana", None),
        ("URL:https://social.example/@ana", ["mastodon:ana@social.example"]),
        ("URL:https://social.example/users/ana", ["mastodon:ana@social.example"]),
        ("URL:https://ana.example/blog", None),
    ],
)
def test_accounts_on_a_card(line: str, found: str | list[str] | None) -> None:
    row = one("FN:Ana", line)
    if isinstance(found, str):
        assert row == {"name": "Ana", "url": f"https://www.linkedin.com/in/{found}"}
    else:
        assert row == ({"name": "Ana", "handles": found} if found else {"name": "Ana"})


def test_two_entries_of_one_contact_say_more_than_one() -> None:
    text = card("FN:Ana Silva", "EMAIL:ana@x.example", "X-TWITTER:ana") + card(
        "FN:Ana Silva", "EMAIL:ana@x.example", "EMAIL:b@x.example", "ORG:Fenland"
    )
    assert load(text.encode()).reasons == {"same contact twice": 1}
    assert told(text.encode()) == [
        {"name": "Ana Silva", "company": "Fenland", "handles": ["x:ana"], "emails": ["ana@x.example", "b@x.example"]}
    ]  # fmt: skip
    office = card("FN:Ana", "EMAIL:info@x.example") + card("FN:Ben", "EMAIL:info@x.example")
    assert [row["name"] for row in told(office.encode())] == ["Ana", "Ben"]


# --- tables ---


def test_google_s_oldest_table() -> None:
    rows = [
        table_row(
            GOOGLE_OLDEST,
            {
                "Name": "Ana Silva", "Given Name": "Ana", "Family Name": "Silva", "Maiden Name": "Obi",
                "Nickname": "Annie", "E-mail 1 - Type": "* Work",
                "E-mail 1 - Value": "ana@x.example ::: a2@x.example", "E-mail 2 - Value": "a3@x.example",
                "Organization 1 - Name": "Fenland ::: Other", "Organization 1 - Title": "Lead",
                "Website 1 - Type": "Profile",
                "Website 1 - Value": "http\\://www.linkedin.com/in/ana-silva ::: https://twitter.com/ana",
                "Relation 1 - Type": "Spouse", "Relation 1 - Value": "Ben Silva",
                "Custom Field 1 - Type": "Mastodon", "Custom Field 1 - Value": "@ana@social.example",
                "IM 1 - Service": "Skype", "IM 1 - Value": "ana.s", "Birthday": "--06-15", "Notes": "two\nlines",
            },
        ),
        table_row(GOOGLE_OLDEST, {"Nickname": "Annie", "E-mail 1 - Value": "annie@x.example"}),
        table_row(GOOGLE_OLDEST, {"Name": "ben@x.example", "E-mail 1 - Value": "ben@x.example"}),
        table_row(GOOGLE_OLDEST, {"Organization 1 - Name": "Fenland", "Phone 1 - Value": "1"}),
        table_row(GOOGLE_OLDEST, {"Group Membership": "* myContacts"}),
    ]  # fmt: skip
    data = rows_csv(GOOGLE_OLDEST, rows).encode()
    assert recognises("x", data)
    assert told(data) == [
        {
            "name": "Ana Silva", "given_name": "Ana", "family_name": "Silva", "former_names": ["Ana Obi"],
            "company": "Fenland", "position": "Lead", "url": "https://www.linkedin.com/in/ana-silva",
            "handles": ["x:ana", "mastodon:ana@social.example"],
            "emails": ["ana@x.example", "a2@x.example", "a3@x.example"],
        },
        {"name": "Annie", "emails": ["annie@x.example"]},
        {"name": "ben@x.example", "emails": ["ben@x.example"]},
        {"name": "Fenland", "company": "Fenland", "is_company": True},
    ]  # fmt: skip
    assert (load(data).read, load(data).reasons) == (5, {"no name and no e-mail address": 1})


NEW_ROW = {
    "First Name": "Ana", "Middle Name": "M.", "Last Name": "Silva", "Name Prefix": "Dr", "Nickname": "Annie",
    "Organization Name": "Fenland", "Organization Title": "Lead", "Labels": "* myContacts ::: Friends",
    "E-mail 1 - Label": "* ", "E-mail 1 - Value": "ana@x.example", "E-mail 7 - Value": "a7@x.example",
    "Website 1 - Label": "LinkedIn", "Website 1 - Value": "ana-silva",
    "Custom Field 1 - Label": "Maiden name", "Custom Field 1 - Value": "Obi",
    "Custom Field 2 - Label": "Bluesky", "Custom Field 2 - Value": "ana.example", "Notes": "a, b\nc",
}  # fmt: skip
NEW_TOLD = {
    "name": "Ana M. Silva", "given_name": "Ana", "family_name": "Silva", "former_names": ["Ana Obi"],
    "company": "Fenland", "position": "Lead", "url": "https://www.linkedin.com/in/ana-silva",
    "handles": ["bluesky:ana.example"], "emails": ["ana@x.example", "a7@x.example"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("delimiter", "encoding"),
    [(",", "utf-8"), (",", "utf-8-sig"), ("\t", "utf-16"), (";", "cp1252")],
)
def test_google_s_table_of_2024_however_it_was_saved(delimiter: str, encoding: str) -> None:
    text = rows_csv(GOOGLE_2024, [table_row(GOOGLE_2024, NEW_ROW)], delimiter=delimiter)
    for data in (text, f"sep={delimiter}\r\n{text}", f"My contacts\r\n\r\n{text}"):
        assert recognises("x", data.encode(encoding))
        assert told(data.encode(encoding)) == [NEW_TOLD]


def test_google_s_template_outlook_and_thunderbird() -> None:
    template = table_row(
        GOOGLE_TEMPLATE,
        {"First Name": "Ana", "Last Name": "Silva", "E-mail 1 - Value": "ana@x.example"},
    )
    named = {**ANA, "given_name": "Ana", "family_name": "Silva"}
    assert told(rows_csv(GOOGLE_TEMPLATE, [template]).encode()) == [named]
    outlook = table_row(
        OUTLOOK_CLASSIC,
        {
            "Title": "Dr.", "First Name": "Ana", "Last Name": "Silva", "Company": "Fenland", "Job Title": "Lead",
            "E-mail Address": "ana@x.example", "E-mail Type": "SMTP",
            "E-mail Display Name": "Ana Silva (ana@x.example)", "E-mail 2 Address": "b@x.example",
            "E-mail 3 Address": "/o=EX/ou=x/cn=ana", "Web Page": "http://www.linkedin.com/in/ana-silva",
            "Personal Web Page": "https://x.com/ana",
        },
    )  # fmt: skip
    assert told(rows_csv(OUTLOOK_CLASSIC, [outlook]).encode()) == [
        {
            **named, "company": "Fenland", "position": "Lead", "url": "https://www.linkedin.com/in/ana-silva",
            "handles": ["x:ana"], "emails": ["ana@x.example", "b@x.example"],
        }
    ]  # fmt: skip
    bird = table_row(
        THUNDERBIRD,
        {
            "First Name": "Ana",
            "Last Name": "Silva",
            "Display Name": "Ana Silva",
            "Primary Email": "ana@x.example",
            "Organization": "Fenland",
        },
    )
    assert told(rows_csv(THUNDERBIRD, [bird]).encode()) == [{**named, "company": "Fenland"}]


def test_rows_that_are_short_long_or_blank() -> None:
    wide = ["Ben"] * (len(GOOGLE_2024) + 2)
    data = rows_csv(GOOGLE_2024, [["Ana", "", "Silva"], wide, [""] * len(GOOGLE_2024)]).encode()
    result = load(data)
    assert (result.read, result.reasons) == (
        3,
        {"wrong number of cells": 1, "no name and no e-mail address": 1},
    )
    assert result.accepted["record"]["name"].to_list() == ["Ana Silva"]
    assert load(rows_csv(GOOGLE_2024, []).encode()).read == 0


NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12
)


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(NAMES, NAMES, st.booleans()), min_size=1, max_size=5),
    st.sampled_from(["2.1", "3.0", "4.0"]),
)
def test_any_names_survive_any_version(people: list, version: str) -> None:
    text = ""
    for number, (first, last, folded) in enumerate(people):
        parts = [escaped(first), escaped(last)]
        if version == "2.1":
            signs = ["".join(f"={byte:02X}" for byte in f"{part} ".encode()) for part in parts]
            name = "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:" + "=\r\n".join(signs)
        else:
            name = f"FN:{parts[0]}" + ("\r\n  " if folded else " ") + parts[1]
        text += card(name, f"EMAIL:p{number}@x.example", version=version)
    shown = [
        f"{first} {last}" if any(map(str.isalpha, first + last)) else f"p{number}@x.example"
        for number, (first, last, _) in enumerate(people)
    ]
    assert load(text.encode()).read == len(people)
    assert sorted(row["name"] for row in told(text.encode())) == sorted(shown)


@pytest.mark.parametrize("name", samples())
def test_every_sample_gives_something(name: str) -> None:
    assert recognises("x", samples()[name])
    assert load(samples()[name]).usable


def test_services_that_are_not_known_make_no_handle() -> None:
    assert address_of("Skype", "ana") == address_of("Twitter", "two words") == ""
    assert handles_in(["https://t.me/@ana", "ftp://x.com/ana", "https://bsky.app/about"]) == []
