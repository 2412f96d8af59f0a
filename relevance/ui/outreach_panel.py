"""Reaching out: own invitations without an answer, whom to invite, and whom to meet without connecting."""

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from relevance.pipeline import meet_elsewhere, unanswered_invites, worth_inviting
from relevance.texts import _, day, number
from relevance.ui.data import Workspace
from relevance.ui.widgets import plain, profile_link, signed

__all__ = ["outreach_panel"]

_SHOWN = 20


def outreach_panel(space: Workspace) -> None:
    """Draw the three lists, each with what it is and nothing else where it is empty."""
    _unanswered(unanswered_invites(space.store, space.settings))
    _worth(worth_inviting(space.store, space.scores))
    _elsewhere(space)


def _unanswered(rows: pl.DataFrame) -> None:
    st.subheader(
        _("Your invitations without an answer: {height}", height=rows.height), anchor=False
    )
    st.caption(
        _(
            "Sent at least 30 days before your export, and not connected since. Withdraw them on LinkedIn, or write."
        )
    )
    for row in rows.head(_SHOWN).iter_rows(named=True):
        _person(
            row,
            _(
                "sent on {sent_at}, {days} days before your export",
                sent_at=day(row["sent_at"]),
                days=row["days"],
            ),
        )
    _more(rows.height)


def _worth(rows: pl.DataFrame) -> None:
    st.subheader(_("Worth inviting: {height}", height=rows.height), anchor=False)
    st.caption(
        _(
            "You follow them, or have written to each other three times or more, and are not connected. "
            "Ranked by effect on your feed, then by contacts."
        )
    )
    for row in rows.head(_SHOWN).iter_rows(named=True):
        said = [
            _("effect {effect} points", effect=signed(row["effect"]))
            if row["effect"] is not None
            else _("effect unknown")
        ]
        if row["contacts"]:
            said.append(_("{contacts} contacts", contacts=row["contacts"]))
        if row["is_following"]:
            said.append(_("you follow them"))
        _person(row, ", ".join(said))
    _more(rows.height)


def _elsewhere(space: Workspace) -> None:
    found = meet_elsewhere(space.advice, space.scores.feed)
    st.subheader(
        _("Meet in a group, or follow without connecting: {found}", found=len(found)),
        anchor=False,
    )
    st.caption(
        _(
            "The ladder declines them, yet their posts are at least as relevant as your feed. "
            "A draft of the kind “meet in a group” lies with their invitation."
        )
    )
    for one in found[:_SHOWN]:
        row = {
            "person_id": one.person_id,
            "name": one.name,
            "headline": one.headline,
            "url": one.url,
        }
        _person(
            row, _("relevance {relevance} of 100", relevance=number(100 * (one.relevance or 0)))
        )
    _more(len(found))


def _person(row: Mapping[str, Any], said: str) -> None:
    headline = f" :gray[{plain(row['headline'])}]" if row["headline"] else ""
    words, link = st.columns([4, 1], vertical_alignment="center")
    words.markdown(f"**{plain(row['name'])}**: {said}.{headline}")
    with link:
        profile_link(row["url"], key=f"profile of {row['person_id']} beyond")


def _more(count: int) -> None:
    if count > _SHOWN:
        st.caption(_("and {shown} more; `relevance outreach` lists all", shown=count - _SHOWN))
