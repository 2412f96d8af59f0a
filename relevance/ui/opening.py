"""Ways from one page to another, with the person or invitation chosen there."""

from collections.abc import Sequence

import streamlit as st

from relevance.ui.data import PRESENTING
from relevance.ui.one_by_one_panel import FIRST
from relevance.ui.widgets import page_file

__all__ = ["open_button", "what_if_link"]

_PERSON = "person"
_VIEW = "view_of_invites"


def open_button(
    label: str,
    *,
    key: str,
    page: str,
    person_id: str | None = None,
    invite_id: str | None = None,
) -> None:
    """Offer a way to another page where somebody, or an invitation, is chosen already.

    Args:
        label: what the button says.
        key: its key.
        page: the page by its name.
        person_id: who is chosen on the page Connections.
        invite_id: which invitation comes first among those shown one by one.
    """
    if st.button(label, key=key, icon=":material/arrow_forward:", type="tertiary"):
        if person_id is not None:
            st.session_state[_PERSON] = person_id
        if invite_id is not None:
            st.session_state[FIRST] = invite_id
            st.session_state[_VIEW] = "single"
        st.switch_page(page_file(page))


def what_if_link(label: str, without: Sequence[str]) -> None:
    """Offer a way to the page What if with people chosen who would go; in presentation mode no address names them.

    Args:
        label: what the link says.
        without: ids of those people.
    """
    icon = ":material/alt_route:"
    if not st.session_state.get(PRESENTING):
        st.page_link(
            page_file("whatif"), label=label, icon=icon, query_params={"without": list(without)}
        )
    elif st.button(label, key="open what-if", icon=icon, type="tertiary"):
        st.session_state["without"] = list(without)
        st.switch_page(page_file("whatif"))
