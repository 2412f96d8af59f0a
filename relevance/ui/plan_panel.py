"""The best plan as it would be: its curve, its steps, and what it would cost."""

import polars as pl
import streamlit as st

from relevance.charts import gain_curve
from relevance.errors import RelevanceError
from relevance.pipeline import Plan, keep_plan, mark_protected
from relevance.texts import _
from relevance.ui.comparison_panel import comparison_figures, coverage_figure
from relevance.ui.data import Workspace
from relevance.ui.figure import figure
from relevance.ui.opening import what_if_link
from relevance.ui.widgets import accented, plain, profile_link, signed

__all__ = ["curve_figure", "plan_panel"]


def plan_panel(space: Workspace, plan: Plan) -> None:
    """Draw what a plan comes to, its steps, and ways to go on."""
    st.markdown(f"**{plain(plan.sentence)}**")
    if not plan.steps:
        return
    compared = space.compared(plan.outcome.removed, ())
    comparison_figures(compared)
    curve_figure(plan)
    st.subheader(_("Who would go, softer acts first"))
    st.caption(
        _(
            "“Show less” asks LinkedIn for fewer of their posts; the figures take all of them away, "
            "so expect less of it. "
            "Nobody you have been in touch with is ever suggested for disconnecting."
        )
    )
    for step in plan.steps:
        with (
            st.container(border=True),
            st.container(
                horizontal=True, vertical_alignment="center", key=f"step {step.person_id}"
            ),
        ):
            st.markdown(
                _(
                    "**{name}** · {act}  \n:gray[worth {worth} points within this plan, "
                    "{alone} alone]",
                    name=plain(step.name),
                    act=_(step.act),
                    worth=signed(step.worth),
                    alone=signed(step.alone),
                ),
                width="content",
            )
            st.space("stretch")
            profile_link(step.url, key=f"profile {step.person_id}")
            st.button(
                _("Protect"),
                key=f"protect {step.person_id}",
                icon=":material/shield:",
                help=_("Keep them out of every plan."),
                on_click=_protect,
                args=(space, step.person_id),
            )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            accented(_("Make this my checklist"), icon="checklist"),
            type="primary",
            on_click=_keep,
            args=(space, plan),
        )
        what_if_link(_("Open as a what-if"), [one.person_id for one in plan.steps])
    coverage_figure(compared)


def curve_figure(plan: Plan) -> None:
    """Draw the gain over the number of changes, with the same as a table."""
    st.subheader(_("How many are worth it"))
    figure(
        gain_curve(plan.curve, chosen=plan.chosen, enough=plan.enough),
        plan.curve.select(
            pl.col("changes").alias(_("Changes")),
            pl.col("gain").alias(_("Gain, points")),
            pl.col("names").list.join(", ").alias(_("Who would go")),
        ),
        key="gain curve",
        columns={_("Gain, points"): st.column_config.NumberColumn(format="%+.2f")},
        alt=_("Points that the best plan of each size would bring, over its number of changes"),
    )


def _protect(space: Workspace, person_id: str) -> None:
    mark_protected(space.store, person_id, "other")


def _keep(space: Workspace, plan: Plan) -> None:
    try:
        keep_plan(space.store, space.scores, plan)
    except RelevanceError as error:
        st.toast(plain(str(error)))
        return
    st.toast(_("This plan is your checklist now. Nothing was done on LinkedIn."))
