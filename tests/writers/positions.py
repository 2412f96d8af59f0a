"""Writes tables of careers as an owner would keep them; everyone is invented."""

import io
import json
from collections.abc import Iterable, Sequence

import polars as pl

from tests.linkedin_export import rows_csv, workbook

HEADER = ["Person", "Profile", "E-mail", "Kind", "Organisation", "Title", "From", "To", "Place"]
ANA = "https://www.linkedin.com/in/ana-silva"
ROWS = [
    [
        "Ana Silva",
        ANA,
        "",
        "employer",
        "Fenland Water Ltd",
        "Trainer",
        "Mar 2011",
        "Jun 2014",
        "Leeds, UK",
    ],
    ["Ana Silva", ANA, "", "employer", "Northrail", "Lead", "2014-07-01", "present", "York"],
    ["Ana Silva", ANA, "", "school", "University of Leeds", "BA, History", "2004", "2007", ""],
    [
        "Ben Okafor",
        "",
        "ben@example.org",
        "work",
        "Lindby GmbH",
        "",
        "März 2009",
        "Dez. 2012",
        "Köln",
    ],
    ["Cleo Dahl", "", "", "", "Ashbourne College", "", "", "", ""],
    ["", "", "", "employer", "Northrail", "", "2010", "2011", ""],
    ["Ida Ude", "", "", "employer", "", "Trainer", "2010", "2011", ""],
    ["Ida Ude", "", "", "employer", "Northrail", "Trainer", "a while ago", "", ""],
    ["Ida Ude", "", "", "employer", "Northrail", "Trainer", "2012", "2010", ""],
]


def objects(rows: Iterable[Sequence[str]] = ROWS) -> list[dict[str, str]]:
    """Return the rows as objects."""
    return [dict(zip(HEADER, row, strict=True)) for row in rows]


def parquet() -> bytes:
    """Return the rows as a Parquet file."""
    out = io.BytesIO()
    pl.DataFrame(ROWS, schema=HEADER, orient="row").write_parquet(out)
    return out.getvalue()


def samples() -> dict[str, bytes]:
    """Return small files by name, one for each shape."""
    return {
        "careers.csv": rows_csv(HEADER, ROWS).encode(),
        "careers.tsv": rows_csv(HEADER, ROWS, delimiter="\t").encode("utf-16"),
        "careers.json": json.dumps(objects()).encode(),
        "careers-wrapped.json": json.dumps({"positions": objects()}).encode(),
        "careers.jsonl": "\n".join(map(json.dumps, objects())).encode(),
        "careers.xlsx": workbook([HEADER, *ROWS]),
        "careers.parquet": parquet(),
    }
