"""Feeds: what people write on their own pages, and lists of whom the owner reads.

reader      which file is one, and what it holds
shape       the root element of a file, and its bytes as text
entries     RSS and Atom -> posts
authors     who wrote an entry
outlines    OPML -> records
taking      collects the facts of one file
fetching    an address -> a file to read, only when asked
network     the only way out: public hosts, so long, so much
"""

from relevance.sources.feeds.fetching import BLUESKY_API, Fetched, bluesky_feed_address, fetch
from relevance.sources.feeds.reader import read, recognises

__all__ = ["BLUESKY_API", "Fetched", "bluesky_feed_address", "fetch", "read", "recognises"]
