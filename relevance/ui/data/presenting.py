"""Presentation mode: what a session looks at with a veil over names and texts, and nothing forgotten.

This is the one door: every property and answer of a workspace, and every frame of its store, passes it.
"""

import inspect
from collections.abc import Callable
from typing import Any, cast

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from relevance.errors import RelevanceError
from relevance.pipeline import Veil, VeiledStore, veil_of
from relevance.texts import _
from relevance.ui.data.stores import store_at
from relevance.ui.data.workspace import Workspace
from relevance.ui.data.workspace import workspace as workspace_as_it_is

__all__ = ["PRESENTING", "present", "veiled", "workspace"]

PRESENTING = "presenting"
"""Where the session keeps whether names and texts are hidden."""

_STAYS = frozenset({"demo", "step of tour", PRESENTING})
# Settings, counts and the owner's own words, of which none names anybody; and acts, which work on what is.
_AS_IT_IS = frozenset(
    [
        "settings",
        "is_demo",
        "versions",
        "version",
        "kind",
        "interests",
        "empty",
        "has_stale_links",
        "change_interests",
        "read_new_phrases",
    ]
)
_REFUSED = _(
    "Presentation mode shows and changes nothing here. Turn it off in the side bar, then do this again."
)


def workspace() -> Workspace:
    """Return what this session looks at: the owner's data, or the demo while there is none; veiled when presenting."""
    found = workspace_as_it_is()
    return veiled(found) if st.session_state.get(PRESENTING) else found


def present(*, on: bool) -> None:
    """Hide names and texts in this session, or show them again; pages forget what they had noted of either."""
    for key in list(st.session_state):
        if key not in _STAYS:
            del st.session_state[key]
    st.session_state[PRESENTING] = on


def veiled(space: Workspace) -> Workspace:
    """Return a workspace that shows codes for people and no text."""
    versions = (space.version("data"), space.version("links"), space.version("decisions"))
    veil = _veil_at(str(space.store.path), versions)
    return cast("Workspace", _Veiled(space, veil))


@st.cache_resource(max_entries=2, show_spinner=_("Hiding names and texts ..."))
def _veil_at(path: str, versions: tuple[int, ...]) -> Veil:
    del versions
    return veil_of(store_at(path))


def _is_lifted() -> bool:
    """Whether nothing is being drawn: a click is being worked on, or something in the background."""
    context = get_script_run_ctx(suppress_warning=True)
    return context is None or not context.has_script_started


class _Veiled:
    """Stands for a workspace; what it is asked for while a page is drawn is veiled."""

    def __init__(self, space: Workspace, veil: Veil) -> None:
        store = VeiledStore(space.store, veil, _is_lifted, lambda: RelevanceError(_REFUSED))
        object.__setattr__(self, "_held", (space, veil, store))

    def __getattribute__(self, name: str) -> Any:
        space, veil, store = object.__getattribute__(self, "_held")
        if name == "__class__":
            return Workspace  # so that it is copied and compared as one
        if name == "unveiled":
            return space
        if name == "store":
            return space.store if _is_lifted() else store
        found = getattr(space, name)
        if _is_lifted() or name.startswith("_") or name in _AS_IT_IS:
            return found
        return _answering(veil, found) if inspect.ismethod(found) else veil.hidden(found)


def _answering(veil: Veil, method: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *given, **named: veil.hidden(method(*given, **named))
