"""A guided tour of the demo: a few steps that lead through the pages and say what to look at."""

from dataclasses import dataclass

import streamlit as st

from relevance.pipeline.touring import begins_tour
from relevance.texts import _
from relevance.ui.data import Workspace
from relevance.ui.widgets import accented, page_file

__all__ = ["tour_panel", "tour_switch"]

_STEP = "step of tour"
"""The step that is shown, 0 for the first; null where the tour is over. Not there before the session saw the demo."""


@dataclass(frozen=True)
class _Stop:
    page: str
    title: str
    look: str


_STOPS = (
    _Stop(
        "overview",
        _("What your feed is worth"),
        _(
            "The first sentence is the verdict: a figure of 100, who makes it so, and what could be done. Below it the "
            "same figure week by week, and three things to do."
        ),
    ),
    _Stop(
        "connections",
        _("Who raises it and who dilutes it"),
        _(
            "Each mark is a person: further right they take more of your attention, further up their posts are more "
            "relevant. ▲ raises, ▼ dilutes, ● neither, ? unknown. Click one to see the posts behind it."
        ),
    ),
    _Stop(
        "invites",
        _("Whom to let in"),
        _(
            "Every invitation goes down your ladder: do you know them, does their note make sense, "
            "did you work together? "
            "The reasons stand beside the verdict, and what a yes could bring."
        ),
    ),
    _Stop(
        "whatif",
        _("What would change"),
        _(
            "Choose people to unfollow and invitations to accept: the feed before and after, worked out together."
        ),
    ),
    _Stop(
        "plan",
        _("The best few changes"),
        _(
            "The set that together raises the feed most, softer acts first. Protect whoever has to "
            "stay, and keep the rest "
            "as a checklist."
        ),
    ),
    _Stop(
        "interests",
        _("What you want"),
        _(
            "Everything follows from this. Move a slider in the side bar and every page is ranked anew at once. On the "
            "page Data you bring in your own."
        ),
    ),
)


def tour_panel(space: Workspace, page: str) -> None:
    """Draw the step of the tour that is shown, where there is one; it begins by itself when the demo is first opened.

    Args:
        space: what the session looks at.
        page: name of the page that is drawn.
    """
    if not space.is_demo:
        return
    step = _step(space)
    if step is None:
        return
    stop = _STOPS[step]
    with st.container(border=True, key="tour"):
        st.markdown(
            _(
                "**Tour of the demo, {step} of {stops}: {title}**",
                step=step + 1,
                stops=len(_STOPS),
                title=stop.title,
            )
        )
        st.write(stop.look)
        with st.container(horizontal=True, vertical_alignment="center"):
            if step and st.button(_("Back"), key="tour back", icon=":material/arrow_back:"):
                _go(step - 1)
            if page != stop.page and st.button(
                accented(_("Show me")), key="tour here", type="primary"
            ):
                _go(step)
            is_last = step == len(_STOPS) - 1
            is_here = page == stop.page
            if not is_last and st.button(
                accented(_("Next")) if is_here else _("Next"),
                key="tour next",
                type="primary" if is_here else "secondary",
            ):
                _go(step + 1)
            st.button(_("End the tour"), key="tour end", icon=":material/close:", on_click=_end)


def tour_switch(space: Workspace) -> None:
    """Offer to take the tour again, in the side bar of the demo."""
    is_over = space.is_demo and _step(space) is None
    if is_over and st.button(
        _("Take the tour"), key="tour again", icon=":material/tour:", type="tertiary"
    ):
        _go(0)


def _step(space: Workspace) -> int | None:
    if _STEP not in st.session_state:
        st.session_state[_STEP] = 0 if begins_tour(space.unveiled.store) else None
    step: int | None = st.session_state[_STEP]
    return step


def _go(step: int) -> None:
    st.session_state[_STEP] = step
    st.switch_page(page_file(_STOPS[step].page))


def _end() -> None:
    st.session_state[_STEP] = None
