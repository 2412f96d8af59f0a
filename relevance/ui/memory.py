"""Memory that stays flat over hours of use, whatever number of threads has drawn pages."""

import ctypes
import os
import platform
from functools import cache

__all__ = ["give_back_at_once", "hold_few_arenas"]

_M_ARENA_MAX = -8  # malloc.h of glibc
_ARENAS = 2


def give_back_at_once() -> None:
    """Have Polars give memory back when a frame goes, unless its user has said otherwise; called before it is loaded.

    By itself its allocator keeps pages for later, and they count as held until the system runs short: some 300 MB after
    a million posts were loaded.
    """
    os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:0,muzzy_decay_ms:0")


@cache
def hold_few_arenas() -> bool:
    """Have the C library serve all threads from two heaps; return whether it can be told so (glibc only).

    Streamlit draws each run of a page in a thread of its own. By itself glibc gives threads up to eight heaps for each
    processor, and each heap keeps what its threads gave back: the process grows for hours though nothing more is held.
    To be called before there are many threads, since the number is settled once.
    """
    if platform.libc_ver()[0] != "glibc":
        return False
    return bool(ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS))
