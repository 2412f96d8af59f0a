"""Was it right? What became of decisions: forecasts beside what came, answers, declines of people now known."""

import polars as pl
import streamlit as st

from relevance.pipeline import Accepted, LookingBack, look_back
from relevance.texts import _, day
from relevance.ui.data import Workspace
from relevance.ui.widgets import empty_state, plain, signed

__all__ = ["looking_back_panel"]

_RIGHT = {True: _("✓ as forecast"), False: _("✗ otherwise"), None: _("? nothing shows yet")}


def looking_back_panel(space: Workspace) -> None:
    """Draw what became of the decisions that hold."""
    log = [one for one in space.decided if one.undone_at is None]
    if not log:
        empty_state(
            _("Nothing to look back on yet"),
            _(
                "Decide on an invitation under Waiting, and import your data again some weeks later."
            ),
        )
        return
    found = look_back(space.store, space.scores, log)
    for sentence in found.sentences:
        st.markdown(f"- {sentence}")
    if found.accepted:
        _accepted(found)
    if found.declined_known:
        st.subheader(_("Declined, and known now"), anchor=False)
        for name, why in found.declined_known:
            st.markdown(f"- **{plain(name)}**: {plain(why)}")


def _accepted(found: LookingBack) -> None:
    st.subheader(_("Was accepting right?"), anchor=False)
    st.caption(
        _(
            "Relevance of 100, expected that day and of what they posted since, by your interests of today. "
            "A forecast was right where their posts lie on the side of your feed that it named."
        )
    )
    st.dataframe(
        pl.DataFrame([_row(one) for one in found.accepted]), hide_index=True, width="stretch"
    )
    months = found.by_month
    if months.height > 1:
        st.caption(_("Month by month, the mean of what was expected and of what came:"))
        shown = months.with_columns(
            pl.col("month").dt.strftime("%B %Y"),
            *(100 * pl.col(name).round(2) for name in ("expected", "came")),
        )
        st.dataframe(
            shown,
            hide_index=True,
            width="stretch",
            column_config={
                "month": _("Month"),
                "people": _("People"),
                "expected": _("Expected"),
                "came": _("Came"),
            },
        )


def _row(one: Accepted) -> dict[str, str | int | float | None]:
    return {
        _("Name"): one.name,
        _("Decided"): day(one.decided_on),
        _("Expected"): None if one.expected is None else round(100 * one.expected),
        _("Came"): None if one.came is None else round(100 * one.came),
        _("Posts since"): one.posts,
        _("Effect forecast"): signed(one.forecast),
        _("Right?"): _RIGHT[one.was_right],
    }
