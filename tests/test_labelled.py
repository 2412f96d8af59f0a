"""Labels of posts in every shape of table, beside what import reads of the same rows."""

import json
from pathlib import Path

import polars as pl
import pytest

from relevance.errors import NothingUsableError, UnreadableFileError, UsageError
from relevance.sources.posts import read_labelled
from relevance.sources.posts.labelled import labels_in
from tests.linkedin_export import workbook

ROWS = [
    {"author": "Ana Silva", "text": "On rubrics", "topic": "pedagogy", "likes": 3},
    {"author": "Ben Cole", "text": "On trains", "topic": "railways", "likes": 5},
    {"author": "Ana Silva", "text": "On the weather", "topic": None, "likes": 0},
]
EXPECTED = [frozenset({"pedagogy"}), frozenset({"railways"}), frozenset()]


def written(folder: Path, ending: str) -> Path:
    path = folder / f"posts.{ending}"
    frame = pl.DataFrame(ROWS)
    if ending == "parquet":
        frame.write_parquet(path)
    elif ending == "json":
        path.write_text(json.dumps(ROWS), "utf-8")
    elif ending == "jsonl":
        path.write_text("\n".join(map(json.dumps, ROWS)), "utf-8")
    elif ending == "xlsx":
        cells = [list(ROWS[0]), *([("" if v is None else v) for v in r.values()] for r in ROWS)]
        path.write_bytes(workbook(cells))
    else:
        path.write_text(frame.write_csv(separator="\t" if ending == "tsv" else ","), "utf-8")
    return path


@pytest.mark.parametrize("ending", ["csv", "tsv", "json", "jsonl", "parquet", "xlsx"])
def test_every_shape_keeps_its_labels(tmp_path: Path, ending: str) -> None:
    posts = read_labelled(written(tmp_path, ending), "topic")
    assert list(posts.texts) == ["On rubrics", "On trains", "On the weather"]
    assert list(posts.labels) == EXPECTED
    assert posts.authors[0] == posts.authors[2] != posts.authors[1]
    assert posts.popularity == [3, 5, 0]
    assert posts.skipped == {}


@pytest.mark.parametrize(
    ("value", "labels"),
    [
        (["Pedagogy", " rubrics "], {"pedagogy", "rubrics"}),
        ('["pedagogy", "rubrics"]', {"pedagogy", "rubrics"}),
        ("['pedagogy', 'rubrics']", {"pedagogy", "rubrics"}),
        ("['pedagogy' 'rubrics']", {"pedagogyrubrics"}),
        ("pedagogy;rubrics", {"pedagogy;rubrics", "pedagogy", "rubrics"}),
        ("Arts, crafts", {"arts, crafts", "arts", "crafts"}),
        ("[sic] pedagogy", {"[sic] pedagogy"}),
        ([{"name": "pedagogy", "id": 3}], {"pedagogy"}),
        ([["pedagogy"], None], {"pedagogy"}),
        (3, {"3"}),
        (3.0, {"3"}),
        (None, set()),
        (float("nan"), set()),
        ("  ", set()),
        ("[]", set()),
    ],
)
def test_a_list_counts_by_its_members(value, labels) -> None:
    assert labels_in(value) == labels


def test_lists_in_parquet_and_nested_fields(tmp_path: Path) -> None:
    path = tmp_path / "posts.parquet"
    frame = pl.DataFrame(
        {
            "author": ["Ana", "Ben"],
            "text": ["One", "Two"],
            "tags": [["a", "b"], []],
            "about": [{"main": "c"}, {"main": "d"}],
        }
    )
    frame.write_parquet(path)
    assert list(read_labelled(path, "tags").labels) == [{"a", "b"}, set()]
    assert list(read_labelled(path, "about.main").labels) == [{"c"}, {"d"}]
    nested = tmp_path / "posts.jsonl"
    nested.write_text('{"author": "Ana", "text": "One", "about": {"main": ["c", "d"]}}\n')
    assert list(read_labelled(nested, "about.main").labels) == [{"c", "d"}]


def test_nested_tables_of_producers_work_as_on_import(tmp_path: Path) -> None:
    path = tmp_path / "posts.json"
    author = {"name": "Ana Silva", "linkedinUrl": "https://www.linkedin.com/in/ana-silva"}
    rows = [
        {
            "type": "post",
            "content": "One",
            "author": author,
            "topic": "a",
            "engagement": {"likes": 7},
        },
        {"type": "comment", "commentary": "Nice", "actor": author, "topic": "b"},
        {"type": "post", "content": "", "author": author, "topic": "b"},
    ]
    path.write_text(json.dumps({"items": rows}))
    posts = read_labelled(path, "topic")
    assert (list(posts.texts), posts.popularity) == (["One"], [7])
    assert posts.skipped == {"a comment, not a post": 1, "no text": 1}


def test_the_label_column_may_be_one_that_import_reads(tmp_path: Path) -> None:
    path = tmp_path / "posts.csv"
    path.write_text("author,text,kind\nAna,One,question\nBen,Two,answer\n")
    assert list(read_labelled(path, "kind").labels) == [{"question"}, {"answer"}]
    assert list(read_labelled(path, "Kind").labels) == [{"question"}, {"answer"}]


def test_one_row_for_each_label_is_one_post(tmp_path: Path) -> None:
    path = tmp_path / "posts.csv"
    path.write_text("author,text,topic\nAna,One,a\nAna,One,b\nBen,One,c\n")
    posts = read_labelled(path, "topic")
    assert list(posts.labels) == [{"a", "b"}, {"c"}]
    assert posts.popularity is None


def test_posts_that_only_begin_alike_stay_apart(tmp_path: Path) -> None:
    path = tmp_path / "posts.csv"
    start = "word " * 60
    path.write_text(f"author,text,topic\nAna,{start}one,a\nAna,{start}two,b\n")
    assert list(read_labelled(path, "topic").labels) == [{"a"}, {"b"}]


def test_codes_as_authors_stay_apart(tmp_path: Path) -> None:
    path = tmp_path / "posts.parquet"
    pl.DataFrame({"author": [1, 2, 1], "text": ["a", "b", "c"], "topic": ["x"] * 3}).write_parquet(
        path
    )
    authors = read_labelled(path, "topic").authors
    assert authors[0] == authors[2] != authors[1]


def test_an_unknown_label_column_names_those_there_are(tmp_path: Path) -> None:
    for ending in ("csv", "json", "jsonl", "parquet", "xlsx"):
        with pytest.raises(UsageError, match=r"no column 'tpic'.*author, text, topic, likes"):
            read_labelled(written(tmp_path, ending), "tpic")


def test_a_table_without_posts_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "posts.csv"
    path.write_text("author,text,topic\n,One,a\nAna,,b\n")
    with pytest.raises(NothingUsableError, match="1 rows: no author, 1 rows: no text"):
        read_labelled(path, "topic")
    path.write_text("colour,size\nred,3\n")
    with pytest.raises(NothingUsableError, match="colour, size"):
        read_labelled(path, "topic")
    with pytest.raises(UnreadableFileError):
        read_labelled(tmp_path / "missing.csv", "topic")
