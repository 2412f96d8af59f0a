"""Sums of many small parts: threads that wait for each other on a busy machine take ten times as long as one."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["single_thread"]

# The limit holds for the whole process: two that overlap would leave each other's behind.
_TURN = threading.Lock()


@contextmanager
def single_thread() -> Iterator[None]:
    """Keep scikit-learn and numpy to one thread within the block; one block at a time."""
    import sklearn.cluster  # noqa: F401  # only libraries that are loaded can be limited
    from threadpoolctl import threadpool_limits

    with _TURN, threadpool_limits(1):
        yield
