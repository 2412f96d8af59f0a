"""Choosing people in a list that can be searched, with the choice in the address of the page."""

from collections.abc import Mapping, Sequence

import polars as pl
import streamlit as st

from relevance.pipeline import Advice, Scores, people_table
from relevance.texts import _, number
from relevance.ui.data import PRESENTING
from relevance.ui.widgets import folded, signed

__all__ = ["choose", "feed_people", "inviters", "offered", "take_address"]

_MOST = 1_000
_WRITTEN = "written to the address"


def feed_people(scores: Scores) -> dict[str, str]:
    """Return a label for everyone whose posts reach the feed, by id: who dilutes most comes first."""
    people = people_table(scores).filter((pl.col("posts") > 0) & ~pl.col("is_owner"))
    rows = people.sort("effect", "name", nulls_last=True).select(
        "person_id", "name", "company", "effect"
    )
    return _distinct(
        {
            person_id: f"{_at(name, company)} ({signed(-effect if effect is not None else None)})"
            for person_id, name, company, effect in rows.iter_rows()
        }
    )


def inviters(advice: Sequence[Advice]) -> dict[str, str]:
    """Return a label for every pending inviter, by id, in the order of the queue."""
    return _distinct({one.person_id: f"{one.name} ({signed(one.effect)})" for one in advice})


def _at(name: str, company: str | None) -> str:
    return f"{name}, {company}" if company else name


def _distinct(labels: Mapping[str, str]) -> dict[str, str]:
    seen: dict[str, int] = {}
    for label in labels.values():
        seen[label] = seen.get(label, 0) + 1
    return {one: f"{label} {one}" if seen[label] > 1 else label for one, label in labels.items()}


def take_address(choices: Mapping[str, Mapping[str, str]]) -> int:
    """Take the choice that the address names, unless this page wrote it there itself; return how many are unknown.

    Args:
        choices: what can be chosen, labels by id, under the name of each parameter.
    """
    given = {name: st.query_params.get_all(name) for name in choices}
    if not any(given.values()) or given == st.session_state.get(_WRITTEN):
        return 0
    for name, labels in choices.items():
        st.session_state[name] = [one for one in dict.fromkeys(given[name]) if one in labels]
    return sum(one not in choices[name] for name in choices for one in given[name])


def choose(label: str, name: str, choices: Mapping[str, str], *, placeholder: str) -> list[str]:
    """Draw a list to choose several from, write the choice to the address and return its ids.

    Above 1,000 the first ones are offered; a search offers others. In presentation mode the address names nobody: an
    id is worked out from the address of a profile, so that anybody can tell whose it is.

    Args:
        label: what the list is called.
        name: its parameter in the address.
        choices: labels by id, in order.
        placeholder: what stands in the empty list.
    """
    held = [one for one in st.session_state.get(name, []) if one in choices]
    # A choice that has gone, since somebody left the feed, is no choice any more.
    st.session_state[name] = held
    chosen = st.multiselect(
        label,
        offered(label, name, choices, held),
        format_func=lambda one: choices[one],
        key=name,
        placeholder=placeholder,
        filter_mode="contains",
        select_all=False,
        wrap=True,
        persist_state="session",
    )
    st.query_params[name] = [] if st.session_state.get(PRESENTING) else chosen
    st.session_state[_WRITTEN] = {**st.session_state.get(_WRITTEN, {}), name: chosen}
    return chosen


def offered(
    label: str, name: str, choices: Mapping[str, str], held: Sequence[str] = ()
) -> list[str]:
    """Return the ids to offer in a list: what is held and the first 1,000, or, where there are more, what is sought."""
    if len(choices) <= _MOST:
        return list(choices)
    sought = folded(
        st.text_input(
            _("Search all {choices} for “{label}”", choices=number(len(choices)), label=label),
            key=f"sought for {name}",
        )
    )
    found = (
        [one for one, said in choices.items() if sought in folded(said)]
        if sought
        else list(choices)
    )
    return list(dict.fromkeys([*held, *found[:_MOST]]))
