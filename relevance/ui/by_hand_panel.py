"""An invitation that no export names: entered by hand, listed, and deleted again."""

import streamlit as st

from relevance.errors import RelevanceError
from relevance.pipeline import HandWritten, add_invite, delete_invite, hand_invites
from relevance.texts import _
from relevance.ui.data import Workspace, start_embedding
from relevance.ui.widgets import accented, plain

__all__ = ["by_hand_panel"]

_FIELDS = ("name", "url", "headline", "note", "profile")


def by_hand_panel(space: Workspace) -> None:
    """Draw the fields of an invitation and those that were entered before."""
    with st.expander(_("Enter an invitation by hand"), icon=":material/edit_square:"):
        st.caption(
            _(
                "For one that came after your export. It runs down the ladder like any other; no day "
                "of it is known, so it "
                "waits until you decide or delete it."
            )
        )
        with st.container(horizontal=True):
            st.text_input(_("Name"), key="hand name", help=_("As their profile shows it."))
            st.text_input(_("Profile address"), key="hand url")
            st.text_input(_("Headline"), key="hand headline", help=_("The line under the name."))
        st.text_area(_("Their note"), key="hand note", height=100)
        st.text_area(
            _(
                "Experience and Education of their profile, or lines such as “Acme Ltd, trainer, 2010-2014, Leeds”"
            ),
            key="hand profile",
            height=120,
        )
        st.button(
            accented(_("Add"), icon="add"),
            key="add by hand",
            type="primary",
            on_click=_add,
            args=(space,),
        )
        _entered(space)


def _entered(space: Workspace) -> None:
    rows = hand_invites(space.store).unique("invite_id", keep="first", maintain_order=True)
    for row in rows.iter_rows(named=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            note = f": {' '.join(row['note'].split())[:80]}" if row["note"] else ""
            st.markdown(f"**{plain(row['name'])}**{plain(note)}")
            st.button(
                _("Delete"),
                key=f"delete by hand {row['invite_id']}",
                icon=":material/delete:",
                on_click=_delete,
                args=(space, row["invite_id"]),
            )


def _add(space: Workspace) -> None:
    given = {name: st.session_state[f"hand {name}"] for name in _FIELDS}
    try:
        added = add_invite(space.store, HandWritten(**given), space.settings)
    except RelevanceError as error:
        st.toast(plain(str(error)), icon=":material/error:")
        return
    for name in _FIELDS:
        st.session_state[f"hand {name}"] = ""
    name = plain(given["name"].strip())
    if added.import_id is None:
        st.toast(_("This very invitation of {name} is held already.", name=name))
    elif not added.is_pending:
        st.toast(
            _(
                "{name} is a connection already: the invitation is kept, but nothing waits.",
                name=name,
            )
        )
    else:
        st.toast(_("The invitation of {name} is in the queue.", name=name))
    if space.corpus.embedded.any():
        start_embedding(space)


def _delete(space: Workspace, invite_id: str) -> None:
    try:
        name = delete_invite(space.store, invite_id, space.settings)
    except RelevanceError as error:
        st.toast(plain(str(error)), icon=":material/error:")
        return
    st.toast(_("The invitation of {name} is deleted.", name=plain(name)))
