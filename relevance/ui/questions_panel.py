"""One post after the other to rate, ten to a round, with a way back."""

from typing import Any

import streamlit as st

from relevance.errors import RelevanceError
from relevance.pipeline import questions, rate
from relevance.texts import _, day, number
from relevance.ui.data import Workspace
from relevance.ui.thumbs import take_back
from relevance.ui.why_panel import why_post
from relevance.ui.widgets import empty_state, plain, profile_link

__all__ = ["questions_panel"]

_ROUND = 10
_ASKED, _PLACE = "rate_asked", "rate_place"
_ANSWERS = {
    "up": (_("Relevant"), "u", ":material/thumb_up:"),
    "down": (_("Not relevant"), "d", ":material/thumb_down:"),
    "skip": (_("Skip"), "s", ":material/skip_next:"),
}


def questions_panel(space: Workspace) -> None:
    """Draw the post that is asked about, or that the round is over, or what is missing."""
    asked, place = _round(space)
    if not asked:
        empty_state(
            _("Nothing to ask"),
            _(
                "Posts that the model has read, and at least one interest, are needed before a rating can teach "
                "anything; or you have rated all there is."
            ),
            page="data",
            label=_("Bring posts in"),
        )
        return
    if place >= len(asked):
        st.success(_("{asked} posts done.", asked=len(asked)))
        with st.container(horizontal=True):
            st.button(
                _("Ask more"), key="more", icon=":material/refresh:", shortcut="n", on_click=_again
            )
            _back_button(space, place)
        return
    post = asked[place]
    st.progress(place / len(asked), text=_("{place} of {asked}", place=place + 1, asked=len(asked)))
    with st.container(border=True, key="question"):
        when = day(post["created_at"]) if post["created_at"] else _("no date")
        st.caption(
            _(
                "{author}, {when}: relevance {relevance} so far",
                author=plain(post["author"]),
                when=when,
                relevance=number(100 * post["relevance"]),
            )
        )
        st.text(post["text"])
        profile_link(post["url"], label=_("Open post"), key="post asked about")
        with st.container(horizontal=True):
            for answer, (label, key, icon) in _ANSWERS.items():
                st.button(
                    label,
                    key=f"answer {answer}",
                    icon=icon,
                    shortcut=key,
                    on_click=_answer,
                    args=(space, post, answer),
                )
            _back_button(space, place)
        why_post(space, post["post_id"], place="asked")


def _round(space: Workspace) -> tuple[list[dict[str, Any]], int]:
    """Return the posts of this round and how many are done; a round stays as it is until it is over."""
    mark, asked = st.session_state.get(_ASKED, (None, []))
    if mark != str(space.store.path) or not asked:
        asked = questions(space.store, space.scores, _ROUND).to_dicts()
        st.session_state[_ASKED] = (str(space.store.path), asked)
        st.session_state[_PLACE] = 0
    return asked, int(st.session_state[_PLACE])


def _again() -> None:
    st.session_state.pop(_ASKED, None)


def _answer(space: Workspace, post: dict[str, Any], answer: str) -> None:
    if answer != "skip":
        try:
            rate(space.store, post["post_id"], answer)
        except RelevanceError as error:
            st.toast(plain(str(error)))
    st.session_state[_PLACE] += 1


def _back_button(space: Workspace, place: int) -> None:
    st.button(
        _("Back"),
        key="back",
        icon=":material/undo:",
        shortcut="b",
        disabled=place == 0,
        help=_("Go back one post and take its rating back."),
        on_click=_back,
        args=(space,),
    )


def _back(space: Workspace) -> None:
    _, asked = st.session_state[_ASKED]
    st.session_state[_PLACE] -= 1
    post_id = asked[st.session_state[_PLACE]]["post_id"]
    if post_id in space.ratings.filter(source="thumb")["subject_id"]:
        take_back(space, post_id)
