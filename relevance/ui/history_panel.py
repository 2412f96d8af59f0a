"""Employers and schools of a person: what is shared, and pasting what one copied from their profile."""

from collections.abc import Sequence
from contextlib import suppress

import polars as pl
import streamlit as st

from relevance.errors import NotFoundError, RelevanceError
from relevance.pipeline import PersonPage, add_history, past_sentence
from relevance.sources.positions import PastedHistory, pasted_history
from relevance.sources.stretches import Stretch
from relevance.texts import _
from relevance.ui.data import Workspace, undo_import_of
from relevance.ui.widgets import accented, plain

__all__ = ["history_form", "history_summary"]

_SHOWN = 6


def history_summary(page: PersonPage) -> None:
    """Draw the past that is shared with the owner, and where the person has been."""
    st.markdown(_("**Shared past**"))
    if not page.shared:
        known = _("none of them is yours") if page.history else _("none is known of them")
        st.caption(_("No employer or school that you share: {known}.", known=known))
    for one in page.shared:
        st.markdown(f"- {plain(past_sentence(one))}")
    for position in page.history[:_SHOWN]:
        years = _years(position.started_on, position.finished_on, is_current=position.is_current)
        said = (position.title, position.organisation, years, position.place)
        st.caption(plain(" · ".join(part for part in said if part)))
    if len(page.history) > _SHOWN:
        st.caption(_("and {shown} more", shown=len(page.history) - _SHOWN))


def _years(start: object, finish: object, *, is_current: bool | None) -> str:
    ends = [str(getattr(day, "year", "")) for day in (start, finish)]
    if is_current:
        return _("since {ends}", ends=ends[0]) if ends[0] else _("today")
    known = list(dict.fromkeys(end for end in ends if end))
    if len(known) > 1:
        return _("{first} to {last}", first=known[0], last=known[1])
    return known[0] if known else _("no dates known")


def history_form(space: Workspace, person_id: str) -> None:
    """Draw a field to paste a person's experience into; what is understood shows before it is kept."""
    key = f"history of {person_id}"
    with st.expander(_("Paste their experience"), icon=":material/content_paste:"):
        text = st.text_area(
            _(
                "What you copied from Experience and Education of their profile, or lines such as "
                "“Acme Ltd, trainer, 2010-2014, Leeds”"
            ),
            key=key,
            height=160,
        )
        _kept(space, person_id)
        if text.strip():
            understood = pasted_history(text)
            _preview(understood)
            if count := len(understood.stretches):
                st.button(
                    accented(
                        _("Keep 1 entry") if count == 1 else _("Keep {count} entries", count=count)
                    ),
                    key=f"keep {key}",
                    type="primary",
                    on_click=_keep,
                    args=(space, person_id, key),
                )


def _preview(understood: PastedHistory) -> None:
    if understood.stretches:
        st.table(
            pl.DataFrame(
                [_cells(one) for one in understood.stretches],
                schema=["what", "where", "as", "when", "place"],
                orient="row",
            ),
            hide_index=True,
            alt=_("What was understood: employer or school, its name, title, dates and place"),
        )
    else:
        st.warning(_("Nothing of this could be understood as an employer or a school."))
    if understood.unread:
        lines = [
            _(
                "line {value}, “{said}”: {reason}",
                value=one.number,
                said=one.text[:60],
                reason=one.reason,
            )
            for one in understood.unread
        ]
        shown = "; ".join(lines[:_SHOWN]) + (" …" if len(lines) > _SHOWN else "")
        st.caption(_("Left out: {shown}.", shown=plain(shown)))


def _cells(one: Stretch) -> Sequence[str]:
    span = one.span
    start, finish = (span.start, span.finish) if span else (None, None)
    ends = [
        _day(start.day, start.grain) if start else "",
        _day(finish.day, finish.grain) if finish else "",
    ]
    if one.is_current:
        ends[1] = "today"
    when = " to ".join(end for end in ends if end) or _("no dates")
    return tuple(
        plain(text) for text in (one.kind, one.organisation, one.title, when, one.place or "")
    )


def _day(day: object, grain: str) -> str:
    return format(day, {"year": "%Y", "month": "%b %Y"}.get(grain, "%d %b %Y"))


def _keep(space: Workspace, person_id: str, key: str) -> None:
    try:
        added = add_history(space.store, person_id, st.session_state[key], space.settings)
    except RelevanceError as error:
        st.toast(plain(str(error)))
        return
    if added.import_id is None:
        st.toast(_("This very text is held already; nothing was added."))
    else:
        st.toast(_("{added} added, {updated} updated.", added=added.added, updated=added.updated))
        st.session_state[f"kept {person_id}"] = added.import_id
    st.session_state[key] = ""


def _kept(space: Workspace, person_id: str) -> None:
    """Offer to take back what was kept in this session."""
    import_id = st.session_state.get(f"kept {person_id}")
    if import_id is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(_("What you pasted is kept."))
            st.button(
                _("Undo"),
                key=f"undo history {person_id}",
                icon=":material/undo:",
                on_click=_undo,
                args=(space, person_id, import_id),
            )


def _undo(space: Workspace, person_id: str, import_id: int) -> None:
    # It may have been taken back on the page Data meanwhile.
    with suppress(NotFoundError):
        undo_import_of(space, import_id)
    st.session_state.pop(f"kept {person_id}", None)
