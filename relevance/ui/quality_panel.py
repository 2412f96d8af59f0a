"""Figures of the relevance on the owner's ratings: verdict, simpler scores beside it, calibration curve."""

import polars as pl
import streamlit as st

from relevance.charts import calibration_curve
from relevance.pipeline import RatedEvaluation, RatedFigures, verdict
from relevance.ui.figure import figure

__all__ = ["quality_panel"]

_NAMES = {
    "stated_interests": "Your stated interests only",
    "tfidf": "Words in common (tf-idf)",
    "raw_cosine": "Raw cosine of the model",
    "popularity": "How much the author posts",
    "random": "Chance",
}
_AUC = "AUC: how often, of two posts of either kind, the one that you liked has the higher relevance. Chance: 50 %."
_AP = "Precision at each post that you liked, from the top of the list down, averaged."
_ECE = "ECE: by how much the shown relevance differs from the share that you liked, 0 to 1, over ten bins."
_BRIER = "Mean squared error of the shown relevance, 0 to 1; lower is better."


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
        f"On the newer {judged.posts} of {found.ratings} thumbs on posts, {judged.relevant_posts} of them up. They are "
        "on posts that the page Rate chose or that you came upon, not on posts drawn by lot."
    )
    _beside(figures)
    _curve(figures)


def _metrics(figures: RatedFigures) -> None:
    judged, doubt = figures.evaluation.judgement, figures.doubt
    ranking, chance = judged.ranking, f"chance alone: {doubt.ece_by_chance:.3f}"
    stated = f"interests alone: {figures.stated.brier:.3f}"
    shown = (
        ("Liked stands first", _percent(ranking.post_auc), _between(doubt.post_auc), _AUC),
        ("Average precision", _percent(ranking.post_ap), _between(doubt.post_ap), _AP),
        ("Calibration error", f"{judged.ece:.3f}", chance, _ECE),
        ("Brier score", f"{judged.brier:.3f}", stated, _BRIER),
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
    return interval and f"80 %: {100 * interval[0]:.0f} to {100 * interval[1]:.0f}"


def _percent(share: float | None) -> str:
    return "?" if share is None else f"{100 * share:.0f} %"


def _beside(figures: RatedFigures) -> None:
    st.subheader("Beside simpler scores")
    rows = {"Relevance, as shown": figures.evaluation.judgement.ranking}
    rows |= {_NAMES[name]: ranking for name, ranking in figures.evaluation.baselines.items()}
    percent = st.column_config.NumberColumn(format="%.0f %%")
    columns = ["Liked stands first", "Average precision", "Authors: average precision"]
    table = pl.DataFrame(
        [(name, *vars(ranking).values()) for name, ranking in rows.items()],
        schema=["Score", *columns],
        orient="row",
    )
    st.dataframe(
        table.with_columns(pl.col(columns) * 100),
        hide_index=True,
        key="beside",
        column_config=dict.fromkeys(columns, percent),
        alt="How well the relevance and simpler scores put what you liked first",
    )


def _curve(figures: RatedFigures) -> None:
    st.subheader("Is 70 really 70?")
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
    table.columns = ["Relevance said", "Of 100 you liked", "80 % from", "to", "Posts"]
    figure(
        calibration_curve(bins),
        table,
        key="calibration",
        alt="Share of posts that you liked over the relevance that was said of them",
    )
    st.caption("Above the dotted line you liked more than was said, below it less.")
