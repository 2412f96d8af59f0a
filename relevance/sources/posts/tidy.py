"""Cells that can be trusted: no control characters, no words that mean nothing."""

import polars as pl

from relevance.sources.posts.columns import CANDIDATES, TEXT_NAMES, all_of, first_of

__all__ = ["LONGEST_TEXT", "tidy"]

# A post on LinkedIn has at most 3,000 characters; what is longer is an article, and its first
# 20,000 characters say what it is about.
LONGEST_TEXT = 20_000

# Control characters, and the marks that turn the direction of writing round (which can make a text
# read differently from what it is). Joiners inside emoji and plain direction marks stay.
_UNSEEN = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]"
)
_LINE_ENDS = "\r\n?|[\x85\u2028\u2029]"
_VISIBLE = "[^\\s\u200b-\u200f\u2060\u3164]"
_NOTHING = ["", "null", "none", "nan", "undefined", "n/a", "nat"]


def tidy(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame with `row` and one column for each target of `columns.CANDIDATES`.

    Texts stay as written, except for their line ends and what cannot be seen; other cells lose the
    blanks around them. Where there is nothing, there is null.
    """
    weak_barred = pl.any_horizontal(
        [pl.col(name).is_not_null() for name in CANDIDATES["text"] if name in frame.columns]
        or [pl.lit(value=False)]
    )
    frame = frame.with_columns(weak_barred.alias("weak_barred"))
    frame = frame.with_columns(
        _text(name) if name in TEXT_NAMES else _cell(name)
        for name in frame.columns
        if name not in {"row", "weak_barred"}
    )
    return (
        frame.select(
            "row",
            "weak_barred",
            *(
                (all_of if target in _SETS else first_of)(frame, target).alias(target)
                for target in CANDIDATES
                if target not in _DATES
            ),
            *(name for name in frame.columns if name in _DATE_NAMES),
        )
        .with_columns(
            pl.when("weak_barred")
            .then("text")
            .otherwise(pl.coalesce("text", "weak_text"))
            .alias("text")
        )
        .drop("weak_text", "weak_barred")
    )


# Of several ids of an account only one may be the one that is known elsewhere.
_SETS = ("author_id", "inner_id")
_DATES = ("moment", "age", "inner_moment", "inner_age", "scraped_at")
_DATE_NAMES = frozenset(name for target in _DATES for name in CANDIDATES[target])


def _text(name: str) -> pl.Expr:
    text = pl.col(name).str.replace_all(_LINE_ENDS, "\n")
    if name == "sharecommentary":
        # LinkedIn's own export writes a quote before and behind every line break of a text.
        text = text.str.replace_all('"\n"', "\n", literal=True).str.replace_all(r'^"|"$', "")
    text = text.str.replace_all(_UNSEEN, "")
    return pl.when(text.str.contains(_VISIBLE)).then(text.str.slice(0, LONGEST_TEXT)).alias(name)


def _cell(name: str) -> pl.Expr:
    text = pl.col(name).str.replace_all(_UNSEEN, "").str.strip_chars()
    return pl.when(~text.str.to_lowercase().is_in(_NOTHING)).then(text).alias(name)
