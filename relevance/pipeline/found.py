"""What was worked out of a corpus before, by what it was worked out from: as much of it as there is room for."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Any

__all__ = ["Found"]

_MOST_BYTES = 128 * 2**20


class Found:
    """Results by their whole origin, so that none can be stale; the ones used longest ago go first."""

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        """Keep results of at most so many bytes."""
        self._most = most_bytes
        self._held: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Any:  # what `put` was given
        """Return what is held under `key`, null where nothing is."""
        with self._lock:
            if key not in self._held:
                return None
            self._held.move_to_end(key)
            return self._held[key][0]

    def put(self, key: Hashable, result: object, size: int) -> None:
        """Hold `result`, which takes `size` bytes, under `key`."""
        with self._lock:
            self._size += size - self._held.pop(key, (None, 0))[1]
            self._held[key] = (result, size)
            while self._size > self._most and len(self._held) > 1:
                self._size -= self._held.popitem(last=False)[1][1]
