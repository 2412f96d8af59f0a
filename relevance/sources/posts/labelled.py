"""Tables of posts that somebody has labelled: what each post is about, for evaluation only."""

import ast
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from relevance.errors import NothingUsableError, UsageError
from relevance.sources.archive import files_in
from relevance.sources.posts.facts import accepted_rows
from relevance.sources.posts.reader import read_rows
from relevance.texts import _

__all__ = ["LabelledPosts", "labels_in", "read_labelled"]

# Columns that count how well a post was received; the first that is there is taken.
_POPULARITY = (
    "popularity",
    "score",
    "reactions",
    "likes",
    "engagement.likes",
    "stats.total_reactions",
    "totalReactionCount",
    "numLikes",
    "likeCount",
)
_UNDATED = -(2**62)
_SEPARATORS = re.compile(r"[;|,\n]")


@dataclass(frozen=True)
class LabelledPosts:
    """Posts with their authors and labels, along one axis."""

    texts: Sequence[str]
    authors: Sequence[str]
    """One id for each author: names and addresses are told apart as on import."""
    labels: Sequence[frozenset[str]]
    """Each post's labels as compared, see `labels_in`; empty where it has none."""
    popularity: Sequence[float] | None
    """Reactions of each post, nan where the table is silent; null without such a column."""
    seconds: Sequence[int]
    """When each was written, in seconds since 1970; the least number there is where that is not told."""
    skipped: Mapping[str, int]
    """How many rows are no posts, by reason."""


def read_labelled(path: Path, label: str) -> LabelledPosts:
    """Return the posts of a CSV, TSV, XLSX, JSON, JSON Lines or Parquet file with their labels.

    Rows with the same author and text are one post with the labels of all of them, as tables with
    one row for each label have them.

    Args:
        path: the table, or a folder or an archive with one or several.
        label: name of the column with the labels; `topics.main` finds a nested field.

    Raises:
        UsageError: no table has such a column; the message names those there are.
        UnreadableFileError: a file is damaged, or is not there.
        NothingUsableError: no row has a text and an author.
    """
    frames: list[pl.DataFrame] = []
    columns: dict[str, None] = {}
    skipped: dict[str, int] = {}
    found = False
    for file in files_in(path):
        table = read_rows(file, (label, *_POPULARITY))
        columns.update(dict.fromkeys(table.columns))
        found |= label in table.kept
        rows, reasons = accepted_rows(table.rows)
        for reason in (*(one.reason for one in table.rejected), *_repeated(reasons)):
            skipped[reason] = skipped.get(reason, 0) + 1
        frames.append(_with_kept(rows, table.kept, label))
    if not found:
        raise UsageError(_unknown_label(path, label, list(columns)))
    posts = _one_row_each(pl.concat(frames))
    if posts.is_empty():
        why = ", ".join(f"{count} rows: {reason}" for reason, count in skipped.items())
        msg = _(
            "{path} has no post with a text and an author ({why}).",
            path=path,
            why=why or _("it has no rows"),
        )
        raise NothingUsableError(msg)
    popularity = posts["popularity"].to_list()
    silent = all(math.isnan(one) for one in popularity)
    return LabelledPosts(
        texts=posts["text"].to_list(),
        authors=posts["author_record_id"].to_list(),
        labels=[frozenset(one) for one in posts["labels"].to_list()],
        popularity=None if silent else popularity,
        seconds=posts["seconds"].to_list(),
        skipped=skipped,
    )


def labels_in(value: object) -> frozenset[str]:
    """Return the labels that a cell holds, without case and blanks around them.

    A list counts by its members, also one that is written out as JSON or Python does, and one with
    `;`, `|` or `,` between; a text with such signs is a label as a whole as well.
    """
    return frozenset(name for one in _members(value) if (name := " ".join(one.split()).casefold()))


def _members(value: object) -> Iterator[str]:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return
    if isinstance(value, Mapping):
        # A tag may be an object with a name of its own.
        yield from _members([value[key] for key in ("name", "label", "value") if key in value][:1])
    elif isinstance(value, Iterable) and not isinstance(value, str | bytes):
        for one in value:
            yield from _members(one)
    elif isinstance(value, str):
        listed = _written_list(value)
        if listed is not None:
            yield from _members(listed)
            return
        yield value
        if _SEPARATORS.search(value):
            yield from _SEPARATORS.split(value)
    elif isinstance(value, float) and value.is_integer():
        yield str(int(value))
    else:
        yield str(value)


def _written_list(text: str) -> Sequence[Any] | None:
    stripped = text.strip()
    if not (stripped[:1] + stripped[-1:] in {"[]", "()", "{}"} and len(stripped) > 1):
        return None
    for parse in (json.loads, ast.literal_eval):
        try:
            value = parse(stripped)
        except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError):
            continue
        return list(value) if isinstance(value, list | tuple | set) else [value]
    # Numpy writes its arrays without commas.
    return re.findall(r"'([^']*)'", stripped) or None


def _with_kept(
    rows: pl.DataFrame, kept: Mapping[str, Mapping[int, Any]], label: str
) -> pl.DataFrame:
    labels = kept.get(label, {})
    counts = next((kept[name] for name in _POPULARITY if name in kept), {})
    numbers = rows["row"].to_list()
    return rows.select(
        "author_record_id",
        "text",
        pl.Series(
            "labels",
            [sorted(labels_in(labels.get(row))) for row in numbers],
            dtype=pl.List(pl.String),
        ),
        pl.col("created_at").dt.epoch("s").fill_null(_UNDATED).alias("seconds"),
        pl.Series("popularity", [_number(counts.get(row)) for row in numbers], dtype=pl.Float64),
    )


def _one_row_each(posts: pl.DataFrame) -> pl.DataFrame:
    return posts.group_by("author_record_id", "text", maintain_order=True).agg(
        pl.col("labels").explode(empty_as_null=False, keep_nulls=False).unique(),
        pl.col("popularity").max(),
        pl.col("seconds").max(),
    )


def _number(value: object) -> float:
    try:
        return float(str(value).replace(",", ""))
    except ValueError:
        return math.nan


def _repeated(counts: Mapping[str, int]) -> Iterator[str]:
    return (reason for reason, count in counts.items() for _ in range(count))


def _unknown_label(path: Path, label: str, columns: Sequence[str]) -> str:
    listed = ", ".join(name.strip()[:40] for name in columns[:40])
    return _(
        "{path} has no column {label!r} with the labels of posts. Its columns are: {listed}. "
        "Name the one that says what a post is about with --label.",
        path=path,
        label=label,
        listed=listed,
    )
