"""The owner's ladder: order, which rungs are on, how strict, what they want; every change decides anew at once."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from relevance.errors import RelevanceError
from relevance.pipeline import (
    RUNGS,
    OwnLadder,
    Rung,
    last_ladder_change,
    move_rung,
    read_ladder,
    save_ladder,
    undo_ladder,
)
from relevance.texts import _
from relevance.ui.data import Workspace
from relevance.ui.invite_card import VERDICTS
from relevance.ui.ladder_words import SLIDERS, Slider
from relevance.ui.widgets import plain

__all__ = ["ladder_panel"]

_ANSWERS = {"decline": _("Decline"), "ask": _("Ask what they hope for"), "accept": _("Accept")}


def ladder_panel(space: Workspace) -> None:
    """Draw the ladder with everything that can be changed in it."""
    own = read_ladder(space.store, space.settings)
    st.write(
        _(
            "The first rung that passes decides. Move a rung up or down, switch it off, or make it stricter: "
            "every waiting invitation is decided anew at once."
        )
    )
    _effect(space)
    for place, rung in enumerate(own.rungs):
        _rung(space, own, rung, place)
    _answers(space, own)
    _objectives(space, own)
    change = last_ladder_change(space.store)
    if change:
        st.button(
            _("Undo: {change}", change=plain(change)),
            icon=":material/undo:",
            key="undo ladder",
            on_click=_undo,
            args=(space,),
        )


def _effect(space: Workspace) -> None:
    advice = space.advice
    with st.container(horizontal=True):
        for verdict, (icon, words) in VERDICTS.items():
            count = sum(one.decision == verdict for one in advice)
            st.badge(f"{words}: {count}", icon=icon, color="gray")


def _rung(space: Workspace, own: OwnLadder, rung: Rung, place: int) -> None:
    number = rung.number
    with st.container(border=True, key=f"ladder rung {number}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            name = f"{place + 1}. {_(RUNGS[number])}"
            st.markdown(
                f"**{name}**" if rung.enabled else _(":gray[{name} (off)]", name=name),
                width="stretch",
            )
            for by, icon, word in ((-1, "arrow_upward", "up"), (1, "arrow_downward", "down")):
                st.button(
                    "",
                    icon=f":material/{icon}:",
                    help=_("Move {word}", word=word),
                    key=f"move {word} {number}",
                    disabled=not 0 <= place + by < len(own.rungs),
                    on_click=_change,
                    args=(space, lambda there, by=by: move_rung(there, number, by=by), _("{rungs} "
                    "moved {word}", rungs=_(RUNGS[number]), word=word)),
                )  # fmt: skip
            key = f"rung {number} on"
            # The store decides: what was changed by command or in another tab shows here too.
            st.session_state[key] = rung.enabled
            st.toggle(_("on"), key=key, on_change=_switch, args=(space, number, key))
        for field, slider in SLIDERS.items():
            if slider.rung == number and rung.enabled:
                _slider(space, own, field, slider)
        if number == 3 and rung.enabled:
            _choice(space, _("Both there at one time, but in different places"), ("accept", "ask"), "elsewhere",
                    own.ladder.thresholds.elsewhere)  # fmt: skip


def _slider(space: Workspace, own: OwnLadder, field: str, slider: Slider) -> None:
    key, value = f"threshold {field}", getattr(own.ladder.thresholds, field)
    st.session_state[key] = value
    st.select_slider(
        slider.label,
        sorted({*slider.places, value}),
        format_func=slider.words,
        key=key,
        help=slider.help,
        on_change=_tune,
        args=(space, field, key),
    )


def _answers(space: Workspace, own: OwnLadder) -> None:
    with st.container(border=True):
        _choice(
            space,
            _("Where nothing at all is known of somebody"),
            ("decline", "ask"),
            "unknown",
            own.ladder.unknown,
        )


def _choice(space: Workspace, label: str, answers: tuple[str, ...], field: str, now: str) -> None:
    key = f"choice {field}"
    st.session_state[key] = now
    st.radio(
        label,
        answers,
        format_func=_ANSWERS.__getitem__,
        horizontal=True,
        key=key,
        on_change=_tune,
        args=(space, field, key),
    )


def _objectives(space: Workspace, own: OwnLadder) -> None:
    with st.form("objectives", border=True):
        said = st.text_area(
            _("What you want from your network, in your own words"),
            own.objectives,
            max_chars=2000,
            placeholder=_("for example: meet people who run apprenticeships in the public sector"),
        )
        if st.form_submit_button(_("Save")):
            _change(space, lambda there: replace(there, objectives=said.strip()), "objectives")
            replace(space, versions=space.store.versions()).read_new_phrases()
            st.rerun()


def _switch(space: Workspace, number: int, key: str) -> None:
    on = bool(st.session_state[key])

    def switched(there: OwnLadder) -> OwnLadder:
        rungs = tuple(
            replace(one, enabled=on) if one.number == number else one for one in there.rungs
        )
        return replace(there, ladder=replace(there.ladder, rungs=rungs))

    _change(
        space,
        switched,
        _("{rungs} switched {on}", rungs=_(RUNGS[number]), on="on" if on else "off"),
    )


def _tune(space: Workspace, field: str, key: str) -> None:
    value: Any = st.session_state[key]

    def tuned(there: OwnLadder) -> OwnLadder:
        if field == "unknown":
            return replace(there, ladder=replace(there.ladder, unknown=value))
        thresholds = replace(there.ladder.thresholds, **{field: value})
        return replace(there, ladder=replace(there.ladder, thresholds=thresholds))

    slider = SLIDERS.get(field)
    words = f"{slider.label} {slider.words(value)}" if slider else _ANSWERS[value]
    _change(space, tuned, words)


def _change(space: Workspace, change: Callable[[OwnLadder], OwnLadder], reason: str) -> None:
    """Change the ladder as it is at this moment, so that what another tab changed meanwhile stays."""
    try:
        with space.store.transaction():
            now = read_ladder(space.store, space.settings)
            save_ladder(space.store, space.settings, change(now), reason=reason)
    except RelevanceError as error:
        st.toast(plain(str(error)))


def _undo(space: Workspace) -> None:
    try:
        undone = undo_ladder(space.store)
    except RelevanceError as error:
        st.toast(plain(str(error)))
        return
    st.toast(_("Taken back: {undone}", undone=plain(undone)))
