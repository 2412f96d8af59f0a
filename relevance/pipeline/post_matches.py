"""Matches of posts with interests: what was worked out of a corpus before is not worked out again."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from relevance.lexical import WordCounts, match_of_phrases, words_together
from relevance.pipeline.corpus import Corpus
from relevance.pipeline.room import stretches
from relevance.scoring import matches, soft_max_similarity

__all__ = ["matched_posts"]


def matched_posts(
    corpus: Corpus,
    phrases: Sequence[Sequence[str]],
    vectors: Sequence[NDArray[np.float32]],
) -> NDArray[np.float32]:
    """Return how strongly each post speaks to each interest, (n_interests, n_posts), 0 to 1.

    A new phrase costs one pass over the vectors and a look for its words; interests that stay cost nothing of either.

    Args:
        corpus: the posts.
        phrases: those of each interest.
        vectors: their centred vectors, (m, width) for each interest.
    """
    near = _similarities(corpus, vectors)
    counts = _counted(corpus, words_together(phrases))
    grid = np.empty((len(phrases), len(corpus.person)), dtype=np.float32)
    for row, said in enumerate(phrases):
        lexical = match_of_phrases(said, counts, corpus.texts.lengths)
        grid[row] = matches(near[row], corpus.calibration, lexical=lexical)
    return grid


def _similarities(
    corpus: Corpus, vectors: Sequence[NDArray[np.float32]]
) -> list[NDArray[np.float32]]:
    keys = [("similarity", rows.shape, rows.tobytes()) for rows in vectors]
    held = [corpus.found.get(key) for key in keys]
    new = [row for row, one in enumerate(held) if one is None]
    if new:
        found = np.empty((len(new), len(corpus.person)), dtype=np.float32)
        for part in stretches(corpus.vectors):
            found[:, part] = soft_max_similarity(
                corpus.vectors[part], [vectors[row] for row in new]
            )
        for place, row in enumerate(new):
            # A copy, so that letting one go frees its room.
            held[row] = found[place].copy()
            corpus.found.put(keys[row], held[row], held[row].nbytes)
    return held


def _counted(corpus: Corpus, lots: Sequence[tuple[str, ...]]) -> WordCounts:
    """Return how often each post has each word; texts are searched once for all lots that are new."""
    held: dict[tuple[str, ...], WordCounts | None] = {
        lot: corpus.found.get(("words", lot)) for lot in lots
    }
    new = [lot for lot, one in held.items() if one is None]
    if new:
        # No two lots can overlap in a text, so that all are counted at once.
        found = corpus.texts.count([word for lot in new for word in lot])
        for lot in new:
            own = found.only(lot)
            held[lot] = own
            corpus.found.put(("words", lot), own, own.nbytes)
    return WordCounts.merged([one for one in held.values() if one is not None])
