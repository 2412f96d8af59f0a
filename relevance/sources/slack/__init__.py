"""Slack's export: who spoke to whom."""

from relevance.sources.slack.reader import read, recognises

__all__ = ["read", "recognises"]
