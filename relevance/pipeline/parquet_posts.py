"""The texts of posts that lie in Parquet anywhere Arrow can read: a file, a folder, a bucket."""

from collections.abc import Iterator

import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.fs

from relevance.cleaning import cleaned
from relevance.errors import UnreadableFileError, UsageError
from relevance.sources.posts import is_text_column, texts_in
from relevance.texts import _

__all__ = ["parquet_texts"]

_BATCH_ROWS = 4096


def parquet_texts(place: str) -> Iterator[str]:
    """Yield what the model reads of each post of `place`, as an import of the same table keeps it.

    Rows are streamed; a row without a text is left out. Columns are found by their names, as in a table of posts;
    a table of texts alone is enough.

    Args:
        place: a Parquet file, a folder of them, or an address that Arrow reads, such as s3://bucket/posts.

    Raises:
        UsageError: there is nothing at that place, or no column of it is a text.
        UnreadableFileError: it is no Parquet, or it is damaged.
    """
    try:
        system, path = _located(place)
        table = ds.dataset(path, filesystem=system, format="parquet")
        columns = [one for one in table.schema.names if is_text_column(one)]
    except FileNotFoundError as error:
        msg = _(
            "There is nothing at `--posts` {place}. Name a Parquet file, a folder of them, or an "
            "address.",
            place=place,
        )
        raise UsageError(msg) from error
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _unreadable(place, error) from error
    if not columns:
        msg = _(
            "`--posts` {place} has no column with texts; it must be called `text`, `content` "
            "or `post text`, got {names}. Rename the column.",
            place=place,
            names=", ".join(table.schema.names),
        )
        raise UsageError(msg)
    return _texts(place, table, columns)


def _located(place: str) -> tuple[pyarrow.fs.FileSystem, str]:
    if "://" in place:
        found: tuple[pyarrow.fs.FileSystem, str] = pyarrow.fs.FileSystem.from_uri(place)
        return found
    return pyarrow.fs.LocalFileSystem(), place


def _texts(place: str, table: ds.Dataset, columns: list[str]) -> Iterator[str]:
    try:
        for batch in table.to_batches(columns=columns, batch_size=_BATCH_ROWS):
            frame = pl.from_arrow(batch)
            if isinstance(frame, pl.DataFrame):
                yield from (cleaned(text) for text in texts_in(frame))
    except (pa.ArrowException, OSError, pl.exceptions.PolarsError) as error:
        raise _unreadable(place, error) from error


def _unreadable(place: str, error: Exception) -> UnreadableFileError:
    why = " ".join(str(error).split())[:120]
    msg = _(
        "`--posts` {place} cannot be read as Parquet ({why}). Write it again, or check the "
        "address.",
        place=place,
        why=why,
    )
    return UnreadableFileError(msg)
