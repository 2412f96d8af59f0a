"""The archive of X, once Twitter: of today, and of before 2019."""

from relevance.sources.x.reader import is_private, read, recognises

__all__ = ["is_private", "read", "recognises"]
