"""A start without reading every vector: what posts match, kept by the last one that had to work it out.

Everything kept goes by a digest of all that it follows from: `Corpus.digest`, and the phrases of the interests. A
change of any of them makes another digest, so that nothing stale is ever found.
"""

import hashlib
import json
from collections.abc import Sequence

from relevance.config import Settings
from relevance.interests import Interest
from relevance.pipeline.corpus import Corpus, corpus_digest
from relevance.pipeline.scores import Matches
from relevance.store import Store, beginning, keep_beginning

__all__ = ["LEAST_KEPT", "keep_matches", "kept_matches"]

LEAST_KEPT = 20_000
"""Posts in the window from which on a beginning is kept: fewer are read as quickly."""


def kept_matches(store: Store, corpus: Corpus, interests: Sequence[Interest]) -> Matches | None:
    """Return how strongly everything speaks to each interest, as it was kept for just this; null where it was not."""
    if not corpus.is_begun:
        return None
    kept = beginning(store, _digest(corpus, interests))
    if kept is None:
        return None
    return Matches(
        interests=tuple(interests),
        waiting=(),
        posts=kept["posts"],
        profiles=kept["profiles"],
        notes=kept["notes"],
    )


def keep_matches(
    store: Store, settings: Settings, corpus: Corpus, found: Matches, *, least: int = LEAST_KEPT
) -> bool:
    """Keep what follows from this corpus for the next start; return whether that was done.

    It is not done for fewer than `least` posts, while posts or interests wait for the model, and where the store has
    changed since the corpus was loaded.
    """
    if corpus.posts.height < least or corpus.waiting.any() or found.waiting:
        return False
    whole = {
        "embedded": corpus.embedded,
        "profiles": corpus.has_profile,
        "notes": corpus.has_note,
        "mean": corpus.mean,
        "telling": corpus.people["note"].is_not_null().to_numpy(),
    }
    grids = {"posts": found.posts, "profiles": found.profiles, "notes": found.notes}
    with store.transaction():
        # Somebody may have been forgotten meanwhile.
        if corpus_digest(store, settings, corpus.model) != corpus.digest:
            return False
        keep_beginning(store, {corpus.digest: whole, _digest(corpus, found.interests): grids})
    return True


def _digest(corpus: Corpus, interests: Sequence[Interest]) -> str:
    said = json.dumps([corpus.digest, *(one.phrases for one in interests)])
    return hashlib.sha256(said.encode()).hexdigest()
