"""Feeds: what people write on their own pages, and lists of whom the owner reads."""

from relevance.sources.feeds.fetching import Fetched, fetch
from relevance.sources.feeds.reader import read, recognises

__all__ = ["Fetched", "fetch", "read", "recognises"]
