"""A dashboard that begins anew: workers end before the databases that they work on are closed."""

import re
from typing import Any

import streamlit as st

from relevance.ui.data import runner

__all__ = ["begin_anew", "label_of"]

_WORKERS = ("embed", "import", "link", "encoder", "topics")


def label_of(button: Any) -> str:
    """Return what a reader sees on a button: its label without colour and icon."""
    return re.sub(r":violet\[(?::material/\w+: )?(.*)\]", r"\1", button.label)


def begin_anew() -> None:
    """Stop what works in the background and forget every cached database, figure and worker."""
    for work in _WORKERS:
        runner(work).shutdown()
    st.cache_resource.clear()
