"""Views of the connections that are kept by name, opened again among the people of today."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import parse_qs, urlencode

from relevance.errors import NotFoundError
from relevance.pipeline.listing.views import View, spelled
from relevance.store import SavedView, Store, saved_views
from relevance.texts import _

__all__ = ["kept_view", "opened_view", "view_of_query", "view_query"]


def opened_view(store: Store, parameters: Mapping[str, Sequence[str]]) -> tuple[View, list[str]]:
    """Return the view that parameters name, with the ids that its people have today, and what was left out.

    Args:
        store: where people are.
        parameters: the values of each parameter of an address.
    """
    view, words = View.of_address(parameters)
    named = {"person": view.person, "other": view.other}
    now = {key: _today(store, one) if one else None for key, one in named.items()}
    words += [
        _("Nobody has the id that “{key}” names (any more).", key=key)
        for key, one in named.items()
        if one and now[key] is None
    ]
    return replace(view, person=now["person"], other=now["other"]), words


def _today(store: Store, person_id: str) -> str | None:
    """Return the id that somebody has today, whom links may have joined with others since."""
    found = store.frame(
        """
        SELECT person_id FROM person WHERE person_id = $1
        UNION ALL SELECT min(person_id) FROM person_link WHERE home_id = $1 AND state = 'linked'
        """,
        [person_id],
    )["person_id"].drop_nulls()
    return str(found[0]) if found.len() else None


def kept_view(store: Store, wanted: str) -> SavedView:
    """Return the view that is kept by this name or number.

    Raises:
        NotFoundError: there is none.
    """
    kept = saved_views(store)
    for one in kept:
        if wanted == str(one.view_id) or spelled(wanted) == spelled(one.name):
            return one
    names = ", ".join(f"{one.view_id} ({one.name})" for one in kept) or _("none yet")
    msg = _(
        "There is no view {wanted!r}; kept are: {names}. `relevance views --keep NAME --address "
        "...` keeps one.",
        wanted=wanted,
        names=names,
    )
    raise NotFoundError(msg)


def view_of_query(query: str) -> tuple[View, list[str]]:
    """Return the view that the part of an address after its question mark names, and what was left out."""
    told = query.partition("?")[2] if "?" in query else query
    try:
        return View.of_address(parse_qs(told, max_num_fields=1_000))
    except ValueError:
        return View(), [_("The address has more parameters than any view.")]


def view_query(view: View) -> str:
    """Return the part of a view's address after the question mark."""
    return urlencode(view.address, doseq=True)
