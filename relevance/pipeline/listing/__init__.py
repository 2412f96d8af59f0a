"""Connections as a list: facets, named lists, views with an address, acts on several, two side by side."""

from relevance.pipeline.listing.faceting import FACETS, LOUD, QUIET, connection_facts, facts_now
from relevance.pipeline.listing.filtering import (
    LISTS,
    ORDERS,
    Filters,
    NamedList,
    facet_counts,
    narrowed,
    ordered,
)
from relevance.pipeline.listing.hiding import hider, hider_of
from relevance.pipeline.listing.keeping_views import (
    kept_view,
    opened_view,
    view_of_query,
    view_query,
)
from relevance.pipeline.listing.marking import (
    Done,
    checklist_of_verdicts,
    decide_people,
    protect_people,
    take_back,
)
from relevance.pipeline.listing.side_by_side import SideBySide, compare_people, figure_lines
from relevance.pipeline.listing.views import LOOKS, USUAL_ORDER, View, spelled
from relevance.store import (
    ACTS,
    SavedView,
    bring_back_view,
    drop_view,
    last_verdicts,
    rename_view,
    save_view,
    saved_views,
    undo_verdicts,
    verdicts_now,
)

__all__ = [
    "ACTS",
    "FACETS",
    "LISTS",
    "LOOKS",
    "LOUD",
    "ORDERS",
    "QUIET",
    "USUAL_ORDER",
    "Done",
    "Filters",
    "NamedList",
    "SavedView",
    "SideBySide",
    "View",
    "bring_back_view",
    "checklist_of_verdicts",
    "compare_people",
    "connection_facts",
    "decide_people",
    "drop_view",
    "facet_counts",
    "facts_now",
    "figure_lines",
    "hider",
    "hider_of",
    "kept_view",
    "last_verdicts",
    "narrowed",
    "opened_view",
    "ordered",
    "protect_people",
    "rename_view",
    "save_view",
    "saved_views",
    "spelled",
    "take_back",
    "undo_verdicts",
    "verdicts_now",
    "view_of_query",
    "view_query",
]
