"""A what-if in figures: before and after, single changes, interests, and the posts that go and come."""

from collections.abc import Callable

import polars as pl
import streamlit as st

from relevance.charts import coverage_change
from relevance.pipeline import Comparison
from relevance.ui.figure import figure
from relevance.ui.widgets import plain, signed

__all__ = ["comparison_figures", "comparison_posts", "coverage_figure", "single_changes"]

_INTERESTS, _TOPICS = "your interests", "topics"
_OF_INTERESTS = (
    "Share of attention of the posts that clearly speak to an interest; a post may speak to several, or to none. An "
    "interest with a weight below 0 is one you want less of."
)
_OF_TOPICS = (
    "Share of attention of each topic; what newcomers would write about is not known and left out."
)
_MOST_SHARES = 25
_VOICES = "So many authors of equal attention would be as varied: the inverse Simpson index."


def comparison_figures(found: Comparison) -> None:
    """Draw relevance and voices before and after, and what the changes would cost."""
    before, after, delta = found.outcome.before, found.outcome.after, found.outcome.delta
    with st.container(horizontal=True):
        st.metric(
            "Feed relevance, after",
            "? unknown" if after is None else f"{100 * after:.1f}",
            None if delta is None else f"{signed(delta)} points",
            border=True,
            height="stretch",
            help=f"Today {100 * before:.1f} of 100." if before is not None else None,
        )
        st.metric(
            "Voices, after",
            "? unknown" if found.voices_after is None else f"{found.voices_after:.1f}",
            _difference(found.voices_before, found.voices_after),
            border=True,
            height="stretch",
            help=_VOICES,
        )
        st.metric("Posts that go", f"{found.going_posts:,}", border=True, height="stretch")
        if found.coming_posts or "comes" in found.single["change"]:
            st.metric(
                "Posts known of who comes",
                f"{found.coming_posts:,}",
                border=True,
                height="stretch",
                help="Posts of the inviters that are at hand. What they will post is forecast, not known.",
            )
    if before is not None and after is not None:
        voices = (found.voices_before, found.voices_after)
        heard = f", voices {voices[0]:.1f} to {voices[1]:.1f}" if None not in voices else ""
        low, high = found.outcome.delta_low, found.outcome.delta_high
        sure = ""
        if low is not None and high is not None:
            sure = (
                f" With 80 % certainty the change lies between {signed(low)} and {signed(high)} points: what newcomers "
                "bring is forecast."
            )
        st.markdown(f"**Relevance {100 * before:.1f} to {100 * after:.1f}**{heard}.{sure}")
    for warning in found.warnings:
        st.warning(plain(warning), icon=":material/warning:")


def _difference(before: float | None, after: float | None) -> str | None:
    return None if before is None or after is None else f"{signed(after - before, digits=1)}"


def single_changes(found: Comparison) -> None:
    """Draw what each change alone would do, and their sum beside what they do together."""
    st.subheader("One by one and together")
    together, apart = found.outcome.delta, found.single_sum
    if together is not None and apart is not None:
        st.markdown(
            f"Together **{signed(together)} points**; added up one by one {signed(apart)}. The two differ because each "
            "change alters what the next one is measured against: the joint figure is the one that counts."
        )
    changes = {"goes": "− goes", "comes": "+ comes"}
    st.dataframe(
        found.single.select("name", pl.col("change").replace(changes), "points"),
        hide_index=True,
        key="single changes",
        alt="What each change alone would do to the feed's relevance, in points",
        column_config={
            "name": st.column_config.TextColumn("Person", pinned=True),
            "change": st.column_config.TextColumn("Change"),
            "points": st.column_config.NumberColumn(
                "Alone, points", format="%+.2f", help="Empty where it is unknown."
            ),
        },
    )


def coverage_figure(found: Comparison, topics: Callable[[], pl.DataFrame] | None = None) -> None:
    """Draw the share of attention of each interest before and after, with the same as a table.

    Args:
        found: the what-if.
        topics: gives the shares of topics instead, where they are asked for; null offers none.
    """
    st.subheader("What your attention would go to")
    by = _INTERESTS
    if topics is not None:
        by = st.segmented_control(
            "By",
            (_INTERESTS, _TOPICS),
            default=_INTERESTS,
            required=True,
            key="by",
            bind="query-params",
        )
    if by == _TOPICS and topics is not None:
        shown, said = topics(), _OF_TOPICS
    else:
        shown, said = found.interests.rename({"interest": "name"}), _OF_INTERESTS
    shown = shown.drop_nulls(["before", "after"])
    if shown.is_empty():
        st.caption("Nothing of it is known.")
        return
    percent = st.column_config.NumberColumn(format="%.2f %%")
    figure(
        coverage_change(shown.head(_MOST_SHARES)),
        shown.with_columns(pl.col("before", "after") * 100).rename(
            {"name": "Name", "weight": "Weight", "before": "Today", "after": "After"},
            strict=False,
        ),
        key="coverage",
        columns={"Today": percent, "After": percent},
        alt=f"Shares of your attention by {by}, today and after the changes",
    )
    st.caption(said)


def comparison_posts(found: Comparison) -> None:
    """Draw the posts that would go and those of who would come."""
    if found.going_posts:
        st.subheader("Posts that would no longer appear")
        _posts(found.going, found.going_posts, "going")
    if found.coming_posts:
        st.subheader("What the newcomers wrote")
        _posts(found.coming, found.coming_posts, "coming")
    elif "comes" in found.single["change"]:
        st.caption(
            "No post of those who would come is at hand: what they bring is a forecast from profile and network."
        )


def _posts(posts: pl.DataFrame, count: int, key: str) -> None:
    config = st.column_config
    if count > posts.height:
        st.caption(f"The {posts.height} with most attention of {count:,}, the most relevant first.")
    else:
        st.caption("The most relevant first.")
    st.dataframe(
        posts.select(
            "text",
            pl.col("relevance") * 100,
            "author",
            pl.col("through").fill_null(""),
            pl.col("created_at").dt.date(),
            "url",
        ),
        hide_index=True,
        key=f"posts {key}",
        height=min(38 + 35 * posts.height, 330),
        alt="Posts with their relevance, author, who brought them in, and date",
        column_config={
            "text": config.TextColumn("Post", width="large"),
            "relevance": config.ProgressColumn(
                "Relevance", min_value=0, max_value=100, format="%.0f"
            ),
            "author": config.TextColumn("Author"),
            "through": config.TextColumn("Brought in by"),
            "created_at": config.DateColumn("On"),
            "url": config.LinkColumn("Open", display_text="open"),
        },
    )
