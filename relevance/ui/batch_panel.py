"""Look-alike invitations that the ladder declines, decided together with one confirmation."""

import streamlit as st

from relevance.pipeline import Advice, record_decision
from relevance.texts import _
from relevance.ui.data import Workspace
from relevance.ui.widgets import accented, plain

__all__ = ["batch_panel"]

# What a note that says nothing of its own is called; invitations with such notes look alike.
_KINDS = {
    "pitch": _("sales pitches"),
    "repeated": _("notes that several inviters sent"),
    "template": _("notes from a template"),
    "default": _("notes in LinkedIn's own words"),
    "none": _("invitations without a note"),
}
_LAST = "last_batch"


def batch_panel(space: Workspace) -> None:
    """Offer to decline each kind of look-alikes together; nothing where there are fewer than two."""
    groups = {kind: found for kind in _KINDS if len(found := _alike(space.advice, kind)) > 1}
    last: list[str] = st.session_state.get(_LAST, [])
    if not groups and not last:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        for kind, found in groups.items():
            with st.popover(
                _("Decline {found} {kind}", found=len(found), kind=_KINDS[kind]),
                icon=":material/layers:",
                key=f"batch {kind}",
            ):
                _confirm(space, kind, found)
        if last:
            st.button(
                _("Undo {last} declined together", last=len(last)),
                key="undo batch",
                icon=":material/undo:",
                on_click=_undo,
                args=(space,),
            )


def _alike(advice: list[Advice], kind: str) -> list[Advice]:
    return [
        one
        for one in advice
        if one.decision == "decline" and not one.decided and one.occasion.verdict.note.kind == kind
    ]


def _confirm(space: Workspace, kind: str, found: list[Advice]) -> None:
    by_id = {one.invite_id: one for one in found}
    chosen = st.pills(
        _("All of them, or take some out"),
        list(by_id),
        selection_mode="multi",
        default=list(by_id),
        format_func=lambda invite_id: plain(by_id[invite_id].name),
        key=f"batch of {kind}",
    )
    for one in found[:3]:
        if one.note:
            st.caption(plain(" ".join(one.note.split())[:200]))
    picked = [by_id[invite_id] for invite_id in chosen if invite_id in by_id]
    st.button(
        accented(_("Decline these {picked}", picked=len(picked))),
        type="primary",
        key=f"confirm batch {kind}",
        disabled=not picked,
        on_click=_decline,
        args=(space, picked),
    )


def _decline(space: Workspace, picked: list[Advice]) -> None:
    model = space.corpus.model
    with space.store.transaction():
        for one in picked:
            record_decision(space.store, space.advice, one.invite_id, "decline", model=model)
    st.session_state[_LAST] = [one.invite_id for one in picked]
    st.toast(_("{picked} are noted as declined. Nothing was done on LinkedIn.", picked=len(picked)))


def _undo(space: Workspace) -> None:
    """Take back what was declined together, as far as it still holds."""
    holding = {one.invite_id for one in space.advice if one.decided == "decline"}
    gone = [invite_id for invite_id in st.session_state.pop(_LAST) if invite_id in holding]
    with space.store.transaction():
        for invite_id in gone:
            record_decision(space.store, [], invite_id, "undo")
    st.toast(_("{gone} are taken back.", gone=len(gone)))
