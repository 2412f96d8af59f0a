"""Contents of a report -> one self-contained HTML document."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from relevance.texts import _, day, language, marked, number, signed

__all__ = ["render_report"]

_SIGNS = {
    "raises": marked("▲ raises"),
    "dilutes": marked("▼ dilutes"),
    "neutral": marked("● neutral"),
    "unknown": marked("? unknown"),
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
        "state": lambda one: _(_SIGNS.get(one) or str(one)),
        "width": _width,
    }
    environment.globals |= {"_": _, "language": language()}
    # Half of a surrogate pair, as broken exports have them, cannot be written.
    said = environment.get_template("report.html").render(contents)
    return said.encode("utf-8", "replace").decode("utf-8")


def _hundred(share: float | None, digits: int = 0) -> str:
    return "?" if share is None else number(100 * share, digits)


def _points(points: float | None) -> str:
    return "?" if points is None else signed(points, 2)


def _day(when: date | datetime | None) -> str:
    return _("not known") if when is None else day(when)


def _width(value: float | None, largest: float) -> str:
    """Return how long a bar is, in percent of the longest."""
    return f"{100 * abs(value or 0.0) / largest:.1f}" if largest > 0 else "0"
