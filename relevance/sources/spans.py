"""Stretches of time as people write them: "Jan 2016 – Dec 2019 · 4 yrs", "2010-14", "seit März 2015"."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from relevance.sources.month_names import month_names

__all__ = [
    "Edge",
    "Found",
    "Grain",
    "Span",
    "edge_in",
    "find_span",
    "is_duration",
    "is_present",
    "span_of",
]

Grain = Literal["year", "month", "day"]

_EARLIEST, _LATEST = 1900, 2100
_LONGEST = 300
_YEAR = r"(?:19|20)\d\d(?!\d)"
_OF = r"(?:de\s+|of\s+|del\s+)?"
_SEASON = (
    r"(?:spring|summer|autumn|fall|winter|early|mid|late|circa|ca?\.|about|around|approx\.?|frühjahr|sommer|"
    r"herbst|anfang|mitte|ende|q[1-4])"
)
_PRESENT = (
    r"(?:present|now|today|current(?:ly)?|ongoing|to\s+date|heute|jetzt|aktuell|laufend|aujourd['’]hui|présent|"
    r"actuel(?:lement)?|actualidad|actualmente|actual|presente?|hoy|atualmente|atual|o\s+momento|hoje|oggi|attuale|"
    r"in\s+corso|heden|nu|nuvarande|nåværende|nutid|i\s+dag|nykyinen|obecnie|nadal|dziś|současnost|dnes|jelenleg|"
    r"prezent|günümüz|halen|настоящее\s+время|по\s+настоящее\s+время|сьогодні|σήμερα|至今|现在|現在|현재)(?![^\W_])"
)
_DASH = r"[-‐‑‒–—―−~〜～→]+"
_TO_WORDS = "to until till through thru bis à au al a até ao tot til do jusqu'à jusqu’à"
_TO = rf"(?:\s*{_DASH}\s*|\s+(?:{'|'.join(_TO_WORDS.split())})\s+(?:the\s+)?)"
_SINCE = r"(?:since|seit|depuis|desde|sedan|siden|od|sinds|dal|from|ab)"
_UNTIL = r"(?:until|till|to|up\s+to|bis|jusqu['’](?:à|en)|hasta|até|fino\s+al?|tot|til)"
_STILL = re.compile(r"^(?:since|seit|depuis|desde|sedan|siden|sinds)\b", re.IGNORECASE)
_DURATION = (
    r"\d{1,2}\+?\s*(?:yrs?|years?|mos?|mths?|months?|jahre?n?|monate?n?|ans?|années?|mois|años?|meses|mes|anos?|mês|"
    r"anni|anno|mesi|mese|jaar|jr|maanden|maand|mnd|år|månader|mån|måneder|mdr?|lata?|rok|mies\w*|roky?|let|"
    r"gada?|yıl|ay|год\w*|лет|мес\w*|年|个月|か月|개월|년)\.?"
)
_DURATIONS = rf"(?:less\s+than\s+a\s+year|{_DURATION}(?:\s*(?:,|and|und|et|y|e|en|og|och|i)?\s*{_DURATION})?)"
_TAIL = rf"(?:\s*[·•]\s*\d[^·•|]{{0,30}}|\s*[·•,(|]?\s*{_DURATIONS}\s*\)?)?"
_ONLY_PRESENT = re.compile(rf"(?:{_UNTIL}\s+)?{_PRESENT}[.)]?$", re.IGNORECASE)
_ONLY_DURATION = re.compile(rf"{_DURATIONS}$", re.IGNORECASE)
# "2008-09" is September 2008 to some and two years to others.
_EITHER = re.compile(r"\(?(?:19|20)\d\d-(?:0\d|1[0-2])\)?$")


@dataclass(frozen=True)
class Edge:
    """One end of a stretch of time."""

    day: date
    """The first day that is meant, or the last one; see `edge_in`."""
    grain: Grain
    """How exact it is: the year alone is known, the month, or the day."""


@dataclass(frozen=True)
class Span:
    """A stretch of time; null where an end is not stated."""

    start: Edge | None
    finish: Edge | None
    is_current: bool | None
    """True where it goes on; null where that is not said."""
    is_single: bool = False
    """Whether a single date is all that is said, which may be the first or the last one."""

    @property
    def is_backwards(self) -> bool:
        """Whether it ends before it begins."""
        return bool(self.start and self.finish and self.finish.day < self.start.day)


@dataclass(frozen=True)
class Found:
    """A span within a line, and what stands around it."""

    span: Span
    before: str
    after: str


def edge_in(text: str, *, last: bool = False) -> Edge | None:
    """Return the day, month or year that the whole of `text` names, or null.

    Of a month or a year it is the first day, or the `last` one. Months may be named in any of some thirty
    languages. Of `3/4/2016`, which is March to some and April to others, only the year is taken.
    """
    plain = " ".join(text[:_LONGEST].split()).strip(" .,")
    found = _edge_pattern().fullmatch(plain)
    return (
        _edge({name: value for name, value in found.groupdict().items() if value}, last=last)
        if found
        else None
    )


def span_of(line: str) -> Span | None:
    """Return the span that a whole line states, with or without its length behind it ("· 4 yrs"), or null.

    A single date stands as its start, see `Span.is_single`. Null also for "2008-09", which may be a month or two years.
    """
    plain = " ".join(line[:_LONGEST].split()).strip(" .,;")
    found = None if _EITHER.match(plain) else _line_pattern().fullmatch(plain)
    return _span(found.groupdict()) if found else None


def find_span(line: str) -> Found | None:
    """Return the first span in `line` that says from when or until when, else the first single year or month.

    Null where there is none, and for "2008-09", which may be a month or two years.
    """
    plain = " ".join(line[:_LONGEST].split())
    matches = list(_search_pattern().finditer(plain))
    ranges = [one for one in matches if one["to"] or one["since"] or one["until"] or one["open"]]
    chosen = next(iter(ranges or matches), None)
    if chosen is None or _EITHER.match(chosen.group().strip()):
        return None
    span = _span(chosen.groupdict())
    return Found(span, plain[: chosen.start()], plain[chosen.end() :]) if span else None


def is_duration(line: str) -> bool:
    """Return whether a line states nothing but a length of time, as "6 yrs 2 mos"."""
    return bool(_ONLY_DURATION.match(" ".join(line[:_LONGEST].split())))


def is_present(text: str) -> bool:
    """Return whether a text means today: "Present", "heute", "até o momento"."""
    return bool(_ONLY_PRESENT.match(" ".join(text[:_LONGEST].split())))


@lru_cache(maxsize=1)
def _month() -> str:
    names = sorted(month_names(), key=len, reverse=True)
    return rf"(?<![^\W\d_])(?:{'|'.join(map(re.escape, names))})(?![^\W\d_])\.?"


def _edge_text(mark: str) -> str:
    """A pattern for one date; its groups end in `mark`."""
    month, year = _month(), _YEAR
    shapes = (
        rf"(?P<iso{mark}>{year}[-/.]\d\d?[-/.]\d\d?)(?:[T ]\d\d:\d\d(?::\d\d)?)?",
        rf"(?P<day{mark}>\d\d?(?:st|nd|rd|th|\.)?)\s+{_OF}(?P<dm{mark}>{month}),?\s+{_OF}(?P<dy{mark}>{year})",
        rf"(?P<am{mark}>{month})\s+(?P<ad{mark}>\d\d?)(?:st|nd|rd|th)?,\s*(?P<ay{mark}>{year})",
        rf"(?P<numbers{mark}>\d\d?[-/.]\d\d?[-/.]{year})",
        rf"(?P<name{mark}>{month})[\s\-/,]*{_OF}(?P<ny{mark}>{year})",
        rf"(?P<sname{mark}>{month})[\s\-]*['’]?(?P<sy{mark}>(?<=[-'’])\d\d(?!\d))",
        rf"(?P<ym{mark}>{year}-(?:0\d|1[0-2])(?![\d-]))",
        rf"(?P<my{mark}>(?:0?[1-9]|1[0-2])\s?[./-]\s?{year})",
        rf"(?P<east{mark}>{year}\s?[年년]\s?\d\d?\s?[月월])(?:\s?\d\d?\s?[日일])?",
        rf"(?:{_SEASON}\s*)?(?<!\d)(?P<y{mark}>{year})[年년]?",
    )
    return f"(?:{'|'.join(shapes)})"


@lru_cache(maxsize=1)
def _edge_pattern() -> re.Pattern[str]:
    return re.compile(_edge_text(""), re.IGNORECASE)


@lru_cache(maxsize=1)
def _span_text() -> str:
    first, second, last = _edge_text("1"), _edge_text("2"), _edge_text("3")
    ends = rf"(?P<to>{_TO})(?:{second}|(?P<short>\d\d(?!\d))|(?P<present>{_PRESENT}))"
    shortly = r"(?P<slash>/)(?P<slashed>\d\d(?!\d))"
    # An end that is left open, with nothing behind the dash.
    left_open = rf"(?P<open>\s*{_DASH}\s*(?=$|[),|;]))"
    return (
        rf"(?:(?P<until>(?<![^\W_]){_UNTIL})\s+{last}"
        rf"|(?:(?P<since>(?<![^\W_]){_SINCE})\s+)?{first}(?:{ends}|{shortly}|{left_open})?)"
    )


@lru_cache(maxsize=1)
def _line_pattern() -> re.Pattern[str]:
    return re.compile(rf"\(?{_span_text()}\)?{_TAIL}", re.IGNORECASE)


@lru_cache(maxsize=1)
def _search_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![^\W_]){_span_text()}(?:\s*\(?{_DURATIONS}\)?(?![^\W_]))?", re.IGNORECASE
    )


def _span(parts: dict[str, str | None]) -> Span | None:
    def edge(mark: str, *, last: bool) -> Edge | None:
        held = {
            name[: -len(mark)]: one for name, one in parts.items() if one and name.endswith(mark)
        }
        return _edge(held, last=last)

    if parts["until"]:
        finish = edge("3", last=True)
        return Span(None, finish, is_current=False) if finish else None
    start = edge("1", last=False)
    if start is None:
        return None
    if parts["present"]:
        return Span(start, None, is_current=True)
    short = parts["short"] or parts["slashed"]
    if short:
        return _to_short_year(start, int(short))
    if parts["to"]:
        finish = edge("2", last=True)
        return Span(start, finish, is_current=False) if finish else None
    if parts["since"] or parts["open"]:
        return Span(start, None, is_current=True if _STILL.match(parts["since"] or "") else None)
    return Span(start, None, is_current=False, is_single=True)


def _to_short_year(start: Edge, digits: int) -> Span | None:
    """Return "2010-14" and "2010/11" as from 2010 to 2014 or 2011; null where no later year is meant."""
    year = start.day.year - start.day.year % 100 + digits
    year += 100 if year < start.day.year else 0
    if start.grain != "year" or not start.day.year <= year <= start.day.year + 60:
        return None
    return Span(start, Edge(date(year, 12, 31), "year"), is_current=False)


def _edge(parts: dict[str, str], *, last: bool) -> Edge | None:
    try:
        return _edge_of(parts, last=last)
    except ValueError:
        return None  # the 31st of February, or a thirteenth month


def _edge_of(parts: dict[str, str], *, last: bool) -> Edge | None:
    numbers = [int(one) for one in re.findall(r"\d+", _whole(parts))]
    if "iso" in parts:
        return Edge(date(*numbers[:3]), "day")
    if "day" in parts:
        day = int(re.sub(r"\D", "", parts["day"]))
        return Edge(date(int(parts["dy"]), _number(parts["dm"]), day), "day")
    if "am" in parts:
        return Edge(date(int(parts["ay"]), _number(parts["am"]), int(parts["ad"])), "day")
    if "numbers" in parts:
        return _of_numbers(numbers, dotted="." in parts["numbers"], last=last)
    if "name" in parts:
        return _month_edge(int(parts["ny"]), _number(parts["name"]), last=last)
    if "sname" in parts:
        short = int(parts["sy"])
        return _month_edge(
            short + (2000 if short < 70 else 1900), _number(parts["sname"]), last=last
        )
    if "ym" in parts or "east" in parts:
        return _month_edge(numbers[0], numbers[1], last=last)
    if "my" in parts:
        return _month_edge(numbers[1], numbers[0], last=last)
    return _year_edge(int(parts["y"]), last=last) if "y" in parts else None


def _whole(parts: dict[str, str]) -> str:
    return next(
        (parts[name] for name in ("iso", "numbers", "ym", "my", "east") if name in parts), ""
    )


def _number(month: str) -> int:
    return month_names()[month.casefold().strip(" .")]


def _of_numbers(numbers: list[int], *, dotted: bool, last: bool) -> Edge:
    first, second, year = numbers[:3]
    if dotted or first > 12 or first == second:
        return Edge(date(year, second, first), "day")
    if second > 12:
        return Edge(date(year, first, second), "day")
    return _year_edge(year, last=last)


def _year_edge(year: int, *, last: bool) -> Edge:
    return Edge(date(year, 12, 31) if last else date(year, 1, 1), "year")


def _month_edge(year: int, month: int, *, last: bool) -> Edge:
    return Edge(date(year, month, calendar.monthrange(year, month)[1] if last else 1), "month")
