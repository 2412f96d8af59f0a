"""A what-if in figures: before and after, single changes, interests, and the posts that go and come."""

from collections.abc import Callable

import polars as pl
import streamlit as st

from relevance.charts import coverage_change
from relevance.pipeline import Comparison
from relevance.texts import _, number
from relevance.ui.address_words import say_what_is_refused
from relevance.ui.figure import figure
from relevance.ui.widgets import plain, signed

__all__ = ["comparison_figures", "comparison_posts", "coverage_figure", "single_changes"]

_INTERESTS, _TOPICS = _("your interests"), _("topics")
_OF_INTERESTS = _(
    "Share of attention of the posts that clearly speak to an interest; a post may speak to several, or to none. An "
    "interest with a weight below 0 is one you want less of."
)
_OF_TOPICS = _(
    "Share of attention of each topic; what newcomers would write about is not known and left out."
)
_MOST_SHARES = 25
_VOICES = _("So many authors of equal attention would be as varied: the inverse Simpson index.")


def comparison_figures(found: Comparison) -> None:
    """Draw relevance and voices before and after, and what the changes would cost."""
    before, after, delta = found.outcome.before, found.outcome.after, found.outcome.delta
    with st.container(horizontal=True):
        st.metric(
            _("Feed relevance, after"),
            _("? unknown") if after is None else number(100 * after, 1),
            None if delta is None else _("{delta} points", delta=signed(delta)),
            border=True,
            height="stretch",
            help=_("Today {before} of 100.", before=number(100 * before, 1))
            if before is not None
            else None,
        )
        st.metric(
            _("Voices, after"),
            _("? unknown") if found.voices_after is None else number(found.voices_after, 1),
            _difference(found.voices_before, found.voices_after),
            border=True,
            height="stretch",
            help=_VOICES,
        )
        st.metric(_("Posts that go"), number(found.going_posts), border=True, height="stretch")
        if found.coming_posts or "comes" in found.single["change"]:
            st.metric(
                _("Posts known of who comes"),
                number(found.coming_posts),
                border=True,
                height="stretch",
                help=_(
                    "Posts of the inviters that are at hand. What they will post is forecast, not known."
                ),
            )
    if before is not None and after is not None:
        today, then = found.voices_before, found.voices_after
        heard = (
            _(
                ", voices {today} to {then}",
                today=number(today, 1),
                then=number(then, 1),
            )
            if today is not None and then is not None
            else ""
        )
        low, high = found.outcome.delta_low, found.outcome.delta_high
        sure = ""
        if low is not None and high is not None:
            sure = _(
                " With 80 % certainty the change lies between {low} and {high} points: what newcomers "
                "bring is forecast.",
                low=signed(low),
                high=signed(high),
            )
        st.markdown(
            _(
                "**Relevance {before} to {after}**{heard}.{sure}",
                before=number(100 * before, 1),
                after=number(100 * after, 1),
                heard=heard,
                sure=sure,
            )
        )
    for warning in found.warnings:
        st.warning(plain(warning), icon=":material/warning:")


def _difference(before: float | None, after: float | None) -> str | None:
    return None if before is None or after is None else f"{signed(after - before, digits=1)}"


def single_changes(found: Comparison) -> None:
    """Draw what each change alone would do, and their sum beside what they do together."""
    st.subheader(_("One by one and together"))
    together, apart = found.outcome.delta, found.single_sum
    if together is not None and apart is not None:
        st.markdown(
            _(
                "Together **{together} points**; added up one by one {apart}. The two differ because each "
                "change alters what the next one is measured against: the joint figure is the one that counts.",
                together=signed(together),
                apart=signed(apart),
            )
        )
    changes = {"goes": _("− goes"), "comes": _("+ comes")}
    st.dataframe(
        found.single.select("name", pl.col("change").replace(changes), "points"),
        hide_index=True,
        key="single changes",
        alt=_("What each change alone would do to the feed's relevance, in points"),
        column_config={
            "name": st.column_config.TextColumn(_("Person"), pinned=True),
            "change": st.column_config.TextColumn(_("Change")),
            "points": st.column_config.NumberColumn(
                _("Alone, points"), format="%+.2f", help=_("Empty where it is unknown.")
            ),
        },
    )


def coverage_figure(found: Comparison, topics: Callable[[], pl.DataFrame] | None = None) -> None:
    """Draw the share of attention of each interest before and after, with the same as a table.

    Args:
        found: the what-if.
        topics: gives the shares of topics instead, where they are asked for; null offers none.
    """
    st.subheader(_("What your attention would go to"))
    by = _INTERESTS
    if topics is not None:
        say_what_is_refused({"by": (_INTERESTS, _TOPICS)})
        by = st.segmented_control(
            _("By"),
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
        st.caption(_("Nothing of it is known."))
        return
    percent = st.column_config.NumberColumn(format="%.2f %%")
    figure(
        coverage_change(shown.head(_MOST_SHARES)),
        shown.with_columns(pl.col("before", "after") * 100).rename(
            {
                "name": _("Name"),
                "weight": _("Weight"),
                "before": _("Today"),
                "after": _("After"),
            },
            strict=False,
        ),
        key="coverage",
        columns={_("Today"): percent, _("After"): percent},
        alt=_("Shares of your attention by {by}, today and after the changes", by=by),
    )
    st.caption(said)


def comparison_posts(found: Comparison) -> None:
    """Draw the posts that would go and those of who would come."""
    if found.going_posts:
        st.subheader(_("Posts that would no longer appear"))
        _posts(found.going, found.going_posts, "going")
    if found.coming_posts:
        st.subheader(_("What the newcomers wrote"))
        _posts(found.coming, found.coming_posts, "coming")
    elif "comes" in found.single["change"]:
        st.caption(
            _(
                "No post of those who would come is at hand: what they bring is a forecast from profile and network."
            )
        )


def _posts(posts: pl.DataFrame, count: int, key: str) -> None:
    config = st.column_config
    if count > posts.height:
        st.caption(
            _(
                "The {height} with most attention of {count}, the most relevant first.",
                height=posts.height,
                count=number(count),
            )
        )
    else:
        st.caption(_("The most relevant first."))
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
        alt=_("Posts with their relevance, author, who brought them in, and date"),
        column_config={
            "text": config.TextColumn(_("Post"), width="large"),
            "relevance": config.ProgressColumn(
                _("Relevance"), min_value=0, max_value=100, format="%.0f"
            ),
            "author": config.TextColumn(_("Author")),
            "through": config.TextColumn(_("Brought in by")),
            "created_at": config.DateColumn(_("On")),
            "url": config.LinkColumn(_("Open"), display_text=_("open")),
        },
    )
