"""The fast cut of a plain text is the careful one's, and what is not plain is left to that."""

import csv
import io

import hypothesis.strategies as st
import polars as pl
from hypothesis import example, given

from relevance.sources.plain_csv import plain_frames
from relevance.sources.text import csv_rows, decode


def fast(text: str, *, start: int = 0, delimiter: str = ",", width: int = 2):
    """Return the rows that are cut fast, and where the text behind them begins."""
    rows: list[list[str]] = []
    for frame, end in plain_frames(text, start, delimiter=delimiter, width=width):
        assert frame.schema == {str(place): pl.String for place in range(width)}
        rows += map(list, frame.iter_rows())
        start = end
    return rows, start


def written(rows, delimiter=",", quoting=csv.QUOTE_MINIMAL) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator="\n").writerows(rows)
    return decode(out.getvalue().encode())


CELLS = st.text(st.sampled_from('ab ",;\n\t|é漢\\'), max_size=6)
TABLES = st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=8)


@given(TABLES, st.sampled_from(",;\t|"), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_a_sound_table_is_cut_whole_and_as_the_careful_reader_cuts_it(table, delimiter, quoting):
    text = written(table, delimiter, quoting)
    rows, end = fast(text, delimiter=delimiter, width=3)
    assert end == len(text)
    assert rows == list(csv_rows(text, delimiter=delimiter)) == table


@given(st.text(st.sampled_from('ab",\n '), max_size=40))
@example('a,"b\nc,"d"\n')
@example('a,"b" \n')
@example('a"b,c\n')
@example('a,b\n"')
@example("a,b\n\nc,d")
def test_what_is_cut_of_any_text_is_what_the_careful_reader_gives(text):
    rows, end = fast(text)
    careful = list(csv_rows(text, delimiter=","))
    assert careful[: len(rows)] == rows
    assert (
        rows + list(csv_rows(text, delimiter=",", start=end) if end < len(text) else ()) == careful
    )


def test_rows_of_another_width_and_open_quotes_are_left_alone():
    assert fast("a,b\nc\n") == ([], 0)
    assert fast('a,b\nc,"d\n') == ([], 0)
    assert fast("a,b,\n") == ([], 0)


def test_reading_begins_where_it_is_told_to():
    assert fast("first,second\na,b\n", start=13) == ([["a", "b"]], 17)


def test_a_long_text_is_cut_in_stretches_that_end_outside_of_quotes():
    row = ["x" * 90, 'said "no"\nand\n' * 30]
    table = [row] * 40_000
    text = written(table)
    frames = list(plain_frames(text, 0, delimiter=",", width=2))
    assert len(frames) > 1
    assert frames[-1][1] == len(text)
    assert [list(one) for frame, _ in frames for one in frame.iter_rows()] == table


def test_damage_in_a_later_stretch_ends_the_reading_there():
    good = written([["x" * 1000, "y"]] * 10_000)
    frames = list(plain_frames(good + 'a,"b" c\n', 0, delimiter=",", width=2))
    assert len(frames) == 1
    assert frames[0][1] < len(good)
