"""Commands about connections: compare two, keep views of them, mark what was decided."""

from typing import Annotated

import typer

from relevance.cli.connections import FACT_COLUMNS, FIGURE_COLUMNS
from relevance.cli.session import session_of
from relevance.errors import UsageError
from relevance.pipeline import (
    current_scores,
    feed_topics,
    find_person,
)
from relevance.pipeline.listing import (
    ACTS,
    bring_back_view,
    compare_people,
    decide_people,
    drop_view,
    facts_now,
    figure_lines,
    kept_view,
    last_verdicts,
    opened_view,
    rename_view,
    save_view,
    saved_views,
    spelled,
    undo_verdicts,
    view_of_query,
    view_query,
)
from relevance.texts import _

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command("compare")(_compare)
    app.command("views")(_views)
    app.command("mark")(_mark)


def _compare(
    context: typer.Context,
    one: Annotated[str, typer.Argument(metavar="ID|NAME")],
    other: Annotated[str, typer.Argument(metavar="ID|NAME")],
) -> int:
    """Hold two connections against each other: figures, topics, contacts, posts."""
    session = session_of(context)
    with session.reading_store() as store:
        ids = (find_person(store, one), find_person(store, other))
        scores = current_scores(store, session.settings)
        topics = feed_topics(store, scores.corpus)
        found = compare_people(store, scores, facts_now(store, scores, topics), topics, *ids)
    people = [
        {
            **{name: row[name] for name in (*FIGURE_COLUMNS, *FACT_COLUMNS)},
            "encounters": contacts.to_dicts(),
            "sample": posts.select(
                "post_id", "created_at", "relevance", "effect", "text"
            ).to_dicts(),
        }
        for row, contacts, posts in zip(found.figures, found.encounters, found.posts, strict=True)
    ]
    session.output.document(
        {
            "people": people,
            "topics": found.topics.to_dicts(),
            "overlap": found.overlap,
            "interests": found.interests.to_dicts(),
            "sentence": found.sentence,
        }
    )
    session.output.say(found.sentence)
    names = [row["name"] for row in found.figures]
    session.output.table(_("Figures"), ("", *names), figure_lines(found))
    for title, frame in (
        (_("Topics, % of attention"), found.topics),
        (_("Interests, points"), found.interests),
    ):
        factor = 100 if frame is found.topics else 1
        session.output.table(
            title,
            ("name", *names),
            [
                (name, *(None if value is None else factor * value for value in values))
                for name, *values in frame.iter_rows()
            ],
        )
    return 0


def _views(
    context: typer.Context,
    keep: Annotated[
        str | None, typer.Option("--keep", metavar="NAME", help="Keep --address by this name.")
    ] = None,
    address: Annotated[
        str | None,
        typer.Option(
            "--address",
            help="An address of the page Connections, or what follows its question mark.",
        ),
    ] = None,
    rename: Annotated[
        str | None, typer.Option("--rename", metavar="NAME|NUMBER", help="Give it the name --to.")
    ] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="NAME")] = None,
    drop: Annotated[
        str | None, typer.Option("--drop", metavar="NAME|NUMBER", help="Keep one no longer.")
    ] = None,
    back: Annotated[
        int | None, typer.Option("--back", metavar="NUMBER", help="Bring one back.")
    ] = None,
) -> int:
    """List the views of your connections that are kept; keep, rename, drop, bring back."""
    if (keep is None) != (address is None) or (rename is None) != (to is None):
        msg = _(
            "`--keep NAME` goes with `--address ADDRESS`, and `--rename NAME` with `--to NAME`. "
            "Give both."
        )
        raise UsageError(msg)
    session = session_of(context)
    with session.reading_store() as store:
        if keep is not None and address is not None:
            view, words = view_of_query(address)
            if words:
                raise UsageError(" ".join(words))
            save_view(store, keep, view.address)
        if rename is not None and to is not None:
            rename_view(store, kept_view(store, rename).view_id, to)
        if drop is not None:
            drop_view(store, kept_view(store, drop).view_id)
        if back is not None:
            bring_back_view(store, back)
        kept = [(one, opened_view(store, one.parameters)[0]) for one in saved_views(store)]
    session.output.document(
        {
            "views": [
                {
                    "view_id": one.view_id,
                    "name": one.name,
                    "address": view_query(view),
                    "made_at": one.made_at,
                }
                for one, view in kept
            ]
        }
    )
    session.output.table(
        _("Kept views"),
        ("number", "name", "address"),
        [(one.view_id, one.name, view_query(view) or "everybody") for one, view in kept],
    )
    return 0


def _mark(
    context: typer.Context,
    act: Annotated[
        str | None, typer.Argument(metavar="ACT", help=f"One of {', '.join(ACTS)}.")
    ] = None,
    wanted: Annotated[list[str] | None, typer.Argument(metavar="ID|NAME...")] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take back what was marked last.")] = False,
) -> int:
    """Note what you decided about connections, several at once; nothing is done on LinkedIn."""
    session = session_of(context)
    if undo == bool(act) or bool(act) != bool(wanted):
        msg = _(
            "`relevance mark ACT NAME...` marks people, `relevance mark --undo` takes the last "
            "mark back. Give one."
        )
        raise UsageError(msg)
    with session.reading_store() as store:
        if act is None:
            newest = last_verdicts(store)
            count = undo_verdicts(store, newest or 0)
            session.output.document({"undone": count})
            session.output.say(
                _(
                    "Taken back for {count} {person_or_people}.",
                    count=count,
                    person_or_people=_("person") if count == 1 else _("people"),
                )
            )
            return 0
        ids = [find_person(store, one) for one in wanted or ()]
        scores = current_scores(store, session.settings)
        done = decide_people(store, scores, ids, spelled(act))
    session.output.document({"batch": done.batch, "act": spelled(act), "person_ids": ids})
    session.output.say(done.sentence)
    return 0
