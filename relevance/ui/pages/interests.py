"""Interests: what the owner wants more of and less of, in words; the weights are in the side bar."""

import streamlit as st

from relevance.errors import RelevanceError
from relevance.interests import Interest
from relevance.pipeline import Scores, suggest_interests, suggested_interest
from relevance.texts import _
from relevance.ui.data import Workspace, workspace
from relevance.ui.undo_button import undo_button
from relevance.ui.widgets import accented, empty_state, plain

_SUGGESTED = 12


def main() -> None:
    """Draw the page."""
    space = workspace()
    st.title(_("Interests"))
    st.write(
        _(
            "Say in your own words what you want to read. Several phrases that mean the same help more than one. "
            "Weights from 1 to 100 ask for more, from -1 to -100 for less."
        )
    )
    interests = space.interests
    if not interests:
        empty_state(
            _("No interests yet"),
            _(
                "Start with two or three that you would tell a colleague, or take some from your own profile below."
            ),
        )
    scores = space.scores
    for interest in interests:
        _editor(space, scores, interest)
    with st.container(horizontal=True, vertical_alignment="center"):
        _adder(space)
        undo_button(space)
    _suggestions(space)


def _editor(space: Workspace, scores: Scores, interest: Interest) -> None:
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
        "{strength} of {strength2} posts in the window speak to this.",
        strength=int((strength > 0.5).sum()),
        strength2=len(strength),
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


def _adder(space: Workspace) -> None:
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


def _suggestions(space: Workspace) -> None:
    found = suggest_interests(space.store)[:_SUGGESTED]
    if not found:
        return
    st.subheader(_("From your own profile"))
    st.caption(
        _("Skills, hashtags you follow and your industry. One click adds it with a weight of 60.")
    )
    with st.container(horizontal=True):
        for one in found:
            st.button(
                plain(one.name),
                key=f"suggestion {one.name}",
                icon=":material/add:",
                help=_("From {source}", source=one.source),
                on_click=_take,
                args=(space, one.name),
            )


def _take(space: Workspace, name: str) -> None:
    space.change_interests(lambda there: (*there, suggested_interest(name)), reason=f"added {name}")


main()
