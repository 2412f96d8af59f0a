"""The model that reads sentences, loaded in the background once somebody asks why; no page waits for it."""

import streamlit as st

from relevance.jobs import JobHandle, JobState
from relevance.pipeline import Encoder, sentence_encoder
from relevance.ui.data.stores import runner
from relevance.ui.data.workspace import Workspace, job

__all__ = ["encoder_job", "encoder_of"]

_WORK = "encoder"


def encoder_of(space: Workspace) -> Encoder | None:
    """Return the model of the scores where it is loaded; else start to load it and return null.

    A load that failed is not tried again before the dashboard is started anew; its job says why.
    """
    space = space.unveiled
    kept = _loaded()
    encoder = kept.get(space.corpus.model)
    state = encoder_job(space)
    if encoder is None and (state is None or state.state in {"done", "cancelled"}):
        scores = space.scores

        def work(_: JobHandle) -> None:
            found = sentence_encoder(scores)
            # One is enough: a model takes some hundred megabytes.
            kept.clear()
            kept[found.model_id] = found

        runner(_WORK).submit(space.kind(_WORK), work)
    return encoder


def encoder_job(space: Workspace) -> JobState | None:
    """Return how far the loading is, null where nobody has asked for it."""
    return job(space, _WORK)


@st.cache_resource(max_entries=1)
def _loaded() -> dict[str, Encoder]:
    return {}
