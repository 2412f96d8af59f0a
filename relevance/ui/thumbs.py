"""Thumbs beside a post or person: up, down, and where a rating came from."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from relevance.errors import RelevanceError
from relevance.pipeline import rate, unrate
from relevance.texts import _, number
from relevance.ui.data import Workspace
from relevance.ui.widgets import accented, plain

__all__ = ["give", "rating_words", "take_back", "thumbs"]

_THUMBS = {
    "up": (":material/thumb_up:", _("More like this")),
    "down": (":material/thumb_down:", _("Less like this")),
}
_SHORT = {"up": _("More"), "down": _("Less")}
_ACTS = {
    "like": _("you liked it"),
    "comment": _("you commented on it"),
    "reshare": _("you shared it on"),
    "save": _("you saved it"),
    "vote": _("you voted in it"),
}


def thumbs(
    space: Workspace, subject: str, subject_id: str, *, place: str = "", short: bool = False
) -> None:
    """Draw both thumbs; the one that holds stands out, and pressing it again takes it back.

    Args:
        space: what the session looks at.
        subject: post or person.
        subject_id: which one.
        place: where on the page they stand, for one that is shown in several places: keys must differ.
        short: with shorter words, for lists of many.
    """
    row = space.held.get((subject, subject_id))
    holds = _holds(row)
    where = f" {place}" if place else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content"):
        for thumb, (icon, label) in _THUMBS.items():
            said = _SHORT[thumb] if short else label
            st.button(
                accented(said) if holds == thumb else said,
                key=f"thumb {thumb} {subject} {subject_id}{where}",
                icon=icon,
                type="primary" if holds == thumb else "tertiary",
                help=_help(label, short=short, holds=holds == thumb),
                on_click=take_back if holds == thumb else give,
                args=(space, subject_id) if holds == thumb else (space, subject_id, thumb),
            )
        if row is not None and row["source"] != "thumb":
            st.caption(rating_words(row))


def rating_words(row: Mapping[str, Any]) -> str:
    """Return where a rating of `ratings_now` came from and what it counts."""
    if row["source"] == "thumb":
        return _("▲ thumb up") if row["value"] > 0 else _("▼ thumb down")
    said = _ACTS.get(row["source"], plain(row["source"]))
    if row["value"] == 0:
        return _("○ {said}; you took that back, so it counts for nothing", said=said)
    return _(
        "▲ {said}: counts {value} % of a thumb up", said=said, value=number(100 * row["value"])
    )


def take_back(space: Workspace, subject_id: str) -> None:
    """Take back what holds of a post or person."""
    try:
        unrate(space.store, subject_id)
    except RelevanceError as error:
        st.toast(plain(str(error)))


def give(space: Workspace, subject_id: str, thumb: str) -> None:
    """Keep a thumb, up or down, on a post or person."""
    try:
        rate(space.store, subject_id, thumb)
    except RelevanceError as error:
        st.toast(plain(str(error)))


def _help(label: str, *, short: bool, holds: bool) -> str | None:
    if holds:
        return _("Press again to take it back.")
    return f"{label}." if short else None


def _holds(row: Mapping[str, Any] | None) -> str | None:
    if row is None or row["source"] != "thumb":
        return None
    return "up" if row["value"] > 0 else "down"
