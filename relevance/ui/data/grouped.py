"""What the feed is about: groups that stay while a few posts come, and are found anew in the background otherwise."""

from dataclasses import dataclass

import streamlit as st

from relevance.config import Settings
from relevance.jobs import JobHandle
from relevance.pipeline import REGROUP_FROM, FeedTopics, feed_topics, keep_topics
from relevance.pipeline.beginnings import LEAST_KEPT
from relevance.texts import _
from relevance.ui.data import cached
from relevance.ui.data.cached import corpus_of
from relevance.ui.data.stores import runner, store_at
from relevance.ui.data.workspace import Workspace, job

__all__ = ["forget_worked_out", "is_grouping", "topics_if_ready", "topics_of", "topics_soon"]

_WORK = "topics"
_PATIENCE_SECONDS = 1.0
"""So long a page waits for the first groups; those of a small feed are there by then, and nothing flickers."""
_AFTER_PAGE_SECONDS = 1.5


@dataclass
class _Base:
    """The groups that were found last; a job replaces them."""

    found: FeedTopics | None = None
    number: int = 0
    versions: tuple[int, ...] = ()
    """Those of the posts and vectors that they were found in."""

    def take(self, found: FeedTopics, versions: tuple[int, ...]) -> None:
        """Replace the groups."""
        self.found, self.versions = found, versions
        self.number += 1


def topics_of(space: Workspace) -> FeedTopics:
    """Return what the feed is about.

    Only the first time somebody waits for it. Then new posts join the groups that are there, and once many
    have come or gone the groups are found anew in the background; `is_grouping` says so meanwhile.
    """
    space = space.unveiled
    corpus = space.corpus
    where = (str(space.store.path), (space.version("data"), space.version("vectors")))
    base = _base_of(where[0], space.settings, corpus.model)
    found = base.found
    if found is None or not found.names:
        # There is nothing to keep, and nobody to keep it for.
        found = _found(*where, space.settings)
        base.take(found, where[1])
    if base.versions == where[1]:
        return found
    kept = _kept(*where, space.settings, base.number, _base=found)
    state = job(space, _WORK)
    # What failed once is not tried again with every page; the groups that are there still hold.
    if kept.strayed >= REGROUP_FROM and (state is None or state.state in {"done", "cancelled"}):

        def work(_: JobHandle) -> None:
            base.take(feed_topics(space.store, corpus), where[1])

        runner(_WORK).submit(space.kind(_WORK), work)
    return kept


def topics_if_ready(space: Workspace) -> FeedTopics | None:
    """Return what the feed is about where it was worked out already; else begin with that in the background.

    `is_grouping` says whether it is being worked out; once it is, or could not be, nothing is begun again.
    """
    space = space.unveiled
    corpus = space.corpus
    base = _base_of(str(space.store.path), space.settings, corpus.model)
    if base.found is not None:
        return topics_of(space)
    versions = (space.version("data"), space.version("vectors"))
    if job(space, _WORK) is None:

        def work(handle: JobHandle) -> None:
            # The browser draws the rest of the first page meanwhile.
            if not corpus.read.are_here and handle.wait(_AFTER_PAGE_SECONDS):
                return
            corpus.read.when_quiet()
            base.take(feed_topics(space.store, corpus), versions)

        runner(_WORK).submit(space.kind(_WORK), work)
    return None


def topics_soon(space: Workspace) -> FeedTopics | None:
    """Return what the feed is about, null where working that out for the first time takes more than a moment.

    Then it goes on in the background, and `is_grouping` says so.
    """
    found = topics_if_ready(space)
    state = job(space, _WORK)
    if found is None and state is not None:
        if space.corpus.posts.height < LEAST_KEPT:
            runner(_WORK).wait(state.job_id, _PATIENCE_SECONDS)
        # What could not be worked out in the background fails here, in words.
        found = topics_if_ready(space) if is_grouping(space) else topics_of(space)
    return found


def is_grouping(space: Workspace) -> bool:
    """Whether the groups are being found anew."""
    state = job(space, _WORK)
    return state is not None and not state.finished


def forget_worked_out() -> None:
    """Let go of everything that was worked out from a database: it may hold what was deleted there."""
    for name in cached.__all__:
        clear = getattr(getattr(cached, name), "clear", None)
        if clear is not None:
            clear()
    for held in (_base_of, _found, _kept):
        held.clear()


@st.cache_resource(max_entries=2, show_spinner=False)
def _base_of(path: str, settings: Settings, model: str) -> _Base:
    del path, settings, model
    return _Base()


@st.cache_resource(max_entries=2, show_spinner=_("Grouping posts by what they are about ..."))
def _found(path: str, versions: tuple[int, ...], settings: Settings) -> FeedTopics:
    return feed_topics(store_at(path), corpus_of(path, versions, settings))


@st.cache_resource(max_entries=2, show_spinner=False)
def _kept(
    path: str, versions: tuple[int, ...], settings: Settings, number: int, *, _base: FeedTopics
) -> FeedTopics:
    del number
    return keep_topics(_base, corpus_of(path, versions, settings))
