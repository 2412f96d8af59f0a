"""Feed Relevance: which connections and which pending invitations raise or dilute a feed's relevance."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relevance.config import Settings, load_settings
    from relevance.errors import RelevanceError
    from relevance.interests import Interest, load_interests
    from relevance.pipeline import (
        advise,
        connections,
        current_scores,
        embed,
        explain_feed,
        explain_person,
        explain_post,
        feed_summary,
        import_paths,
        person_page,
        save_interests,
        try_changes,
    )
    from relevance.store import Store

__all__ = [
    "Interest",
    "RelevanceError",
    "Settings",
    "Store",
    "advise",
    "connections",
    "current_scores",
    "embed",
    "explain_feed",
    "explain_person",
    "explain_post",
    "feed_summary",
    "import_paths",
    "load_interests",
    "load_settings",
    "person_page",
    "save_interests",
    "try_changes",
]

_HOMES = {
    "Interest": "interests",
    "RelevanceError": "errors",
    "Settings": "config",
    "Store": "store",
    "load_interests": "interests",
    "load_settings": "config",
}


def __getattr__(name: str) -> object:
    """Load a public name on first use, so that `import relevance` costs nothing."""
    if name not in __all__:
        msg = f"module 'relevance' has no attribute {name!r}; it has {__all__}"
        raise AttributeError(msg)
    home = import_module(f"relevance.{_HOMES.get(name, 'pipeline')}")
    return getattr(home, name)
