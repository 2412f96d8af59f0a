"""Interests as forms: each of those there are to be changed or removed, and a new one."""

import streamlit as st

from relevance.errors import RelevanceError
from relevance.interests import Interest
from relevance.pipeline import Scores
from relevance.texts import _
from relevance.ui.data import Workspace
from relevance.ui.widgets import accented, plain

__all__ = ["interest_adder", "interest_editor"]


def interest_editor(space: Workspace, scores: Scores, interest: Interest) -> None:
    """Draw the form of an interest, folded up."""
    sign = "▲" if interest.weight > 0 else "▼" if interest.weight < 0 else "○"
    label = f"{sign} {plain(interest.name)} · {interest.weight:+.0f}"
    with (
        st.expander(label, expanded=False, key=f"edit {interest.name}"),
        st.form(f"form {interest.name}", border=False),
    ):
        name = st.text_input(_("Name"), interest.name, max_chars=200)
        weight = st.slider(
            _("Weight"), -100, 100, round(interest.weight), help=_("Below 0: less of this.")
        )
        phrases = st.text_area(
            _("Words and phrases, one on each line"),
            "\n".join(interest.keywords),
            help=_("Without any, the name itself is what posts are compared with."),
        )
        st.caption(_found(scores, interest))
        with st.container(horizontal=True):
            saved = st.form_submit_button(accented(_("Save")), type="primary")
            removed = st.form_submit_button(_("Remove"), icon=":material/delete:")
    if saved:
        changed = (name, float(weight), tuple(phrases.splitlines()))
        _keep(space, changed, interest)
    elif removed:
        space.change_interests(
            lambda there: tuple(one for one in there if one.name != interest.name),
            reason=f"removed {interest.name}",
        )
        st.rerun()


def _found(scores: Scores, interest: Interest) -> str:
    if any(one.name == interest.name for one in scores.matches.waiting):
        return _("The model reads these words; figures follow in a moment.")
    names = [one.name for one in scores.matches.interests]
    if interest.name not in names:
        return _("No posts to compare with yet.")
    strength = scores.matches.posts[names.index(interest.name)]
    return _(
        "{speaking} of {posts} posts in the window speak to this.",
        speaking=int((strength > 0.5).sum()),
        posts=len(strength),
    )


def _keep(space: Workspace, changed: tuple[str, float, tuple[str, ...]], was: Interest) -> None:
    if not changed[0].strip():
        st.error(_("Give the interest a name."))
        return
    try:
        now = Interest(*changed, labels=was.labels)
        space.change_interests(
            lambda there: tuple(now if one.name == was.name else one for one in there),
            reason=f"edited {was.name}",
        )
    except RelevanceError as error:
        st.error(plain(str(error)))
        return
    st.rerun()


def interest_adder(space: Workspace) -> None:
    """Draw the form of a new interest, behind a button."""
    with (
        st.popover(_("Add an interest"), icon=":material/add:"),
        st.form("add", border=False, clear_on_submit=True),
    ):
        name = st.text_input(
            _("Name"), placeholder=_("for example: learning analytics"), max_chars=200
        )
        phrases = st.text_area(
            _("Words and phrases, one on each line"), placeholder=_("xAPI\nlearning data")
        )
        weight = st.slider(_("Weight"), -100, 100, 60, help=_("Below 0: less of this."))
        if st.form_submit_button(accented(_("Add")), type="primary"):
            if not name.strip():
                st.error(_("Give the interest a name."))
                return
            try:
                added = Interest(name, float(weight), tuple(phrases.splitlines()))
                space.change_interests(lambda there: (*there, added), reason=f"added {added.name}")
            except RelevanceError as error:
                st.error(plain(str(error)))
                return
            st.rerun()
