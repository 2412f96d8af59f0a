"""The whole state of a feed as one HTML file, with names or with codes in their place."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import polars as pl

from relevance.config import Settings
from relevance.pipeline.changes import connections, feed_summary
from relevance.pipeline.comparing import CAVEAT
from relevance.pipeline.feed_figures import FIGURES, history, window_figures
from relevance.pipeline.happenings import happenings
from relevance.pipeline.inviting import Advice, advise
from relevance.pipeline.ladders import RUNGS
from relevance.pipeline.pending import pending_invites
from relevance.pipeline.planning import Plan, best_plan
from relevance.pipeline.presenting import veil_of
from relevance.pipeline.protecting import stored_protection
from relevance.pipeline.scores import Scores
from relevance.pipeline.settling import what_would_settle
from relevance.pipeline.story import tell_story
from relevance.pipeline.topic_groups import FeedTopics
from relevance.pipeline.topics import topics_table
from relevance.reporting import render_report
from relevance.store import Store
from relevance.texts import _, marked, number

__all__ = ["report_html"]

_PEOPLE = 15
_UNKNOWN = 20
_CHANGES = 6
_BRINGERS = 3


def report_html(
    store: Store,
    scores: Scores,
    settings: Settings,
    *,
    names: bool,
    topics: FeedTopics | None = None,
) -> str:
    """Return everything that there is to say of a feed today as one HTML document that needs nothing else.

    Args:
        store: where facts and decisions are.
        scores: the scores.
        settings: the settings.
        names: whether names and texts stand in it; else people are the codes of presentation mode.
        topics: what the feed is about; null leaves that out.

    Raises:
        StoreError: codes are wanted, there is no key for them yet, and the database cannot be written.
    """
    plan = best_plan(scores, most=_CHANGES, protected=stored_protection(store))
    told: dict[str, Any] = {
        "summary": feed_summary(scores).sentence,
        "story": tell_story(scores, plan),
        **_people(scores),
        "figures": _figures(scores, settings.bar),
        "weeks": _weeks(store, scores, settings.bar),
        "topics": [] if topics is None else _topics(topics, scores),
        "invites": _invites(advise(store, scores, settings)),
        **_plan(plan),
    }
    if not names:
        told = veil_of(store).hidden(told)
    return render_report(
        {
            **told,
            "with_names": names,
            "made_on": datetime.now(UTC).date(),
            "newest": scores.corpus.newest,
            "as_of": pending_invites(store, settings).as_of,
            "model": scores.corpus.model,
            "caveat": CAVEAT,
            "window_days": settings.window_days,
            "interests": ", ".join(one.name for one in scores.matches.interests) or "none",
        }
    )


def _people(scores: Scores) -> dict[str, Any]:
    listed = connections(scores)
    wanted = ("person_id", "name", "state", "effect", "relevance", "attention_share", "suggestion")
    known = listed.select(wanted).filter(pl.col("effect").is_not_null())
    unknown = listed.filter(pl.col("state") == "unknown")
    return {
        "raising": known.filter(pl.col("state") == "raises").head(_PEOPLE).to_dicts(),
        "diluting": known.filter(pl.col("state") == "dilutes").reverse().head(_PEOPLE).to_dicts(),
        "unknown": [
            {"person_id": one, "name": name, "settles": what_would_settle(scores, one) or ""}
            for one, name in unknown.select("person_id", "name").head(_UNKNOWN).iter_rows()
        ],
        "unknown_count": unknown.height,
        "connection_count": listed.height,
    }


_TITLES = {
    "relevance": marked("Relevance"),
    "above_bar": marked("Above bar"),
    "effective_authors": marked("Effective authors"),
    "interest_coverage": marked("Interest coverage"),
    "top_share": marked("Top share"),
    "near_duplicates": marked("Near duplicates"),
}


def _figures(scores: Scores, bar: float) -> list[dict[str, str]]:
    found = window_figures(scores, bar=bar)

    def shown(name: str) -> str:
        value = found[name]
        if value is None:
            return _("? unknown")
        if name == "effective_authors":
            return number(value, 1)
        return number(100 * value) if name == "relevance" else f"{number(100 * value)} %"

    return [
        {
            "title_words": _(_TITLES[name]),
            "value": shown(name),
            "meaning": _(said),
        }
        for name, said in FIGURES.items()
    ]


def _weeks(store: Store, scores: Scores, bar: float) -> list[dict[str, Any]]:
    weeks = history(scores, bar=bar)
    if weeks.is_empty():
        return []
    events = (
        happenings(store, scores, weeks["week"][0])
        .group_by(pl.col("day").dt.truncate("1w").alias("week"), maintain_order=True)
        .agg(happened=pl.col("what").str.join("; "))
    )
    told = weeks.join(events, on="week", how="full", coalesce=True).sort("week")
    return told.select(
        "week", "relevance", pl.col("posts").fill_null(0), pl.col("happened").fill_null("")
    ).to_dicts()


def _topics(topics: FeedTopics, scores: Scores) -> list[dict[str, Any]]:
    wanted = ("name", "posts", "attention_share", "relevance", "effect", "people")
    rows = topics_table(topics, scores).select(wanted).rename({"name": "topic"}).to_dicts()
    return [{**one, "people": one["people"][:_BRINGERS]} for one in rows]


def _invites(advice: Sequence[Advice]) -> list[dict[str, Any]]:
    return [
        {
            "person_id": one.person_id,
            "name": one.name,
            "decision": one.decision,
            "rung": one.rung,
            "rung_words": _(RUNGS[one.rung]),
            "reasons": list(one.reasons),
            "effect": one.effect,
            "effect_low": one.effect_low,
            "effect_high": one.effect_high,
            "decided": one.decided,
        }
        for one in advice
    ]


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "plan_words": plan.sentence,
        "steps": [
            {
                "person_id": one.person_id,
                "name": one.name,
                "act": one.act,
                "worth": one.worth,
                "alone": one.alone,
            }
            for one in plan.steps
        ],
    }
