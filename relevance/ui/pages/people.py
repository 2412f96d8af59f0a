"""People: who is who across networks. Pairs to review, links made by themselves, and the owner's answers."""

from collections.abc import Sequence
from typing import Any

import polars as pl
import streamlit as st

from relevance.errors import RelevanceError
from relevance.pipeline import (
    Proposal,
    answer_pair,
    links_of,
    merge_people,
    past_answers,
    progress_of,
    split_record,
    undo_answer,
)
from relevance.texts import _, moment, number
from relevance.ui.data import Workspace, job, start_linking, workspace
from relevance.ui.forget_dialog import forget_button
from relevance.ui.review_panel import likelihood, pair_card, record_card
from relevance.ui.thumbs import thumbs
from relevance.ui.widgets import empty_state, plain

_CHOSEN = "chosen_pair"
_MOST_ROWS = 200
_GONE = _("a record that is gone")


def main() -> None:
    """Draw the page."""
    space = workspace()
    st.title(_("People"))
    if space.store.count("record") == 0:
        empty_state(
            _("Nobody yet"),
            _("Everybody whom your exports, mail, calendars and chats name shows here, once."),
            page="data",
            label=_("Bring your data in"),
        )
        return
    st.caption(
        _(
            "One person may stand in several of your sources, under an earlier surname too. The same profile, address "
            "or account joins records by itself; what is only probable is shown as such; a changed surname is always "
            "asked. "
            "Your sources are never changed, and every link can be undone."
        )
    )
    _compare(space)
    waiting, linked, answered, find = st.tabs(
        [_("To review"), _("Linked"), _("Your answers"), _("One person")]
    )
    with waiting:
        _review(space)
    with linked:
        _linked(space)
    with answered:
        _answered(space)
    with find:
        _one_person(space)


def _compare(space: Workspace) -> None:
    """Compare people again where records came in, and say so meanwhile."""
    state = job(space, "link")
    if state is not None and not state.finished:
        st.info(_("People of your sources are being compared ..."), icon=":material/hourglass:")
    elif state is not None and state.state == "failed":
        st.error(plain(state.error or ""), icon=":material/error:")
    elif space.has_stale_links:
        start_linking(space)
        st.rerun()


def _review(space: Workspace) -> None:
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
        on_select=lambda: _choose(queue),
        selection_mode="single-row",
        alt=_("Pairs that wait for your word, what hangs on each, and why it is asked"),
    )


def _choose(queue: Sequence[Proposal]) -> None:
    rows = st.session_state["waiting_pairs"]["selection"]["rows"]
    st.session_state[_CHOSEN] = queue[rows[0]].pair if rows else None


def _linked(space: Workspace) -> None:
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


def _answered(space: Workspace) -> None:
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


def _one_person(space: Workspace) -> None:
    people = space.store.people().filter(~pl.col("is_owner"))
    names = dict(people.select("person_id", "name").iter_rows())
    of = dict(people.select("person_id", pl.coalesce("company", "headline")).iter_rows())

    def shown(person_id: str) -> str:
        return f"{names[person_id]}, {of[person_id]}" if of[person_id] else names[person_id]

    left, right = st.columns(2)
    one = left.selectbox(
        _("Person"), list(names), index=None, format_func=shown, key="person_shown"
    )
    other = right.selectbox(
        _("Join with"),
        [p for p in names if p != one],
        index=None,
        format_func=shown,
        key="join_with",
    )
    if one is None:
        st.caption(_("Choose a person to see which records they are made of."))
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(names[one])}**")
        thumbs(space, "person", one)
        forget_button(space, one, key="forget_of_people")
    if other is not None:
        st.button(
            _(
                "{names} and {other} are one person",
                names=plain(names[one]),
                other=plain(names[other]),
            ),
            icon=":material/link:",
            on_click=_told,
            args=(merge_people, space, one, other),
        )
    records = links_of(space.store, one)
    for place, record in enumerate(records):
        record_card(record, key=f"of person {place}")
        with st.container(horizontal=True, vertical_alignment="center"):
            evidence = f": {plain(record['evidence'])}" if record["evidence"] else ""
            st.caption(f"{plain(record['how'])}{evidence}, {number(100 * record['probability'])} %")
            if len(records) > 1:
                st.button(
                    _("Not theirs"),
                    key=f"split {record['record_id']}",
                    icon=":material/link_off:",
                    on_click=_told,
                    args=(split_record, space, record["record_id"]),
                )


def _told(act: Any, space: Workspace, *what: str) -> None:
    try:
        st.toast(plain(act(space.store, space.settings, *what).sentence))
    except RelevanceError as error:
        st.toast(plain(str(error)), icon=":material/error:")


main()
