"""The ladder as a checklist of one invitation, with the evidence one click away."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from relevance.pipeline import RUNGS
from relevance.texts import _, marked
from relevance.ui.widgets import plain

__all__ = ["SIGNS", "rung_checklist"]

SIGNS = {marked("passed"): "✓", marked("failed"): "✗", marked("could not tell"): "?"}
"""The sign of each result, so that it is never told by colour alone."""

_COLOURS = {"passed": "green", "failed": "gray", "could not tell": "orange"}


def rung_checklist(checks: Sequence[Any], decided_by: int | None, *, key: str) -> None:
    """Draw one sign for each rung; what it found and what that rests on opens with a click.

    Args:
        checks: rung, result, sentence, would_tell and evidence of each rung, in the owner's order.
        decided_by: number of the rung that decided.
        key: tells this checklist from others on the page.
    """
    with st.container(horizontal=True, gap="xsmall", key=f"checklist {key}"):
        for check in checks:
            _rung(check, decided=check.rung == decided_by, key=f"rung {check.rung} {key}")
    for check in checks:
        if check.result == "could not tell":
            tell = (
                _(" To tell: {would_tell}", would_tell=check.would_tell) if check.would_tell else ""
            )
            st.caption(f"? {_(RUNGS[check.rung])}: {plain(check.sentence)}{plain(tell)}")
    off = [
        f"{number}. {_(name)}" for number, name in RUNGS.items() if number not in _numbers(checks)
    ]
    if off:
        st.caption(_("Switched off: {off}", off=", ".join(off)))


def _numbers(checks: Sequence[Any]) -> set[int]:
    return {check.rung for check in checks}


def _rung(check: Any, *, decided: bool, key: str) -> None:
    sign = f":{_COLOURS[check.result]}[**{SIGNS[check.result]}**]"
    name = f"{check.rung}. {_(RUNGS[check.rung])}"
    with st.popover(f"{sign} **{name}**" if decided else f"{sign} {name}", key=key):
        word = _(check.result)
        if decided:
            word = _("{result}, and decides", result=word)
        st.markdown(f"{sign} **{_(RUNGS[check.rung])}**: {word}")
        st.markdown(plain(check.sentence))
        for found in dict.fromkeys(check.evidence):
            st.markdown(f"- {plain(found)}")
        if not check.evidence:
            st.caption(_("No message, place or word is on record for this."))
        if check.would_tell:
            st.caption(_("What would tell: {would_tell}", would_tell=plain(check.would_tell)))
