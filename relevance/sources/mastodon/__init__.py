"""Mastodon: the archive of an account, and timelines saved from the API."""

from relevance.sources.mastodon.reader import read, recognises

__all__ = ["read", "recognises"]
