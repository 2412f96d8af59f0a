"""Commands about who is who: link, people review, people merge, people split, people undo."""

import sys
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from relevance.cli.output import Output
from relevance.cli.session import Session, session_of
from relevance.errors import RelevanceError, UsageError
from relevance.pipeline import (
    Answered,
    Proposal,
    Store,
    all_pairs,
    answer_pair,
    certain_links,
    current_scores,
    merge_people,
    past_answers,
    progress_of,
    relink,
    review_queue,
    sides_of,
    split_record,
    undo_answer,
)
from relevance.texts import _, number

__all__ = ["register"]

_KEYS = {"y": "yes", "n": "no", "l": "later", "yes": "yes", "no": "no", "later": "later"}
_LONGEST_TABLE = 50


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command("link")(_link)
    people = typer.Typer(
        no_args_is_help=True, help="Say who is who: review, merge and split people."
    )
    people.command("review")(_review)
    people.command("merge")(_merge)
    people.command("split")(_split)
    people.command("undo")(_undo)
    app.add_typer(people, name="people")


def _link(
    context: typer.Context,
    again: Annotated[
        bool, typer.Option("--again", help="Compare everybody even where nothing has changed.")
    ] = False,
) -> int:
    """Find people that are known from several networks: links, proposals and what was refused."""
    session = session_of(context)
    with session.reading_store() as store:
        run = relink(store, session.settings, force=again)
        pairs = all_pairs(store)
        sides = sides_of(store, pairs)
        certain = certain_links(store)
    counts = {
        state: sum(one.state == state for one in pairs)
        for state in ("linked", "proposed", "refused")
    }
    session.output.document(
        {
            "links": [*(_link_document(one, sides) for one in pairs), *certain],
            **counts,
            "certain": len(certain),
            "compared": run.ran,
        }
    )
    _table_of_pairs(session.output, pairs)
    session.output.say(
        _(
            "{certain} records joined by certain keys; {linked} pairs linked, {proposed} "
            "proposed, {refused} refused. ",
            certain=number(len(certain)),
            linked=number(counts["linked"]),
            proposed=number(counts["proposed"]),
            refused=number(counts["refused"]),
        )
        + (_("Answer them with `relevance people review`.") if counts["proposed"] else "")
    )
    return 0


def _link_document(one: Proposal, sides: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "left": sides[one.left_record_id],
        "right": sides[one.right_record_id],
        "state": one.state,
        "probability": one.probability,
        "weight": one.weight,
        "reason": one.reason,
        "summary": one.summary,
        "evidence": list(one.evidence),
        "answer": one.answer,
        "how": _("you said so") if one.answer == "yes" else _("alike in what is known of both"),
    }


def _table_of_pairs(output: Output, pairs: Sequence[Proposal]) -> None:
    output.table(
        _("Pairs ({pairs})", pairs=len(pairs)),
        ("one", "other", "probability", "state", "why"),
        [
            (one.left_name, one.right_name, 100 * one.probability, one.state, one.summary)
            for one in pairs[:_LONGEST_TABLE]
        ],
    )
    if len(pairs) > _LONGEST_TABLE:
        output.say(
            _(
                "... and {pairs} more; --json lists them all.",
                pairs=number(len(pairs) - _LONGEST_TABLE),
            )
        )


def _review(
    context: typer.Context,
    answer: Annotated[
        list[str] | None,
        typer.Option(
            "--answer",
            metavar="RECORD,RECORD=WORD",
            help="Answer a pair by its two records with yes, no or later; may be given several times.",
        ),
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=0, help="Show at most so many pairs.")
    ] = None,
    answers: Annotated[
        bool, typer.Option("--answers", help="Show the answers given so far instead.")
    ] = False,
) -> int:
    """Show the pairs that may be one person, the most valuable first; on a terminal, ask about each."""
    session = session_of(context)
    given = [_parsed(one) for one in answer or ()]
    with session.reading_store() as store:
        if answers:
            _show_answers(session.output, store)
            return 0
        relink(store, session.settings)
        done = [answer_pair(store, session.settings, *one) for one in given]
        queue = review_queue(store, session.settings, current_scores(store, session.settings))
        progress = progress_of(store, queue)
        sides = sides_of(store, queue)
        shown = queue if limit is None else queue[:limit]
        session.output.document(
            {
                "queue": [_queue_document(one, sides) for one in shown],
                "left": progress.left,
                "matter": progress.matter,
                "later": progress.later,
                "answered": progress.answered,
                "done": [_answer_document(one) for one in done],
            }
        )
        for one in done:
            session.output.say(one.sentence)
        if not given and not session.output.as_json and sys.stdin.isatty():
            return _ask(session, store, shown)
    session.output.table(
        _("To review ({queue})", queue=len(queue)),
        ("one", "other", "probability", _("what it changes"), "why", "records"),
        [_row(one) for one in shown],
    )
    session.output.say(progress.sentence)
    return 0


def _row(one: Proposal) -> tuple[object, ...]:
    changes = one.change.sentence if one.change else None
    pair = f"{one.left_record_id},{one.right_record_id}"
    return one.left_name, one.right_name, 100 * one.probability, changes, one.summary, pair


def _queue_document(one: Proposal, sides: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    document = _link_document(one, sides)
    del document["how"]
    change = one.change
    if change is None:
        return document
    return {
        **document,
        "matters": change.matters,
        "changes": change.sentence,
        "adds": change.adds,
        "invite_id": change.invite_id,
        "decision_before": change.before.decision if change.before else None,
        "decision_after": change.after.decision if change.after else None,
    }


def _parsed(text: str) -> tuple[str, str, str]:
    pair, sign, word = text.rpartition("=")
    left, comma, right = pair.partition(",")
    if not (sign and comma and left.strip() and right.strip()) or word not in {
        "yes",
        "no",
        "later",
    }:
        msg = _(
            "`--answer` must be two records and a word, as in `r12ab,r34cd=yes`; the word is "
            "yes, no or later. Got {text!r}. `relevance people review --json` shows the "
            "records.",
            text=text,
        )
        raise UsageError(msg)
    return left.strip(), right.strip(), word


def _ask(session: Session, store: Store, queue: Sequence[Proposal]) -> int:
    """Ask about one pair after the other until the owner has had enough."""
    for place, one in enumerate(queue, 1):
        output = session.output
        output.say(
            _(
                "\n{place} of {queue}: {left_name} and {right_name}",
                place=place,
                queue=len(queue),
                left_name=one.left_name,
                right_name=one.right_name,
            )
        )
        output.say(
            _(
                "{probability:.1%} likely. {sentence}",
                probability=one.probability,
                sentence=one.change.sentence if one.change else "",
            )
        )
        for bar in one.evidence:
            output.say(f"  {bar['weight']:+6.1f}  {bar['words']}")
        output.say(f"  {one.reason}")
        word = _KEYS.get(
            typer.prompt("One person? (y)es, (n)o, (l)ater, (q)uit").strip().casefold()
        )
        if word is None:
            break
        try:
            output.say(answer_pair(store, session.settings, *one.pair, word).sentence)
        except RelevanceError as error:
            output.note(str(error))
    return 0


def _show_answers(output: Output, store: Store) -> None:
    listed = past_answers(store)
    output.document({"answers": listed})
    output.table(
        _("Answers ({listed})", listed=len(listed)),
        ("number", "answer", "one", "other", "on"),
        [(o["answer_id"], o["answer"], o["left_name"], o["right_name"], o["at"]) for o in listed],
    )


def _merge(
    context: typer.Context,
    one: Annotated[str, typer.Argument(metavar="A", help="Id or name of a person.")],
    other: Annotated[str, typer.Argument(metavar="B", help="Id or name of the same person.")],
) -> int:
    """Say that two people are one; nothing of either is changed, and it can be undone."""
    session = session_of(context)
    with session.reading_store() as store:
        _tell(session, store, merge_people(store, session.settings, one, other))
    return 0


def _split(
    context: typer.Context,
    record: Annotated[str, typer.Argument(metavar="RECORD", help="Id of a record.")],
) -> int:
    """Say that a record is somebody else; it leaves its person for good, and it can be undone."""
    session = session_of(context)
    with session.reading_store() as store:
        _tell(session, store, split_record(store, session.settings, record))
    return 0


def _undo(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="ANSWER", help="Number of an answer.")],
) -> int:
    """Take an answer back: everything is as if it had never been given."""
    session = session_of(context)
    with session.reading_store() as store:
        undo_answer(store, session.settings, number)
    session.output.document({"undone": number})
    session.output.say(_("Answer {number} is undone.", number=number))
    return 0


def _answer_document(done: Answered) -> dict[str, Any]:
    return {
        "answer_id": done.answer_id,
        "answer": done.answer,
        "person_ids": list(done.person_ids),
        "sentence": done.sentence,
    }


def _tell(session: Session, store: Store, done: Answered) -> None:
    """Say what was done, and every link of these people as it is now."""
    pairs = all_pairs(store)
    sides = sides_of(store, pairs)
    theirs = [
        one
        for one in pairs
        for ends in [{sides[end]["person_id"] for end in one.pair}]
        if not ends.isdisjoint(done.person_ids)
    ]
    links = [_link_document(one, sides) for one in theirs]
    session.output.document({**_answer_document(done), "links": links})
    session.output.say(
        _(
            "{sentence} Undo it with `relevance people undo {answer_id}`.",
            sentence=done.sentence,
            answer_id=done.answer_id,
        )
    )
