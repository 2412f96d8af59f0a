"""The databases that the dashboard has open, and the workers that run in the background."""

from contextlib import suppress

import streamlit as st

from relevance.config import Settings, load_settings
from relevance.errors import NotFoundError, RelevanceError
from relevance.jobs import JobRunner, JobState
from relevance.pipeline import (
    Store,
    build_demo,
    is_demo,
    open_store,
    save_job,
)
from relevance.pipeline.retiring import retire_due
from relevance.texts import _

__all__ = [
    "cancel_job",
    "demo_store",
    "put_away",
    "runner",
    "settings_now",
    "store_at",
    "take_hold",
    "wait_for_job",
]

_OWN_WORKERS = frozenset({"import", "link", "encoder", "topics"})


@st.cache_resource(max_entries=1, show_spinner=False)
def settings_now() -> Settings:
    """Return the settings that the dashboard began with."""
    return load_settings()


@st.cache_resource(max_entries=4, on_release=lambda store: store.close(), show_spinner=False)
def store_at(path: str) -> Store:
    """Return the open database at `path`; it is closed when no session needs it."""
    settings = settings_now().with_database(path)
    store = open_store(settings)
    retire_due(store, settings)
    return store


@st.cache_resource(max_entries=2, show_spinner=_("Opening the demo network ..."))
def demo_store(path: str) -> Store:
    """Return the demo network's database, which is made where it is not there."""
    store = store_at(path)
    if not is_demo(store):
        build_demo(store, settings_now().with_database(path), with_vectors=False)
    return store


@st.cache_resource(max_entries=8, on_release=lambda worker: worker.shutdown())
def _worker(name: str) -> JobRunner:
    del name
    return JobRunner(_remember)


def runner(work: str) -> JobRunner:
    """Return the background worker for `work`; reading posts, which takes long, holds up no other kind."""
    return _worker(work if work in _OWN_WORKERS else "read")


def _remember(state: JobState) -> None:
    """Keep a job's state in the database it works on; the file's name ends its kind."""
    settings = settings_now()
    name = state.kind.partition(" ")[2]
    path = settings.demo_database if name == settings.demo_database.name else settings.database
    row = {
        "job_id": state.job_id,
        "kind": state.kind,
        "state": state.state,
        "done": state.done,
        "total": state.total,
        "message": state.message,
        "error": state.error,
        "started_at": state.started_at,
        "updated_at": state.updated_at,
    }
    save_job(store_at(str(path)), row)


def take_hold() -> None:
    """Open the database that will be shown, so that others are told from the start who has it; pages say what fails."""
    with suppress(RelevanceError):
        settings = settings_now()
        shown = settings.database if settings.database.exists() else settings.demo_database
        if shown.exists():
            store_at(str(shown))


def put_away() -> None:
    """Stop background work and close the databases, so that no log of changes is left beside them."""
    _worker.clear()
    store_at.clear()


def wait_for_job(job_id: str, seconds: float) -> None:
    """Wait a moment for an import, which is often over at once."""
    runner("import").wait(job_id, seconds)


def cancel_job(job_id: str) -> None:
    """Ask a job to stop; what it saved stays."""
    for one in (runner("embed"), runner("import"), runner("link")):
        with suppress(NotFoundError):
            one.cancel(job_id)
