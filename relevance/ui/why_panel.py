"""Figures opened on request: parts that add up, what matched, what would have to change."""

from collections.abc import Sequence

import polars as pl
import streamlit as st

from relevance.charts import parts_bars
from relevance.pipeline import BASE, PostExplanation, WouldBe
from relevance.texts import _, number
from relevance.ui.data import Workspace, encoder_job, encoder_of
from relevance.ui.figure import figure, parts_table
from relevance.ui.widgets import plain

__all__ = ["why_feed", "why_person", "why_post"]

_SHOWN = 5
_CARRIERS = 10
_LABEL = _("Why this figure?")
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
        _("What would change it?"), key=f"why person {person_id}", icon=_ICON, on_change="rerun"
    )
    if panel.open:
        with panel:
            _changes(space.why_person(person_id).changes, title="")


def why_feed(space: Workspace) -> None:
    """Offer to say what feed relevance is made of; worked out only when it is opened."""
    panel = st.expander(
        _("What is feed relevance made of?"), key="why feed", icon=_ICON, on_change="rerun"
    )
    if not panel.open:
        return
    found = space.why_feed()
    with panel:
        parts, people = st.columns(2)
        with parts:
            st.markdown(_("**By interest**"))
            figure(
                parts_bars(found.parts),
                parts_table(found.parts),
                key="parts_of_feed",
                alt=_("Bars: points of feed relevance that each interest adds or takes"),
            )
            st.caption(
                _(
                    "The mean over all posts by attention; together {values} of 100.",
                    values=number(100 * sum(found.parts.values()), 1),
                )
            )
        with people:
            st.markdown(_("**By who carries it**"))
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
        alt=_("People by the points of feed relevance that they bring"),
        column_config={
            "name": config.TextColumn(_("Name"), pinned=True),
            "points": config.NumberColumn(
                _("Points"),
                format="%.2f",
                help=_("Their share of attention times their posts' relevance."),
            ),
            "attention": config.NumberColumn(_("Attention %"), format="%.1f"),
            "relevance": config.NumberColumn(_("Their posts"), format="%.0f"),
        },
    )
    rest = people.height - shown.height
    others = _("; {rest} others bring the rest", rest=rest) if rest > 0 else ""
    st.caption(
        _(
            "These bring {some} of {total} points{others}. To bring "
            "points is not to raise the feed: that takes posts above its mean.",
            some=number(100 * float(shown["part"].sum()), 1),
            total=number(100 * float(people["part"].sum()), 1),
            others=others,
        )
    )


def _post(space: Workspace, post_id: str) -> None:
    encoder = encoder_of(space)
    found = space.why_post(post_id, encoder)
    if found.relevance is None:
        st.write(_("**? unknown.** {unknown}", unknown=plain(found.unknown)))
        return
    _parts(found, found.relevance)
    _sentences(found)
    if encoder is None:
        _wait_for_model(space)
    _changes(found.changes)


def _parts(found: PostExplanation, relevance: float) -> None:
    st.markdown(_("**What it is made of**"))
    shown = [one for one in found.parts if one.name != BASE][:_SHOWN]
    for one in shown:
        weight = "" if one.weight is None else _(", weight {weight:+.0f}", weight=one.weight)
        keyword = _(": nearest is “{keyword}”", keyword=plain(one.keyword)) if one.keyword else ""
        st.markdown(f"- {_points(one.share)} **{plain(one.name)}**{weight}{keyword}")
    rest = [one.share for one in found.parts if one not in shown]
    st.markdown(_("- {rest} everything else", rest=_points(sum(rest))))
    st.caption(
        _("Together {relevance} of 100 points of relevance.", relevance=number(100 * relevance, 1))
    )


def _points(share: float) -> str:
    # Adding 0 turns the -0.0 of rounding into 0.
    points = round(100 * share, 1) + 0.0
    return plain(f"{points:+.1f}")


def _sentences(found: PostExplanation) -> None:
    st.markdown(_("**The sentence that matched**"))
    if not found.best:
        how = (
            _("speaks to one of your interests")
            if found.by_model
            else _("has words of your interests")
        )
        st.caption(_("No single sentence {how}.", how=how))
    for text, names in _by_text(found).items():
        st.text(text)
        st.caption(_("speaks most to {names}", names=plain(names)))


def _by_text(found: PostExplanation) -> dict[str, str]:
    """Return each best sentence with the interests that it is the best for."""
    said: dict[str, list[str]] = {}
    for one in found.best:
        strength = "" if one.match is None else _(" (match {match})", match=number(100 * one.match))
        said.setdefault(one.text, []).append(f"{one.interest}{strength}")
    return {text: ", ".join(names) for text, names in said.items()}


def _wait_for_model(space: Workspace) -> None:
    state = encoder_job(space)
    if state is not None and state.state == "failed":
        st.caption(_("Compared by words in common only. {error}", error=plain(state.error)))
        return
    st.caption(_("Compared by words in common for now; by meaning as soon as the model is loaded."))
    _poll(space)


@st.fragment(run_every="2s")
def _poll(space: Workspace) -> None:
    state = encoder_job(space)
    if state is not None and state.finished:
        st.rerun()


def _changes(changes: Sequence[WouldBe], *, title: str = _("**What would change it**")) -> None:
    if title:
        st.markdown(title)
    if not changes:
        st.caption(_("No single interest moves it by half a point."))
    for one in changes:
        st.markdown(f"- {plain(one.sentence)}")
    st.caption(_("Each answer comes from working everything out anew with that one change."))
