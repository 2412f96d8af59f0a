"""The command that says how good the scores are: evaluate."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from relevance.cli.output import Output
from relevance.cli.progress import reading_notes
from relevance.cli.session import Session, session_of
from relevance.errors import UsageError
from relevance.interests import load_interests
from relevance.pipeline import (
    Evaluation,
    Judgement,
    RatedFigures,
    evaluate_posts,
    evaluate_ratings,
    verdict,
)
from relevance.texts import _, number

__all__ = ["register"]

_TITLES = {
    "stated_interests": "stated interests only",
    "tfidf": "tf-idf",
    "raw_cosine": "raw cosine",
    "popularity": "popularity",
    "random": "random",
}


def register(app: typer.Typer) -> None:
    """Add this command to `app`."""
    app.command("evaluate")(_evaluate)


def _evaluate(
    context: typer.Context,
    posts: Annotated[
        Path | None,
        typer.Argument(help="Table of labelled posts; without it your own ratings are used."),
    ] = None,
    interests: Annotated[
        Path | None,
        typer.Option("--interests", help="TOML with interests that state their labels."),
    ] = None,
    label: Annotated[
        str | None, typer.Option("--label", help="Column with the labels, topic unless named.")
    ] = None,
    model: Annotated[
        str | None, typer.Option("--model", help="Local path or cached name of another model.")
    ] = None,
) -> int:
    """Say how well the scores tell relevant posts from others, beside simpler scores."""
    session = session_of(context)
    if posts is None:
        if interests or label or model:
            msg = _(
                "`--interests`, `--label` and `--model` go with a table of labelled posts, "
                "and none was given. Use `relevance evaluate POSTS --interests FILE`, or "
                "leave them out to use your ratings."
            )
            raise UsageError(msg)
        return _on_ratings(session)
    if interests is None:
        msg = _(
            "`relevance evaluate POSTS` needs --interests FILE: a TOML file whose interests "
            'state the labels that count as them, for example labels = ["pedagogy"].'
        )
        raise UsageError(msg)
    found = evaluate_posts(
        posts,
        load_interests(interests),
        label=label or "topic",
        model=model or session.settings.model,
        progress=reading_notes(session.output),
    )
    session.output.document(_document(found) | _rehearsed_document(found))
    _show(session.output, found)
    _show_rehearsed(session.output, found)
    return 0


def _rehearsed_document(found: Evaluation) -> dict[str, Any]:
    early, refitted = found.early, found.refitted
    return {
        "refitted": None if refitted is None else _percentages(refitted),
        "with_ratings": [vars(one) for one in found.with_ratings],
        "after_a_fifth": {"spearman": early.spearman, "authors": early.authors} if early else None,
    }


def _show_rehearsed(output: Output, found: Evaluation) -> None:
    if found.with_ratings:
        output.table(
            _("What ratings would add, asked as the page Rate asks (without -> with, in %)"),
            (
                "ratings",
                _("posts average precision"),
                _("authors average precision"),
                "ECE",
                _("Brier score"),
            ),
            [
                (
                    one.ratings,
                    _from_to(one.post_ap_without, one.post_ap),
                    _from_to(one.author_ap_without, one.author_ap),
                    _from_to(one.ece_without, one.ece),
                    _from_to(one.brier_without, one.brier),
                )
                for one in found.with_ratings
            ],
        )
        output.say(
            _(
                "The labels answered for half of the posts, the other half was judged: means "
                "over three halvings. Everything above this table is without a rating."
            )
        )
    if found.early:
        output.say(
            _(
                "After a fifth of the posts, authors taking turns, the ranking of {authors} "
                "authors agrees with the last one at a rank correlation of {spearman}.",
                authors=number(found.early.authors),
                spearman=number(found.early.spearman, 2),
            )
        )


def _from_to(before: float, after: float) -> str:
    return f"{100 * before:.1f} -> {100 * after:.1f}"


def _on_ratings(session: Session) -> int:
    with session.reading_store() as store:
        found = evaluate_ratings(store, session.settings)
    counts = {"ratings": found.ratings, "missing": found.missing, "learned": found.learned}
    figures = found.figures
    if figures is None:
        session.output.document({**_NOTHING, **counts, "reason": found.reason})
        session.output.note(found.reason)
        return 1
    session.output.document(_rated_document(figures) | counts)
    session.output.say(verdict(figures))
    _show(session.output, figures.evaluation)
    session.output.say(
        _(
            "On the newer {posts} of your {ratings} ratings; everything older was learned from. "
            "The stated interests alone, on the built-in scale: ECE {ece}, Brier score {brier}. "
            "Percentages that are exactly right would have an ECE of {ece_by_chance} on so few "
            "posts. Popularity is the number of posts by the author.",
            posts=figures.evaluation.judgement.posts,
            ratings=found.ratings,
            ece=number(figures.stated.ece, 3),
            brier=number(figures.stated.brier, 3),
            ece_by_chance=number(figures.doubt.ece_by_chance, 3),
        )
    )
    return 0


def _rated_document(found: RatedFigures) -> dict[str, Any]:
    document = _document(found.evaluation)
    document["baselines"]["stated_interests"] |= {
        "ece": found.stated.ece,
        "brier": found.stated.brier,
    }
    intervals = {name: getattr(found.doubt, name) for name in ("post_auc", "post_ap", "brier")}
    return {
        **document,
        "verdict": verdict(found),
        "intervals": intervals,
        "ece_by_chance": found.doubt.ece_by_chance,
    }


_NOTHING: Mapping[str, Any] = {
    "post_auc": None,
    "post_ap": None,
    "author_ap": None,
    "ece": None,
    "brier": None,
    "baselines": {},
    "posts": 0,
    "authors": 0,
}


def _document(found: Evaluation) -> dict[str, Any]:
    judged = found.judgement
    return {
        **vars(judged.ranking),
        **_percentages(judged),
        "baselines": {name: dict(vars(ranking)) for name, ranking in found.baselines.items()},
        "posts": judged.posts,
        "authors": judged.authors,
        "relevant_posts": judged.relevant_posts,
        "relevant_authors": judged.relevant_authors,
        "model": found.model,
        "skipped": dict(found.skipped),
    }


def _percentages(judged: Judgement) -> dict[str, Any]:
    return {"ece": judged.ece, "brier": judged.brier, "bins": [vars(one) for one in judged.bins]}


def _show(output: Output, found: Evaluation) -> None:
    judged = found.judgement
    rows = {"relevance": judged.ranking, **found.baselines}
    output.table(
        _("How well relevant stands before irrelevant (%)"),
        ("score", _("posts AUC"), _("posts average precision"), _("authors average precision")),
        [
            (_TITLES.get(name, name), *map(_percent, vars(ranking).values()))
            for name, ranking in rows.items()
        ],
    )
    output.table(
        _("Said and held (%)"),
        ("relevance", "posts", "said", "held"),
        [
            (
                _("{low} to {high}", low=number(100 * one.low), high=number(100 * one.high)),
                one.posts,
                *map(_percent, (one.said, one.held)),
            )
            for one in judged.bins
        ],
    )
    output.say(
        _(
            "{relevant_posts} of {posts} posts and {relevant_authors} of {authors} authors are "
            "relevant. Calibration error (ECE) {ece}, Brier score {brier}.",
            relevant_posts=number(judged.relevant_posts),
            posts=number(judged.posts),
            relevant_authors=number(judged.relevant_authors),
            authors=number(judged.authors),
            ece=number(judged.ece, 3),
            brier=number(judged.brier, 3),
        )
    )
    if found.refitted:
        output.say(
            _(
                "No label has a part in these figures. On the scale that ratings give, here "
                "fitted to the labels of other authors' posts: ECE {ece}, Brier score {brier}.",
                ece=number(found.refitted.ece, 3),
                brier=number(found.refitted.brier, 3),
            )
        )
    for reason, count in found.skipped.items():
        output.say(_("{count} rows were left out: {reason}.", count=number(count), reason=reason))


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share
