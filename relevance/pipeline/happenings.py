"""What happened while the feed was as it was: who joined, who was unfollowed, what was decided, changed, imported."""

from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl

from relevance.pipeline.scores import Scores
from relevance.store import Store
from relevance.texts import _, number

__all__ = ["HAPPENINGS", "happenings"]

HAPPENINGS = ("joined", "unfollowed", "answered", "interests", "import")
"""The kinds of events, in the order in which they are shown."""

_NAMED = 4
_SCHEMA = {"day": pl.Date, "kind": pl.String, "what": pl.String}


def happenings(store: Store, scores: Scores, since: date) -> pl.DataFrame:
    """Return the events from `since` on: day, kind (of `HAPPENINGS`) and what, the oldest first.

    Connections that came in one week are one event, on the week's Monday; so are things of one kind on one day.
    A step of a plan counts as unfollowed on the day on which it was ticked off.
    """
    joined = scores.corpus.people.filter(
        pl.col("is_connection") & ~pl.col("is_owner") & (pl.col("connected_on") >= since)
    ).select(
        day=pl.col("connected_on") - pl.duration(days=pl.col("connected_on").dt.weekday() - 1),
        name="name",
    )
    rows = [
        *_together("joined", joined, _("joined")),
        *_together("unfollowed", _unfollowed(store), _("done")),
        *_together("answered", _answers(store), ""),
        *_together("interests", store.frame(_INTERESTS), _("interests")),
        *_together("import", _imports(store), _("imported")),
    ]
    found = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    # A week that began before the first day shown is shown all the same: its posts are.
    return found.filter(pl.col("day") > since - timedelta(days=7)).sort("day", "kind")


def _answers(store: Store) -> pl.DataFrame:
    rows = store.frame(_DECIDED)
    return rows.select(
        "day", name=pl.format("{}: {}", pl.col("name").fill_null(_("someone")), "decision")
    )


def _unfollowed(store: Store) -> pl.DataFrame:
    return store.frame(_UNFOLLOWED).with_columns(pl.col("name").fill_null(_("someone who is gone")))


def _imports(store: Store) -> pl.DataFrame:
    rows = store.frame(_IMPORTS)
    names = [
        _("1 file") if one == 1 else _("{files} files", files=number(one)) for one in rows["files"]
    ]
    return rows.select("day", name=pl.Series(names, dtype=pl.String))


def _together(kind: str, rows: pl.DataFrame, word: str) -> list[tuple[date, str, str]]:
    """Return one event for each day of `rows` (day, name)."""
    days: dict[date, list[str]] = {}
    for day, name in rows.drop_nulls().select("day", "name").iter_rows():
        days.setdefault(day, []).append(name)
    lead = f"{word}: " if word else ""
    return [(day, kind, f"{lead}{_listed(names)}") for day, names in days.items()]


def _listed(names: Sequence[str]) -> str:
    shown = sorted(dict.fromkeys(names))
    more = _(" and {shown} more", shown=len(shown) - _NAMED) if len(shown) > _NAMED else ""
    return f"{', '.join(shown[:_NAMED])}{more}"


_UNFOLLOWED = """
SELECT done_at::DATE AS day, person.name
FROM plan_step LEFT JOIN person USING (person_id) WHERE done_at IS NOT NULL
"""
_DECIDED = """
SELECT decided_at::DATE AS day, coalesce(person.name, decision.name) AS name, decision
FROM decision LEFT JOIN person USING (person_id) WHERE undone_at IS NULL
"""
# The first version is what there was at the beginning, not a change.
_INTERESTS = "SELECT made_at::DATE AS day, reason AS name FROM interest_version WHERE version > 1"
_IMPORTS = """
SELECT imported_at::DATE AS day, count(*) AS files
FROM import_file GROUP BY ALL
"""
