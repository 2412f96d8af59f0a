"""The only door to DuckDB."""

from relevance.store.database import Store
from relevance.store.facts import TakenIn
from relevance.store.imports import imported_files, knows_file, next_file, remember_file
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
    "imported_files",
    "interest_rows",
    "knows_file",
    "last_interest_change",
    "next_file",
    "remember_file",
    "save_decision",
    "save_interest_rows",
    "save_job",
    "undo_decision",
    "undo_interests",
]
