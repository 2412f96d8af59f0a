"""What holds for every table of posts, whatever stands in it."""

import io
import json
import random
from datetime import date

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from relevance.errors import RelevanceError
from relevance.sources.archive import SourceFile
from relevance.sources.posts import read, recognises
from relevance.sources.posts.pieces import flattened
from tests.linkedin_export import rows_csv, workbook

AS_OF = date(2026, 6, 30)
ID = (1775864353942 << 22) + 7

words = st.sampled_from(
    ["", " ", "One", "Two words", "A longer text about learning", "\u202e", "null"]
)
names = st.sampled_from(["", "Ana Silva", "Bo Berg", "Cy Dahl, PhD", "ana silva", "N/A"])
urls = st.sampled_from(
    [
        "",
        "ana-silva",
        "https://www.linkedin.com/in/bo-berg/?x=1",
        "https://www.linkedin.com/in/ACoAAB12",
        "x y",
    ]
)
rows = st.lists(
    st.fixed_dictionaries(
        {
            "author": names,
            "author_url": urls,
            "text": words,
            "created_at": st.sampled_from(
                ["", "2026-04-10", "3w", "1775864353942", "1900-01-01", "soon"]
            ),
            "headline": st.sampled_from(["", "Coach", "Trainer"]),
            "kind": st.sampled_from(["", "post", "repost", "like", "other"]),
            "surfaced_by": names,
            "surfaced_by_url": urls,
            "url": st.sampled_from(
                ["", f"urn:li:activity:{ID}", "https://example.org/1", "https://example.org/1#a"]
            ),
            "type": st.sampled_from(["", "post", "comment", "reaction"]),
        }
    ),
    min_size=1,
    max_size=12,
)


def load(data, name):
    return read(SourceFile.from_bytes(name, data), as_of=AS_OF)


def as_json(table):
    return json.dumps(table).encode()


def as_lines(table):
    return "\n".join(map(json.dumps, table)).encode()


def as_csv(table):
    return pl.DataFrame(table).write_csv(quote_style="always").encode()


def as_parquet(table):
    out = io.BytesIO()
    pl.DataFrame(table).write_parquet(out)
    return out.getvalue()


def as_tabs(table):
    rows = [[row[name] for name in table[0]] for row in table]
    return rows_csv(list(table[0]), rows, delimiter="\t", quote_all=True).encode("utf-16")


def as_workbook(table):
    return workbook([list(table[0]), *([row[name] for name in table[0]] for row in table)])


def as_pages(table):
    pages = [{"paging": {}, "elements": table[n : n + 3]} for n in range(0, len(table), 3)]
    return json.dumps(pages).encode()


SHAPES = [
    ("x.tsv", as_tabs),
    ("x.xlsx", as_workbook),
    ("pages.json", as_pages),
    ("x.json", as_json),
    ("x.jsonl", as_lines),
    ("x.csv", as_csv),
    ("x.parquet", as_parquet),
]


def facts(result):
    return {
        table: frame.sort(frame.columns[0]).to_dicts() for table, frame in result.accepted.items()
    }


# A workbook says nothing of rows in which every cell is empty.
@pytest.mark.parametrize(("name", "shape"), [one for one in SHAPES if one[0] != "x.xlsx"])
@settings(deadline=None, max_examples=20)
@given(rows)
def test_every_row_is_accepted_or_rejected(name, shape, table):
    result = load(shape(table), name)
    taken = result.accepted["post"].height if "post" in result.accepted else 0
    assert result.read == len(table)
    assert taken + len(result.rejected) == len(table)
    assert len({rejection.row for rejection in result.rejected}) == len(result.rejected)
    assert set(result.reasons) <= {
        "a comment, not a post",
        "a reaction, not a post",
        "no text",
        "no author",
        "date before 1995",
        "same post twice in this file",
    }


@settings(deadline=None, max_examples=12)
@given(rows)
def test_every_shape_of_file_says_the_same(table):
    first, *others = [facts(load(shape(table), name)) for name, shape in SHAPES]
    assert all(other == first for other in others)


@settings(deadline=None, max_examples=20)
@given(rows, st.randoms())
def test_row_order_changes_nothing(table, chance):
    shuffled = list(table)
    chance.shuffle(shuffled)
    assert facts(load(as_json(shuffled), "x.json")) == facts(load(as_json(table), "x.json"))


REPEATED = {
    "author": "",
    "author_url": "ana-silva",
    "text": "One",
    "created_at": "",
    "headline": "",
    "kind": "",
    "surfaced_by": "",
    "surfaced_by_url": "",
    "url": "urn:li:activity:7448514963196346375",
    "type": "",
}


@settings(deadline=None, max_examples=20)
@example([REPEATED, REPEATED | {"author": "Ana Silva", "author_url": ""}])
@given(rows)
def test_people_of_posts_are_there_and_nobody_surfaces_themselves(table):
    result = load(as_csv(table), "x.csv")
    if "post" in result.accepted:
        posts, people = result.accepted["post"], result.accepted["record"]
        surfacers = posts["surfacer_record_id"].drop_nulls()
        assert set(people["record_id"]) == {*posts["author_record_id"], *surfacers}
        assert posts.filter(pl.col("surfacer_record_id") == pl.col("author_record_id")).height == 0
        assert posts["post_id"].n_unique() == posts.height


def attempt(name, data):
    recognises(name, data[:65536])
    try:
        result = load(data, name)
    except RelevanceError:
        return
    taken = result.accepted["post"].height if "post" in result.accepted else 0
    assert result.read == taken + len(result.rejected)


@given(
    st.sampled_from(["x.csv", "x.json", "x.jsonl", "x.tsv", "x"]),
    st.one_of(
        st.binary(max_size=300), st.text(max_size=300).map(lambda t: t.encode("utf-8", "replace"))
    ),
)
def test_any_bytes_give_facts_or_a_sentence(name, data):
    attempt(name, data)


@given(rows, st.integers(0, 10**6))
def test_damaged_tables_give_facts_or_a_sentence(table, seed):
    chance = random.Random(seed)
    name, shape = chance.choice([one for one in SHAPES if one[0] not in {"x.xlsx", "x.parquet"}])
    data = bytearray(shape(table))
    for _ in range(chance.randrange(1, 6)):
        place = chance.randrange(len(data))
        if chance.random() < 0.5:
            data[place] = chance.randrange(256)
        else:
            del data[place : place + chance.randrange(20)]
        data = data or bytearray(b"x")
    attempt(name, bytes(data))


values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                ["author", "name", "text", "postedAt", "timestamp", "repost", "included", "url", ""]
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=20,
)


@given(values, st.sampled_from(["alone", "row", "field"]))
def test_any_json_gives_facts_or_a_sentence(value, place):
    row = {"author": "Ana", "text": "x"}
    document = {
        "alone": value,
        "row": [row, value],
        "field": [{**row, "postedAt": value, "repost": value, "header": value}],
    }[place]
    attempt("x.json", json.dumps(document).encode())


@given(st.dictionaries(st.text(max_size=4), st.one_of(st.text(), st.integers(), st.none())))
def test_other_names_are_left_out(row):
    known = {"author": {"name": "Ana", "avatar": {"url": "x"}}, "text": "One", "likes": 3}
    found = flattened(known)
    assert found == {"authorname": "Ana", "text": "One"}
    assert set(flattened({f"zz{name}": value for name, value in row.items()})) == set()
