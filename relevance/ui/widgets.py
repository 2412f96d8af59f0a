"""Small pieces that several pages show."""

import re
import unicodedata
from pathlib import Path

import streamlit as st

from relevance import texts
from relevance.pipeline import website_of
from relevance.texts import _
from relevance.unseen import seen

__all__ = [
    "accented",
    "empty_state",
    "folded",
    "page_file",
    "plain",
    "profile_link",
    "signed",
    "state_words",
]

# Streamlit reads labels and texts as Markdown: what other people wrote must not become format,
# links, images, directives such as :red[...], or formulas.
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:^=&])")
# Addresses become links even where their signs are escaped; an invisible joiner within them prevents it.
_LINK = re.compile(r"https?(?=:)|www(?=\.)|mailto(?=:)|@", re.IGNORECASE)
_JOINER = "\u2060"

_PAGES = Path(__file__).parent / "pages"
_STATES = {
    "raises": _("▲ raises"),
    "dilutes": _("▼ dilutes"),
    "neutral": _("● neutral"),
    "unknown": _("? unknown"),
}


def accented(label: str, *, icon: str | None = None) -> str:
    """Return the label of a button of type primary, in the colour that is read on the accent.

    Streamlit writes white on the accent in either scheme, and no accent is at once dark enough for that and light
    enough for a selected word on a dark page. The theme therefore gives the name violet to what is read on it.
    """
    return f":violet[:material/{icon}: {label}]" if icon else f":violet[{label}]"


def page_file(name: str) -> str:
    """Return the path of a page by its name, for links between pages."""
    return str(_PAGES / f"{name}.py")


def plain(text: str | None) -> str:
    """Return `text` so that Streamlit shows it letter by letter, and no address in it as a link."""
    unlinked = _LINK.sub(lambda found: found.group() + _JOINER, seen(text or ""))
    return _MARKUP.sub(r"\\\1", unlinked)


def folded(text: str) -> str:
    """Return `text` as it is searched: without accents, case and curly apostrophes."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in apart if not unicodedata.combining(one)).replace("’", "'")


def state_words(state: str) -> str:
    """Return a state with its sign, so that it is never told by colour alone."""
    return _STATES.get(state) or _(state)


def signed(points: float | None, *, digits: int = 2) -> str:
    """Return an effect in points with its sign, or a dash."""
    return "–" if points is None else texts.signed(points, digits)


def profile_link(
    url: str | None, *, label: str = _("Open profile"), key: str | None = None
) -> None:
    """Offer a profile in a new tab; nothing where the address is no web address."""
    address = website_of(url)
    if address:
        st.link_button(label, address, icon=":material/open_in_new:", key=key)


def empty_state(title: str, text: str, *, page: str | None = None, label: str = "") -> None:
    """Say what is missing and where to go, in the middle of an empty page."""
    with st.container(border=True):
        st.subheader(title)
        st.write(text)
        if page:
            st.page_link(page_file(page), label=label, icon=":material/arrow_forward:")
