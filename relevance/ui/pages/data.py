"""Data: bring files in, see what was read and what was not, follow the reading, turn the demo on and off."""

import streamlit as st

from relevance.errors import ModelError
from relevance.pipeline import choose_model, chosen_model
from relevance.sources.catalogue import CATALOGUE
from relevance.texts import _, number
from relevance.ui.data import Workspace, job, show_demo, start_embedding, workspace
from relevance.ui.fact_cards import fact_cards
from relevance.ui.import_panel import import_form, import_history, import_report
from relevance.ui.privacy_panel import privacy_panel
from relevance.ui.widgets import plain

_SWITCH = "demo_switch"


def main() -> None:
    """Draw the page."""
    space = workspace()
    st.title(_("Data"))
    st.write(_("Everything stays in one file on this machine. Nothing is sent anywhere."))
    _demo_switch(space)
    import_form()
    import_report()
    import_history(space)
    _reading(space)
    _held(space)
    privacy_panel(space)
    _limits()


def _demo_switch(space: Workspace) -> None:
    # What the session looks at decides, so that an import can turn the switch as well.
    st.session_state[_SWITCH] = space.is_demo
    st.toggle(
        _("Show the demo network"),
        key=_SWITCH,
        help=_(
            "An invented network in a database file of its own; your data is never mixed with it."
        ),
        on_change=_turn,
    )


def _turn() -> None:
    show_demo(on=bool(st.session_state[_SWITCH]))


def _reading(space: Workspace) -> None:
    corpus = space.corpus
    if not corpus.total_posts:
        return
    st.subheader(_("Reading posts"))
    there = corpus.posts.height
    done = there - max(int(corpus.waiting.sum()), min(corpus.next_waiting, there))
    state = job(space, "embed")
    st.progress(
        done / there if there else 0.0,
        text=_(
            "{done} of {there} posts in the window are read", done=number(done), there=number(there)
        ),
    )
    if state is not None and state.state == "failed":
        st.error(plain(state.error or ""), icon=":material/error:")
    if state is not None and not state.finished:
        st.caption(
            _(
                "Reading goes on in the background; stop it in the side bar. What is read stays read."
            )
        )
    elif done < there:
        st.button(
            _("Read the rest"),
            on_click=start_embedding,
            args=(space,),
            icon=":material/play_arrow:",
        )
    else:
        st.caption(_("Model: {model}", model=plain(corpus.model)))
    if corpus.next_model:
        st.caption(
            _(
                "{next_model} reads everything anew; until it is done all scores are those of "
                "{model}.",
                next_model=plain(corpus.next_model),
                model=plain(corpus.model),
            )
        )
    _model(space)


def _model(space: Workspace) -> None:
    foreign = int(space.corpus.foreign.sum())
    if foreign:
        st.caption(
            _(
                "{foreign} posts in other languages are unknown to this model.",
                foreign=number(foreign),
            )
        )
    with st.expander(_("Read with another model")), st.form("model", border=False):
        wanted = st.text_input(
            _("Model"),
            value=chosen_model(space.store, space.settings),
            placeholder=_("the built-in English one"),
            help=_(
                "Folder of a sentence-transformers model on this machine, or the name of one in the local cache. A "
                "multilingual model reads posts in every language. The old scores stay until it has read all posts."
            ),
            disabled=bool(space.settings.model),
        )
        if st.form_submit_button(_("Use this model"), disabled=bool(space.settings.model)):
            _choose(space, wanted.strip())
    if space.settings.model:
        st.caption(_("The settings file names the model."))


def _choose(space: Workspace, wanted: str) -> None:
    try:
        choose_model(space.store, wanted)
    except ModelError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    start_embedding(space)
    st.rerun()


def _held(space: Workspace) -> None:
    st.subheader(_("What is held"))
    names = {
        "connection": _("Connections"),
        "invite": _("Invites"),
        "encounter": _("Encounters"),
        "post": _("Posts"),
        "position": _("Positions"),
        "owner_note": _("Your notes"),
    }
    with st.container(horizontal=True):
        for table, words in names.items():
            st.metric(words, number(space.store.count(table)))
    hidden = space.corpus.hidden_connections
    if hidden:
        st.caption(
            _(
                "{hidden} more connections hide themselves: LinkedIn tells their dates only.",
                hidden=number(hidden),
            )
        )
    st.caption(_("File: {path}", path=plain(str(space.store.path))))


def _limits() -> None:
    st.subheader(_("What each source can tell, and what it cannot"))
    fact_cards(
        (
            _(one.title),
            {
                _("Tells"): _(one.tells),
                _("Cannot"): _(one.cannot),
                _("Where you get it"): _(one.obtain),
            },
        )
        for one in CATALOGUE.values()
        if one.obtain
    )


main()
