"""The only door of the pages to the pipeline, and the only place that caches.

Every cache is keyed by the versions that the store counts, so a change is seen by every session at
once, and bounded, so that sliders do not fill the memory.
"""

from relevance.ui.data.ahead import Ahead
from relevance.ui.data.encoders import encoder_job, encoder_of
from relevance.ui.data.grouped import is_grouping, topics_if_ready, topics_of, topics_soon
from relevance.ui.data.presenting import PRESENTING, present, workspace
from relevance.ui.data.stores import (
    cancel_job,
    put_away,
    runner,
    settings_now,
    take_hold,
    wait_for_job,
)
from relevance.ui.data.work import (
    forget,
    import_run,
    start_embedding,
    start_import,
    start_linking,
    undo_import_of,
)
from relevance.ui.data.workspace import Workspace, job, own_workspace, show_demo

__all__ = [
    "PRESENTING",
    "Ahead",
    "Workspace",
    "cancel_job",
    "encoder_job",
    "encoder_of",
    "forget",
    "import_run",
    "is_grouping",
    "job",
    "own_workspace",
    "present",
    "put_away",
    "runner",
    "settings_now",
    "show_demo",
    "start_embedding",
    "start_import",
    "start_linking",
    "take_hold",
    "topics_if_ready",
    "topics_of",
    "topics_soon",
    "undo_import_of",
    "wait_for_job",
    "workspace",
]
