"""Facts in words, side by side where there is room and one below the other on a phone."""

from collections.abc import Iterable, Mapping

import streamlit as st

from relevance.ui.widgets import plain

__all__ = ["fact_cards"]

_WIDTH = 340  # pixels: three cards in a row on a laptop, one on a phone


def fact_cards(cards: Iterable[tuple[str, Mapping[str, str]]]) -> None:
    """Draw a card for each title, with what is said under each label.

    Cards wrap as sentences do: a table of long texts has to be scrolled sideways on a phone, and by keyboard alone
    that cannot be done.
    """
    with st.container(horizontal=True):
        for title, facts in cards:
            with st.container(border=True, width=_WIDTH, height="stretch", gap="small"):
                st.markdown(f"**{plain(title)}**")
                lines = [f"*{label}*: {plain(said)}" for label, said in facts.items() if said]
                st.markdown("  \n".join(lines))
