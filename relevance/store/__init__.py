"""The only door to DuckDB."""

from relevance.store.aging import file_has_older, has_older, remove_older
from relevance.store.beginnings import beginning, forget_beginning, keep_beginning
from relevance.store.copies import (
    Copy,
    known_copies,
    made_by_itself,
    newest_good,
    note_copy,
    remove_copy,
)
from relevance.store.database import Store
from relevance.store.decisions import decision_log, decisions, save_decision, undo_decision
from relevance.store.facts import TakenIn
from relevance.store.forgetting import remove_records, texts_that_name
from relevance.store.imports import imported_files, knows_file, next_file, remember_file
from relevance.store.ladders import (
    ladder_document,
    last_ladder_change,
    save_ladder_document,
    undo_ladder,
)
from relevance.store.leaving import EXPORTED, copy_database, exported
from relevance.store.links import (
    answers_now,
    keep_answers,
    pairs_found,
    replace_people,
    save_pairs,
    take_back_answer,
)
from relevance.store.marks import Marks, adopt_marks, keep_marks, marks_now
from relevance.store.naming import Naming
from relevance.store.plans import drop_plan, kept_plan, mark_step, plan_steps, save_plan
from relevance.store.protections import (
    REASONS,
    protect,
    protect_all,
    protected_people,
    unprotect,
    unprotect_all,
)
from relevance.store.ratings import ratings_now, save_rating, take_back_rating
from relevance.store.restoring import Restored, restore_database, wipe_database
from relevance.store.saved_views import (
    SavedView,
    bring_back_view,
    drop_view,
    rename_view,
    save_view,
    saved_views,
)
from relevance.store.scenarios import (
    bring_back_scenario,
    drop_scenario,
    save_scenario,
    scenarios,
)
from relevance.store.verdicts import (
    ACTS,
    last_verdicts,
    save_verdicts,
    undo_verdicts,
    verdicts_now,
)
from relevance.store.words import (
    interest_rows,
    last_interest_change,
    save_interest_rows,
    save_job,
    undo_interests,
)

__all__ = [
    "ACTS",
    "EXPORTED",
    "REASONS",
    "Copy",
    "Marks",
    "Naming",
    "Restored",
    "SavedView",
    "Store",
    "TakenIn",
    "adopt_marks",
    "answers_now",
    "beginning",
    "bring_back_scenario",
    "bring_back_view",
    "copy_database",
    "decision_log",
    "decisions",
    "drop_plan",
    "drop_scenario",
    "drop_view",
    "exported",
    "file_has_older",
    "forget_beginning",
    "has_older",
    "imported_files",
    "interest_rows",
    "keep_answers",
    "keep_beginning",
    "keep_marks",
    "kept_plan",
    "known_copies",
    "knows_file",
    "ladder_document",
    "last_interest_change",
    "last_ladder_change",
    "last_verdicts",
    "made_by_itself",
    "mark_step",
    "marks_now",
    "newest_good",
    "next_file",
    "note_copy",
    "pairs_found",
    "plan_steps",
    "protect",
    "protect_all",
    "protected_people",
    "ratings_now",
    "remember_file",
    "remove_copy",
    "remove_older",
    "remove_records",
    "rename_view",
    "replace_people",
    "restore_database",
    "save_decision",
    "save_interest_rows",
    "save_job",
    "save_ladder_document",
    "save_pairs",
    "save_plan",
    "save_rating",
    "save_scenario",
    "save_verdicts",
    "save_view",
    "saved_views",
    "scenarios",
    "take_back_answer",
    "take_back_rating",
    "texts_that_name",
    "undo_decision",
    "undo_interests",
    "undo_ladder",
    "undo_verdicts",
    "unprotect",
    "unprotect_all",
    "verdicts_now",
    "wipe_database",
]
