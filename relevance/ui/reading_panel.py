"""How far the model has read, and another model to read with."""

import streamlit as st

from relevance.errors import ModelError
from relevance.pipeline import choose_model, chosen_model
from relevance.texts import _, number
from relevance.ui.data import Workspace, job, start_embedding
from relevance.ui.widgets import plain

__all__ = ["reading_panel"]


def reading_panel(space: Workspace) -> None:
    """Draw how much is read, a way to go on, and the choice of a model; nothing without posts."""
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
