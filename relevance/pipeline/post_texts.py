"""What posts say: read from the store when it is shown or searched, since all of it together is too much to hold."""

from collections.abc import Sequence
from copy import copy
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from relevance.lexical import WordCounts, count_words, letters_of
from relevance.store import Store

__all__ = ["PostTexts"]

# Several groups of rows, so that all cores have something to do.
_ROWS_AT_ONCE = 491_520


class PostTexts:
    """The texts of some posts, by their place among them."""

    def __init__(self, store: Store, post_ids: pl.Series) -> None:
        """Remember where to read; nothing is read yet but how long each text is."""
        self._store = store
        self._ids = post_ids
        found = store.frame("SELECT post_id, strlen(text) AS bytes FROM post")
        told = post_ids.to_frame("post_id").join(
            found, on="post_id", how="left", maintain_order="left"
        )
        self.lengths: NDArray[np.float32] = told["bytes"].fill_null(0).to_numpy().astype(np.float32)
        """Bytes of each text (n,)."""
        self._instead: str | None = None

    def hidden(self, instead: str) -> "PostTexts":
        """Return the same posts with `instead` for every text, and without addresses."""
        veiled = copy(self)
        veiled._instead = instead
        return veiled

    def __len__(self) -> int:
        return len(self._ids)

    def gather(
        self,
        places: Sequence[int] | NDArray[np.integer],
        what: Literal["text", "text_key", "url"] = "text",
    ) -> pl.Series:
        """Return the texts, their keys or the addresses of the posts at these places, null where one has gone."""
        if self._instead is not None:
            return pl.Series(
                [self._instead if what == "text" else None] * len(places), dtype=pl.String
            )
        wanted = self._ids.gather(np.asarray(places, dtype=np.int64)).to_frame("post_id")
        found = self._store.frame(
            f"SELECT post_id, {what} FROM post WHERE post_id IN (SELECT unnest(?))",
            [wanted["post_id"].to_list()],
        )
        return wanted.join(found, on="post_id", how="left", maintain_order="left")[what]

    def keys(self) -> pl.Series:
        """Return the key of each text, null where one has gone."""
        found = self._store.frame("SELECT post_id, text_key FROM post")
        told = self._ids.to_frame("post_id")
        return told.join(found, on="post_id", how="left", maintain_order="left")["text_key"]

    def count(self, words: Sequence[str]) -> WordCounts:
        """Return how often each text has each of these words, as `count_words` does.

        Only texts that have the letters of one of them are read, some at a time.
        """
        letters = [letters_of(word) for word in words]
        having, given = "", list[object]()
        if all(letters):
            having = " OR ".join("contains(lower(text), ?)" for _ in letters)
            having, given = f"AND ({having})", list(letters)
        place = self._ids.to_frame("post_id").with_row_index("post")
        last = self._store.frame("SELECT coalesce(max(rowid), -1) AS n FROM post")["n"][0]
        parts: list[WordCounts] = []
        for first in range(0, int(last) + 1, _ROWS_AT_ONCE):
            found = self._store.frame(
                f"SELECT post_id, text FROM post WHERE rowid >= ? AND rowid < ? {having}",
                [first, first + _ROWS_AT_ONCE, *given],
            ).join(place, on="post_id")
            parts.append(
                count_words(found["text"], words).at(found["post"].to_numpy().astype(np.int64))
            )
        return WordCounts.joined(parts, words)
