"""Looking for one person behind records of several networks: the slow step of linking, for when they changed."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from relevance.config import Settings
from relevance.identity import Bars, probable_pairs
from relevance.pipeline.linking import known_joins, link_people, owner_marks
from relevance.store import Store, pairs_found, save_pairs

__all__ = ["LinkRun", "are_links_stale", "relink"]

_META = "links.of"


@dataclass(frozen=True)
class LinkRun:
    """What one run of linking did."""

    linked: int
    """Pairs that are probable enough to be linked."""
    proposed: int
    """Pairs that wait for the owner's word, or have it."""
    ran: bool
    """False where nothing had changed since the last run."""


def are_links_stale(store: Store, settings: Settings) -> bool:
    """Return whether records, employers or the owner's answers have changed since people were last compared."""
    held = store.frame("SELECT value FROM meta WHERE name = ?", [_META])
    known = held["value"][0] if held.height else None
    return bool(known != _state_of(store, settings))


def relink(
    store: Store,
    settings: Settings,
    *,
    force: bool = False,
    cancelled: Callable[[], bool] = lambda: False,
) -> LinkRun:
    """Compare all people, keep the pairs that may be one person, and link those that are probable enough.

    Reads first and writes in one transaction at the end; where nothing has changed nothing is done. The same records
    give the same pairs.

    Args:
        store: where everything is.
        settings: the two bars, and the owner's addresses.
        force: also where nothing has changed.
        cancelled: is asked, once people have been compared, whether to leave everything as it was.
    """
    if not force and not are_links_stale(store, settings):
        return _told(store, ran=False)
    state = _state_of(store, settings)
    pairs = probable_pairs(
        store.facts("record"),
        connected=store.facts("connection")["record_id"].to_list(),
        owner=owner_marks(store, settings),
        positions=_positions(store),
        joins=known_joins(store),
        bars=Bars(settings.link_at, settings.propose_at),
    )
    if cancelled():
        return _told(store, ran=False)
    with store.transaction():
        save_pairs(store, pairs)
        link_people(store, settings)
        store.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [_META, state])
    return _told(store, ran=True)


def _told(store: Store, *, ran: bool) -> LinkRun:
    counts = dict(pairs_found(store)["state"].value_counts().iter_rows())
    return LinkRun(counts.get("linked", 0), counts.get("proposed", 0), ran)


def _state_of(store: Store, settings: Settings) -> str:
    """Return a text that changes with everything that pairs depend on."""
    tables = ("record", "position", "connection")
    hashes = [
        store.frame(f"SELECT bit_xor(hash(t)) AS h FROM {table} AS t")["h"][0] for table in tables
    ]
    apart = store.frame(
        "SELECT bit_xor(hash(left_record_id, right_record_id)) AS h FROM link_answer "
        "WHERE answer = 'no' AND undone_at IS NULL"
    )["h"][0]
    return " ".join(str(one) for one in (*hashes, apart, settings.link_at, settings.propose_at))


def _positions(store: Store) -> Mapping[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in store.facts("position").iter_rows(named=True):
        found[row["record_id"]].append(row)
    return found
