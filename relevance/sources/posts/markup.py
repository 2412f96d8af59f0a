"""Texts of posts that came as HTML, or with its entities, as a reader sees them."""

import re
from html import unescape

import polars as pl

from relevance.sources.html_text import plain_text

__all__ = ["readable", "readable_column"]

# A break, or a paragraph that is closed, is markup; other tags alone may be what the author wrote about.
_TAGS = r"(?:p|div|ul|ol|li|h[1-6]|blockquote)"
_MARKUP = rf"(?i)<br\s*/?>|</{_TAGS}\s*>"
_ENTITY = r"&(?:[A-Za-z]{2,8}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});"
_HOW_OFTEN = 2
_IS_MARKUP = re.compile(_MARKUP)


def readable(text: str) -> str:
    """Return `text` without the markup and entities of HTML; what is no markup stays as written.

    Entities are undone twice at most, since tools escape what was escaped already.
    """
    for _ in range(_HOW_OFTEN):
        if _IS_MARKUP.search(text):
            text = plain_text(text)
        text = unescape(text) if re.search(_ENTITY, text) else text
    return text.replace("\xa0", " ")


def readable_column(texts: pl.Series) -> pl.Series:
    """Return `readable` of every text."""
    odd = texts.str.contains(_MARKUP) | texts.str.contains(_ENTITY)
    found = texts.filter(odd).unique()
    if found.is_empty():
        return texts
    mended = {text: readable(text) or None for text in found}
    return texts.zip_with(
        ~odd.fill_null(value=False),
        texts.replace_strict(mended, default=None, return_dtype=pl.String),
    )
