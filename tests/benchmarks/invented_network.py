"""Writes the database of an invented network of any size: `python -m tests.benchmarks.invented_network FILE POSTS`.

Everything goes through the product's own steps: facts are taken in, people linked, near-duplicates and languages told,
texts embedded by an encoder that makes vectors up. Whatever a post is about is the same in its words and its vector.
"""

import argparse
import hashlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from relevance.config import Settings
from relevance.embedding import DEFAULT_MODEL
from relevance.interests import Interest
from relevance.pipeline import embed, save_interests
from relevance.pipeline.importing import settle
from relevance.pipeline.note_chances import note_texts
from relevance.pipeline.vectors import profile_text
from relevance.schema import fact_frame, text_key
from relevance.store import Store, next_file, remember_file
from tests.crowd import FAMILY

PEOPLE, INVITES, MET = 30_000, 500, 3_000
NEWEST = datetime(2026, 11, 1, 12, tzinfo=UTC)
WIDTH = 384

TOPICS = (
    "workplace learning", "course design", "coaching", "assessment", "open data", "public libraries",
    "night trains", "city cycling", "bread baking", "growth hacking", "crypto trading", "sales funnels",
    "museum guides", "school gardens", "plain language", "river cleaning", "choir singing", "chess clubs",
    "paper maps", "radio plays", "wind power", "bird counts", "repair cafes", "tax software",
)  # fmt: skip
INTERESTS = (
    Interest("Learning", 90, ("workplace learning", "course design")),
    Interest("Coaching", 60, ("coaching",)),
    Interest("Assessment", 40, ("assessment", "plain language")),
    Interest("Libraries", 50, ("public libraries", "open data")),
    Interest("Trains", 30, ("night trains", "paper maps")),
    Interest("Growth", -80, ("growth hacking", "sales funnels")),
    Interest("Crypto", -100, ("crypto trading",)),
    Interest("Software", -20, ("tax software",)),
)

_OPENINGS = (
    "Three things about",
    "What we learned from",
    "A question on",
    "Some notes about",
    "My view of",
    "New ideas for",
)
_PARTS = (
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ha",
    "ki",
    "lo",
    "ma",
    "ne",
    "po",
    "ri",
    "su",
    "ta",
    "ve",
    "zo",
)
_WORDS = [a + b + c for a in _PARTS for b in _PARTS for c in (*_PARTS, "n", "s", "l", "r")]
_REPEATS = 50
_GIVEN = (
    "Ada",
    "Bea",
    "Carl",
    "Dina",
    "Eli",
    "Fay",
    "Gus",
    "Hana",
    "Ida",
    "Jo",
    "Kim",
    "Lou",
    "Max",
    "Nia",
    "Omar",
    "Pia",
)
_TRADES = (
    "Trainer",
    "Engineer",
    "Head of learning",
    "Librarian",
    "Growth partner",
    "Trader",
    "Editor",
    "Consultant",
)


@dataclass
class Steps:
    """How many seconds of the processor each step took, all threads together."""

    seconds: dict[str, float] = field(default_factory=dict)

    def take(self, name: str, work: Callable[[], object]) -> None:
        """Run one step and note what it took."""
        began = time.process_time()
        work()
        self.seconds[name] = time.process_time() - began


class InventedEncoder:
    """Gives each text a unit vector near that of the topic it names, the same one every time."""

    model_id = DEFAULT_MODEL
    dimensions = WIDTH

    def __init__(self) -> None:
        random = np.random.default_rng(7)
        centres = random.normal(size=(len(TOPICS) + 1, WIDTH)) + 0.35 * random.normal(size=WIDTH)
        self._centres = (centres / np.linalg.norm(centres, axis=1, keepdims=True)).astype(
            np.float32
        )
        self._noise = random.normal(size=(4099, WIDTH)).astype(np.float32) / np.sqrt(WIDTH)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Return unit vectors, (n, 384)."""
        topic = [next((k for k, one in enumerate(TOPICS) if one in text), -1) for text in texts]
        marks = [
            int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") for text in texts
        ]
        mark = np.array(marks, dtype=np.uint64)
        first, second = mark % np.uint64(4099), (mark >> np.uint64(20)) % np.uint64(4093)
        blur = self._noise[first] + self._noise[second]
        near = self._centres[topic] + np.float32(0.8) * blur
        return near / np.linalg.norm(near, axis=1, keepdims=True)


def build(
    path: Path,
    posts: int,
    *,
    people: int = PEOPLE,
    invites: int = INVITES,
    seed: int = 11,
    whole: bool = True,
) -> dict[str, float]:
    """Write the database at `path`, which must not be there yet, and return the seconds that each step took.

    Unless `whole`, languages and vectors of posts are put into their tables at once, which a million posts need.
    """
    settings = Settings(database=path)
    steps = Steps()
    with Store.open(path) as store:
        number = next_file(store)
        steps.take("take in people", lambda: _people(store, number, people, invites, seed))
        steps.take(
            "take in posts",
            lambda: store.take_in({"post": _posts(posts, people + invites, seed)}, file_id=number),
        )
        _remember(store, number, posts)
        if not whole:
            _fill_in(store)
        steps.take(
            "link, group and tell languages", lambda: settle(store, settings, posts_changed=whole)
        )
        save_interests(store, INTERESTS, reason="invented")
        work = _embed_all if whole else _fill_in_people
        steps.take("embed, the model left out", lambda: work(store))
    return steps.seconds


def _fill_in(store: Store) -> None:
    """Give every text its language and its vector."""
    encoder = InventedEncoder()
    texts = store.frame(
        "SELECT text_key, any_value(text) AS text FROM post GROUP BY ALL ORDER BY text_key"
    )
    store.insert("text_language", texts.select("text_key", language=pl.lit("en")))
    for some in texts.iter_slices(32_768):
        vectors = encoder.encode(some["text"].to_list())
        store.save_vectors(encoder.model_id, some["text_key"].to_list(), vectors)


def _fill_in_people(store: Store) -> None:
    """Give profiles, notes and phrases their vectors."""
    encoder = InventedEncoder()
    said = store.people().select("headline", "position", "company")
    lines = {profile_text(*row) for row in said.iter_rows()}
    texts = sorted(
        {*lines, *note_texts(store), *(one for each in INTERESTS for one in each.phrases)}
    )
    store.save_vectors(encoder.model_id, [text_key(one) for one in texts], encoder.encode(texts))


def _embed_all(store: Store) -> None:
    embed(store, encoder=InventedEncoder())


def _remember(store: Store, number: int, posts: int) -> None:
    row = {
        "file_id": number, "import_id": number, "path": "invented", "kind": "posts", "sha256": f"invented {posts}",
        "read": posts, "added": posts, "updated": 0, "skipped": 0, "as_of": NEWEST.date(), "is_as_of_stated": False,
        "imported_at": NEWEST,
    }  # fmt: skip
    none = {"row_number": pl.Int64, "reason": pl.String, "excerpt": pl.String}
    remember_file(store, row, pl.DataFrame(schema=none))


def _record_id(code: int) -> str:
    return f"r{hashlib.sha256(str(code).encode()).hexdigest()[:16]}"


def _people(store: Store, number: int, people: int, invites: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    day = NEWEST.date()
    own = {
        "record_id": "rowner",
        "source": "linkedin.profile",
        "name": "Ada Example",
        "is_owner": True,
    }
    records = [own]
    for code in range(people + invites):
        trade, firm = _TRADES[code % len(_TRADES)], f"Firm {code % 4001}"
        records.append(
            {
                "record_id": _record_id(code),
                "source": "linkedin.connections" if code < people else "linkedin.invitations",
                "name": f"{_GIVEN[code % 16]} {FAMILY[code // 16 % 12]}-{FAMILY[code // 192 % 12]} {code}",
                "url": f"linkedin.com/in/person-{code}",
                "position": f"{trade} for {TOPICS[code % len(TOPICS)]}",
                "company": firm,
                "as_of": day,
            }
        )
    connections = [
        {
            "record_id": _record_id(code),
            "connected_on": day - timedelta(days=int(age)),
            "as_of": day,
        }
        for code, age in enumerate(random.integers(1, 4000, people))
    ]
    waiting = [
        {
            "invite_id": f"i{code:06d}",
            "record_id": _record_id(people + code),
            "owner_record_id": "rowner",
            "direction": "incoming",
            "sent_at": NEWEST - timedelta(days=int(random.integers(1, 200))),
            "note": _note(code, random),
            "as_of": day,
        }
        for code in range(invites)
    ]
    met = [
        {
            "encounter_id": f"e{place:06d}",
            "sender_record_id": _record_id(code) if place % 2 else "rowner",
            "recipient_record_id": "rowner" if place % 2 else _record_id(code),
            "channel": "linkedin message",
            "at": NEWEST - timedelta(days=int(place % 900)),
            "conversation": f"c{code}",
            "snippet": "Thank you, that helped.",
        }
        for place, code in enumerate(random.integers(0, people, min(MET, people) * 5) % MET)
    ]
    store.take_in(
        {
            "record": fact_frame("record", records),
            "connection": fact_frame("connection", connections),
            "invite": fact_frame("invite", waiting),
            "encounter": fact_frame("encounter", met),
        },
        file_id=number,
    )


def _note(code: int, random: np.random.Generator) -> str | None:
    if code % 2:
        return None
    topic = TOPICS[int(random.integers(len(TOPICS)))]
    return (
        f"I read your post on {topic} in issue {code} and would like to hear how you began with it."
    )


def _posts(count: int, people: int, seed: int) -> Iterator[pl.DataFrame]:
    """Yield posts: few people write most of them, each about a few topics; one in fifty repeats another."""
    random = np.random.default_rng(seed + 1)
    loud = random.pareto(1.3, people) + 0.05
    loud /= loud.sum()
    taste = random.integers(0, len(TOPICS), (people, 3))
    ids = np.array([_record_id(code) for code in range(people)])
    at_once = 100_000
    for first in range(0, count, at_once):
        size = min(at_once, count - first)
        author = random.choice(people, size, p=loud)
        topic = taste[author, random.integers(0, 3, size)]
        brought = random.random(size) < 0.15
        surfacer = np.where(brought, random.choice(people, size, p=loud), author)
        kinds = np.where(brought, "like", np.where(random.random(size) < 0.1, "reshare", "post"))
        texts = invented_texts(first, topic, random)
        seconds = random.integers(0, 360 * 86_400, size)
        yield pl.DataFrame(
            {
                "post_id": [
                    f"t{hashlib.sha256(b'%d' % row).hexdigest()[:16]}"
                    for row in range(first, first + size)
                ],
                "author_record_id": ids[author],
                "surfacer_record_id": pl.Series(ids[surfacer])
                .to_frame("id")
                .select(pl.when(pl.Series(brought)).then("id"))
                .to_series(),
                "kind": kinds,
                "text": texts,
                "text_key": [text_key(one) for one in texts],
                "created_at": pl.Series(seconds)
                .cast(pl.Int64)
                .to_frame("s")
                .select(pl.lit(NEWEST) - pl.duration(seconds="s"))
                .to_series(),
                "is_approximate": [False] * size,
                "url": [
                    f"https://www.linkedin.com/feed/update/urn:li:activity:{7_000_000_000 + row}"
                    for row in range(first, first + size)
                ],
                "network": ["linkedin"] * size,
            }
        )


def invented_texts(first: int, topic: np.ndarray, random: np.random.Generator) -> list[str]:
    """Return texts on the given topics, numbered from `first` on; one in fifty repeats the one before."""
    # Few words are frequent and most are rare, as in any language.
    picked = np.minimum(random.zipf(1.25, (len(topic), 26)) - 1, len(_WORDS) - 1)
    texts = [
        f"{_OPENINGS[row % 6]} {TOPICS[t]}: {' '.join([_WORDS[one] for one in words])}. Week {first + row}."
        for row, (t, words) in enumerate(zip(topic.tolist(), picked.tolist(), strict=True))
    ]
    for row in range(_REPEATS, len(texts), _REPEATS):
        if topic[row] == topic[row - 1]:
            texts[row] = f"{texts[row - 1]} #again"
    return texts


def main() -> None:
    """Write one database and print the seconds of each step."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("file", type=Path)
    reader.add_argument("posts", type=int)
    reader.add_argument("--people", type=int, default=PEOPLE)
    reader.add_argument("--filled-in", action="store_true", help="languages and vectors at once")
    given = reader.parse_args()
    steps = build(given.file, given.posts, people=given.people, whole=not given.filled_in)
    # Beside the database, where `tests.benchmarks.scale_up` looks for it.
    given.file.with_suffix(".built.json").write_text(json.dumps(steps), "utf-8")
    for name, seconds in steps.items():
        print(f"{name}: {seconds:.1f} s")


if __name__ == "__main__":
    main()
