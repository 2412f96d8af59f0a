"""Characters that nobody sees but that change what is seen: control codes, and marks that turn letters around.

Left in a name or a text, they colour a terminal, end a cell early, or make words read in another order than they
stand in. Joiners inside emoji and the plain direction marks that Hebrew and Arabic need stay.
"""

import re
from collections.abc import Callable

import polars as pl

__all__ = ["seen", "seen_only"]

_UNSEEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]"
_ONE = re.compile(_UNSEEN)
_TEXTS = pl.List(pl.String)


def seen(text: str) -> str:
    """Return `text` without what nobody sees; line ends and tabs stay."""
    return _ONE.sub("", text)


def seen_only(frame: pl.DataFrame, *, key: Callable[[str], str]) -> pl.DataFrame:
    """Return `frame` with every text of it as `seen` gives it, lists included; the frame itself where none changes.

    Args:
        frame: any facts.
        key: gives the key of a text; where `text` changes, `text_key` follows it.
    """
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    lists = [name for name, dtype in frame.schema.items() if dtype == _TEXTS]
    # All columns in one query, which looks through several at a time.
    found = frame.select(
        pl.col(texts).str.contains(_UNSEEN).any(),
        *(pl.col(name).explode().str.contains(_UNSEEN).any() for name in lists),
    ).row(0, named=True)
    changed = [pl.col(name).str.replace_all(_UNSEEN, "") for name in texts if found[name]]
    changed += [
        pl.col(name).list.eval(pl.element().str.replace_all(_UNSEEN, ""))
        for name in lists
        if found[name]
    ]
    shown = frame.with_columns(changed) if changed else frame
    if "text_key" not in frame.columns or shown["text"].equals(frame["text"]):
        return shown
    keys = [
        kept if new == old else key(new)
        for old, new, kept in zip(frame["text"], shown["text"], frame["text_key"], strict=True)
    ]
    return shown.with_columns(pl.Series("text_key", keys, dtype=pl.String))
