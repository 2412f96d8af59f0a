"""Known weaknesses of what is pinned, where data on them can be had; where not, a line says so."""

import json
import subprocess
from dataclasses import dataclass

from tests.supply.programs import ROOT, program

__all__ = ["Audit", "audit", "judged"]

_PATIENCE_SECONDS = 300


@dataclass(frozen=True)
class Audit:
    """What was learnt."""

    checked: int
    """Packages on which there were data."""
    unknown: int
    """Packages on which there were none."""
    weaknesses: tuple[str, ...]
    """Each as package, version, id, and the versions that mend it."""

    @property
    def verdict(self) -> str:
        """What came of it, in a line."""
        if not self.checked:
            return (
                "pip-audit: data on known weaknesses cannot be had from here; nothing was checked."
            )
        rest = f", no data on {self.unknown}" if self.unknown else ""
        return (
            f"pip-audit: {len(self.weaknesses)} known weaknesses in {self.checked} packages{rest}."
        )


def audit() -> Audit:
    """Look up every pinned package; none is installed or run."""
    try:
        ended = subprocess.run(
            [program("pip-audit"), "-r", ROOT / "constraints.txt", "--no-deps", "--disable-pip",
             "--format", "json", "--progress-spinner", "off"],
            capture_output=True, text=True, timeout=_PATIENCE_SECONDS, check=False,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return Audit(0, 0, ())
    return judged(ended.stdout)


def judged(answer: str) -> Audit:
    """Return what the answer of pip-audit says; an answer that cannot be read says nothing."""
    try:
        told = list(json.loads(answer)["dependencies"])
    except (ValueError, KeyError, TypeError):
        return Audit(0, 0, ())
    known = [one for one in told if "vulns" in one]
    weaknesses = [
        f"{one['name']} {one['version']}: {weak['id']}, mended in {', '.join(weak['fix_versions']) or 'no version yet'}"
        for one in known
        for weak in one["vulns"]
    ]
    return Audit(len(known), len(told) - len(known), tuple(weaknesses))
