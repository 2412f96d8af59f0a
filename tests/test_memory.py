"""The C library is told to keep few heaps, and keeps few."""

import platform
import re
import subprocess
import sys
from pathlib import Path

THREADS = """
import ctypes, sys, threading

if sys.argv[1] == "held":
    from relevance.ui.memory import hold_little
    print(hold_little())
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
met = threading.Barrier(12)

def work():
    libc.malloc(5000)
    met.wait()

threads = [threading.Thread(target=work) for _ in range(12)]
[one.start() for one in threads]
[one.join() for one in threads]
libc.fopen.restype = ctypes.c_void_p
file = libc.fopen(sys.argv[2].encode(), b"w")
libc.malloc_info(0, ctypes.c_void_p(file))
libc.fclose(ctypes.c_void_p(file))
"""


def _heaps(how: str, path: Path) -> tuple[str, int]:
    """Return what the function answered, and how many heaps a process with 12 threads has."""
    done = subprocess.run(
        [sys.executable, "-c", THREADS, how, str(path)], capture_output=True, text=True, check=True
    )
    return done.stdout.strip(), len(re.findall("<heap nr", path.read_text("utf-8")))


def test_threads_share_two_heaps(tmp_path: Path) -> None:
    assert platform.libc_ver()[0] == "glibc", "these tests are for Linux with glibc"
    assert _heaps("as it is", tmp_path / "many.xml")[1] > 2
    assert _heaps("held", tmp_path / "few.xml") == ("True", 2)


BLOCKS = """
import sys
from pathlib import Path
import numpy as np

if sys.argv[1] == "held":
    from relevance.ui.memory import hold_little
    hold_little()

def own():
    rows = Path("/proc/self/status").read_text().splitlines()
    return next(int(row.split()[1]) for row in rows if row.startswith("RssAnon")) / 1024

# The first large blocks to go teach the C library to keep more.
for size in (2**20, 2**22, 2**24, 30 * 2**20):
    np.ones(size, np.uint8)
before = own()
held = [np.ones(4 * 2**20, np.uint8) for _ in range(40)]
last = np.ones(1000)
most = own()
del held[20:]
some = own()
print(most - before, most - some)
"""


def _given_back(how: str) -> float:
    """Return which share of 80 MB comes back when the last blocks of 160 MB go."""
    said = subprocess.run(
        [sys.executable, "-c", BLOCKS, how], capture_output=True, text=True, check=True
    ).stdout
    took, back = map(float, said.split())
    assert took > 150
    return back / 80


def test_what_is_free_is_given_back() -> None:
    assert _given_back("as it is") < 0.9 < _given_back("held")


def test_the_dashboard_asks_for_it_however_it_is_started() -> None:
    folder = Path(__file__).parents[1] / "relevance" / "ui"
    for name in ("launch.py", "shell.py"):
        assert "    hold_little()\n" in (folder / name).read_text("utf-8"), name
