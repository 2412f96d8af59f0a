"""Forgetting a person from a page: what would go is said first, since it cannot be undone."""

import streamlit as st

from relevance.errors import RelevanceError
from relevance.pipeline import Forgotten, leaving_of
from relevance.texts import _, number
from relevance.ui.data import Workspace, forget
from relevance.ui.widgets import accented, plain

__all__ = ["forget_button", "forgotten_note"]

_DONE = "forgotten_just_now"


def forget_button(space: Workspace, person_id: str, *, key: str) -> None:
    """Offer to forget a person; nothing happens before the dialog is answered."""
    if st.button(_("Forget this person"), key=key, icon=":material/person_remove:"):
        st.session_state.pop(_DONE, None)
        _dialog(space, person_id)


@st.dialog(_("Forget this person?"))
def _dialog(space: Workspace, person_id: str) -> None:
    if _DONE in st.session_state:  # the dialog is drawn once more after its button was pressed
        st.rerun()
    try:
        st.write(plain(leaving_of(space.store, person_id).sentence))
    except RelevanceError as error:  # another tab was quicker
        st.error(plain(str(error)), icon=":material/error:")
        return
    st.caption(
        _(
            "Salted marks, which name nobody, stay to keep imports from bringing them back. What "
            "other people wrote about "
            "them stays as it is."
        )
    )
    # A callback does it, so that it is done once however the page is drawn.
    st.button(
        accented(_("Forget for good")),
        type="primary",
        key="forget_for_good",
        on_click=_forget,
        args=(space, person_id),
    )
    if st.button(_("Keep"), key="forget_not"):
        st.rerun()


def _forget(space: Workspace, person_id: str) -> None:
    try:
        st.session_state[_DONE] = (True, _words(forget(space, person_id)))
    except RelevanceError as error:
        st.session_state[_DONE] = (False, str(error))


def forgotten_note() -> None:
    """Say what the last forgetting did, or why it could not be done, until the owner has seen it."""
    done = st.session_state.get(_DONE)
    if done is None:
        return
    worked, said = done
    if worked:
        st.success(plain(said), icon=":material/check:")
    else:
        st.error(plain(said), icon=":material/error:")
    st.button(_("Seen"), key="forgotten_seen", on_click=st.session_state.pop, args=(_DONE, None))


def _words(done: Forgotten) -> str:
    copies = [f"{one.path.name}: {_(one.outcome)}. {one.why}".strip() for one in done.copies]
    parts = [
        _(
            "Forgotten: {values} rows went, and the file was written anew.",
            values=number(sum(done.removed.values())),
        )
    ]
    if copies:
        parts.append(_("Copies: {copies}", copies=" ".join(copies)))
    if done.mentions:
        parts.append(
            _(
                "{mentions} texts by others or by you name them, and stay as written.",
                mentions=number(done.mentions),
            )
        )
    return " ".join(parts)
