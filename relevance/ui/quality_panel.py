"""Figures of the relevance on the owner's ratings: verdict, simpler scores beside it, calibration curve."""

import polars as pl
import streamlit as st

from relevance.charts import calibration_curve
from relevance.pipeline import RatedEvaluation, RatedFigures, verdict
from relevance.texts import _, number
from relevance.ui.figure import figure

__all__ = ["quality_panel"]

_NAMES = {
    "stated_interests": _("Your stated interests only"),
    "tfidf": _("Words in common (tf-idf)"),
    "raw_cosine": _("Raw cosine of the model"),
    "popularity": _("How much the author posts"),
    "random": _("Chance"),
}
_AUC = _(
    "AUC: how often, of two posts of either kind, the one that you liked has the higher relevance. Chance: 50 %."
)
_AP = _("Precision at each post that you liked, from the top of the list down, averaged.")
_ECE = _(
    "ECE: by how much the shown relevance differs from the share that you liked, 0 to 1, over ten bins."
)
_BRIER = _("Mean squared error of the shown relevance, 0 to 1; lower is better.")


def quality_panel(found: RatedEvaluation, figures: RatedFigures) -> None:
    """Draw verdict, figures, the table beside simpler scores and the calibration curve.

    Args:
        found: what was judged on how many ratings.
        figures: its figures.
    """
    first, rest = verdict(figures).split(". ", 1)
    st.markdown(f"**{first}.** {rest}")
    _metrics(figures)
    judged = figures.evaluation.judgement
    st.caption(
        _(
            "On the newer {posts} of {ratings} thumbs on posts, {relevant_posts} of them up. They are "
            "on posts that the page Rate chose or that you came upon, not on posts drawn by lot.",
            posts=judged.posts,
            ratings=found.ratings,
            relevant_posts=judged.relevant_posts,
        )
    )
    _beside(figures)
    _curve(figures)


def _metrics(figures: RatedFigures) -> None:
    judged, doubt = figures.evaluation.judgement, figures.doubt
    ranking, chance = (
        judged.ranking,
        _("chance alone: {ece_by_chance:.3f}", ece_by_chance=doubt.ece_by_chance),
    )
    stated = _("interests alone: {brier:.3f}", brier=figures.stated.brier)
    shown = (
        (_("Liked stands first"), _percent(ranking.post_auc), _between(doubt.post_auc), _AUC),
        (_("Average precision"), _percent(ranking.post_ap), _between(doubt.post_ap), _AP),
        (_("Calibration error"), f"{judged.ece:.3f}", chance, _ECE),
        (_("Brier score"), f"{judged.brier:.3f}", stated, _BRIER),
    )
    with st.container(horizontal=True):
        for label, value, beside, said in shown:
            st.metric(
                label,
                value,
                beside,
                delta_color="off",
                delta_arrow="off",
                border=True,
                height="stretch",
                help=said,
            )


def _between(interval: tuple[float, float] | None) -> str | None:
    return interval and _(
        "80 %: {low} to {high}",
        low=number(100 * interval[0]),
        high=number(100 * interval[1]),
    )


def _percent(share: float | None) -> str:
    return "?" if share is None else f"{number(100 * share)} %"


def _beside(figures: RatedFigures) -> None:
    st.subheader(_("Beside simpler scores"))
    rows = {_("Relevance, as shown"): figures.evaluation.judgement.ranking}
    rows |= {_NAMES[name]: ranking for name, ranking in figures.evaluation.baselines.items()}
    percent = st.column_config.NumberColumn(format="%.0f %%")
    columns = [_("Liked stands first"), _("Average precision"), _("Authors: average precision")]
    table = pl.DataFrame(
        [(name, *vars(ranking).values()) for name, ranking in rows.items()],
        schema=[_("Score"), *columns],
        orient="row",
    )
    st.dataframe(
        table.with_columns(pl.col(columns) * 100),
        hide_index=True,
        key="beside",
        column_config=dict.fromkeys(columns, percent),
        alt=_("How well the relevance and simpler scores put what you liked first"),
    )


def _curve(figures: RatedFigures) -> None:
    st.subheader(_("Is 70 really 70?"))
    bins = pl.DataFrame(
        [
            (one.said, one.held, *interval, one.posts)
            for one, interval in zip(
                figures.evaluation.judgement.bins, figures.doubt.held, strict=True
            )
            if interval is not None
        ],
        schema=["said", "held", "low", "high", "posts"],
        orient="row",
    )
    table = bins.select((pl.col("said", "held", "low", "high") * 100).round(0), "posts")
    table.columns = [
        _("Relevance said"),
        _("Of 100 you liked"),
        _("80 % from"),
        _("to"),
        _("Posts"),
    ]
    figure(
        calibration_curve(bins),
        table,
        key="calibration",
        alt=_("Share of posts that you liked over the relevance that was said of them"),
    )
    st.caption(_("Above the dotted line you liked more than was said, below it less."))
