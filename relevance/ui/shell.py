"""The frame around every page: navigation, the demo badge, sliders, work in the background."""

import time
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from relevance.errors import RelevanceError
from relevance.jobs import JobState
from relevance.pace import time_left
from relevance.texts import _, number
from relevance.ui.data import (
    PRESENTING,
    Workspace,
    cancel_job,
    job,
    present,
    settings_now,
    workspace,
)
from relevance.ui.forget_dialog import forgotten_note
from relevance.ui.launch import forbid_address_lookup, keep_words_out_of_logs
from relevance.ui.memory import hold_little
from relevance.ui.sign_in import signed_in
from relevance.ui.sliders import interest_sliders
from relevance.ui.tour_panel import tour_panel, tour_switch
from relevance.ui.widgets import page_file, plain

__all__ = ["show"]

# A file of our own: Streamlit fetches a named icon from a server on the internet.
_ICON = Path(__file__).parent / "icon.svg"
_WORK = {
    "import": _("Importing"),
    "embed": _("Reading posts"),
    "phrases": _("Reading new phrases"),
    "link": _("Comparing people"),
}
_DRAWN = "drawn_with_vectors"
_SWITCH = "presentation switch"
_REDRAW_SECONDS = 8.0
_RANKING = {"overview", "connections", "invites", "interests", "topics", "rate", "whatif", "plan"}


def show() -> None:
    """Draw the frame and the chosen page, for whoever may see them."""
    hold_little()
    forbid_address_lookup()
    keep_words_out_of_logs()
    st.set_page_config(page_title=_("Feed Relevance"), page_icon=str(_ICON), layout="wide")
    try:
        if not signed_in(settings_now()):
            return
        _draw(st.navigation(_pages()))
    except RelevanceError as error:
        st.error(plain(str(error)), icon=":material/error:")


def _draw(page: Page) -> None:
    space = workspace()
    with st.sidebar:
        _background(space)
        _presenting()
        tour_switch(space)
        if page.url_path in _RANKING or page.url_path == "":
            interest_sliders(space)
    # On the page itself: the side bar is folded away on a phone.
    _badge(space)
    if st.session_state.get(PRESENTING):
        st.badge(
            _("Presentation mode: names and texts are hidden"),
            icon=":material/visibility_off:",
            color="blue",
        )
    forgotten_note()
    tour_panel(space, page.url_path or "overview")
    page.run()


def _pages() -> list[Page]:
    return [
        st.Page(
            page_file("overview"), title=_("Overview"), icon=":material/monitoring:", default=True
        ),
        st.Page(page_file("connections"), title=_("Connections"), icon=":material/group:"),
        st.Page(page_file("invites"), title=_("Invites"), icon=":material/mail:"),
        st.Page(page_file("whatif"), title=_("What if"), icon=":material/alt_route:"),
        st.Page(page_file("plan"), title=_("Plan"), icon=":material/checklist:"),
        st.Page(page_file("rate"), title=_("Rate"), icon=":material/thumbs_up_down:"),
        st.Page(page_file("quality"), title=_("How good is this?"), icon=":material/fact_check:"),
        st.Page(page_file("people"), title=_("People"), icon=":material/diversity_3:"),
        st.Page(page_file("encounters"), title=_("Encounters"), icon=":material/forum:"),
        st.Page(page_file("interests"), title=_("Interests"), icon=":material/interests:"),
        st.Page(page_file("topics"), title=_("Topics"), icon=":material/category:"),
        st.Page(page_file("data"), title=_("Data"), icon=":material/database:"),
    ]


def _badge(space: Workspace) -> None:
    if space.is_demo:
        st.badge(_("Demo: everyone is invented"), icon=":material/theater_comedy:", color="orange")


def _presenting() -> None:
    """Offer to hide who people are, and say on the page itself that they are hidden."""
    on = bool(st.session_state.get(PRESENTING))
    st.session_state[_SWITCH] = on
    st.toggle(
        _("Presentation mode"),
        key=_SWITCH,
        help=_(
            "Hides names, employers and texts behind codes that are the same tomorrow. For this session only."
        ),
        on_change=lambda: present(on=not on),
    )


def _background(space: Workspace) -> None:
    """Show running work, and redraw the page when it has brought something."""
    st.session_state[_DRAWN] = (_read(space), time.monotonic())
    if _running(space):
        _progress(space)


def _read(space: Workspace) -> tuple[int, int]:
    """What the model has read so far."""
    versions = space.store.versions()
    return versions.get("vectors", 0), versions.get("phrases", 0)


def _running(space: Workspace) -> list[tuple[str, JobState]]:
    states = [(words, job(space, work)) for work, words in _WORK.items()]
    return [(words, state) for words, state in states if state is not None and not state.finished]


@st.fragment(run_every="2s")
def _progress(space: Workspace) -> None:
    running = _running(space)
    for words, state in running:
        share = state.done / state.total if state.total else 0.0
        count = (
            _(" {done} of {total}", done=number(state.done), total=number(state.total))
            if state.total
            else f" {plain(state.message)}"
        )
        left = "" if state.seconds_left is None else f", {time_left(state.seconds_left)}"
        st.progress(min(share, 1.0), text=f"{words}{count}{left} ...")
        st.button(_("Stop"), key=f"stop {state.job_id}", on_click=cancel_job, args=(state.job_id,))
    version, drawn_at = st.session_state[_DRAWN]
    has_news = _read(space) != version
    if not running or (has_news and time.monotonic() - drawn_at > _REDRAW_SECONDS):
        st.rerun()
