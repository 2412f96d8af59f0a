"""Figures opened on request: parts that add up, what matched, what would have to change."""

from collections.abc import Sequence

import polars as pl
import streamlit as st

from relevance.charts import parts_bars
from relevance.pipeline import BASE, PostExplanation, WouldBe
from relevance.ui.data import Workspace, encoder_job, encoder_of
from relevance.ui.figure import figure, parts_table
from relevance.ui.widgets import plain

__all__ = ["why_feed", "why_person", "why_post"]

_SHOWN = 5
_CARRIERS = 10
_LABEL = "Why this figure?"
_ICON = ":material/troubleshoot:"


def why_post(space: Workspace, post_id: str, *, place: str = "") -> None:
    """Offer to say why a post has its figure; worked out only when it is opened.

    Args:
        space: what the session looks at.
        post_id: which post.
        place: where on the page, for a post that is shown in several places.
    """
    key = f"why post {post_id}{place and f' {place}'}"
    panel = st.expander(_LABEL, key=key, icon=_ICON, on_change="rerun")
    if not panel.open:
        return
    with panel:
        _post(space, post_id)


def why_person(space: Workspace, person_id: str) -> None:
    """Offer to say what would change a person's figure; worked out only when it is opened."""
    panel = st.expander(
        "What would change it?", key=f"why person {person_id}", icon=_ICON, on_change="rerun"
    )
    if panel.open:
        with panel:
            _changes(space.why_person(person_id).changes, title="")


def why_feed(space: Workspace) -> None:
    """Offer to say what feed relevance is made of; worked out only when it is opened."""
    panel = st.expander(
        "What is feed relevance made of?", key="why feed", icon=_ICON, on_change="rerun"
    )
    if not panel.open:
        return
    found = space.why_feed()
    with panel:
        parts, people = st.columns(2)
        with parts:
            st.markdown("**By interest**")
            figure(
                parts_bars(found.parts),
                parts_table(found.parts),
                key="parts_of_feed",
                alt="Bars: points of feed relevance that each interest adds or takes",
            )
            st.caption(
                f"The mean over all posts by attention; together {100 * sum(found.parts.values()):.1f} of 100."
            )
        with people:
            st.markdown("**By who carries it**")
            _carriers(found.people)
        _changes(found.changes)


def _carriers(people: pl.DataFrame) -> None:
    shown = people.head(_CARRIERS)
    config = st.column_config
    st.dataframe(
        shown.select(
            "name",
            points=100 * pl.col("part"),
            attention=100 * pl.col("attention_share"),
            relevance=100 * pl.col("relevance"),
        ),
        hide_index=True,
        key="carriers_of_feed",
        alt="People by the points of feed relevance that they bring",
        column_config={
            "name": config.TextColumn("Name", pinned=True),
            "points": config.NumberColumn(
                "Points",
                format="%.2f",
                help="Their share of attention times their posts' relevance.",
            ),
            "attention": config.NumberColumn("Attention %", format="%.1f"),
            "relevance": config.NumberColumn("Their posts", format="%.0f"),
        },
    )
    rest = people.height - shown.height
    others = f"; {rest} others bring the rest" if rest > 0 else ""
    st.caption(
        f"These bring {100 * shown['part'].sum():.1f} of {100 * people['part'].sum():.1f} points{others}. To bring "
        "points is not to raise the feed: that takes posts above its mean."
    )


def _post(space: Workspace, post_id: str) -> None:
    encoder = encoder_of(space)
    found = space.why_post(post_id, encoder)
    if found.relevance is None:
        st.write(f"**? unknown.** {plain(found.unknown)}")
        return
    _parts(found, found.relevance)
    _sentences(found)
    if encoder is None:
        _wait_for_model(space)
    _changes(found.changes)


def _parts(found: PostExplanation, relevance: float) -> None:
    st.markdown("**What it is made of**")
    shown = [one for one in found.parts if one.name != BASE][:_SHOWN]
    for one in shown:
        weight = "" if one.weight is None else f", weight {one.weight:+.0f}"
        keyword = f": nearest is “{plain(one.keyword)}”" if one.keyword else ""
        st.markdown(f"- {_points(one.share)} **{plain(one.name)}**{weight}{keyword}")
    rest = [one.share for one in found.parts if one not in shown]
    st.markdown(f"- {_points(sum(rest))} everything else")
    st.caption(f"Together {100 * relevance:.1f} of 100 points of relevance.")


def _points(share: float) -> str:
    # Adding 0 turns the -0.0 of rounding into 0.
    points = round(100 * share, 1) + 0.0
    return plain(f"{points:+.1f}")


def _sentences(found: PostExplanation) -> None:
    st.markdown("**The sentence that matched**")
    if not found.best:
        how = "speaks to one of your interests" if found.by_model else "has words of your interests"
        st.caption(f"No single sentence {how}.")
    for text, names in _by_text(found).items():
        st.text(text)
        st.caption(f"speaks most to {plain(names)}")


def _by_text(found: PostExplanation) -> dict[str, str]:
    """Return each best sentence with the interests that it is the best for."""
    said: dict[str, list[str]] = {}
    for one in found.best:
        strength = "" if one.match is None else f" (match {100 * one.match:.0f})"
        said.setdefault(one.text, []).append(f"{one.interest}{strength}")
    return {text: ", ".join(names) for text, names in said.items()}


def _wait_for_model(space: Workspace) -> None:
    state = encoder_job(space)
    if state is not None and state.state == "failed":
        st.caption(f"Compared by words in common only. {plain(state.error)}")
        return
    st.caption("Compared by words in common for now; by meaning as soon as the model is loaded.")
    _poll(space)


@st.fragment(run_every="2s")
def _poll(space: Workspace) -> None:
    state = encoder_job(space)
    if state is not None and state.finished:
        st.rerun()


def _changes(changes: Sequence[WouldBe], *, title: str = "**What would change it**") -> None:
    if title:
        st.markdown(title)
    if not changes:
        st.caption("No single interest moves it by half a point.")
    for one in changes:
        st.markdown(f"- {plain(one.sentence)}")
    st.caption("Each answer comes from working everything out anew with that one change.")
