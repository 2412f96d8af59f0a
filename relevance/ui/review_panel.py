"""One pair of people that may be one: what speaks for and against it, the records side by side, and three answers."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import streamlit as st

from relevance.charts import evidence_waterfall
from relevance.pipeline import Proposal, answer_pair, pair_page
from relevance.sources.catalogue import source_note
from relevance.texts import _, day, number
from relevance.ui.data import Workspace
from relevance.ui.figure import figure
from relevance.ui.thumbs import thumbs
from relevance.ui.widgets import plain, profile_link

__all__ = ["likelihood", "pair_card", "record_card"]

_ANSWERS = {
    "yes": (_("Yes, one person"), "y", ":material/link:"),
    "no": (_("No, two people"), "n", ":material/link_off:"),
    "later": (_("Later"), "l", ":material/schedule:"),
}
_WORDS = {"yes": _("one person now"), "no": _("two people, for good"), "later": _("put off")}
_SHOWN = 4
_LONGEST_LABEL = 64


def pair_card(space: Workspace, pair: Proposal) -> None:
    """Draw the question, what hangs on it, both sides, the evidence, and the answers."""
    page = pair_page(space.store, space.settings, *pair.pair, space.scores)
    with st.container(border=True, key="pair"):
        sides = [
            f"{plain(name)} ({plain(_source(records[0]['source']))})"
            for name, records in ((pair.left_name, page.left), (pair.right_name, page.right))
        ]
        st.subheader(
            _("Is {one} the same person as {other}?", one=sides[0], other=sides[1]),
            anchor=False,
        )
        with st.container(horizontal=True):
            st.badge(
                _("{probability} likely", probability=likelihood(pair.probability)), color="gray"
            )
            if pair.change and pair.change.alters_invite:
                st.badge(_("An invitation hangs on it"), icon=":material/mail:", color="orange")
            if pair.answer == "later":
                st.badge(_("put off"), icon=":material/schedule:", color="gray")
        if pair.reason:
            st.write(plain(pair.reason))
        if pair.change:
            st.markdown(_("**If yes:** {sentence}", sentence=plain(pair.change.sentence)))
        _answers(space, pair)
        left, right = st.columns(2)
        with left:
            thumbs(space, "person", pair.left_person_id, place="left")
            _side(page.left, "left")
        with right:
            thumbs(space, "person", pair.right_person_id, place="right")
            _side(page.right, "right")
        _evidence(pair)


def _answers(space: Workspace, pair: Proposal) -> None:
    with st.container(horizontal=True):
        for answer, (label, key, icon) in _ANSWERS.items():
            st.button(
                label,
                key=f"answer {answer}",
                icon=icon,
                shortcut=key,
                on_click=_answer,
                args=(space, pair, answer),
            )


def _answer(space: Workspace, pair: Proposal, answer: str) -> None:
    answer_pair(space.store, space.settings, *pair.pair, answer)
    st.toast(
        _(
            "{left_name} and {right_name}: {answer}.",
            left_name=plain(pair.left_name),
            right_name=plain(pair.right_name),
            answer=_WORDS[answer],
        )
    )


def _side(records: Sequence[Mapping[str, Any]], side: str) -> None:
    for place, record in enumerate(records[:_SHOWN]):
        record_card(record, key=f"{side} {place}")
    if len(records) > _SHOWN:
        st.caption(_("and {shown} more records", shown=len(records) - _SHOWN))


def likelihood(probability: float) -> str:
    """Return a probability in words; nothing but the owner's word makes anything certain."""
    if probability > 0.99:
        return _("over 99 %")
    return _("under 1 %") if probability < 0.01 else f"{number(100 * probability)} %"


def record_card(record: Mapping[str, Any], *, key: str) -> None:
    """Draw one record of one source, as that source has it."""
    with st.container(border=True, key=f"record {key}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{plain(record['name'])}**")
            st.badge(plain(_source(record["source"])), color="gray")
            profile_link(record["url"], label=_("Profile"), key=f"profile {key}")
        work = " at ".join(part for part in (record["position"], record["company"]) if part)
        for line in (record["headline"], work if work != record["headline"] else None):
            if line:
                st.text(line)
        known = [
            (_("formerly"), ", ".join(record["former_names"] or ())),
            (_("goes by"), ", ".join(record["handles"] or ())),
            (_("mail"), ", ".join(record["emails"] or ())),
            (_("as of"), day(record["as_of"]) if record["as_of"] else ""),
        ]
        told = " · ".join(f"{what} {plain(value)}" for what, value in known if value)
        if told:
            st.caption(told)


def _source(kind: str) -> str:
    note = source_note(kind)
    return _(note.title) if note else kind


def _evidence(pair: Proposal) -> None:
    st.markdown(_("**What speaks for it, and what against**"))
    bars = [(str(one["words"]), float(one["weight"])) for one in pair.evidence]
    figure(
        evidence_waterfall([(_cut(words), weight) for words, weight in bars]),
        pl.DataFrame(bars, schema=[_("Evidence"), _("Bits")], orient="row"),
        key="evidence of pair",
        columns={_("Bits"): st.column_config.NumberColumn(format="%+.1f")},
        alt=_(
            "A bar for each piece of evidence, from where it starts to the sum; the list below says the same"
        ),
    )
    with st.expander(
        _("The same in words"), expanded=any(len(words) > _LONGEST_LABEL for words, _ in bars)
    ):
        for words, weight in bars:
            sign = (
                _("▲ for it") if weight > 0 else _("▼ against it") if weight < 0 else _("● neither")
            )
            st.markdown(
                _(
                    "- {sign}, {weight} bits: {words}",
                    sign=sign,
                    weight=number(abs(weight), 1),
                    words=plain(words),
                )
            )
        st.caption(
            _(
                "A bit doubles or halves the odds. The first bar is how rare it is that two records "
                "belong to one person "
                "at all; together they make {probability}.",
                probability=likelihood(pair.probability),
            )
        )


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST_LABEL else words[: _LONGEST_LABEL - 1].rstrip() + "…"
