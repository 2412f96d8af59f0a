"""One person in depth: figures, the posts behind them, parts that add up, past messages."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from relevance.charts import parts_bars
from relevance.pipeline import DRAWN, LEAST_POSTS, PersonPage, Scores, person_page
from relevance.texts import _, day, number
from relevance.ui.data import Workspace
from relevance.ui.figure import figure, parts_table
from relevance.ui.forget_dialog import forget_button
from relevance.ui.history_panel import history_form, history_summary
from relevance.ui.opening import what_if_link
from relevance.ui.post_cards import post_cards, shortened
from relevance.ui.thumbs import thumbs
from relevance.ui.why_panel import why_person
from relevance.ui.widgets import plain, profile_link, signed, state_words

__all__ = ["person_panel"]

_SHOWN = 4


def person_panel(space: Workspace, scores: Scores, row: Mapping[str, Any]) -> None:
    """Draw everything about the person of one row of `people_table`."""
    page = person_page(space.store, row["person_id"], scores, space.settings)
    with st.container(border=True):
        _heading(space, row)
        _figures(space, row)
        raising, lowering = st.columns(2)
        with raising:
            st.markdown(_("**Posts that raise your feed**"))
            post_cards(page.raising, space)
        with lowering:
            st.markdown(_("**Posts that lower it**"))
            post_cards(page.lowering, space)
        if row["effect"] is not None:
            st.caption(
                _(
                    "The effects of all their posts add up to {effect} points.",
                    effect=signed(row["effect"]),
                )
            )
        parts, past = st.columns(2)
        with parts:
            _parts(page, row["relevance"])
            if page.parts:
                why_person(space, row["person_id"])
        with past:
            _past(page)
            history_summary(page)
        history_form(space, row["person_id"])
        forget_button(space, row["person_id"], key="forget_of_panel")


def _heading(space: Workspace, row: Mapping[str, Any]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(plain(row["name"]))
        profile_link(row["url"], key="profile_of_person")
        if row["relevance"] is not None:
            what_if_link(_("What if without them?"), [row["person_id"]])
        thumbs(space, "person", row["person_id"])
    at = " at ".join(part for part in (row["position"], row["company"]) if part)
    since = (
        _("Connected since {connected_on}. ", connected_on=day(row["connected_on"]))
        if row.get("connected_on")
        else ""
    )
    st.caption(plain(row["headline"] or at) + ("" if not since else f"  \n{since}"))


def _figures(space: Workspace, row: Mapping[str, Any]) -> None:
    missing = space.what_would_settle(row["person_id"])
    if row["relevance"] is None:
        st.write(
            _(
                "**? unknown.** {missing} Until then they count neither for nor against; a figure needs at least "
                "{least_posts} post that the model has read.",
                missing=plain(missing),
                least_posts=LEAST_POSTS,
            )
        )
        return
    st.markdown(
        _(
            "**{state}** your feed: effect {effect} points. "
            "Relevance {relevance} of 100, with 80 % certainty between {low} and "
            "{high}, from {posts} posts that take {attention_share} % of your "
            "attention. Suggested: **{suggestion}**.",
            state=state_words(row["state"]),
            effect=signed(row["effect"]),
            relevance=number(100 * row["relevance"]),
            low=number(100 * row["low"]),
            high=number(100 * row["high"]),
            posts=row["posts"],
            attention_share=number(100 * row["attention_share"], 1),
            suggestion=_(row["suggestion"]),
        )
    )
    if missing:
        st.caption(plain(missing))


def _parts(page: PersonPage, relevance: float | None) -> None:
    st.markdown(_("**What their relevance is made of**"))
    if not page.parts:
        st.caption(_("Nothing yet: no post, or no interest."))
        return
    mean = sum(page.parts.values())
    parts = dict(page.parts) if relevance is None else {**page.parts, DRAWN: relevance - mean}
    figure(
        parts_bars(parts),
        parts_table(parts),
        key="parts_of_person",
        alt=_("Bars: points of relevance that each interest adds or takes"),
    )
    st.caption(
        _(
            "These add up to {values}, the figure above: the mean over the posts, "
            "{mean}, drawn towards what is usual in your network, the more so the fewer posts there are.",
            values=number(100 * sum(parts.values()), 1),
            mean=number(100 * mean, 1),
        )
    )


def _past(page: PersonPage) -> None:
    st.markdown(_("**Between you**"))
    for note in page.notes:
        st.text(_("Your note: {note}", note=note))
    if page.encounters.is_empty():
        st.caption(_("No message, mail or meeting is known."))
        return
    for row in page.encounters.head(_SHOWN).iter_rows(named=True):
        when = day(row["at"]) if row["at"] else _("no date")
        arrow = {"outgoing": _("you wrote"), "incoming": _("they wrote")}.get(
            row["direction"], "both"
        )
        st.caption(f"{when}, {plain(row['channel'])}, {arrow}")
        if row["snippet"]:
            st.text(shortened(row["snippet"], 200))
    if page.encounters.height > _SHOWN:
        st.caption(_("and {shown} more", shown=page.encounters.height - _SHOWN))
