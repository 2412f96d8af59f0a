"""WordPress exports: who commented on which article, and who answered."""

from relevance.sources.wxr.reader import read, recognises

__all__ = ["read", "recognises"]
