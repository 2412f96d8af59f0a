"""What a session looks at: the owner's data or the demo, and everything worked out from it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeAlias

import polars as pl
import streamlit as st

from relevance.config import Settings
from relevance.interests import Interest
from relevance.jobs import JobState
from relevance.pipeline import (
    Advice,
    Comparison,
    Corpus,
    Decided,
    Encoder,
    FeedExplanation,
    FeedTopics,
    Pending,
    PersonExplanation,
    Plan,
    PostExplanation,
    Proposal,
    RatedEvaluation,
    Scores,
    Store,
    embed_phrases,
    has_own_data,
    is_demo,
    missing_phrases,
    objectives_as_interests,
    read_interests,
    read_ladder,
    save_interests,
)
from relevance.ui.data import cached
from relevance.ui.data.stores import demo_store, runner, settings_now, store_at

__all__ = ["Workspace", "first_workspace", "job", "own_workspace", "show_demo", "workspace"]

_DEMO = "demo"

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
    def unveiled(self) -> "Workspace":
        """The same without the veil of presentation mode: what computes and writes works on this."""
        return self

    @property
    def interests(self) -> tuple[Interest, ...]:
        """The interests that hold."""
        return cached.interests_of(str(self.store.path), self.version("interests"))

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
            before = read_interests(self.store)
            after = change(before)
            save_interests(self.store, after, reason=reason)
        # Looking for vectors among a million takes as long as all else that a slider does. Phrases may also wait since
        # their reading was cut off, by an end of the dashboard for one.
        if self.scores.matches.waiting or not _phrases_of(after) <= _phrases_of(before):
            replace(self, versions=self.store.versions()).read_new_phrases()

    def read_new_phrases(self) -> None:
        """Start the background job that embeds phrases and objectives without a vector, if there are any.

        While posts are being read this is not needed: that job looks for new phrases itself.
        """
        reading = job(self, "embed")
        if reading is not None and not reading.finished:
            return
        model, name = self.corpus.model, self.corpus.model_name
        objectives = read_ladder(self.store, self.settings).objectives
        interests = (*self.interests, *objectives_as_interests(objectives))
        if self.scores.corpus.embedded.any() and missing_phrases(
            self.store, interests, model=model
        ):
            runner("embed").submit(
                self.kind("phrases"), lambda _: self._embed_phrases(interests, name)
            )

    def _embed_phrases(self, interests: tuple[Interest, ...], model: str) -> None:
        embed_phrases(self.store, interests, model=model)

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
        return cached.corpus_of(*self._key)

    @property
    def scores(self) -> Scores:
        """Scores with the interests as they are now."""
        return cached.scores_of(*self._scored)

    def figures(self, days: int | None = None) -> Mapping[str, float | int | None]:
        """Return the feed's figures over the last `days`, null for the whole window; see `window_figures`."""
        return cached.figures_of(self._scored, days)

    @property
    def weeks(self) -> pl.DataFrame:
        """The feed's figures week by week; see `history`."""
        return cached.weeks_of(self._scored)

    def what_would_settle(self, person_id: str) -> str | None:
        """Return what is missing to say whether a person raises or dilutes the feed; null where that is known."""
        return cached.settled_of(person_id, self._scored)

    def why_post(self, post_id: str, encoder: Encoder | None) -> PostExplanation:
        """Return why a post has its figure; without an encoder its sentences are compared by words in common."""
        return cached.why_post_of(
            post_id, self._scored, by_model=encoder is not None, _encoder=encoder
        )

    def why_person(self, person_id: str) -> PersonExplanation:
        """Return why a person has their figure."""
        return cached.why_person_of(person_id, self._scored)

    def why_feed(self) -> FeedExplanation:
        """Return why the feed has its figure."""
        return cached.why_feed_of(self._scored)

    @property
    def _scored(self) -> cached.Scored:
        path, versions, settings = self._key
        # A new phrase changes what is scored, but neither posts nor people.
        return (path, (*versions, self.version("phrases")), settings, *self._wanted)

    @property
    def quality(self) -> RatedEvaluation:
        """How good the scores are on the owner's ratings."""
        return cached.quality_of(self._scored)

    @property
    def advice(self) -> list[Advice]:
        """Advice on every pending invitation, with what the owner decided."""
        return cached.advice_of(*self._scored, self._ruled)

    @property
    def pending(self) -> Pending:
        """Which invitations still wait."""
        versions = (self.version("data"), self.version("links"), self.version("decisions"))
        return cached.pending_of(str(self.store.path), versions, self.settings)

    @property
    def decided(self) -> list[Decided]:
        """Every decision on an invitation, the newest first, those taken back included."""
        versions = (self.version("data"), self.version("decisions"))
        return cached.decided_of(str(self.store.path), versions)

    def compared(self, removed: Iterable[str], accepted: Iterable[str]) -> Comparison:
        """Return the feed before and after some people go and some inviters come."""
        gone, new = tuple(sorted(removed)), tuple(sorted(accepted))
        return cached.compared_of(self._scored, self._ruled, gone, new)

    def plan(
        self,
        most: int,
        least_gain: float = 0.0,
        protected: Iterable[str] = (),
        *,
        spares_raising: bool = True,
    ) -> Plan:
        """Return the best plan of at most so many changes, see `best_plan`.

        Args:
            most: the largest number of changes.
            least_gain: points that a change must bring.
            protected: ids of people who must stay, besides those who must in every plan: see `stored_protection`.
            spares_raising: also keep everyone who raises the feed of today.
        """
        versions = tuple(self.version(part) for part in ("data", "plans", "verdicts"))
        always = cached.must_stay_of(str(self.store.path), versions)
        stay = tuple(sorted({*always, *protected}))
        return cached.plan_of(self._scored, most, least_gain, stay, spares_raising=spares_raising)

    def facts(self, topics: FeedTopics | None = None) -> pl.DataFrame:
        """Return the facts of each connection, see `connection_facts`; topics where groups of posts are given."""
        marked = (self.version("verdicts"), self.version("plans"))
        grouped = None if topics is None else (topics.names, len(topics.ids), topics.strayed)
        return cached.facts_of(self._scored, marked, grouped, _topics=topics)

    @property
    def ties(self) -> pl.DataFrame:
        """The owner's ties with everyone they met."""
        return cached.ties_of(*self._key)

    @property
    def ratings(self) -> pl.DataFrame:
        """What is rated, the newest first, with where each rating came from."""
        versions = (self.version("data"), self.version("ratings"))
        return cached.ratings_of(str(self.store.path), versions)

    @cached_property
    def held(self) -> Mapping[tuple[str, str], Mapping[str, Any]]:
        """The rating that holds of each post and person that has one, by subject and id."""
        versions = (self.version("data"), self.version("ratings"))
        return cached.held_of(str(self.store.path), versions)

    @property
    def queue(self) -> list[Proposal]:
        """The pairs of people that wait for the owner's word, the most valuable first."""
        return cached.queue_of(*self._scored, self._answered)

    @property
    def pairs(self) -> list[Proposal]:
        """Every pair of people that may be one, whatever became of it."""
        return cached.pairs_of(*self._key, self._answered)

    @property
    def has_stale_links(self) -> bool:
        """Whether records came in since people were last compared."""
        return cached.stale_of(*self._key, self._answered)

    @property
    def _wanted(self) -> tuple[cached.Wording, tuple[float, ...], int]:
        """Everything that the owner said about what they want: interests and ratings."""
        return (*_split(self.interests), self.version("ratings"))

    @property
    def _ruled(self) -> tuple[int, int]:
        """What the owner said about invitations: decisions, and the ladder."""
        return self.version("decisions"), self.version("ladder")

    @property
    def _answered(self) -> tuple[int, ...]:
        return (self.version("links"), *self._ruled)

    @property
    def empty(self) -> bool:
        """Whether nothing has been imported."""
        return self.store.count("import_file") == 0


def _split(interests: tuple[Interest, ...]) -> tuple[cached.Wording, tuple[float, ...]]:
    wording = tuple((one.name, one.phrases) for one in interests)
    return wording, tuple(one.weight for one in interests)


def _phrases_of(interests: Iterable[Interest]) -> set[str]:
    return {phrase for one in interests for phrase in one.phrases}


def workspace() -> Workspace:
    """Return what this session looks at: the owner's data, or the demo while there is none."""
    if _DEMO not in st.session_state:
        st.session_state[_DEMO] = _begins_with_demo()
    return _workspace(demo=bool(st.session_state[_DEMO]))


def first_workspace() -> Workspace:
    """Return what a session looks at when it begins."""
    return _workspace(demo=_begins_with_demo())


def _begins_with_demo() -> bool:
    own = settings_now().database
    return not (own.exists() and has_own_data(store_at(str(own))))


def _workspace(*, demo: bool) -> Workspace:
    settings = settings_now()
    own_is_demo = settings.database.exists() and is_demo(store_at(str(settings.database)))
    if demo and not own_is_demo:
        store = demo_store(str(settings.demo_database))
        return Workspace(store, settings, is_demo=True, versions=store.versions())
    return own_workspace()


def own_workspace() -> Workspace:
    """Return the owner's own data, whatever this session shows."""
    settings = settings_now()
    store = store_at(str(settings.database))
    return Workspace(store, settings, is_demo=is_demo(store), versions=store.versions())


def show_demo(*, on: bool) -> None:
    """Turn this session to the demo network, or to the owner's own data."""
    st.session_state[_DEMO] = on


def job(space: Workspace, work: str) -> JobState | None:
    """Return the newest job of this kind on this database, null where there was none."""
    return runner(work).latest(space.kind(work))
