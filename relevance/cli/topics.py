"""Command about what the feed is about: topics, and topics taken as interests."""

from typing import Annotated, Any

import polars as pl
import typer

from relevance.cli.session import session_of
from relevance.errors import UsageError
from relevance.pipeline import (
    FeedTopics,
    Scores,
    Store,
    current_scores,
    feed_topics,
    read_interests,
    save_interests,
    topic_map,
    topics_table,
    wish_for_topic,
)
from relevance.texts import _, number

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command `topics` to `app`."""
    app.command("topics")(_topics)


def _topics(
    context: typer.Context,
    more: Annotated[
        int | None, typer.Option("--more", metavar="N", help="Add topic N as an interest.")
    ] = None,
    less: Annotated[
        int | None, typer.Option("--less", metavar="N", help="Ask for less of topic N.")
    ] = None,
    with_map: Annotated[
        bool, typer.Option("--map", help="With --json: the marks of the map of posts, too.")
    ] = False,
) -> int:
    """List what the feed is about: volume, relevance, who brings it."""
    if more is not None and less is not None:
        msg = _("`--more` and `--less` cannot both be given: ask for one topic at a time.")
        raise UsageError(msg)
    session = session_of(context)
    changes = more is not None or less is not None
    with session.store() if changes else session.reading_store() as store:
        scores = current_scores(store, session.settings)
        found = feed_topics(store, scores.corpus)
        if changes:
            _wish(store, found, more if more is not None else less, more=more is not None)
            # The new phrases count from now on.
            scores = current_scores(store, session.settings)
    table = topics_table(found, scores)
    document = {"topics": _documents(table), "posts": len(found.rows), "unread": found.unread}
    if with_map:
        document["map"] = _map_document(found, scores)
    session.output.document(document)
    session.output.table(
        _("Topics of {rows} posts", rows=number(len(found.rows))),
        ("no.", "topic", "posts", _("share %"), "relev.", "effect", _("who brings it")),
        [
            (
                row["topic"] + 1 or None,
                row["name"],
                row["posts"],
                100 * row["share"],
                None if row["relevance"] is None else f"{100 * row['relevance']:.0f}",
                None if row["effect"] is None else f"{row['effect']:+.2f}",
                ", ".join(f"{one['name']} ({one['posts']})" for one in row["people"][:3]),
            )
            for row in table.iter_rows(named=True)
        ],
    )
    if found.unread:
        session.output.say(
            _(
                "What {unread} more posts are about is unknown: run `relevance embed`.",
                unread=number(found.unread),
            )
        )
    return 0


def _documents(table: pl.DataFrame) -> list[dict[str, Any]]:
    """Return the rows with topics numbered from 1; everything else has no number."""
    return [{**row, "topic": row["topic"] + 1 or None} for row in table.to_dicts()]


def _map_document(found: FeedTopics, scores: Scores) -> dict[str, Any]:
    shown = topic_map(found, scores)
    return {"marks": shown.marks.to_dicts(), "is_tiled": shown.is_tiled}


def _wish(store: Store, found: FeedTopics, number: int | None, *, more: bool) -> None:
    if number is None or not 1 <= number <= len(found.names):
        there = _("1 to {names}", names=len(found.names)) if found.names else _("none yet")
        msg = _(
            "There is no topic {number}; there are: {there}. See `relevance topics`.",
            number=number,
            there=there,
        )
        raise UsageError(msg)
    name, terms = found.names[number - 1], found.terms[number - 1]
    wanted = wish_for_topic(read_interests(store), name, terms, more=more)
    save_interests(
        store,
        wanted,
        reason=_(
            "{more_or_less} of {name}", more_or_less=_("more") if more else _("less"), name=name
        ),
    )
