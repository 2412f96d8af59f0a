"""The command that says why a post has its figure."""

from dataclasses import asdict
from typing import Annotated

import typer

from relevance.cli.output import Output
from relevance.cli.session import session_of
from relevance.pipeline import PostExplanation, current_scores, explain_post, sentence_encoder
from relevance.texts import _, number

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command `post` to `app`."""
    app.command("post")(_post)


def _post(
    context: typer.Context,
    post_id: Annotated[str, typer.Argument(metavar="POST_ID")],
    by_words: Annotated[
        bool,
        typer.Option(
            "--words", help="Compare sentences by words in common: the model is not loaded."
        ),
    ] = False,
) -> int:
    """Say why a post has its relevance: parts that add up, what matched, and what would change it."""
    session = session_of(context)
    with session.reading_store() as store:
        scores = current_scores(store, session.settings)
        found = explain_post(store, scores, post_id, session.settings)
        if found.relevance is not None and not by_words:
            encoder = sentence_encoder(scores)
            found = explain_post(store, scores, post_id, session.settings, encoder=encoder)
    session.output.document(asdict(found))
    _say(session.output, found)
    return 0


def _say(output: Output, found: PostExplanation) -> None:
    shown = " ".join(found.text.split())
    output.say(f"{found.author}: {shown[:200]}")
    if found.relevance is None:
        output.say(_("Unknown. {unknown}", unknown=found.unknown))
        return
    output.say(
        _("Relevance {relevance} of 100, made of:", relevance=number(100 * found.relevance, 1))
    )
    output.table(
        _("Parts"),
        ("part", "points", "weight", "match", _("nearest keyword")),
        [
            (
                one.name,
                f"{100 * one.share:+.1f}",
                None if one.weight is None else f"{one.weight:+.0f}",
                None if one.match is None else f"{100 * one.match:.0f}",
                one.keyword,
            )
            for one in found.parts
        ],
    )
    how = _("by meaning") if found.by_model else _("by words in common")
    output.table(
        _("What it says to an interest, {how}", how=how),
        ("interest", "sentence"),
        [(one.interest, one.text) for one in found.best],
    )
    for change in found.changes:
        output.say(change.sentence)
