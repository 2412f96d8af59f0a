"""Letting many threads read, and one of them shut everybody else out for a moment."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["Gate"]


class Gate:
    """Open to any number of readers at once; closed to all of them while one thread has it for itself."""

    def __init__(self) -> None:
        """Begin open."""
        self._changed = threading.Condition()
        self._inside = 0
        self._owner: int | None = None
        self._mine = threading.local()

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Read; waits while another thread has closed the gate, and never for the thread that closed it itself."""
        with self._changed:
            depth = getattr(self._mine, "depth", 0)
            # Who is inside already does not wait for one that waits for them.
            self._changed.wait_for(lambda: depth or self._owner in {None, threading.get_ident()})
            self._inside += 1
            self._mine.depth = depth + 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._mine.depth -= 1
                self._changed.notify_all()

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Wait until nobody reads any more, and let nobody in meanwhile."""
        with self._changed:
            self._changed.wait_for(lambda: self._owner is None)
            self._owner = threading.get_ident()
            self._changed.wait_for(lambda: not self._inside)
        try:
            yield
        finally:
            with self._changed:
                self._owner = None
                self._changed.notify_all()
