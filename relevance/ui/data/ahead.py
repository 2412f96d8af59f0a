"""What the first page shows, worked out as soon as the dashboard is served: a browser takes a second to get going."""

import logging
import threading
from contextlib import suppress

from relevance.ui.data.stores import settings_now
from relevance.ui.data.workspace import first_workspace

__all__ = ["work_ahead"]

_SESSIONS = "streamlit.runtime.scriptrunner_utils.script_run_context"


def work_ahead(changes: int) -> threading.Thread:
    """Begin to work out scores, figures, advice and the plan of `changes` changes, and return who does it.

    A page that opens meanwhile waits for what is being worked out; nothing is worked out twice. Closing the database
    ends the work.
    """
    # Caches work without a session; that this thread has none is nothing for a reader's terminal.
    logging.getLogger(_SESSIONS).setLevel(logging.ERROR)
    worker = threading.Thread(target=_work, args=[changes], name="relevance-ahead", daemon=True)
    worker.start()
    return worker


def _work(changes: int) -> None:
    settings = settings_now()
    # Whatever fails here fails again on the page, which has words for it.
    with suppress(Exception):
        if settings.database.exists() or settings.demo_database.exists():
            space = first_workspace()
            if not space.empty and space.scores.feed is not None:
                space.plan(changes)
                _ = space.weeks, space.figures(), space.advice
                # A start that knows what posts match has read no vector; topics and questions need them.
                space.corpus.read.when_quiet()
