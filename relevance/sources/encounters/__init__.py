"""A table of encounters, for channels that left no export."""

from relevance.sources.encounters.reader import read, recognises

__all__ = ["read", "recognises"]
