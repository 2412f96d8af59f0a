"""What scoring needs of the store, loaded once: posts, people, vectors and attention.

Nothing here depends on the interests or their weights, so that a slider only costs arithmetic.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from importlib.metadata import version
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from relevance.config import Settings
from relevance.feed import POST_KINDS, AttentionRules, PersonAttention, attention
from relevance.identity import OWNER
from relevance.interests import Calibration, default_calibration
from relevance.invites import analyse_note, note_body, repeated_notes
from relevance.languages import UNDETERMINED
from relevance.pipeline.corpus_vectors import CorpusVectors, Spoken
from relevance.pipeline.found import Found
from relevance.pipeline.models import ModelInUse, model_in_use
from relevance.pipeline.note_chances import note_chances
from relevance.pipeline.post_texts import PostTexts
from relevance.pipeline.vectors import profile_text
from relevance.store import Store, beginning

__all__ = ["Corpus", "corpus_digest", "load_corpus"]

_DAY = 86_400
# Another number makes unknown to this program whatever an earlier one kept for its next start.
_FORM = 1


@dataclass(frozen=True)
class Corpus:
    """Posts in the window and the people behind them; arrays run along the rows of `posts`."""

    model: str
    """Id of the model that the vectors come from."""
    model_name: str
    """What to load it by: empty for the built-in one, else a path or a hub name."""
    next_model: str | None
    """Id of the model that has been chosen and reads in the background; null where it is this one."""
    next_waiting: int
    """Texts of posts that it has yet to read."""
    calibration: Calibration
    posts: pl.DataFrame
    """Posts in the window: post_id, text_code (equal where what they say is), author_id, person_id, kind, created_at,
    duplicate_group, language."""
    people: pl.DataFrame
    """One row for each person: person_id, name, ..., is_connection, is_following, is_pending."""
    person: NDArray[np.int64]
    """Code of the accountable person: the row of `people`."""
    author: NDArray[np.int64]
    """Code of who wrote it, the accountable person or not."""
    texts: PostTexts
    """What each post says, as written; read when it is needed."""
    read: CorpusVectors
    """Vectors of posts, profiles and notes, which are read when they are asked for."""
    embedded: NDArray[np.bool_]
    """Which posts have a vector that counts: in a language that the model reads, or in one that is not known."""
    foreign: NDArray[np.bool_]
    """Which posts are in a language that the model does not read: they are unknown, whatever it makes of them."""
    in_feed: NDArray[np.bool_]
    """Which posts can be in the feed today; the others would come with an accepted invite."""
    attention: NDArray[np.float64]
    """Attention of each post, 0 or more, over all posts that have a vector."""
    volume: NDArray[np.float64]
    """The same without recency, for series over time."""
    heard: NDArray[np.float64]
    """Attention of each post that can be in the feed today, known or not; 0 for the others."""
    heard_volume: NDArray[np.float64]
    """The same without recency."""
    mean: NDArray[np.float32]
    """The vector that posts and phrases are centred on."""
    profile_texts: pl.Series
    """What profiles say, along the rows of `people`; "" for nothing."""
    has_profile: NDArray[np.bool_]
    """Whose profile has a vector."""
    note_texts: pl.Series
    """What those notes say, along the rows of `people`; "" for nothing."""
    has_note: NDArray[np.bool_]
    """Whose note has a vector."""
    known_posts: NDArray[np.int64]
    """Posts of each person in the window, (n_people,), whether the model has read them or not."""
    known_feed_posts: NDArray[np.int64]
    """Those of them that can be in the feed today."""
    known_attention: NDArray[np.float64]
    """Attention of each person's posts in the feed today, (n_people,), read or not."""
    newest: datetime | None
    """When the newest post was written."""
    total_posts: int
    """All posts of the store, inside the window or not, the owner's own left out."""
    hidden_connections: int
    """Rows of the newest export that carry a date only: members who hide themselves."""
    digest: str = ""
    """What all of this follows from: another digest wherever something of it may be different."""
    is_begun: bool = False
    """Whether a start has kept what it worked out of just this, so that no vector was read yet."""

    @property
    def vectors(self) -> NDArray[np.float32]:
        """Centred unit vectors of posts (n_posts, width); zeros where a post has none yet."""
        return self.read.now().posts

    @property
    def profiles(self) -> NDArray[np.float32]:
        """Centred unit vectors of what profiles say, along the rows of `people`; zeros where there is none."""
        return self.read.now().profiles

    @property
    def notes(self) -> NDArray[np.float32]:
        """Centred unit vectors of the notes that inviters wrote themselves, likewise; zeros for none."""
        return self.read.now().notes

    @cached_property
    def found(self) -> Found:
        """Matches of single interests that were worked out before; they go with the corpus."""
        return Found()

    @cached_property
    def feed_people(self) -> PersonAttention:
        """What attention alone says of each person, with none of it for posts that cannot be in the feed today."""
        return PersonAttention(
            np.where(self.in_feed, self.attention, 0), self.person, self.people.height
        )

    @cached_property
    def feed_languages(self) -> Mapping[str, int]:
        """Posts of the feed by the code of their language, most first; "und" where it is not known."""
        apart = self.people["is_apart"].gather(self.person)
        told = self.posts["language"].filter(~apart).fill_null(UNDETERMINED)
        counted = told.value_counts().sort("count", "language", descending=[True, False])
        return dict(counted.iter_rows())

    @property
    def waiting(self) -> NDArray[np.bool_]:
        """Which posts have no vector yet and would get a figure by one."""
        return ~self.embedded & ~self.foreign


def load_corpus(store: Store, settings: Settings) -> Corpus:
    """Load everything that scoring needs; posts without a date count as written with the oldest."""
    used = model_in_use(store, settings)
    model = used.identity
    calibration = default_calibration(model)
    # Before anything is read: what changes meanwhile makes another digest.
    digest = corpus_digest(store, settings, model)
    kept = beginning(store, digest)
    people = _with_telling_notes(store, _people(store), model, kept).with_row_index("code")
    everything = _posts(store)
    store.let_go()
    newest: datetime | None = everything["created_at"].max()  # type: ignore[assignment]  # datetimes
    posts = _in_window(everything, newest, settings.window_days)
    person, author = (_codes(posts, people, column) for column in ("person_id", "author_id"))
    foreign = _foreign(posts["language"], used)
    profile_texts = _profile_texts(people)
    note_texts = people["note"].map_elements(note_body, pl.String).fill_null("")
    texts = PostTexts(store, posts["post_id"])
    spoken = Spoken(store, model, texts, profile_texts, note_texts)
    told = spoken.later(kept) if kept else spoken.now(posts["text_key"], foreign)
    embedded = told.embedded
    # A key takes ten times the room of a number.
    posts = posts.with_columns(text_code=pl.col("text_key").hash()).drop("text_key")
    apart = (people["is_apart"].to_numpy())[person] if len(person) else np.zeros(0, dtype=bool)
    # What would come with an accepted invite shares no daily cap and no group of copies with the feed of today.
    feed_parts = _attention(posts, person, embedded & ~apart, newest, settings)
    apart_parts = _attention(posts, person, embedded & apart, newest, settings)
    # How loud someone is does not wait for the model.
    heard = feed_parts if embedded.all() else _attention(posts, person, ~apart, newest, settings)
    store.let_go()
    return Corpus(
        model=model,
        model_name=used.name,
        next_model=used.next_identity,
        next_waiting=used.next_missing,
        calibration=calibration,
        posts=posts,
        people=people,
        person=person,
        author=author,
        texts=texts,
        read=told.read,
        embedded=embedded,
        foreign=foreign,
        in_feed=embedded & ~apart,
        attention=feed_parts[0] + apart_parts[0],
        volume=feed_parts[1] + apart_parts[1],
        heard=heard[0],
        heard_volume=heard[1],
        mean=told.mean,
        profile_texts=profile_texts,
        has_profile=told.has_profile,
        note_texts=note_texts,
        has_note=told.has_note,
        known_posts=np.bincount(person, minlength=people.height),
        known_feed_posts=np.bincount(person[~apart], minlength=people.height),
        known_attention=np.bincount(person, heard[0], people.height).astype(np.float64),
        newest=newest,
        total_posts=everything.height,
        hidden_connections=_hidden_connections(store),
        digest=digest,
        is_begun=kept is not None,
    )


def corpus_digest(store: Store, settings: Settings, model: str) -> str:
    """Return what a corpus loaded now follows from: counts of changes, model, window and program."""
    told = store.versions()
    parts = (
        _FORM,
        version("feed-relevance"),
        model,
        repr(default_calibration(model)),
        settings.window_days,
        told.get("data", 0),
        told.get("vectors", 0),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _hidden_connections(store: Store) -> int:
    rows = store.frame(
        "SELECT detail FROM owner_fact WHERE kind = 'hidden connections' ORDER BY value DESC LIMIT 1"
    )
    return int(rows["detail"][0]) if rows.height else 0


def _posts(store: Store) -> pl.DataFrame:
    return store.frame(
        "SELECT post_id, text_key, author_id, person_id, kind, created_at, duplicate_group, language "
        "FROM feed_post WHERE author_id <> ? AND person_id <> ? ORDER BY post_id",
        [OWNER, OWNER],
    )


def _codes(posts: pl.DataFrame, people: pl.DataFrame, column: str) -> NDArray[np.int64]:
    known = people.select(pl.col("person_id").alias(column), "code")
    found = posts.select(column).join(known, on=column, how="left", maintain_order="left")
    return found["code"].to_numpy().astype(np.int64)


def _in_window(posts: pl.DataFrame, newest: datetime | None, days: int) -> pl.DataFrame:
    if newest is None:
        return posts
    age = (pl.lit(newest) - pl.col("created_at")).dt.total_seconds() / _DAY
    return posts.filter(age.fill_null(0) <= days)


def _people(store: Store) -> pl.DataFrame:
    """Return everyone with what they are to the owner.

    A person is *apart* when all that ties them to the owner is an invitation: their posts would
    reach the feed only after a yes.
    """
    return store.frame(
        """
        WITH linked AS (SELECT record_id, person_id FROM person_link WHERE state = 'linked'),
        connected AS (
            SELECT person_id, min(connected_on) AS connected_on
            FROM connection JOIN linked USING (record_id) GROUP BY person_id
        ),
        following AS (
            SELECT person_id, bool_or(active) AS active
            FROM follow JOIN linked USING (record_id) GROUP BY person_id
        ),
        invited AS (SELECT DISTINCT person_id FROM invite JOIN linked USING (record_id)),
        noted AS (
            SELECT person_id, arg_max(note, sent_at) AS note
            FROM invite JOIN linked USING (record_id)
            WHERE direction = 'incoming' AND note IS NOT NULL GROUP BY person_id
        ),
        met AS (SELECT person_id, max("at") AS last_contact FROM contact GROUP BY person_id)
        SELECT person.*,
               connected.person_id IS NOT NULL AS is_connection,
               connected.connected_on,
               coalesce(following.active, false) AS is_following,
               met.person_id IS NOT NULL AS has_contact,
               met.last_contact,
               noted.note,
               invited.person_id IS NOT NULL AND connected.person_id IS NULL
                   AND NOT coalesce(following.active, false) AS is_apart
        FROM person
        LEFT JOIN connected USING (person_id)
        LEFT JOIN following USING (person_id)
        LEFT JOIN invited USING (person_id)
        LEFT JOIN met USING (person_id)
        LEFT JOIN noted USING (person_id)
        ORDER BY person.person_id
        """
    )


def _with_telling_notes(
    store: Store, people: pl.DataFrame, model: str, kept: Mapping[str, NDArray[Any]] | None
) -> pl.DataFrame:
    """Keep notes that somebody wrote for the owner; LinkedIn's own sentence or a pitch says nothing."""
    if kept:
        return people.with_columns(note=pl.when(pl.Series(kept["telling"])).then("note"))
    notes = people["note"].to_list()
    repeated = repeated_notes(notes)
    chances = note_chances(store, notes, model=model)
    told = [
        note
        if note and analyse_note(note, repeated, chance=chances[note]).kind == "personal"
        else None
        for note in notes
    ]
    return people.with_columns(note=pl.Series(told, dtype=pl.String))


def _attention(
    posts: pl.DataFrame,
    person: NDArray[np.int64],
    counted: NDArray[np.bool_],
    newest: datetime | None,
    settings: Settings,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the attention of each post with and without recency; 0 where it is not counted."""
    with_recency, without = np.zeros(posts.height), np.zeros(posts.height)
    if counted.any():
        chosen = posts.filter(pl.Series(counted))
        seconds = chosen["created_at"].dt.epoch("s")
        latest = newest.timestamp() if newest else 0.0
        age = (latest - seconds.cast(pl.Float64).fill_null(np.nan).to_numpy()) / _DAY
        day = (seconds // _DAY).fill_null(-1).to_numpy().astype(np.int64)
        places = {kind: place for place, kind in enumerate(POST_KINDS)}
        kind = chosen["kind"].replace_strict(places, return_dtype=pl.Int64).to_numpy()
        group = (chosen["duplicate_group"].rank("dense").fill_null(0).cast(pl.Int64) - 1).to_numpy()
        rules = AttentionRules(
            half_life_days=settings.half_life_days,
            reshare=settings.reshare_attention,
            bare_reshare=settings.bare_reshare_attention,
            like=settings.like_attention,
            daily_cap=settings.daily_cap,
        )
        parts = (age, kind, person[counted], day, group)
        with_recency[counted] = attention(*parts, rules)
        without[counted] = attention(*parts, rules.without_recency())
    return with_recency, without


def _foreign(languages: pl.Series, used: ModelInUse) -> NDArray[np.bool_]:
    told = {one for one in languages.unique() if used.is_foreign(one)}
    return languages.is_in(list(told)).fill_null(value=False).to_numpy()


def _profile_texts(people: pl.DataFrame) -> pl.Series:
    said = people.select("headline", "position", "company")
    return pl.Series("text", [profile_text(*row) for row in said.iter_rows()], dtype=pl.String)
