"""Memory that stays flat over hours of use, whatever number of threads has drawn pages."""

import ctypes
import os
import platform
from functools import cache

__all__ = ["give_back_at_once", "hold_little"]

# malloc.h of glibc
_M_ARENA_MAX = -8
_M_MMAP_THRESHOLD = -3
_ARENAS = 2
_LARGE = 32 * 2**20


def give_back_at_once() -> None:
    """Have Polars give memory back when a frame goes, unless its user has said otherwise; called before it is loaded.

    By itself its allocator keeps pages for later, and they count as held until the system runs short: some 300 MB after
    a million posts were loaded.
    """
    os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:0,muzzy_decay_ms:0")


@cache
def hold_little() -> bool:
    """Have the C library keep few heaps and give back what is free; return whether it can be told so (glibc only).

    Streamlit draws each run of a page in a thread of its own. By itself glibc gives threads up to eight heaps for each
    processor, and each heap keeps what its threads gave back: the process grows for hours though nothing more is held.
    The larger the blocks that came and went, the more free memory it leaves at the end of a heap, too, up to 64 MB at a
    time, and what lies scattered before it: with a million posts some dozen moves of a slider took 0.5 GB that way.
    Once the size of a block that gets a place of its own is stated it stops learning and gives back all but 128 KiB.
    Stated is the most it would have learnt, since smaller blocks are quicker from a heap.

    To be called before there are many threads, since the number of heaps is settled once.
    """
    if platform.libc_ver()[0] != "glibc":
        return False
    tell = ctypes.CDLL(None).mallopt
    return bool(tell(_M_ARENA_MAX, _ARENAS)) and bool(tell(_M_MMAP_THRESHOLD, _LARGE))
