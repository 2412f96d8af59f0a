"""Texts that have no vector yet, cut into blocks of some seconds' work."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from relevance.schema import text_key

__all__ = ["TextBlocks", "texts_of", "write_blocks"]

# What is lost with a worker is one block: at 25 to 100 posts a second and core some 3 to 10 s of work.
_BLOCK_TEXTS = 256
_BLOCK_CHARACTERS = 250_000


@dataclass(frozen=True, slots=True)
class TextBlocks:
    """The blocks that `write_blocks` has written.

    Attributes:
        files: One Parquet file a block, with the columns `text_sha256` and `text`.
        texts: Distinct texts in the blocks.
        total: All texts that were looked at, copies included.
        left: Distinct texts without a vector that the limit left out.
    """

    files: tuple[Path, ...]
    texts: int
    total: int
    left: int


def write_blocks(
    folder: Path, texts: Iterable[str], *, known: Container[str], limit: int | None = None
) -> TextBlocks:
    """Write the texts that have no vector yet, each once and in their order, as blocks into `folder`.

    No more than one block and the hashes of the texts are held in memory.

    Args:
        folder: A folder of this machine that only its owner can read.
        texts: All texts, the most urgent first.
        known: Hashes (`text_key`) of the texts that have a vector.
        limit: The most texts to write, 0 or more; None is all.
    """
    run = _Writing(folder, known, limit)
    for block in run.blocks(texts):
        run.write(block)
    return TextBlocks(tuple(run.files), run.texts, run.total, run.left)


def texts_of(block: pa.Table) -> list[str]:
    """Return the texts of a block."""
    return [text.decode("utf-8", "surrogatepass") for text in block["text"].to_pylist()]


class _Writing:
    def __init__(self, folder: Path, known: Container[str], limit: int | None) -> None:
        self._folder = folder
        self._known = known
        self._limit = limit
        self._seen: set[str] = set()
        self.files: list[Path] = []
        self.texts = 0
        self.total = 0
        self.left = 0

    def blocks(self, texts: Iterable[str]) -> Iterator[dict[str, str]]:
        block: dict[str, str] = {}
        size = 0
        for text in texts:
            self.total += 1
            key = text_key(text)
            if key in self._known or key in self._seen:
                continue
            self._seen.add(key)
            if self._limit is not None and self.texts >= self._limit:
                self.left += 1
                continue
            full = len(block) == _BLOCK_TEXTS or size + len(text) > _BLOCK_CHARACTERS
            if block and full:
                yield block
                block, size = {}, 0
            block[key] = text
            size += len(text)
            self.texts += 1
        if block:
            yield block

    def write(self, block: dict[str, str]) -> None:
        # As bytes, since half surrogate pairs, which broken exports contain, are no UTF-8.
        encoded = [text.encode("utf-8", "surrogatepass") for text in block.values()]
        table = pa.table({"text_sha256": list(block), "text": pa.array(encoded, pa.binary())})
        file = self._folder / f"block-{len(self.files):06}.parquet"
        pq.write_table(table, file)
        self.files.append(file)
