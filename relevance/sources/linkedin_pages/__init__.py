"""Pages of LinkedIn that the owner saved from the browser: feed, activity, invitations."""

from relevance.sources.linkedin_pages.reader import read, recognises

__all__ = ["read", "recognises"]
