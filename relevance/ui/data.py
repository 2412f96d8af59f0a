"""The only door of the pages to the pipeline, and the only place that caches.

Every cache is keyed by the versions that the store counts, so a change is seen by every session at
once, and bounded, so that sliders do not fill the memory.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import polars as pl
import streamlit as st

from relevance.config import Settings, load_settings
from relevance.errors import NotFoundError
from relevance.interests import Interest
from relevance.jobs import JobHandle, JobRunner, JobState
from relevance.pipeline import (
    Advice,
    Corpus,
    ImportRun,
    Matches,
    Scores,
    Store,
    advise,
    all_ties,
    build_demo,
    chosen_model,
    embed,
    embed_phrases,
    has_own_data,
    is_demo,
    load_corpus,
    match,
    missing_phrases,
    open_store,
    phrase_vectors,
    read_interests,
    run_import,
    save_interests,
    save_job,
    score,
    undo_import,
)

__all__ = [
    "Workspace",
    "cancel_job",
    "import_run",
    "job",
    "own_workspace",
    "runner",
    "show_demo",
    "start_embedding",
    "start_import",
    "undo_import_of",
    "wait_for_job",
    "workspace",
]

_DEMO = "demo"

Wording: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""Name and phrases of each interest: what matches depend on."""
Change: TypeAlias = Callable[[tuple[Interest, ...]], tuple[Interest, ...]]
"""From the interests as they are to what they become."""


@dataclass(frozen=True)
class Workspace:
    """The database that this session looks at, and everything worked out from it."""

    store: Store
    settings: Settings
    is_demo: bool
    versions: Mapping[str, int]
    """What the store counted when this run of the script began, by part."""

    @property
    def interests(self) -> tuple[Interest, ...]:
        """The interests that hold."""
        return _interests(str(self.store.path), self.version("interests"))

    def version(self, part: str) -> int:
        """Return the version of one part, 0 where it never changed."""
        return self.versions.get(part, 0)

    def change_interests(self, change: Change, *, reason: str) -> None:
        """Change the interests and, where phrases are new, have the model read them.

        Args:
            change: gets the interests as they are at this moment, not as they were when the page was
                drawn, so that what another tab changed meanwhile stays.
            reason: what the change is, for the one who takes it back.

        Raises:
            DataError: two interests have the same name.
        """
        with self.store.transaction():
            save_interests(self.store, change(read_interests(self.store)), reason=reason)
        replace(self, versions=self.store.versions()).read_new_phrases()

    def read_new_phrases(self) -> None:
        """Start the background job that embeds phrases without a vector, if there are any.

        While posts are being read this is not needed: that job looks for new phrases itself.
        """
        reading = job(self, "embed")
        if reading is not None and not reading.finished:
            return
        model = self.corpus.model
        interests = self.interests
        if self.scores.corpus.embedded.any() and missing_phrases(
            self.store, interests, model=model
        ):
            runner("embed").submit(self.kind("phrases"), lambda _: self._embed_phrases(interests))

    def _embed_phrases(self, interests: tuple[Interest, ...]) -> None:
        embed_phrases(self.store, interests, model=chosen_model(self.store, self.settings))

    def kind(self, work: str) -> str:
        """Return the kind of job that `work` on this database is."""
        return f"{work} {self.store.path.name}"

    @property
    def _key(self) -> tuple[str, tuple[int, ...], Settings]:
        versions = (self.version("data"), self.version("vectors"))
        return str(self.store.path), versions, self.settings

    @property
    def corpus(self) -> Corpus:
        """Posts, people and vectors as they are now."""
        return _corpus(*self._key)

    @property
    def scores(self) -> Scores:
        """Scores with the interests as they are now."""
        return _scores(*self._key, *_split(self.interests))

    @property
    def advice(self) -> list[Advice]:
        """Advice on every pending invitation, with what the owner decided."""
        return _advice(*self._key, *_split(self.interests), self.version("decisions"))

    @property
    def ties(self) -> pl.DataFrame:
        """The owner's ties with everyone they met."""
        return _ties(*self._key)

    @property
    def empty(self) -> bool:
        """Whether nothing has been imported."""
        return self.store.count("import_file") == 0


def _split(interests: tuple[Interest, ...]) -> tuple[Wording, tuple[float, ...]]:
    wording = tuple((one.name, one.phrases) for one in interests)
    return wording, tuple(one.weight for one in interests)


def workspace() -> Workspace:
    """Return what this session looks at: the owner's data, or the demo while there is none."""
    settings = _settings()
    if _DEMO not in st.session_state:
        own = settings.database
        st.session_state[_DEMO] = not (own.exists() and has_own_data(_store(str(own))))
    own_is_demo = settings.database.exists() and is_demo(_store(str(settings.database)))
    if st.session_state[_DEMO] and not own_is_demo:
        store = _demo_store(str(settings.demo_database))
        return Workspace(store, settings, is_demo=True, versions=store.versions())
    return own_workspace()


def own_workspace() -> Workspace:
    """Return the owner's own data, whatever this session shows."""
    settings = _settings()
    store = _store(str(settings.database))
    return Workspace(store, settings, is_demo=is_demo(store), versions=store.versions())


def show_demo(*, on: bool) -> None:
    """Turn this session to the demo network, or to the owner's own data."""
    st.session_state[_DEMO] = on


@st.cache_resource(max_entries=1)
def _settings() -> Settings:
    return load_settings()


@st.cache_resource(max_entries=4, on_release=lambda store: store.close(), show_spinner=False)
def _store(path: str) -> Store:
    return open_store(_settings().with_database(path))


@st.cache_resource(max_entries=2, show_spinner="Opening the demo network ...")
def _demo_store(path: str) -> Store:
    store = _store(path)
    if not is_demo(store):
        build_demo(store, _settings().with_database(path), with_vectors=False)
    return store


@st.cache_resource(max_entries=2)
def _worker(name: str) -> JobRunner:
    del name
    return JobRunner(_remember)


def runner(work: str) -> JobRunner:
    """Return the background worker for `work`; importing has one of its own and waits for no reading."""
    return _worker("import" if work == "import" else "read")


def _remember(state: JobState) -> None:
    """Keep a job's state in the database it works on; the file's name ends its kind."""
    settings = _settings()
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
    save_job(_store(str(path)), row)


def start_embedding(space: Workspace) -> None:
    """Start embedding whatever has no vector, in the background."""

    def work(handle: JobHandle) -> None:
        embed(
            space.store,
            model=chosen_model(space.store, space.settings),
            progress=handle.progress,
            cancelled=handle.cancelled,
        )

    runner("embed").submit(space.kind("embed"), work)


def start_import(space: Workspace, paths: Sequence[Path], folder: TemporaryDirectory[str]) -> str:
    """Start importing in the background and return the job's id; `folder`, with the uploads, goes then."""

    def progress(handle: JobHandle, path: str, count: int) -> None:
        handle.progress(count // 2**20, 0, f"{Path(path).name} ({count / 2**20:,.0f} MB read)")

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
        _runs()[space.kind("import")] = run
        if any("post" in report.tables for report in run.reports):
            start_embedding(space)

    return runner("import").submit(space.kind("import"), work)


@st.cache_resource(max_entries=1)
def _runs() -> dict[str, ImportRun]:
    return {}


def import_run(space: Workspace) -> ImportRun | None:
    """Return what the last import into this database did, null where this process made none."""
    return _runs().get(space.kind("import"))


def undo_import_of(space: Workspace, import_id: int) -> None:
    """Take an import back."""
    undo_import(space.store, import_id, space.settings)
    _runs().pop(space.kind("import"), None)


def wait_for_job(job_id: str, seconds: float) -> None:
    """Wait a moment for an import, which is often over at once."""
    runner("import").wait(job_id, seconds)


def job(space: Workspace, work: str) -> JobState | None:
    """Return the newest job of this kind on this database, null where there was none."""
    return runner(work).latest(space.kind(work))


def cancel_job(job_id: str) -> None:
    """Ask a job to stop; what it saved stays."""
    for one in (runner("embed"), runner("import")):
        with suppress(NotFoundError):
            one.cancel(job_id)


# The path stands for the store in every key: a connection itself cannot be hashed.


@st.cache_resource(max_entries=8, show_spinner=False)
def _interests(path: str, version: int) -> tuple[Interest, ...]:
    del version
    return read_interests(_store(path))


@st.cache_resource(max_entries=2, show_spinner=False)
def _corpus(path: str, versions: tuple[int, ...], settings: Settings) -> Corpus:
    del versions
    return load_corpus(_store(path), settings)


@st.cache_resource(max_entries=2, show_spinner=False)
def _ties(path: str, versions: tuple[int, ...], settings: Settings) -> pl.DataFrame:
    del versions, settings
    return all_ties(_store(path))


@st.cache_resource(max_entries=8, show_spinner=False)
def _matches(path: str, versions: tuple[int, ...], settings: Settings, wording: Wording) -> Matches:
    del wording
    corpus = _corpus(path, versions, settings)
    interests = read_interests(_store(path))
    return match(corpus, interests, phrase_vectors(_store(path), interests, model=corpus.model))


@st.cache_resource(max_entries=16, show_spinner=False)
def _scores(
    path: str,
    versions: tuple[int, ...],
    settings: Settings,
    wording: Wording,
    weights: tuple[float, ...],
) -> Scores:
    found = _matches(path, versions, settings, wording)
    by_name = dict(zip((name for name, _ in wording), weights, strict=True))
    return score(
        _corpus(path, versions, settings), found, [by_name[one.name] for one in found.interests]
    )


@st.cache_resource(max_entries=8, show_spinner=False)
def _advice(
    path: str,
    versions: tuple[int, ...],
    settings: Settings,
    wording: Wording,
    weights: tuple[float, ...],
    decided: int,
) -> list[Advice]:
    del decided
    return advise(_store(path), _scores(path, versions, settings, wording, weights), settings)
