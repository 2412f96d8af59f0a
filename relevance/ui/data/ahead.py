"""What the first page shows, worked out as soon as the dashboard is served: a browser takes a second to get going."""

import logging
import threading
from contextlib import suppress

from relevance.pipeline.beginnings import LEAST_KEPT
from relevance.ui.data.stores import settings_now
from relevance.ui.data.workspace import first_workspace

__all__ = ["Ahead"]

_SESSIONS = "streamlit.runtime.scriptrunner_utils.script_run_context"
_BROWSER_SECONDS = 3.0
"""So long the browser has the machine where a feed is large: with both at work the verdict stands 0.7 s later."""


class Ahead:
    """Works out scores, figures and the plan of some changes; in a while advice too, and reads the vectors.

    A page that opens meanwhile waits for what is being worked out; nothing is worked out twice.
    """

    def __init__(self, changes: int) -> None:
        """Begin, with the plan of `changes` changes."""
        # Caches work without a session; that this thread has none is nothing for a reader's terminal.
        logging.getLogger(_SESSIONS).setLevel(logging.ERROR)
        self._changes = changes
        self._ending = threading.Event()
        self._worker = threading.Thread(target=self._work, name="relevance-ahead", daemon=True)
        self._worker.start()

    def wait(self, seconds: float) -> None:
        """Wait until everything is worked out, at most so long."""
        self._worker.join(seconds)

    def end(self, seconds: float) -> None:
        """Begin with nothing more, and wait at most so long for what is at work; closing the database ends that."""
        self._ending.set()
        self.wait(seconds)

    def _work(self) -> None:
        settings = settings_now()
        # Whatever fails here fails again on the page, which has words for it.
        with suppress(Exception):
            if settings.database.exists() or settings.demo_database.exists():
                space = first_workspace()
                if not space.empty and space.scores.feed is not None:
                    space.plan(self._changes)
                    _ = space.weeks, space.figures()
                    is_large = space.corpus.posts.height >= LEAST_KEPT
                    if not self._ending.wait(_BROWSER_SECONDS if is_large else 0):
                        _ = space.advice
                        # A start that knows what posts match has read no vector; topics and questions need them.
                        space.corpus.read.when_quiet()
