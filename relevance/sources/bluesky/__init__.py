"""Bluesky: repositories as CAR files, and feeds as JSON."""

from relevance.sources.bluesky.reader import read, recognises

__all__ = ["read", "recognises"]
