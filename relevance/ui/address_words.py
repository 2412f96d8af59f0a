"""What the address of a page names and cannot be taken, said in a sentence instead of dropped without a word."""

import math
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import streamlit as st

from relevance.texts import _, number
from relevance.ui.widgets import plain

__all__ = ["YES_OR_NO", "Allowed", "say_what_is_refused"]

Allowed: TypeAlias = tuple[float, float] | Sequence[str]
"""The lowest and the highest number, or the words that are known."""

YES_OR_NO = ("true", "false")
_SHOWN = 40


def say_what_is_refused(allowed: Mapping[str, Allowed]) -> None:
    """Warn of each parameter that holds something else than what is allowed; its widget begins as usual then.

    Args:
        allowed: by the name of the parameter.
    """
    for name, values in allowed.items():
        for given in st.query_params.get_all(name)[:1]:
            if not _fits(given, values):
                st.warning(_sentence(name, given, values), icon=":material/link_off:")


def _fits(given: str, allowed: Allowed) -> bool:
    if not _is_span(allowed):
        return given.casefold() in {str(one).casefold() for one in allowed}
    low, high = (float(one) for one in allowed)
    try:
        found = float(given)
    except ValueError:
        return False
    return math.isfinite(found) and low <= found <= high


def _sentence(name: str, given: str, allowed: Allowed) -> str:
    bare = "".join(char if char.isprintable() else " " for char in given)
    shown = bare if len(bare) <= _SHOWN else f"{bare[:_SHOWN]} …"
    if _is_span(allowed):
        low, high = (number(float(one)) for one in allowed)
        said = _(
            "“{name}” in the address must be a number from {low} to {high}, got “{shown}”.",
            name=name,
            low=low,
            high=high,
            shown=shown,
        )
    else:
        said = _(
            "“{name}” in the address must be one of {known}, got “{shown}”.",
            name=name,
            known=", ".join(map(str, allowed)),
            shown=shown,
        )
    return plain(said)


def _is_span(allowed: Allowed) -> bool:
    return not isinstance(allowed[0], str)
