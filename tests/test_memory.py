"""The C library is told to keep few heaps, and keeps few."""

import platform
import re
import subprocess
import sys
from pathlib import Path

THREADS = """
import ctypes, sys, threading

if sys.argv[1] == "held":
    from relevance.ui.memory import hold_few_arenas
    print(hold_few_arenas())
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


def test_the_dashboard_asks_for_it_however_it_is_started() -> None:
    folder = Path(__file__).parents[1] / "relevance" / "ui"
    for name in ("launch.py", "shell.py"):
        assert "    hold_few_arenas()\n" in (folder / name).read_text("utf-8"), name
