"""Careers that come from no network: a table of employers and schools, and what one copies from a profile."""

from relevance.sources.positions.pasted import LeftLine, PastedHistory, pasted_history
from relevance.sources.positions.reader import read, recognises

__all__ = ["LeftLine", "PastedHistory", "pasted_history", "read", "recognises"]
