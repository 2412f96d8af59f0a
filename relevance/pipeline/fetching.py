"""Fetching what a person publishes, on request: off unless the owner turned it on, one address at a time."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from relevance.config import Settings
from relevance.errors import NotFoundError, RelevanceError, UsageError
from relevance.pipeline.importing import run_import
from relevance.sources.feeds import BLUESKY_API, Fetched, fetch
from relevance.sources.feeds.fetching import Fetchable
from relevance.sources.reader import FileRead
from relevance.store import Store
from relevance.texts import _

__all__ = ["FetchReport", "fetch_address", "known_addresses"]

_ENDS: Mapping[str, str] = {"feed": ".xml", "bluesky": ".json", "mastodon": ".json"}


@dataclass(frozen=True)
class FetchReport:
    """What came of asking one address."""

    address: str
    kind: str
    added: int
    """New posts."""
    is_unchanged: bool
    """The server had nothing new."""
    error: str | None
    """Why nothing was fetched, or null."""


def fetch_address(
    store: Store,
    address: str,
    settings: Settings,
    *,
    kind: Fetchable | None = None,
    person_id: str | None = None,
    ask: Callable[..., Fetched] = fetch,
    base: str = BLUESKY_API,
) -> FetchReport:
    """Ask one address for its newest posts and take them in.

    The server is told what the last answer was, so that it sends only news. What fails is noted and
    reported, never raised: other addresses are asked all the same.

    Args:
        store: the database.
        address: of a feed, a Bluesky account or a Mastodon account.
        settings: `allow_fetching` has to be true.
        kind: feed, bluesky or mastodon; as last time, else by the look of the address.
        person_id: the person who writes there, as the owner says.
        ask: fetches; tests put their own in its place.
        base: where Bluesky is asked.

    Raises:
        UsageError: fetching is off, which it is unless the settings allow it.
        NotFoundError: there is no such person.
    """
    if not settings.allow_fetching:
        msg = _(
            "Fetching is off: nothing leaves or enters this machine by itself. To allow it "
            "for the addresses you name, write `allow_fetching = true` into the settings "
            "file (data/relevance.toml)."
        )
        raise UsageError(msg)
    known = store.frame("SELECT * FROM fetched WHERE address = ?", [address]).to_dicts()
    last = known[0] if known else {}
    chosen: Fetchable = kind or last.get("kind") or _kind_of(address)
    person = person_id or last.get("person_id")
    profile = _profile_of(store, person) if person else None
    try:
        found = ask(
            address,
            kind=chosen,
            etag=last.get("etag"),
            last_modified=last.get("last_modified"),
            base=base,
        )
        added = 0 if found.data is None else _take_in(store, found.data, chosen, settings, profile)
    except RelevanceError as error:
        _note(
            store, address, chosen, person, last.get("etag"), last.get("last_modified"), str(error)
        )
        return FetchReport(address, chosen, 0, is_unchanged=False, error=str(error))
    outcome = _("nothing new") if found.data is None else _("{added} new posts", added=added)
    _note(store, address, chosen, person, found.etag, found.last_modified, outcome)
    return FetchReport(address, chosen, added, is_unchanged=found.data is None, error=None)


def known_addresses(store: Store) -> pl.DataFrame:
    """Return the addresses that were asked: address, kind, person_id, name, fetched_at, outcome."""
    return store.frame(
        """
        SELECT address, kind, fetched.person_id, person.name, fetched_at, outcome
        FROM fetched LEFT JOIN person USING (person_id) ORDER BY address
        """
    )


def _kind_of(address: str) -> Fetchable:
    if address.startswith("did:") or "bsky.app/" in address:
        return "bluesky"
    if "/@" in address or "/users/" in address or address.lstrip("@").count("@") == 1:
        return "mastodon"
    return "feed" if "/" in address else "bluesky"


def _profile_of(store: Store, person_id: str) -> str:
    rows = store.frame("SELECT url FROM person WHERE person_id = ?", [person_id])
    if rows.is_empty():
        msg = _(
            "There is no person with the id {person_id!r}; see `relevance connections --json`.",
            person_id=person_id,
        )
        raise NotFoundError(msg)
    if not rows["url"][0]:
        msg = _(
            "The person {person_id!r} has no profile address to tie the posts to.",
            person_id=person_id,
        )
        raise NotFoundError(msg)
    return str(rows["url"][0])


def _take_in(store: Store, data: bytes, kind: str, settings: Settings, profile: str | None) -> int:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"fetched{_ENDS[kind]}"
        path.write_bytes(data)
        run = run_import(
            store,
            [path],
            settings=settings,
            kind=kind,
            adapt=None if profile is None else lambda found: _written_by(found, profile),
        )
    failed = [report.error for report in run.reports if report.error]
    if failed:
        raise RelevanceError(failed[0])
    return sum(report.tables.get("post", 0) for report in run.reports)


def _written_by(found: FileRead, profile: str) -> FileRead:
    """Return what was read with its main author tied to a profile, as the owner says it is theirs."""
    result = found.result
    if result is None or "post" not in result.accepted:
        return found
    own = result.accepted["post"].filter(pl.col("surfacer_record_id").is_null())
    authors = own["author_record_id"].value_counts(sort=True)
    if authors.is_empty():
        return found
    main = authors["author_record_id"][0]
    url = pl.when(pl.col("record_id") == main).then(pl.lit(profile)).otherwise(pl.col("url"))
    record = result.accepted["record"].with_columns(url.alias("url"))
    return replace(found, result=replace(result, accepted={**result.accepted, "record": record}))


def _note(
    store: Store,
    address: str,
    kind: str,
    person_id: str | None,
    etag: str | None,
    last_modified: str | None,
    outcome: str,
) -> None:
    store.execute(
        "INSERT OR REPLACE INTO fetched VALUES (?, ?, ?, ?, ?, ?, ?)",
        [address, kind, person_id, etag, last_modified, datetime.now(UTC), outcome[:500]],
    )
