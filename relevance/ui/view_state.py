"""The view of the connections in the state of the session, in the address of the page, and back.

Whether names are hidden is bound to the address by Streamlit itself. The rest is written here: Streamlit would write
labels, which count what they would show, so that the address would not open again, and it would forget what is narrowed
while two people stand side by side.

In presentation mode the address holds nothing that tells who somebody is: what a session has chosen stays in its state.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import streamlit as st

from relevance.pipeline.listing import FACETS, LOOKS, View, opened_view
from relevance.ui.data import PRESENTING, Workspace
from relevance.ui.widgets import plain

__all__ = ["put_view", "take_view", "view_now", "write_view"]

_MANY = (*FACETS, "company", "topic")
_ONE = ("list", "search", "order", "look", "person", "other")
# Names and employers, and ids, since an id is worked out from the address of a profile.
_TELLING = frozenset(["company", "search", "person", "other"])
_WRITTEN = "address of connections"

_HIDDEN = "hidden"
_LATE_SECONDS = 3.0


@dataclass(frozen=True)
class _Written:
    """What this page wrote to the address last."""

    told: Mapping[str, Sequence[str]] = field(default_factory=dict)
    view: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The whole view of that moment."""
    sent: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """What the browser named when that was worked out."""
    at: float = 0.0


def take_view(space: Workspace) -> View:
    """Take the view that the address names, unless this page wrote it there, and return the one that holds.

    What an address may not hold is left out, and said.
    """
    given = {name: st.query_params.get_all(name) for name in (*_shared(), _HIDDEN)}
    if st.session_state.get(PRESENTING):
        held = view_now().address
        given |= {name: held.get(name, []) for name in _TELLING}
    view, words = opened_view(space.store, given)
    for word in words:
        st.warning(plain(word), icon=":material/link_off:")
    own = _own(given)
    written: _Written = st.session_state.get(_WRITTEN, _Written())
    st.session_state[_WRITTEN] = replace(written, sent=own)
    if own and own != written.told and not _is_late(own, written):
        _put_own(view)
        return view
    return view_now()


def _is_late(own: Mapping[str, Sequence[str]], written: "_Written") -> bool:
    """Whether the browser names the address before the last one, since it has not taken that up yet.

    Going back in the browser names it as well, but a while later, and without touching a widget.
    """
    if own != written.sent:
        return False
    touched = view_now().address != written.view
    return touched or time.monotonic() - written.at < _LATE_SECONDS


def _own(given: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {name: list(given[name]) for name in _shared() if given.get(name)}


def _shared() -> tuple[str, ...]:
    """Return the parameters of the address that are taken and written."""
    every = (*_MANY, *_ONE, "silent")
    if not st.session_state.get(PRESENTING):
        return every
    return tuple(name for name in every if name not in _TELLING)


def view_now() -> View:
    """Return the view that the widgets hold."""
    state = st.session_state
    told: dict[str, Sequence[str]] = {name: state.get(name) or () for name in _MANY}
    for name in _ONE:
        told[name] = [state[name]] if state.get(name) else ()
    told["silent"] = [str(state["silent"])] if state.get("silent") is not None else ()
    told[_HIDDEN] = ["true"] if state.get(_HIDDEN) else ()
    return View.of_address(told)[0]


def put_view(view: View) -> None:
    """Have the widgets hold a view; to be called before they are drawn, as in a callback."""
    st.session_state[_HIDDEN] = view.hidden
    _put_own(view)


def _put_own(view: View) -> None:
    facets = view.filters.facets
    for name in _MANY:
        st.session_state[name] = list(facets.get(name, ()))
    told = {
        "list": view.filters.listed,
        "search": view.filters.search,
        "silent": view.filters.silent,
        "order": view.order,
        "look": view.look,
        "person": view.person,
        "other": view.other,
    }
    for name, value in told.items():
        st.session_state[name] = value


def write_view(view: View) -> None:
    """Write to the address what Streamlit does not write there itself."""
    told = _own(view.address)
    if view.look == LOOKS[1]:
        told = {name: values for name, values in told.items() if name not in {"person", "other"}}
    for name in (*_MANY, *_ONE, "silent"):
        if name in told and st.query_params.get_all(name) != told[name]:
            st.query_params[name] = told[name]
        elif name not in told and name in st.query_params:
            del st.query_params[name]
    before: _Written = st.session_state.get(_WRITTEN, _Written())
    if told != before.told:
        st.session_state[_WRITTEN] = _Written(told, view.address, before.sent, time.monotonic())
    else:
        st.session_state[_WRITTEN] = replace(before, view=view.address)
