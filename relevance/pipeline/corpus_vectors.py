"""Vectors of posts, profiles and notes: read at once, or when something first asks for them.

A start that knows already how posts match the interests draws its first page without a single vector.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from relevance.errors import RelevanceError
from relevance.interests import default_calibration
from relevance.pipeline.along import Along
from relevance.pipeline.post_texts import PostTexts
from relevance.pipeline.reading_once import ReadOnce
from relevance.pipeline.room import put, room_for, stretches
from relevance.schema import text_key
from relevance.scoring import centre
from relevance.store import Store

__all__ = ["Centred", "CorpusVectors", "Spoken", "Told"]


@dataclass(frozen=True)
class Centred:
    """Centred unit vectors of each lot (n, width), float32; zeros for what has none."""

    posts: NDArray[np.float32]
    profiles: NDArray[np.float32]
    notes: NDArray[np.float32]


class CorpusVectors:
    """The vectors of a corpus; those that come later are read once, whoever asks first."""

    def __init__(
        self, read: Callable[[Callable[[], None]], Centred], folder: Path | None = None
    ) -> None:
        """Remember how to read them, and in which folder there is room for what is worked out of them.

        The reading calls what it is given now and then, so that it can give way.
        """
        # Nothing here refers back to this object, so that all of it goes at once when nobody needs it any more.
        self._once = once = ReadOnce(read)
        self.posts_along = Along(lambda: once.now().posts, folder)
        """What ratings add to posts."""
        self.profiles_along = Along(lambda: once.now().profiles, folder)
        """What ratings add to profiles."""

    @classmethod
    def of(
        cls,
        posts: NDArray[np.float32],
        profiles: NDArray[np.float32],
        notes: NDArray[np.float32],
        folder: Path | None = None,
    ) -> "CorpusVectors":
        """Return vectors that are here already."""
        here = cls(lambda _: Centred(posts, profiles, notes), folder)
        here.now()
        return here

    @property
    def are_here(self) -> bool:
        """Whether they have been read."""
        return self._once.is_here

    def soon(self) -> None:
        """Have them read in the background, unless somebody is at it."""
        if not self.are_here and not self._once.is_being_read:
            threading.Thread(target=self._try, name="relevance-vectors", daemon=True).start()

    def _try(self) -> None:
        # Whatever fails here fails again where they are needed, which has words for it.
        with suppress(RelevanceError):
            self.now()

    def now(self) -> Centred:
        """Return the vectors, and read them where that has not been done."""
        return self._once.now()

    def when_quiet(self) -> Centred:
        """Return the vectors for work that nobody waits for: they are read beside pages that are being drawn."""
        return self._once.when_quiet()


@dataclass(frozen=True)
class Told:
    """What vectors say without being read again."""

    read: CorpusVectors
    embedded: NDArray[np.bool_]
    has_profile: NDArray[np.bool_]
    has_note: NDArray[np.bool_]
    mean: NDArray[np.float32]


def _go_on() -> None:
    """Give way to nobody."""


@dataclass(frozen=True)
class Spoken:
    """Everything of a corpus that may have a vector."""

    store: Store
    model: str
    texts: PostTexts
    profiles: pl.Series
    notes: pl.Series

    def now(self, keys: pl.Series, foreign: NDArray[np.bool_]) -> Told:
        """Read the vectors at once."""
        lots = self._lots(keys)
        (posts, there), (profiles, has_profile), (notes, has_note) = lots
        embedded = there & ~foreign
        mean = _centre_of(posts, embedded, self.model)
        counted = [(posts, embedded), (profiles, has_profile), (notes, has_note)]
        centred = _with_centre(counted, mean)
        folder = self.store.path.parent
        read = CorpusVectors.of(centred.posts, centred.profiles, centred.notes, folder)
        return Told(read, embedded, has_profile, has_note, mean)

    def later(self, kept: Mapping[str, NDArray[Any]]) -> Told:
        """Read the vectors when they are asked for: which there are, and their mean, was kept."""
        masks = kept["embedded"], kept["profiles"], kept["notes"]

        def read(give_way: Callable[[], None]) -> Centred:
            lots = self._lots(self.texts.keys(), give_way)
            # What has gone meanwhile counts no more.
            counted = [
                (rows, there & mask) for (rows, there), mask in zip(lots, masks, strict=True)
            ]
            give_way()
            return _with_centre(counted, kept["mean"])

        return Told(CorpusVectors(read, self.store.path.parent), *masks, kept["mean"])

    def _lots(
        self, keys: pl.Series, give_way: Callable[[], None] = _go_on
    ) -> list[tuple[NDArray[np.float32], NDArray[np.bool_]]]:
        told = [keys, _keys(self.profiles), _keys(self.notes)]
        return _read_vectors(self.store, self.model, told, give_way)


def _keys(lines: pl.Series) -> pl.Series:
    """Return the key of what each profile, or note, says; null for nothing."""
    return pl.Series("text_key", [text_key(one) if one else None for one in lines], pl.String)


def _read_vectors(
    store: Store, model: str, lots: Sequence[pl.Series], give_way: Callable[[], None]
) -> list[tuple[NDArray[np.float32], NDArray[np.bool_]]]:
    """Return for each lot of keys their vectors, zeros where there is none, and which have one: in one reading."""
    width, folder = store.width_of(model), store.path.parent
    found = [(room_for(len(one), width, folder), np.zeros(len(one), dtype=bool)) for one in lots]
    ends = np.cumsum([0, *(len(one) for one in lots)])
    for places, some in store.vector_blocks(model, pl.concat(lots)):
        cuts = np.searchsorted(places, ends)
        for (vectors, there), first, begin, end in zip(
            found, ends[:-1], cuts[:-1], cuts[1:], strict=True
        ):
            give_way()
            if begin < end:
                put(vectors, places[begin:end] - first, some[begin:end])
                there[places[begin:end] - first] = True
    return found


def _centre_of(
    vectors: NDArray[np.float32], counted: NDArray[np.bool_], model: str
) -> NDArray[np.float32]:
    """Return what vectors are centred on: the mean of those of posts, drawn to 0 where they are few."""
    prior = default_calibration(model).centre_prior
    total = sum(
        (vectors[part][counted[part]].sum(axis=0, dtype=np.float64) for part in stretches(vectors)),
        start=np.zeros(vectors.shape[1]),
    )
    count = int(np.count_nonzero(counted))
    return np.asarray(total / max(count + prior, 1.0) if count else total, dtype=np.float32)


def _with_centre(
    lots: Sequence[tuple[NDArray[np.float32], NDArray[np.bool_]]], mean: NDArray[np.float32]
) -> Centred:
    """Centre the vectors of posts, profiles and notes where they lie, those that count; the others become zero."""
    for vectors, counted in lots:
        _centre_rows(vectors, counted, mean)
    posts, profiles, notes = (vectors for vectors, _ in lots)
    return Centred(posts, profiles, notes)


def _centre_rows(
    vectors: NDArray[np.float32], counted: NDArray[np.bool_], mean: NDArray[np.float32]
) -> None:
    """What stays zero takes no memory."""
    for part in stretches(vectors):
        rows = vectors[part]
        if counted[part].all():
            rows[:] = centre(rows, mean)
            continue
        rows[counted[part]] = centre(rows[counted[part]], mean)
        unused = np.flatnonzero(~counted[part])
        rows[unused[rows[unused].any(axis=1)]] = 0
