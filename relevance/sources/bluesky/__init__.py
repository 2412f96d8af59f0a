"""Bluesky: repositories as CAR files, and feeds as JSON."""

from relevance.sources.bluesky.reader import is_private, read, recognises

__all__ = ["is_private", "read", "recognises"]
