"""Pairs of records that may be one person: those to review, those linked, and the owner's answers."""

from collections.abc import Sequence

import polars as pl
import streamlit as st

from relevance.pipeline import Proposal, answer_pair, past_answers, progress_of, undo_answer
from relevance.texts import _, moment, number
from relevance.ui.data import Workspace
from relevance.ui.review_panel import likelihood, pair_card
from relevance.ui.thumbs import thumbs
from relevance.ui.widgets import empty_state, plain

__all__ = ["answered_pairs", "linked_pairs", "pairs_to_review"]

_CHOSEN = "chosen_pair"
_MOST_ROWS = 200
_GONE = _("a record that is gone")


def pairs_to_review(space: Workspace) -> None:
    """Draw one pair to answer, and all that wait."""
    queue = space.queue
    progress = progress_of(space.store, queue)
    done = progress.answered / max(1, progress.answered + progress.left + progress.later)
    st.progress(done, text=progress.sentence)
    if not queue:
        empty_state(
            _("Nobody is left to review"), _("New pairs show here when more sources come in.")
        )
        return
    place = st.session_state.get(_CHOSEN)
    chosen = next((one for one in queue if one.pair == place), queue[0])
    pair_card(space, chosen)
    _waiting(queue)


def _waiting(queue: Sequence[Proposal]) -> None:
    st.markdown(
        _(
            "**All that wait ({queue})**, what matters most first; choose one to see it",
            queue=number(len(queue)),
        )
    )
    st.dataframe(
        pl.DataFrame(
            {
                "one": [one.left_name for one in queue[:_MOST_ROWS]],
                "other": [one.right_name for one in queue[:_MOST_ROWS]],
                "likely": [likelihood(one.probability) for one in queue[:_MOST_ROWS]],
                "if yes": [one.change.sentence if one.change else "" for one in queue[:_MOST_ROWS]],
                "because": [one.summary for one in queue[:_MOST_ROWS]],
            }
        ),
        hide_index=True,
        key="waiting_pairs",
        column_config={
            "one": _("One"),
            "other": _("Other"),
            "likely": _("Likely"),
            "if yes": _("If yes"),
            "because": _("Because"),
        },
        on_select=lambda: _choose(queue),
        selection_mode="single-row",
        alt=_("Pairs that wait for your word, what hangs on each, and why it is asked"),
    )


def _choose(queue: Sequence[Proposal]) -> None:
    rows = st.session_state["waiting_pairs"]["selection"]["rows"]
    st.session_state[_CHOSEN] = queue[rows[0]].pair if rows else None


def linked_pairs(space: Workspace) -> None:
    """Draw the pairs that are linked, each with a way to part it."""
    pairs = [one for one in space.pairs if one.state == "linked"]
    st.write(
        _(
            "{pairs} pairs are linked because what is known of both leaves hardly a doubt, or because you said so.",
            pairs=number(len(pairs)),
        )
    )
    for one in pairs[:_MOST_ROWS]:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(
                _(
                    "**{left_name}** and **{right_name}**",
                    left_name=plain(one.left_name),
                    right_name=plain(one.right_name),
                )
            )
            how = (
                _("you said so")
                if one.answer == "yes"
                else _("{probability} likely", probability=likelihood(one.probability))
            )
            st.badge(how, color="blue" if one.answer == "yes" else "gray")
            st.caption(plain(one.summary))
            thumbs(space, "person", one.left_person_id, place=f"linked {one.pair}", short=True)
            st.button(
                _("Part them"),
                key=f"part {one.pair}",
                icon=":material/link_off:",
                help=_("They are two people; kept for good, until you undo it under Your answers."),
                on_click=_part,
                args=(space, one),
            )


def _part(space: Workspace, one: Proposal) -> None:
    answer_pair(space.store, space.settings, *one.pair, "no")
    st.toast(
        _(
            "{left_name} and {right_name}: two people.",
            left_name=plain(one.left_name),
            right_name=plain(one.right_name),
        )
    )


def answered_pairs(space: Workspace) -> None:
    """Draw what the owner answered, the newest first, each with a way to undo it."""
    answers = {one["answer_id"]: one for one in reversed(past_answers(space.store))}
    if not answers:
        st.write(_("You have not answered yet."))
    words = {"yes": _("one person"), "no": _("two people"), "later": _("later")}
    for answer_id, one in sorted(answers.items(), reverse=True)[:_MOST_ROWS]:
        names = _(" and ").join(plain(one[side] or _GONE) for side in ("left_name", "right_name"))
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f"{names}: **{words[one['answer']]}**")
            st.caption(moment(one["at"]))
            st.button(
                _("Undo"),
                key=f"undo answer {answer_id}",
                icon=":material/undo:",
                on_click=undo_answer,
                args=(space.store, space.settings, answer_id),
            )
