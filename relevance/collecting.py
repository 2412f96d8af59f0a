"""Python's search for garbage in circles, held off while very many small things are made."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

__all__ = ["rare_collections"]

_RARE = 200_000
_lock = Lock()
_inside = 0
_usual = gc.get_threshold()


@contextmanager
def rare_collections() -> Iterator[None]:
    """Let the collector look at new objects only every 200,000 of them; may be nested, and used by several threads.

    Reading a large export makes millions of rows and cells, none of them in circles. By default each 700 of them are
    looked at, and all that are held again and again, which takes a tenth of the time of an import.
    """
    global _inside, _usual
    with _lock:
        if not _inside:
            _usual = gc.get_threshold()
            gc.set_threshold(_RARE, *_usual[1:])
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not _inside:
                gc.set_threshold(*_usual)
