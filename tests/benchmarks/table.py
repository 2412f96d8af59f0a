"""What `make bench` measured, in one table: this tool, what it is held against, and the limit; and the same as JSON."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

__all__ = ["RESULTS", "Held", "Table", "as_lines"]

RESULTS = Path(__file__).parent / "results" / "bench.json"


@dataclass(frozen=True)
class Held:
    """One figure, its limit, and the same figure of whatever it is held against."""

    what: str
    ours: float
    unit: str
    at_most: float | None
    at_least: float | None
    baselines: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_kept(self) -> bool:
        """Whether the figure is within its limit."""
        above = self.at_most is not None and self.ours > self.at_most
        below = self.at_least is not None and self.ours < self.at_least
        return not (above or below)

    @property
    def limit(self) -> str:
        """The limit in words."""
        if self.at_most is not None:
            return f"at most {_number(self.at_most)}"
        return "" if self.at_least is None else f"at least {_number(self.at_least)}"


class Table:
    """Takes figures down while they are measured."""

    def __init__(self) -> None:
        self.rows: list[Held] = []

    def hold(
        self,
        what: str,
        ours: float,
        *,
        unit: str = "",
        at_most: float | None = None,
        at_least: float | None = None,
        **baselines: float,
    ) -> None:
        """Take a figure down and fail where it is beyond its limit; names of baselines have _ for a blank."""
        named = {name.replace("_", " "): value for name, value in baselines.items()}
        row = Held(what, float(ours), unit, at_most, at_least, named)
        self.rows.append(row)
        assert row.is_kept, f"{what}: {_number(ours)} {unit}, allowed is {row.limit}."

    def write(self, file: Path) -> None:
        """Write everything as JSON, with the cores that it was measured on and how busy they were."""
        said = {
            "cores": os.cpu_count(),
            "load": round(os.getloadavg()[0], 1),
            "rows": [{**asdict(row), "is_kept": row.is_kept} for row in self.rows],
        }
        file.write_text(json.dumps(said, indent=1) + "\n", "utf-8")


def as_lines(rows: Sequence[Held]) -> list[str]:
    """Return the table as lines of equal columns."""
    cells = [("what", "this tool", "held against", "limit", "")]
    for row in rows:
        beside = ", ".join(f"{name} {_number(value)}" for name, value in row.baselines.items())
        ours = f"{_number(row.ours)} {row.unit}".strip()
        cells.append((row.what, ours, beside, row.limit, "" if row.is_kept else "BEYOND"))
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return ["  ".join(map(str.ljust, line, widths)).rstrip() for line in cells]


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
