"""A running dashboard of its own process, and a process whose every word to another machine is a failure."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Dashboard", "asked_for", "blocked", "free_port", "served"]

_ROOT = Path(__file__).resolve().parent.parent
_PATIENCE_SECONDS = 240
# Models are loaded while machines are busy; yet nobody waits longer for a dashboard to stop.
STOP_SECONDS = 20

_BLOCKED = """
import ipaddress
import os
import socket

_ASKED = os.environ["RELEVANCE_TEST_ASKED"]
_connect, _connect_ex, _getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo
_sendto = socket.socket.sendto


def _check(host):
    name = host.decode() if isinstance(host, bytes) else host
    try:
        fine = name in {None, "", "localhost"} or ipaddress.ip_address(name).is_loopback
    except ValueError:
        fine = False
    if name == "0.0.0.0":
        fine = True
    if not fine:
        with open(_ASKED, "a", encoding="utf-8") as file:
            file.write(f"{name}\\n")
        raise RuntimeError(f"another machine was asked for: {name}")


def _host(address):
    return address[0] if isinstance(address, tuple) else None


def connect(self, address):
    _check(_host(address))
    return _connect(self, address)


def connect_ex(self, address):
    _check(_host(address))
    return _connect_ex(self, address)


def sendto(self, data, *rest):
    _check(_host(rest[-1]))
    return _sendto(self, data, *rest)


def getaddrinfo(host, *rest, **more):
    _check(host)
    return _getaddrinfo(host, *rest, **more)


def gethostbyname(host):
    _check(host)
    return "127.0.0.1"


socket.socket.connect, socket.socket.connect_ex, socket.socket.sendto = connect, connect_ex, sendto
socket.getaddrinfo, socket.gethostbyname = getaddrinfo, gethostbyname
"""


@dataclass(frozen=True)
class Dashboard:
    """A dashboard that runs."""

    address: str
    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def said(self) -> str:
        """Return everything that it wrote on its terminal."""
        return self.log.read_text("utf-8", "replace")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def blocked(folder: Path) -> dict[str, str]:
    """Return the environment of a process that can reach nobody but this machine.

    Who was asked for is written down, since an error may be caught; see `asked_for`.
    """
    guard = folder / "blocked"
    guard.mkdir(exist_ok=True)
    (guard / "sitecustomize.py").write_text(_BLOCKED, "utf-8")
    paths = [str(guard), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        "PYTHONPATH": os.pathsep.join(paths),
        "RELEVANCE_TEST_ASKED": str(guard / "asked.txt"),
    }


def asked_for(folder: Path) -> list[str]:
    """Return whom a process with the environment of `blocked` asked for, beyond this machine."""
    file = folder / "blocked" / "asked.txt"
    return file.read_text("utf-8").splitlines() if file.exists() else []


@contextmanager
def served(
    database: Path,
    folder: Path,
    *words: str,
    port: int | None = None,
    environment: Mapping[str, str] | None = None,
    by_streamlit: bool = False,
) -> Iterator[Dashboard]:
    """Run `relevance app`, or `streamlit run app.py`, on a database until the block ends.

    `words` are further options of that command.
    """
    port = port or free_port()
    command = ["-m", "relevance", "app", "--port", str(port), *words]
    if by_streamlit:
        command = ["-m", "streamlit", "run", "app.py", "--server.port", str(port), *words]
    log = folder / f"server-{port}.log"
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, *command],
            stdout=written,
            stderr=subprocess.STDOUT,
            cwd=_ROOT,
            env={
                **os.environ,
                "STREAMLIT_SERVER_HEADLESS": "true",
                "RELEVANCE_DB": str(database),
                **(environment or {}),
            },
        )
    try:
        _wait_until_healthy(port, process, log)
        yield Dashboard(f"http://127.0.0.1:{port}", port, process, log)
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise


def _wait_until_healthy(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text("utf-8", "replace")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"the dashboard did not answer: {log.read_text('utf-8', 'replace')}")
