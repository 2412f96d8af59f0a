"""Connections one at a time, by the keyboard; on request without showing who it is before the verdict."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl
import streamlit as st

from relevance.errors import RelevanceError
from relevance.pipeline import ranked_posts
from relevance.pipeline.listing import Done, View, hider_of, narrowed, ordered, take_back
from relevance.texts import _, day, number
from relevance.ui.bulk_panel import ACT_BUTTONS, decide
from relevance.ui.data import Workspace
from relevance.ui.post_cards import post_cards, shortened
from relevance.ui.widgets import empty_state, plain, signed, state_words

__all__ = ["person_review_panel"]

_KEYS = {"keep": "k", "show less": "l", "unfollow": "u"}
_SKIPPED = "skipped connections"
_ANSWERS = "answers on connections"
_POSTS = 5


def person_review_panel(space: Workspace, facts: pl.DataFrame, view: View) -> None:
    """Draw the first of those whom the view shows that nothing is decided about, and how many there are."""
    # Whom it goes through must not shrink with every verdict, or nobody would see how far they are.
    everyone = replace(view.filters, decided=())
    queue = ordered(narrowed(facts, everyone), view.sorted_by)
    waiting = queue.filter(pl.col("decided") == "not yet")
    ahead = waiting.filter(~pl.col("person_id").is_in(list(_skipped())))
    done = queue.height - waiting.height
    st.progress(
        done / queue.height if queue.height else 0.0,
        text=_(
            "{done} of {height} decided; what you decided stays, whenever you come back",
            done=number(done),
            height=number(queue.height),
        ),
    )
    hidden = st.toggle(
        _("Content only: hide who it is until you decide"), key="hidden", bind="query-params"
    )
    _said_before(facts)
    if ahead.is_empty():
        _nobody_left(space, waiting.height, queue.height)
        return
    row = ahead.row(0, named=True)
    with st.container(horizontal=True, key="verdicts"):
        for verdict, (label, icon) in ACT_BUTTONS.items():
            st.button(
                label,
                key=f"one {verdict}",
                icon=icon,
                shortcut=_KEYS[verdict],
                on_click=_answer,
                args=(space, row["person_id"], verdict),
            )
        st.button(_("Skip"), key="one skip", shortcut="s", on_click=_skip, args=(row["person_id"],))
        _back_button(space)
    st.caption(
        _("Keys: k keep, l show less, u unfollow, s skip, b back. Nothing is done on LinkedIn.")
    )
    with st.container(border=True, key="one connection"):
        if hidden:
            _content(space, row)
        else:
            _whole(space, row)


def _skipped() -> set[str]:
    found: set[str] = st.session_state.setdefault(_SKIPPED, set())
    return found


def _answers() -> list[tuple[str, str, Done | None]]:
    """What was answered in this session, in order: id of the person, the verdict or "skip", what takes it back."""
    found: list[tuple[str, str, Done | None]] = st.session_state.setdefault(_ANSWERS, [])
    return found


def _whole(space: Workspace, row: Mapping[str, Any]) -> None:
    st.subheader(plain(row["name"]))
    at = " at ".join(part for part in (row["position"], row["company"]) if part)
    since = (
        _("Connected for {years} years. ", years=number(row["years"], 1))
        if row["years"] is not None
        else ""
    )
    met = (
        _("Last contact {last}; the tie is {tie}.", last=day(row["last"]), tie=_(row["tie"]))
        if row["last"]
        else _("No contact is known.")
    )
    st.caption(
        _("{headline}  \n{since}{met}", headline=plain(row["headline"] or at), since=since, met=met)
    )
    _figures(row)
    post_cards(ranked_posts(space.store, space.scores, row["person_id"]), space, place="review")


def _figures(row: Mapping[str, Any]) -> None:
    if row["relevance"] is None:
        st.markdown(_("**? unknown**: no post of theirs was read."))
        return
    st.markdown(
        _(
            "**{state}** your feed: effect {effect} points, relevance "
            "{relevance} of 100, {posts} posts, {times} times the usual "
            "attention ({loudness}). Suggested: **{suggestion}**.",
            state=state_words(row["state"]),
            effect=signed(row["effect"]),
            relevance=number(100 * row["relevance"]),
            posts=row["posts"],
            times=number(row["times"] or 0, 1),
            loudness=row["loudness"],
            suggestion=_(row["suggestion"]),
        )
    )


def _content(space: Workspace, row: Mapping[str, Any]) -> None:
    hide = hider_of(space.store, row["person_id"])
    posts = ranked_posts(space.store, space.scores, row["person_id"])
    st.subheader(_("Somebody among your connections"))
    st.caption(
        _("{height} posts are known; names in them are dots.", height=number(posts.height))
        if posts.height
        else _("No post is known.")
    )
    for text, created_at, relevance in (
        posts.sort("attention", "post_id", descending=[True, False])
        .head(_POSTS)
        .select("text", "created_at", "relevance")
        .iter_rows()
    ):
        with st.container(border=True):
            st.text(shortened(hide(text)))
            when = f"{created_at:%B %Y}" if created_at else _("no date")
            st.caption(
                _("{when}: relevance {relevance}", when=when, relevance=number(100 * relevance))
            )


def _said_before(facts: pl.DataFrame) -> None:
    """Say whom the last verdict was about, now that it is given."""
    if not _answers() or _answers()[-1][1] == "skip":
        return
    person_id, verdict, _done = _answers()[-1]
    named = facts.filter(pl.col("person_id") == person_id)["name"]
    if named.len():
        st.caption(
            _(
                "You decided on {named}: {verdict}. Back takes it back.",
                named=plain(named[0]),
                verdict=verdict,
            )
        )


def _nobody_left(space: Workspace, skipped: int, whole: int) -> None:
    if not whole:
        empty_state(_("Nobody fits"), _("Take a filter away, or choose another list above."))
    elif skipped:
        empty_state(
            _("Nobody new is left"),
            _("{skipped} were skipped and come up again.", skipped=number(skipped)),
        )
    else:
        empty_state(
            _("You have been through all of them"),
            _("Everyone whom this view shows is decided on."),
        )
    with st.container(horizontal=True):
        if skipped:
            st.button(_("Go through those skipped"), shortcut="n", on_click=_skipped().clear)
        _back_button(space)


def _back_button(space: Workspace) -> None:
    st.button(
        _("Back"),
        key="one back",
        icon=":material/undo:",
        shortcut="b",
        disabled=not _answers(),
        help=_("Go back one person and take the verdict back."),
        on_click=_back,
        args=(space,),
    )


def _answer(space: Workspace, person_id: str, verdict: str) -> None:
    done = decide(space, [person_id], verdict)
    if done is not None:
        _answers().append((person_id, verdict, done))


def _skip(person_id: str) -> None:
    _skipped().add(person_id)
    _answers().append((person_id, "skip", None))


def _back(space: Workspace) -> None:
    person_id, _, done = _answers().pop()
    _skipped().discard(person_id)
    if done is None:
        return
    try:
        take_back(space.store, done)
    except RelevanceError as error:  # another tab was quicker
        st.toast(plain(str(error)))
