"""The only door to DuckDB."""

from relevance.store.database import Store
from relevance.store.facts import TakenIn
from relevance.store.leaving import copy_database, exported
from relevance.store.words import (
    decisions,
    interest_rows,
    last_interest_change,
    save_decision,
    save_interest_rows,
    save_job,
    undo_decision,
    undo_interests,
)

__all__ = [
    "Store",
    "TakenIn",
    "copy_database",
    "decisions",
    "exported",
    "interest_rows",
    "last_interest_change",
    "save_decision",
    "save_interest_rows",
    "save_job",
    "undo_decision",
    "undo_interests",
]
