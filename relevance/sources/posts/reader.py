"""The door to the tables of posts: does a file look like one, and what does it hold."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from typing import Any

import polars as pl

from relevance.errors import NothingUsableError, RelevanceError
from relevance.sources.archive import SourceFile
from relevance.sources.posts.columns import column_key, is_post_table
from relevance.sources.posts.facts import facts_of, prepared
from relevance.sources.posts.flat import (
    csv_header,
    csv_pieces,
    excel_header,
    excel_pieces,
    parquet_pieces,
)
from relevance.sources.posts.markup import readable_column
from relevance.sources.posts.nested import begins_like_json, head_holds_posts, json_pieces
from relevance.sources.posts.pieces import Piece
from relevance.sources.result import ImportResult, Rejection
from relevance.sources.text import decode, is_excel, sniff_delimiter
from relevance.texts import _, number

__all__ = ["RowsRead", "read", "read_rows", "recognises"]

KIND = "posts"
_PARQUET = b"PAR1"
_ZIP = b"PK\x03\x04"
_HEAD = 65536
_TEXT_ENDS = (".csv", ".tsv", ".txt", ".tab", ".json", ".jsonl", ".ndjson", "")


def recognises(name: str, head: bytes) -> bool:
    """Return whether a file looks like a table of posts: a text and an author in every row.

    A Parquet file always does, since its columns are named at its end only.

    Args:
        name: name of the file.
        head: its first 64 KiB, or all of it; a workbook must come whole.
    """
    if head.startswith(_PARQUET):
        return True
    try:
        if is_excel(head):
            return excel_header(head) is not None
    except RelevanceError:
        return False
    end = name.casefold().rpartition(".")[2] if "." in name else ""
    if f".{end}".rstrip(".") not in _TEXT_ENDS:
        return False
    try:
        text = decode(head[:_HEAD])
        if begins_like_json(text):
            return head_holds_posts(text)
        return csv_header(text, sniff_delimiter(text)) is not None
    except (RelevanceError, csv.Error):
        return False


def read(
    file: SourceFile,
    *,
    as_of: date | None = None,
    zone: tzinfo = UTC,
) -> ImportResult:
    """Return the posts of a CSV, TSV, XLSX, JSON, JSON Lines or Parquet file, and the people in them.

    Columns are found by their names, see `columns.CANDIDATES`. Every row is accepted as a post, or
    rejected with one of a few fixed reasons.

    Args:
        file: the table.
        as_of: the day of the snapshot, from which words such as "3w" are measured back where the
            file itself does not say when it was read off the page.
        zone: time zone of moments without one; where the id of a post tells its moment, that counts.

    Raises:
        UnreadableFileError: the file is damaged, or not what it claims to be.
        NothingUsableError: it has no rows, or no column of it is a text or an author.
    """
    table = read_rows(file)
    facts = facts_of(table.rows, as_of=as_of, modified=file.modified, zone=zone)
    return ImportResult(
        kind=KIND,
        read=table.read,
        accepted={"record": facts.people, "post": facts.posts},
        rejected=tuple(sorted([*table.rejected, *facts.rejected], key=lambda one: one.row)),
        as_of=facts.as_of,
        notes=facts.notes,
    )


@dataclass(frozen=True)
class RowsRead:
    """The rows of a table before anything is decided about them."""

    rows: pl.DataFrame
    """As `facts.prepared` gives them."""
    rejected: Sequence[Rejection]
    """Rows that could not be cut or parsed."""
    read: int
    columns: Sequence[str]
    """Names of the columns as they stand in the file."""
    kept: Mapping[str, Mapping[int, Any]]
    """For each name asked for that the table has: the value of each row by its number."""


def read_rows(file: SourceFile, keep: Sequence[str] = ()) -> RowsRead:
    """Return the rows of a table of posts; errors as `read`.

    Args:
        file: the table.
        keep: names of further columns whose values are wanted as they are.
    """
    names: dict[str, None] = {}
    keys: set[str] = set()
    frames: list[pl.DataFrame] = []
    rejected: list[Rejection] = []
    kept: dict[str, dict[int, Any]] = {}
    count = 0
    for piece in _pieces(file, keep):
        names.update(dict.fromkeys(piece.columns))
        rejected.extend(piece.rejected)
        count += piece.read
        keys.update(piece.frame.columns)
        frames.append(_readable(prepared(piece.frame)))
        for name, values in piece.kept.items():
            kept.setdefault(name, {}).update(zip(piece.frame["row"], values, strict=True))
    # A table with a header and no row under it is empty, not unknown.
    if not is_post_table(keys | set(map(column_key, names))):
        raise NothingUsableError(_unrecognised(list(names), count))
    return RowsRead(pl.concat(frames, how="diagonal"), rejected, count, list(names), kept)


def _readable(rows: pl.DataFrame) -> pl.DataFrame:
    # A cell is what a collector made of a page; what a browser shows is text already.
    return rows.with_columns(readable_column(rows[name]) for name in ("text", "inner_text"))


def _pieces(file: SourceFile, keep: Sequence[str]) -> Iterator[Piece]:
    head = file.head()
    if head.startswith(_PARQUET):
        return parquet_pieces(file, keep)
    if head.startswith(_ZIP) and is_excel(file.read()):
        return excel_pieces(file, keep)
    if begins_like_json(decode(head)):
        return json_pieces(file, keep)
    return csv_pieces(file, keep)


def _unrecognised(names: list[str], count: int) -> str:
    if not names:
        return _("No rows with named columns were found, so there is no post to read.")
    texts_found = is_post_table([*map(column_key, names), "author"])
    missing = "the author" if texts_found else _("the text and the author")
    found = ", ".join(name.strip()[:40] for name in names[:30])
    return _(
        "No column holds {missing} of a post. Found in {count} rows: {found}. Understood "
        "are, among others: text, content, post_text, postContent, commentary for the text; "
        "author, author_url, authorName, author.name, actor.name for the author. Rename the "
        "columns, or export the table again.",
        missing=missing,
        count=number(count),
        found=found,
    )
