"""Whether the tour of a demo database began before: it begins by itself only once."""

from relevance.store import Store

__all__ = ["begins_tour"]

_META = "tour"


def begins_tour(store: Store) -> bool:
    """Whether the tour of this database has yet to begin; asked once, it has begun."""
    with store.transaction():
        if store.frame("SELECT 1 AS yes FROM meta WHERE name = ?", [_META]).height:
            return False
        store.execute("INSERT INTO meta VALUES (?, 'begun')", [_META])
        return True
