"""Mail: mbox files, Takeout, Maildir folders and single messages."""

from relevance.sources.mail.reader import read, recognises

__all__ = ["read", "recognises"]
