"""Parquet files of vectors: written whole or not at all, read with every row looked at.

One row a text: `text_sha256` (64 hexadecimal digits), `model` (the id of the model), `vector` (float32, of
fixed size and unit length). No text and no name stands in them.
"""

import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from relevance.errors import DataError, ModelError, UnreadableFileError, UsageError
from relevance.texts import _

__all__ = ["Vectors", "keys_in", "precision_in", "read_vectors", "result_files", "write_vectors"]

Vectors = npt.NDArray[np.float32]

_COLUMNS = ("text_sha256", "model", "vector")
_PRECISION = b"precision"
_BATCH_ROWS = 4096
_HASH = re.compile(r"[0-9a-f]{64}")
_FORMAT = re.compile(rb"[a-z0-9]{1,16}")
# Vectors are kept in float32; a sum of some hundred squares is off by less.
_UNIT_WITHIN = 1e-3
_DAMAGE = (pa.ArrowException, OSError, ValueError, KeyError)


def write_vectors(
    folder: Path, keys: Sequence[str], vectors: Vectors, *, model: str, precision: str = ""
) -> Path:
    """Write vectors to a file of `folder` that is named by its texts, and return it.

    A file is there whole or not at all, and the same texts make the same file: to write twice changes nothing.

    Args:
        folder: A folder that is there.
        keys: Hashes (`text_key`) of n texts.
        vectors: (n, width), each row of unit length.
        model: The id of the model.
        precision: The number format that they were computed in, such as "bfloat16".
    """
    rows = np.ascontiguousarray(vectors, dtype=np.float32)
    flat = pa.array(rows.ravel(), type=pa.float32())
    table = pa.table(
        {
            "text_sha256": pa.array(list(keys), pa.string()),
            "model": pa.array([model] * len(keys), pa.string()),
            "vector": pa.FixedSizeListArray.from_arrays(flat, rows.shape[1]),
        }
    ).replace_schema_metadata({_PRECISION: precision})
    named = hashlib.sha256("\n".join([model, *sorted(keys)]).encode()).hexdigest()[:32]
    file = folder / f"vectors-{named}.parquet"
    part = folder / f".{file.name}.{os.getpid()}.part"
    try:
        pq.write_table(table, part)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return file


def precision_in(file: Path) -> str:
    """Return the number format that the vectors of a file were computed in; empty where it does not say."""
    try:
        said = (pq.read_schema(file).metadata or {}).get(_PRECISION, b"")
    except _DAMAGE:
        return ""
    return said.decode() if _FORMAT.fullmatch(said) else ""


def result_files(folder: Path) -> list[Path]:
    """Return the Parquet files of a folder, those below it left out.

    Raises:
        UsageError: There is no such folder.
    """
    if not folder.is_dir():
        msg = _(
            "There is no folder {folder}. Name the folder that a run on a cluster wrote its "
            "results to.",
            folder=folder,
        )
        raise UsageError(msg)
    files = sorted(folder.glob("*.parquet"))
    return [file for file in files if file.is_file() and not file.name.startswith(".")]


def keys_in(folder: Path, *, model: str) -> set[str]:
    """Return the hashes of the texts whose vectors of this model lie in `folder`.

    A file that is damaged holds none, so what it was to hold is embedded again and it is replaced.
    """
    keys: set[str] = set()
    for file in result_files(folder):
        try:
            for found, _ in read_vectors(file, model=model):
                keys.update(found)
        except (DataError, ModelError):
            continue
    return keys


def read_vectors(
    file: Path, *, model: str, width: int | None = None
) -> Iterator[tuple[list[str], Vectors]]:
    """Yield hashes and vectors of a file, some thousand at a time.

    Args:
        file: A file as `write_vectors` writes it.
        model: The id of the model that the vectors must be of.
        width: The length that vectors of this model have; None takes any.

    Raises:
        UnreadableFileError: The file is damaged, has other columns, or a row is no hash with a vector of unit
            length. Batches before that row may have been yielded.
        ModelError: The vectors are of another model, or of another length.
    """
    try:
        with pq.ParquetFile(file) as packed:
            _require_columns(file, packed.schema_arrow)
            for batch in packed.iter_batches(_BATCH_ROWS, columns=list(_COLUMNS)):
                yield _checked(file, batch, model, width)
    except (DataError, ModelError):
        raise
    except _DAMAGE as error:
        why = " ".join(str(error).split())[:120]
        msg = _(
            "{name} is damaged and none of it is used ({why}). Delete it and embed again, or "
            "copy it again from where it was written.",
            name=file.name,
            why=why,
        )
        raise UnreadableFileError(msg) from error


def _require_columns(file: Path, schema: pa.Schema) -> None:
    missing = [name for name in _COLUMNS if name not in schema.names]
    if missing:
        msg = _(
            "{name} must have the columns {columns}; {missing} is missing. Only results of "
            "`relevance embed --engine ray` can be taken in.",
            name=file.name,
            columns=", ".join(_COLUMNS),
            missing=", ".join(missing),
        )
        raise UnreadableFileError(msg)


def _checked(
    file: Path, batch: pa.RecordBatch, model: str, width: int | None
) -> tuple[list[str], Vectors]:
    others = sorted({str(one) for one in batch["model"].unique().to_pylist()} - {model})
    if others:
        msg = _(
            "{name} holds vectors of {others}, but those of {model} are wanted, and the two "
            "cannot be compared. Name its model with --model, or embed again.",
            name=file.name,
            others=", ".join(others),
            model=model,
        )
        raise ModelError(msg)
    if not batch.num_rows:
        return [], np.zeros((0, width or 1), dtype=np.float32)
    vectors = _rows(batch["vector"])
    if width is not None and vectors.shape[1] != width:
        msg = _(
            "{name} holds vectors of {shape} numbers, but those of {model} have {width}. "
            "Embed again with the model itself.",
            name=file.name,
            shape=vectors.shape[1],
            model=model,
            width=width,
        )
        raise ModelError(msg)
    keys = batch["text_sha256"].to_pylist()
    fine = all(isinstance(key, str) and _HASH.fullmatch(key) for key in keys)
    if not fine or not _are_unit(vectors):
        msg = _(
            "{name} has a row that is no SHA-256 with a vector of unit length, and none of "
            "it is used. Embed again, or copy it again from where it was written.",
            name=file.name,
        )
        raise UnreadableFileError(msg)
    return keys, vectors


def _rows(column: pa.Array) -> Vectors:
    lengths = set(pc.list_value_length(column).to_pylist())
    flat = column.flatten()
    if len(lengths) > 1 or None in lengths or flat.null_count:
        msg = "vectors have gaps or are not of one length"
        raise ValueError(msg)
    numbers = flat.to_numpy(zero_copy_only=False).astype(np.float32)
    return cast("Vectors", numbers.reshape(len(column), *lengths))


def _are_unit(vectors: Vectors) -> bool:
    if not np.isfinite(vectors).all():
        return False
    return bool((np.abs(np.linalg.norm(vectors, axis=1) - 1) <= _UNIT_WITHIN).all())
