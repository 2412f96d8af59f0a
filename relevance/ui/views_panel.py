"""Views of the connections that the owner named: opened, renamed, dropped, brought back."""

import streamlit as st

from relevance.errors import RelevanceError
from relevance.pipeline.listing import (
    SavedView,
    View,
    bring_back_view,
    drop_view,
    opened_view,
    rename_view,
    save_view,
    saved_views,
)
from relevance.texts import _
from relevance.ui.data import Workspace
from relevance.ui.view_state import put_view
from relevance.ui.widgets import plain

__all__ = ["views_panel"]

_NAME = "name of view"
_LAST = "last change of views"


def views_panel(space: Workspace, view: View) -> None:
    """Draw a way to keep the view that holds, and the views that are kept."""
    kept = saved_views(space.store)
    with st.expander(_("Saved views ({kept})", kept=len(kept)), icon=":material/bookmarks:"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input(
                _("Name"), key=_NAME, placeholder=_("Loud strangers to go through"), max_chars=80
            )
            st.button(
                _("Keep this view"),
                icon=":material/bookmark_add:",
                on_click=_keep,
                args=(space, view),
            )
            if st.session_state.get(_LAST):
                st.button(
                    _("Undo"),
                    key="undo view",
                    icon=":material/undo:",
                    on_click=_undo,
                    args=(space,),
                )
        if not kept:
            st.caption(
                _(
                    "None yet. A view is all that this page shows: filters, order, look, and whom "
                    "you chose. The address "
                    "of the page opens it, too."
                )
            )
        for one in kept:
            _row(space, one)


def _row(space: Workspace, one: SavedView) -> None:
    view, _dropped = opened_view(space.store, one.parameters)
    with st.container(horizontal=True, vertical_alignment="center", key=f"view {one.view_id}"):
        with st.container(width="stretch"):
            st.markdown(f"**{plain(one.name)}**")
            st.caption(plain(_in_words(view)))
        st.button(_("Open"), key=f"open view {one.view_id}", on_click=_open, args=(space, one))
        with st.popover(_("Rename"), icon=":material/edit:"):
            key = f"new name {one.view_id}"
            st.text_input(_("New name"), value=one.name, key=key, max_chars=80)
            st.button(
                _("Rename"),
                key=f"rename view {one.view_id}",
                on_click=_rename,
                args=(space, one, key),
            )
        st.button(
            _("Delete"),
            key=f"drop view {one.view_id}",
            icon=":material/delete:",
            on_click=_drop,
            args=(space, one.view_id),
        )


def _in_words(view: View) -> str:
    told = [
        f"{name}: {', '.join(values)}"
        for name, values in view.address.items()
        if name not in {"person", "other"}
    ]
    told += [_("with a chosen person")] if view.person else []
    return "; ".join(told) or _("everybody")


def _keep(space: Workspace, view: View) -> None:
    said = " ".join(st.session_state[_NAME].split()).casefold()
    replaced = [one.view_id for one in saved_views(space.store) if one.name.casefold() == said]
    try:
        number = save_view(space.store, st.session_state[_NAME], view.address)
    except RelevanceError as error:
        st.toast(plain(str(error)))
        return
    st.session_state[_LAST] = (
        (_("bring back"), replaced[0], "") if replaced else ("drop", number, "")
    )
    st.session_state[_NAME] = ""


def _open(space: Workspace, one: SavedView) -> None:
    view, words = opened_view(space.store, one.parameters)
    put_view(view)
    for word in words:
        st.toast(plain(word))


def _rename(space: Workspace, one: SavedView, key: str) -> None:
    try:
        rename_view(space.store, one.view_id, st.session_state[key])
    except RelevanceError as error:
        st.toast(plain(str(error)))
        return
    st.session_state[_LAST] = ("rename", one.view_id, one.name)


def _drop(space: Workspace, number: int) -> None:
    try:
        drop_view(space.store, number)
    except RelevanceError as error:  # another tab was quicker
        st.toast(plain(str(error)))
        return
    st.session_state[_LAST] = (_("bring back"), number, "")


def _undo(space: Workspace) -> None:
    act, number, name = st.session_state.pop(_LAST)
    try:
        if act == "rename":
            rename_view(space.store, number, name)
        else:
            (drop_view if act == "drop" else bring_back_view)(space.store, number)
    except RelevanceError as error:
        st.toast(plain(str(error)))
