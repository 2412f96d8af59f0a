"""Something large that is read once: at once where somebody waits for it, else while nobody waits for anything."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

__all__ = ["ReadOnce"]

T = TypeVar("T")

_WORKS_SECONDS = 0.1
"""So long the reading goes on before it looks again whether others are at work."""
_LOOK_SECONDS = 0.02
_BUSY_CORES = 0.3
_MOST_SECONDS = 30.0
"""So long the reading rests in all: beside work that goes on for hours it goes on too."""


class ReadOnce(Generic[T]):
    """What `read` gives, kept from the first time on; `read` is given what it calls now and then, to give way."""

    def __init__(self, read: Callable[[Callable[[], None]], T]) -> None:
        """Remember how to read it."""
        self._read = read
        self._lock = threading.Lock()
        self._counting = threading.Lock()
        self._waiting = 0
        self._found: list[T] = []

    @property
    def is_here(self) -> bool:
        """Whether it has been read."""
        return bool(self._found)

    @property
    def is_being_read(self) -> bool:
        """Whether somebody is at it."""
        return self._lock.locked()

    def now(self) -> T:
        """Return it, and read it where that has not been done; a reading that gives way hurries from now on."""
        if self._found:
            return self._found[0]
        self._count(1)
        try:
            return self._once()
        finally:
            self._count(-1)

    def when_quiet(self) -> T:
        """Return it; where it has not been read, the reading rests while the rest of the program is at work."""
        return self._once()

    def _count(self, change: int) -> None:
        with self._counting:
            self._waiting += change

    def _once(self) -> T:
        with self._lock:
            if not self._found:
                self._found.append(self._read(_Courtesy(lambda: self._waiting > 0).give_way))
            return self._found[0]


class _Courtesy:
    """Rests while other threads of the process use a core, unless somebody waits for what is being done."""

    def __init__(self, is_awaited: Callable[[], bool]) -> None:
        self._is_awaited = is_awaited
        self._left = _MOST_SECONDS
        self._looked = time.monotonic()

    def give_way(self) -> None:
        if time.monotonic() - self._looked < _WORKS_SECONDS:
            return
        while self._left > 0 and not self._is_awaited():
            used, began = time.process_time(), time.monotonic()
            time.sleep(_LOOK_SECONDS)
            passed = time.monotonic() - began
            self._left -= passed
            # This thread slept: whatever the process used is others' work.
            if time.process_time() - used < _BUSY_CORES * passed:
                break
        self._looked = time.monotonic()
