"""HipChat's export: who spoke to whom."""

from relevance.sources.hipchat.reader import read, recognises

__all__ = ["read", "recognises"]
