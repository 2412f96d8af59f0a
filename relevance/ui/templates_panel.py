"""Templates of drafts: changed by the owner, previewed on an invitation, reset to the shipped ones."""

import streamlit as st

from relevance.errors import RelevanceError
from relevance.pipeline import (
    KINDS,
    VARIABLES,
    Advice,
    DraftKind,
    Template,
    draft,
    read_templates,
    reset_template,
    save_template,
)
from relevance.texts import _
from relevance.ui.data import Workspace
from relevance.ui.draft_panel import show_draft
from relevance.ui.widgets import accented, plain

__all__ = ["templates_panel"]


def templates_panel(space: Workspace) -> None:
    """Draw the template of one kind of draft beside what it makes of one invitation."""
    templates = read_templates(space.store)
    kind: DraftKind = st.selectbox(
        _("Kind of draft"),
        list(KINDS),
        format_func=lambda one: _(KINDS[one]).capitalize() + (_(" (yours)") if templates[one].is_own else ""),
        key="kind_of_template",
    )  # fmt: skip
    template = templates[kind]
    if template.problem:
        st.warning(
            _("{problem} The shipped one stands in.", problem=plain(template.problem)),
            icon=":material/warning:",
        )
    left, right = st.columns(2, gap="medium")
    with left:
        source = _editor(space, template)
    with right:
        _preview(space.advice, kind, source)
    with st.expander(_("What a template may use"), icon=":material/help:"):
        st.markdown(
            _(
                "Plain text, with `{{ name }}` for a value and `{% if name %} ... {% else %} ... {% endif %}` "
                "where it may be missing. `{{ gap('what') }}` leaves a place for you to fill, "
                "`{{ pick('a', 'b') }}` takes one wording, always the same for one invitation."
            )
        )
        st.table([{"name": name, "holds": plain(what)} for name, what in VARIABLES.items()])


def _editor(space: Workspace, template: Template) -> str:
    # The text is part of the key: once another is saved or reset, the field shows that one.
    key = f"template {template.kind} {hash(template.source)}"
    source = st.text_area(_("Template"), template.source, key=key, height=420)
    with st.container(horizontal=True):
        st.button(
            accented(_("Save")),
            type="primary",
            key=f"save {template.kind}",
            disabled=source == template.source,
            on_click=_save,
            args=(space, template.kind, source),
        )
        if template.is_own or template.problem:
            st.button(
                _("Reset to the shipped one"),
                key=f"reset {template.kind}",
                icon=":material/undo:",
                on_click=_reset,
                args=(space, template.kind),
            )
    return source


def _preview(advice: list[Advice], kind: DraftKind, source: str) -> None:
    if not advice:
        st.caption(_("A preview shows here once an invitation is waiting."))
        return
    one = st.selectbox(
        _("Preview for"),
        advice,
        format_func=lambda one: f"{one.name} ({one.decision})",
        key="preview_for",
    )
    try:
        message = draft(kind, one.occasion, source)
    except RelevanceError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    show_draft(message.text, message.gaps)


def _save(space: Workspace, kind: DraftKind, source: str) -> None:
    try:
        save_template(space.store, kind, source)
    except RelevanceError as error:
        st.toast(plain(str(error)))
        return
    space.store.bump("ladder")
    st.toast(_("Your template is kept. Every draft of this kind is written with it from now on."))


def _reset(space: Workspace, kind: DraftKind) -> None:
    try:
        reset_template(space.store, kind)
    except RelevanceError as error:
        st.toast(plain(str(error)))
        return
    space.store.bump("ladder")
    st.toast(_("The shipped template is back."))
