"""What the text of a message says of it: written by a person or an advert, and how it is shown."""

import html
import re
from collections.abc import Callable

import polars as pl

__all__ = ["flattened", "has_markup", "is_advert", "snippets"]

_SNIPPET = 300
# Enough to find 300 characters of text behind the markup of the longest advert seen.
_SEARCHED = 6000
_PLACEHOLDER = r"(?i)%(?:FIRST|LAST|FULL|COMPANY|JOB)[A-Z_ ]{0,12}%"
# People type plain text; what comes as paragraphs of HTML was sent through LinkedIn's InMail editor.
_INMAIL = r"(?i)^\s*<p\b[^>]*>"
_TAG = r"</?(?:p|br|strong|em|b|i|u|ul|ol|li|a|div|span|img|table|tr|td|h[1-6])(?:\s[^<>]*)?/?>"
_MARKUP = re.compile(_TAG, re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{1,6});", re.IGNORECASE)
_UNEVEN = r"[^\S ]|  |^ | $"
_BLANK = r"\s\x1c-\x1f"  # what Python takes for blanks
# Blanks in a row, or one that is no space: single spaces, of which texts are full, are passed over.
_UNEVEN_BLANKS = rf" *[{_BLANK}--\x20][{_BLANK}]*|  +"


def is_advert(content: pl.Expr) -> pl.Expr:
    """Return whether `content` has the shape of an advert or a sponsored message."""
    has_placeholder = _has(content, "%") & content.str.contains(_PLACEHOLDER)
    has_paragraphs = _has(content, "</p>") & content.str.contains(_INMAIL)
    return has_placeholder | (_has(content, "<") & _has(content, "spinmail")) | has_paragraphs


def has_markup(content: pl.Expr) -> pl.Expr:
    """Return whether `content` holds HTML."""
    return _has(content, "<") & content.str.contains(f"(?i){_TAG}")


def _has(content: pl.Expr, text: str) -> pl.Expr:
    return content.str.contains(text, literal=True)


def flattened(content: pl.Series) -> pl.Series:
    """Return the texts in one line each, with single blanks.

    Line breaks were flattened until 2025; the same message must keep its id.
    """
    places = content.str.contains(_UNEVEN).arg_true()
    if not places.len():
        return content
    even = content.gather(places).str.replace_all(_UNEVEN_BLANKS, " ").str.strip_chars(" ")
    return content.clone().scatter(places, even)


def snippets(flat: pl.Series) -> pl.Series:
    """Return the first 300 characters of each text without markup; null where nothing is left."""
    start = flat.str.slice(0, _SEARCHED)
    return (
        _replaced(start, start.str.contains(r"[<&]"), _plain)
        .str.slice(0, _SNIPPET)
        .replace("", None)
    )


def _plain(text: str) -> str:
    text = _MARKUP.sub(" ", text)
    if _ENTITY.search(text):
        text = html.unescape(text)
    return " ".join(text.split())


def _replaced(texts: pl.Series, where: pl.Series, change: Callable[[str], str]) -> pl.Series:
    """Return `texts` with `change` made to those that `where` is true of."""
    places = where.arg_true()
    if not places.len():
        return texts
    changed = pl.Series([change(text) for text in texts.filter(where)], dtype=pl.String)
    return texts.clone().scatter(places, changed)
