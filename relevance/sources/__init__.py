"""One module per source: bytes in, `ImportResult` out; no database in sight."""

from relevance.sources.result import FileReport, ImportResult, Rejection

__all__ = ["FileReport", "ImportResult", "Rejection"]
