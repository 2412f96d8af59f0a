"""Bytes into text, text into rows."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevance.errors import RelevanceError, UnreadableFileError
from relevance.sources.text import (
    csv_rows,
    decode,
    excel_rows,
    is_excel,
    normalise,
    sniff_delimiter,
)
from tests.linkedin_export import rows_csv, workbook

SAMPLE = "Nom;Société\nZoé Çelik;Ünder “Größe”\n"


@pytest.mark.parametrize(
    "data",
    [
        SAMPLE.encode(),
        SAMPLE.encode("utf-8-sig"),
        SAMPLE.encode("cp1252"),
        SAMPLE.encode("utf-16"),
        SAMPLE.encode("utf-16-le"),
        SAMPLE.encode("utf-16-be"),
        b"\xfe\xff" + SAMPLE.encode("utf-16-be"),
        SAMPLE.replace("\n", "\r\n").encode(),
        SAMPLE.replace("\n", "\r").encode(),
        SAMPLE.replace("Z", "\0Z\x01").encode(),
        SAMPLE.replace("Z", "\ufeffZ").encode(),
    ],
    ids=["utf8", "bom", "cp1252", "utf16", "le", "be", "be-bom", "crlf", "cr", "codes", "mid-bom"],
)
def test_every_encoding_gives_the_same_text(data):
    assert decode(data) == SAMPLE


def test_a_file_of_mixed_encodings_keeps_the_good_and_repairs_the_bad():
    data = "Zoé,Åsa,日本,İpek\n".encode() + "Müller\n".encode("cp1252")
    assert decode(data) == "Zoé,Åsa,日本,İpek\nMüller\n"


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n", b"%PDF-1.7", b"PK\x03\x04rest", b"\x1f\x8b\x08", bytes(range(32)) * 40],
)
def test_what_is_no_text_is_refused(data):
    with pytest.raises(UnreadableFileError, match=r"This is "):
        decode(data)


CODES = "".join(map(chr, [*range(9), 11, 12, *range(14, 32), *range(127, 160), 0xFEFF]))


@settings(deadline=None)
@given(
    st.lists(st.text("aé日\u00a0\u00c2\t\n", max_size=6), min_size=1, max_size=6),
    st.sampled_from([*CODES, "", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_codes_that_nobody_sees_are_left_out_wherever_they_stand(texts, code, encoding):
    data = ("Head,line\n" + code.join(texts)).encode(encoding)
    kept = "\n" if code == "\r" else ""
    assert decode(data) == "Head,line\n" + kept.join(texts)


@pytest.mark.parametrize("code", ["\x01", "\x7f", "\x85", "\ufeff"])
def test_a_code_far_into_a_long_text_is_left_out(code):
    text = "Zoé,line\n" * 40_000
    place = 2**18 - 1
    before = text.encode()[:place].decode("utf-8", "ignore")
    assert decode((before + code + text[len(before) :]).encode()) == text


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_break_decoding_or_cutting(data):
    try:
        text = decode(data)
    except RelevanceError:
        return
    assert all(row for row in csv_rows(text))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_cuts_evenly(delimiter):
    table = [["From", "Content"], ["Ana", "one, two; three"], ["Ben", "a | b"]]
    text = rows_csv(table[0], table[1:], delimiter=delimiter)
    assert sniff_delimiter(text) == delimiter
    assert list(csv_rows(text)) == table


def test_excel_names_its_delimiter_itself():
    assert list(csv_rows("sep=;\na,b;c\n")) == [["a,b", "c"]]


def test_a_quote_that_is_never_closed_spoils_one_line():
    text = 'a,b,c\n1,"2,3\n4,5,6\n7,"8, 9",10\n'
    assert list(csv_rows(text)) == [
        ["a", "b", "c"],
        ["1", "2,3"],
        ["4", "5", "6"],
        ["7", "8, 9", "10"],
    ]


def test_line_breaks_inside_quotes_belong_to_their_cell():
    text = 'a,b\n"one\n\ntwo","say ""hi"""\n'
    assert list(csv_rows(text)) == [["a", "b"], ["one\n\ntwo", 'say "hi"']]


def test_backslashes_are_data_unless_an_escape_character_is_named():
    assert list(csv_rows("a,C:\\dir\\\n")) == [["a", "C:\\dir\\"]]
    assert list(csv_rows('a,"say \\"hi\\", ok"\n', escapechar="\\")) == [["a", 'say "hi", ok']]


def test_rows_that_each_open_a_quote_take_no_quadratic_time():
    start = time.process_time()
    rows = list(csv_rows('a","b\n' * 60_000, delimiter=","))
    assert len(rows) == 60_000
    assert time.process_time() - start < 20


cells = st.text(st.characters(blacklist_categories=("Cs", "Cc")) | st.just("\n"), max_size=20)


@settings(deadline=None)
@given(st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=8))
def test_what_the_standard_library_writes_is_read_back(table):
    plain = [[cell.replace("\ufeff", "") for cell in row] for row in table]
    text = rows_csv(plain[0], plain[1:], quote_all=True)
    assert list(csv_rows(decode(("h1,h2,h3\n" + text).encode()), delimiter=",")) == [
        ["h1", "h2", "h3"],
        *plain,
    ]


def test_a_workbook_gives_its_first_sheet_as_text():
    from datetime import UTC, datetime

    day = datetime(2026, 6, 7, tzinfo=UTC).replace(tzinfo=None)
    data = workbook([["Name", "Day", "Count"], [], ["Ana", day, 3.0], ["Ben"]])
    assert is_excel(data)
    assert list(excel_rows(data)) == [
        ["Name", "Day", "Count"],
        ["Ana", "2026-06-07", "3"],
        ["Ben", "", ""],
    ]


def test_a_damaged_workbook_is_a_sentence():
    data = workbook([["Name"], ["Ana"]])
    with pytest.raises(UnreadableFileError, match="save its sheet as CSV"):
        list(excel_rows(data[: len(data) // 2]))


def test_headers_are_compared_without_case_and_separators():
    assert {normalise(one) for one in ("Full Name", "full_name", "FullName", "full-name.")} == {
        "fullname"
    }
