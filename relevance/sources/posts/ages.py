"""How long ago a post was written, in words such as "3w", measured back from the day it was read."""

import re

import polars as pl

from relevance.sources.posts.dates import MOMENT

__all__ = ["age_offset", "ages"]

# No such words are longer; longer cells are cut before they are searched.
_LONGEST = 120
_UNITS = {
    "s": ("s", "sec", "secs", "second", "seconds"),
    "m": ("m", "min", "mins", "minute", "minutes"),
    "h": ("h", "hr", "hrs", "hour", "hours"),
    "d": ("d", "day", "days"),
    "w": ("w", "wk", "wks", "week", "weeks"),
    "mo": ("mo", "mos", "mon", "month", "months"),
    "y": ("y", "yr", "yrs", "year", "years"),
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words}
_AGO = re.compile(
    r"^(?:(?:posted|published|shared|edited|reposted|updated|about|over|almost)\s+)*"
    r"(?P<count>\d{1,4}|an?|one)\s*(?P<unit>[a-z]+)\.?\s*(?:ago\b)?(?:\s*[•·|(,–—-].*|\s+edited.*)?$",
    re.IGNORECASE,
)
_WORDS = {"now": "0s", "just now": "0s", "today": "0s", "yesterday": "1d"}


def age_offset(text: str) -> str | None:
    """Return how far back "3w", "2 mo" or "5d • Edited" reaches, as `-3w`; else null."""
    plain = " ".join(text[:_LONGEST].split()).casefold()
    head = re.split(r"\s*[•·|]", plain)[0]
    if head in _WORDS:
        return f"-{_WORDS[head]}"
    found = _AGO.match(plain)
    unit = _UNIT_OF.get(found.group("unit")) if found else None
    if not found or unit is None:
        return None
    count = found.group("count")
    return f"-{count if count.isdigit() else 1}{unit}"


def ages(values: pl.Series, reference: pl.Series) -> pl.Series:
    """Return the moments that words in `values` mean, measured back from `reference`."""
    known = {text: age for text in values.unique().drop_nulls() if (age := age_offset(text))}
    if not known:
        return pl.Series("at", [None] * len(values), dtype=MOMENT)
    frame = pl.DataFrame({"text": values, "reference": reference.cast(MOMENT)})
    return frame.select(
        pl.col("reference")
        .dt.offset_by(pl.col("text").replace_strict(known, default=None, return_dtype=pl.String))
        .alias("at")
    )["at"]
