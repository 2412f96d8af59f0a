"""Writes tables of encounters as an owner would keep them; everyone is invented."""

import io
import json

import polars as pl

from tests.linkedin_export import rows_csv, workbook

HEADER = ["Person", "Email", "Channel", "Date", "Direction", "Topic", "Notes"]
ROWS = [
    [
        "Ana Silva",
        "ana@example.org",
        "in real life",
        "2024-03-04",
        "",
        "Rail Learning Day",
        "talked about job aids",
    ],
    ["Ben Okafor", "", "Blab", "2015-06-07 18:30", "they", "", "a panel on chats"],
    ["Cleo Dahl", "", "Messenger", "2016-07-08T10:00:00+02:00", "me", "", ""],
    ["", "", "Blab", "2015-06-07", "", "", ""],
    ["Ida Ude", "", "", "", "", "", ""],
]


def objects() -> list[dict[str, str]]:
    """Return the rows as objects."""
    return [dict(zip(HEADER, row, strict=True)) for row in ROWS]


def samples() -> dict[str, bytes]:
    """Return small files by name, one for each shape."""
    out = io.BytesIO()
    pl.DataFrame(ROWS, schema=HEADER, orient="row").write_parquet(out)
    return {
        "met.csv": rows_csv(HEADER, ROWS).encode(),
        "met.tsv": rows_csv(HEADER, ROWS, delimiter="\t").encode("utf-16"),
        "met.json": json.dumps(objects()).encode(),
        "wrapped.json": json.dumps({"encounters": objects()}).encode(),
        "met.jsonl": "\n".join(map(json.dumps, objects())).encode(),
        "met.xlsx": workbook([HEADER, *ROWS]),
    }


def parquet() -> bytes:
    """Return the rows as a Parquet file, which only --kind tells from a table of posts."""
    out = io.BytesIO()
    pl.DataFrame(ROWS, schema=HEADER, orient="row").write_parquet(out)
    return out.getvalue()
