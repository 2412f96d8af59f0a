"""Work in the background that a page starts: imports, reading posts, comparing people."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from relevance.jobs import JobHandle
from relevance.pipeline import (
    Forgotten,
    ImportRun,
    are_links_stale,
    chosen_model,
    embed,
    forget_person,
    relink,
    run_import,
    undo_import,
)
from relevance.pipeline.retiring import retire_due
from relevance.pipeline.urgency import reading_urgency
from relevance.texts import _, number
from relevance.ui.data.grouped import forget_worked_out
from relevance.ui.data.stores import runner
from relevance.ui.data.workspace import Workspace

__all__ = [
    "forget",
    "import_run",
    "start_embedding",
    "start_import",
    "start_linking",
    "undo_import_of",
]


def start_embedding(space: Workspace) -> None:
    """Start embedding whatever has no vector, in the background."""
    space = space.unveiled

    def work(handle: JobHandle) -> None:
        embed(
            space.store,
            model=chosen_model(space.store, space.settings),
            urgency=partial(reading_urgency, space.store, space.settings),
            progress=handle.progress,
            cancelled=handle.cancelled,
        )

    runner("embed").submit(space.kind("embed"), work)


def start_import(space: Workspace, paths: Sequence[Path], folder: TemporaryDirectory[str]) -> str:
    """Start importing in the background and return the job's id; `folder`, with the uploads, goes then."""
    space = space.unveiled

    def progress(handle: JobHandle, path: str, count: int) -> None:
        handle.progress(
            count // 2**20,
            0,
            _("{name} ({count} MB read)", name=Path(path).name, count=number(count / 2**20)),
        )

    def work(handle: JobHandle) -> None:
        with folder:
            run = run_import(
                space.store,
                paths,
                settings=space.settings,
                uploads=Path(folder.name),
                progress=partial(progress, handle),
                cancelled=handle.cancelled,
            )
        retire_due(space.store, space.settings)
        _runs()[space.kind("import")] = run
        if any("post" in report.tables for report in run.reports):
            start_embedding(space)
        start_linking(space)

    return runner("import").submit(space.kind("import"), work)


def start_linking(space: Workspace) -> None:
    """Start comparing people of several networks, in the background, unless nothing has changed."""
    space = space.unveiled

    def work(handle: JobHandle) -> None:
        relink(space.store, space.settings, cancelled=handle.cancelled)

    if are_links_stale(space.store, space.settings):
        runner("link").submit(space.kind("link"), work)


@st.cache_resource(max_entries=1)
def _runs() -> dict[str, ImportRun]:
    return {}


def import_run(space: Workspace) -> ImportRun | None:
    """Return what the last import into this database did, null where this process made none."""
    return _runs().get(space.kind("import"))


def forget(space: Workspace, person_id: str) -> Forgotten:
    """Forget a person, here and in whatever this process still has in memory.

    Raises:
        StoreError: the database cannot be written.
    """
    space = space.unveiled
    done = forget_person(space.store, person_id, space.settings)
    forget_worked_out()
    _runs().clear()
    return done


def undo_import_of(space: Workspace, import_id: int) -> None:
    """Take an import back."""
    space = space.unveiled
    undo_import(space.store, import_id, space.settings)
    _runs().pop(space.kind("import"), None)
