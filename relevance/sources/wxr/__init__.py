"""WordPress exports: who commented on which article, and who answered.

stream      bytes of any make as text that a parser of XML can take
elements    that text -> the head, the authors and the articles of an export, one by one
taking      what they say: people, posts, encounters, and what was left out
reader      does a file look like one; what it holds
"""

from relevance.sources.wxr.reader import read, recognises

__all__ = ["read", "recognises"]
