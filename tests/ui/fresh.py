"""A dashboard that begins anew: workers end before the databases that they work on are closed."""

import streamlit as st

from relevance.ui.data import runner

__all__ = ["begin_anew"]

_WORKERS = ("embed", "import", "link", "encoder", "topics")


def begin_anew() -> None:
    """Stop what works in the background and forget every cached database, figure and worker."""
    for work in _WORKERS:
        runner(work).shutdown()
    st.cache_resource.clear()
