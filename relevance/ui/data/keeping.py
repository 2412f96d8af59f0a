"""Keeping for the next start what this one worked out, once nobody waits for anything."""

import threading
from contextlib import suppress

from relevance.config import Settings
from relevance.errors import RelevanceError
from relevance.pipeline import Corpus, Matches, Store
from relevance.pipeline.beginnings import LEAST_KEPT, keep_matches

__all__ = ["keep_soon"]

_AFTER_SECONDS = 10.0
_waiting: dict[str, threading.Timer] = {}


def keep_soon(store: Store, settings: Settings, corpus: Corpus, found: Matches) -> None:
    """Keep what follows from this corpus in a while, unless something newer is to be kept by then."""
    if corpus.posts.height < LEAST_KEPT:
        return
    timer = threading.Timer(_AFTER_SECONDS, _keep, [store, settings, corpus, found])
    timer.daemon = True
    before = _waiting.pop(str(store.path), None)
    if before is not None:
        before.cancel()
    _waiting[str(store.path)] = timer
    timer.start()


def _keep(store: Store, settings: Settings, corpus: Corpus, found: Matches) -> None:
    # What has been kept need not be held until something newer comes.
    if _waiting.get(str(store.path)) is threading.current_thread():
        del _waiting[str(store.path)]
    # The next start takes longer where the disk is full or the database has been closed; nothing else comes of it.
    with suppress(RelevanceError):
        keep_matches(store, settings, corpus, found)
