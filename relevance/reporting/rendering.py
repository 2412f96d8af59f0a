"""Contents of a report -> one self-contained HTML document."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

__all__ = ["render_report"]

_SIGNS = {
    "raises": "▲ raises",
    "dilutes": "▼ dilutes",
    "neutral": "● neutral",
    "unknown": "? unknown",
}


def render_report(contents: Mapping[str, Any]) -> str:
    """Return `contents`, the names that the template uses, as an HTML document; every text in it is escaped.

    Raises:
        jinja2.UndefinedError: a name that the template uses is missing.
    """
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "hundred": _hundred,
        "points": _points,
        "day": _day,
        "state": lambda one: _SIGNS.get(one, one),
        "width": _width,
    }
    # Half of a surrogate pair, as broken exports have them, cannot be written.
    said = environment.get_template("report.html").render(contents)
    return said.encode("utf-8", "replace").decode("utf-8")


def _hundred(share: float | None, digits: int = 0) -> str:
    return "?" if share is None else f"{100 * share:.{digits}f}"


def _points(points: float | None) -> str:
    # Adding 0 turns the -0.0 of rounding into 0.
    return "?" if points is None else f"{round(points, 2) + 0.0:+.2f}"


def _day(when: date | datetime | None) -> str:
    return "not known" if when is None else f"{when.day} {when:%B %Y}"


def _width(value: float | None, largest: float) -> str:
    """Return how long a bar is, in percent of the longest."""
    return f"{100 * abs(value or 0.0) / largest:.1f}" if largest > 0 else "0"
