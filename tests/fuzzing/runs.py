"""One run of the fuzzer over a family: what it is given, how it is called, and what is kept of it."""

import hashlib
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzzing.targets import LONGEST_SECONDS, TARGETS, WORDS
from tests.tried import tried

__all__ = ["FOUND", "Run", "fuzz"]

FOUND = Path(__file__).parent / "found"
"""Inputs that made something fail once, in a folder for each family."""

_LONGEST = 20_000
_MEMORY_MB = 3_000
_GRACE_SECONDS = 180


@dataclass(frozen=True)
class Run:
    """What became of fuzzing one family for a while."""

    family: str
    tried: int
    reached: int
    finding: Path | None
    said: str
    """The end of what the fuzzer printed."""

    @property
    def verdict(self) -> str:
        """What was found, in a line."""
        return f"FOUND {self.finding}\n{self.said}" if self.finding else "nothing found"

    def write_down(self) -> None:
        """Write the row of the family in docs/tried.md, if nothing was found and that is asked for."""
        if self.finding is None:
            what = f"inputs that coverage-guided fuzzing made for {self.family}"
            tried(what, self.tried, "nothing failed")


def fuzz(family: str, seconds: int) -> Run:
    """Fuzz a family for some seconds; what makes it fail is kept among the fixtures.

    Raises:
        RuntimeError: the fuzzer is not installed, or ended otherwise than by its time or a finding.
    """
    with TemporaryDirectory(prefix="fuzzing-") as name:
        folder = Path(name)
        for kind in ("corpus", "findings"):
            (folder / kind).mkdir()
        for number, sample in enumerate(TARGETS[family].samples):
            (folder / "corpus" / f"sample{number}").write_bytes(sample)
        (folder / "words").write_text("".join(map(_word, WORDS)), "ascii")
        ended = subprocess.run(
            _command(family, seconds, folder),
            capture_output=True,
            timeout=seconds + _GRACE_SECONDS,
            check=False,
        )
        said = ended.stderr.decode("utf-8", "replace") + ended.stdout.decode("utf-8", "replace")
        findings = sorted((folder / "findings").iterdir())
        if ended.returncode and not findings:
            msg = f"The fuzzer did not run; `pip install -e '.[fuzz]'` installs it. It said:\n{said[-3000:]}"
            raise RuntimeError(msg)
        finding = _kept(family, findings[0]) if findings else None
    return Run(
        family=family,
        tried=_last(r"number_of_executed_units:\s*(\d+)|#(\d+)\s", said),
        reached=_last(r"cov: (\d+)", said),
        finding=finding,
        said=said[-3000:],
    )


def _command(family: str, seconds: int, folder: Path) -> list[str]:
    return [
        *(sys.executable, "-m", "tests.fuzzing.one", family, str(folder / "corpus")),
        f"-max_total_time={seconds}",
        f"-max_len={_LONGEST}",
        f"-timeout={3 * LONGEST_SECONDS}",
        f"-rss_limit_mb={_MEMORY_MB}",
        f"-dict={folder / 'words'}",
        f"-artifact_prefix={folder / 'findings'}/",
        "-print_final_stats=1",
    ]


def _word(piece: bytes) -> str:
    """Return a piece as a line of libFuzzer's dictionary, which takes short ones only."""
    if len(piece) > 60:
        return ""
    return '"' + "".join(f"\\x{byte:02x}" for byte in piece) + '"\n'


def _last(pattern: str, said: str) -> int:
    found = [next(one for one in hit.groups() if one) for hit in re.finditer(pattern, said)]
    return int(found[-1]) if found else 0


def _kept(family: str, finding: Path) -> Path:
    data = finding.read_bytes()
    kept = FOUND / family / f"{hashlib.sha256(data).hexdigest()[:16]}.bin"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(data)
    return kept
