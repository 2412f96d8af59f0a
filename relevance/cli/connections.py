"""The command that lists connections, and narrows them by facets and named lists."""

from typing import Annotated, Any

import polars as pl
import typer

from relevance.cli.output import Output
from relevance.cli.session import Session, session_of
from relevance.errors import UsageError
from relevance.pipeline import (
    Scores,
    Store,
    connections,
    current_scores,
    feed_topics,
)
from relevance.pipeline.listing import (
    FACETS,
    LISTS,
    USUAL_ORDER,
    View,
    facts_now,
    kept_view,
    narrowed,
    opened_view,
    ordered,
    spelled,
    view_query,
)
from relevance.texts import _

__all__ = ["FACT_COLUMNS", "FIGURE_COLUMNS", "register"]

FIGURE_COLUMNS = (
    *(
        "person_id",
        "name",
        "relevance",
        "low",
        "high",
        "posts",
        "attention_share",
        "effect",
        "state",
        "suggestion",
    ),
    *("company", "position", "headline", "url", "connected_on"),
)
"""What is told of each connection."""
FACT_COLUMNS = (
    *("years", "contacts", "last", "quiet_days", "tie", "times", "topic", "loudness", "contact"),
    *("connected", "decided", "protected"),
)
"""What else is told where the list is narrowed."""
_SORTS = ("effect", "relevance", "posts", "attention_share", "name")


def register(app: typer.Typer) -> None:
    """Add this command to `app`."""
    app.command("connections")(_connections)


def _any_of(name: str) -> Any:
    return typer.Option(f"--{name}", help=f"Only these, any of: {', '.join(FACETS[name])}.")


def _connections(  # one option for each facet
    context: typer.Context,
    sort: Annotated[
        str | None,
        typer.Option(
            "--sort", help=f"One of {', '.join(_SORTS)}; else effect, or as the list says."
        ),
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=0, help="At most so many rows.")
    ] = None,
    following: Annotated[
        bool, typer.Option("--following", help="With people you only follow, too.")
    ] = False,
    listed: Annotated[
        str | None,
        typer.Option(
            "--list", help="One of " + ", ".join(one.replace(" ", "-") for one in LISTS) + "."
        ),
    ] = None,
    search: Annotated[
        str | None, typer.Option("--search", help="Words of name, company, position or headline.")
    ] = None,
    state: Annotated[list[str] | None, _any_of("state")] = None,
    company: Annotated[
        list[str] | None,
        typer.Option("--company", help="Only who works there; a part of its name."),
    ] = None,
    topic: Annotated[
        list[str] | None,
        typer.Option("--topic", help="Only who brings this topic most; see `relevance topics`."),
    ] = None,
    loudness: Annotated[list[str] | None, _any_of("loudness")] = None,
    tie: Annotated[list[str] | None, _any_of("tie")] = None,
    contact: Annotated[list[str] | None, _any_of("contact")] = None,
    connected: Annotated[list[str] | None, _any_of("connected")] = None,
    decided: Annotated[list[str] | None, _any_of("decided")] = None,
    silent: Annotated[
        int | None,
        typer.Option(
            "--silent", metavar="DAYS", help="At least so many days since the last contact."
        ),
    ] = None,
    view: Annotated[
        str | None,
        typer.Option("--view", metavar="NAME", help="A view that is kept, see `relevance views`."),
    ] = None,
) -> int:
    """List connections by what they do to the feed, best first and unknown last; narrow them by facets."""
    if sort is not None and sort not in _SORTS:
        msg = _(
            "`--sort` must be one of {sorts}, got {sort!r}.", sorts=", ".join(_SORTS), sort=sort
        )
        raise UsageError(msg)
    session = session_of(context)
    told = {
        "list": [listed] if listed is not None else [],
        "search": [search] if search is not None else [],
        "silent": [str(silent)] if silent is not None else [],
        **{
            name: list(given or ())
            for name, given in (
                ("state", state), ("company", company), ("topic", topic), ("loudness", loudness),
                ("tie", tie), ("contact", contact), ("connected", connected), ("decided", decided),
            )
        },
    }  # fmt: skip
    asked = any(told.values()) or view is not None
    if asked and (following or (view is not None and any(told.values()))):
        msg = _(
            "`--following` and `--view` go without the options that narrow connections. Give the "
            "one or the other."
        )
        raise UsageError(msg)
    with session.reading_store() as store:
        scores = current_scores(store, session.settings)
        if not asked:
            return _say_all(session, scores, sort or "effect", limit, following=following)
        wanted = _stored(session, store, view) if view is not None else _strict(told)
        topics = feed_topics(store, scores.corpus) if wanted.filters.topic else None
        facts = facts_now(store, scores, topics)
    _say_narrowed(session, facts, wanted, sort, limit)
    return 0


def _strict(told: dict[str, list[str]]) -> View:
    view, words = View.of_address(told)
    if words:
        raise UsageError(" ".join(words))
    return view


def _stored(session: Session, store: Store, wanted: str) -> View:
    view, words = opened_view(store, kept_view(store, wanted).parameters)
    for word in words:
        session.output.note(word)
    return view


def _say_all(
    session: Session, scores: Scores, sort: str, limit: int | None, *, following: bool
) -> int:
    listed = connections(scores, sort=sort, following=following)
    shown = listed if limit is None else listed.head(limit)
    session.output.document({"connections": shown.select(FIGURE_COLUMNS).to_dicts()})
    _table(session.output, _("Connections ({height})", height=listed.height), shown)
    return 0


def _say_narrowed(
    session: Session, facts: pl.DataFrame, view: View, sort: str | None, limit: int | None
) -> None:
    filters = view.filters
    found = narrowed(_with_companies(facts, view), _without_companies(view).filters)
    found = _sorted(found, view, sort)
    shown = found if limit is None else found.head(limit)
    rule = LISTS[filters.listed].rule if filters.listed else None
    session.output.document(
        {
            "connections": shown.select(*FIGURE_COLUMNS, *FACT_COLUMNS).to_dicts(),
            "found": found.height,
            "list": filters.listed,
            "rule": rule,
            "address": view_query(view),
        }
    )
    if rule and filters.listed:
        session.output.say(f"{filters.listed.capitalize()}: {rule}")
    _table(
        session.output,
        _("Connections ({height} of {everyone})", height=found.height, everyone=facts.height),
        shown,
    )


def _sorted(found: pl.DataFrame, view: View, sort: str | None) -> pl.DataFrame:
    if sort == "name":
        return found.sort("comparable_name", "person_id")
    if sort is not None:
        return found.sort(sort, descending=True, nulls_last=True, maintain_order=True)
    if view.filters.listed or view.order != USUAL_ORDER:
        return ordered(found, view.sorted_by)
    return found


def _with_companies(facts: pl.DataFrame, view: View) -> pl.DataFrame:
    """Return those who work at a company whose name has one of the given names as a part."""
    if not view.filters.company:
        return facts
    sought = [spelled(one) for one in view.filters.company]
    known = facts["company"].drop_nulls().unique()
    fits = [one for one in known if any(part in spelled(one) for part in sought)]
    return facts.filter(pl.col("company").is_in(fits))


def _without_companies(view: View) -> View:
    return View.of_address({**view.address, "company": ()})[0]


def _table(output: Output, title: str, shown: pl.DataFrame) -> None:
    output.table(
        title,
        ("name", "effect", "state", "relev.", "80 %", "posts", _("att. %"), "suggestion"),
        [
            (
                row["name"],
                None if row["effect"] is None else f"{row['effect']:+.2f}",
                row["state"],
                None if row["relevance"] is None else f"{100 * row['relevance']:.0f}",
                _range(row["low"], row["high"]),
                row["posts"],
                None if row["attention_share"] is None else 100 * row["attention_share"],
                row["suggestion"],
            )
            for row in shown.iter_rows(named=True)
        ],
    )


def _range(low: float | None, high: float | None) -> str | None:
    return None if low is None or high is None else f"{100 * low:.0f}–{100 * high:.0f}"
