"""Address books: vCard files, and the tables that Google and Outlook export."""

from relevance.sources.contacts.reader import read, recognises

__all__ = ["read", "recognises"]
