"""Calendars: whom the owner met."""

from relevance.sources.calendars.reader import read, recognises

__all__ = ["read", "recognises"]
