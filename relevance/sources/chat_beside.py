"""Files of an export that explain another one: looked up beside it, and read once."""

import weakref
from collections import deque
from collections.abc import Callable
from functools import wraps
from pathlib import PurePosixPath
from typing import TypeVar

from relevance.sources.archive import SourceFile

__all__ = ["beside", "read_once"]

_KEPT = 8
_MOST_UP = 4

T = TypeVar("T")


def beside(file: SourceFile, *names: str) -> list[SourceFile]:
    """Return the files of these names in the nearest folder above that of `file` that has any of them.

    Args:
        file: one file of an export.
        names: such as `users.json`.
    """
    folder = PurePosixPath(file.path.replace("\\", "/")).parent
    for above in [folder, *folder.parents][:_MOST_UP]:
        start = "" if str(above) == "." else f"{str(above).rstrip('/')}/"
        found = [one for name in names if (one := file.near.get(f"{start}{name}"))]
        if found:
            return found
    return []


def read_once(read: Callable[[SourceFile], T]) -> Callable[[SourceFile], T]:
    """Return `read` with its last few answers kept: a thousand days of a chat ask for one list.

    Files are told apart as objects, since another file may lie at the same path tomorrow, and are
    held weakly, so that no archive stays open for this.
    """
    kept: deque[tuple[weakref.ref[SourceFile], T]] = deque(maxlen=_KEPT)

    @wraps(read)
    def once(file: SourceFile) -> T:
        for held, answer in list(kept):
            if held() is file:
                return answer
        answer = read(file)
        kept.append((weakref.ref(file), answer))
        return answer

    return once
