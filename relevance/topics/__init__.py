"""What the feed is about: posts grouped by their vectors, groups named by their words, and a map."""

from relevance.topics.grouping import (
    OTHER,
    SAMPLE,
    Grouping,
    find_topics,
    key_order,
    large_topics,
    nearest_topics,
    topic_centres,
)
from relevance.topics.mapping import LAID_OUT_FROM, Tiles, map_places, tile_posts
from relevance.topics.naming import topic_terms

__all__ = [
    "LAID_OUT_FROM",
    "OTHER",
    "SAMPLE",
    "Grouping",
    "Tiles",
    "find_topics",
    "key_order",
    "large_topics",
    "map_places",
    "nearest_topics",
    "tile_posts",
    "topic_centres",
    "topic_terms",
]
