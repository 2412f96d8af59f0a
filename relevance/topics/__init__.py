"""What the feed is about: posts grouped by their vectors, groups named by their words, and a map."""

from relevance.topics.grouping import OTHER, Grouping, find_topics, nearest_topics
from relevance.topics.mapping import Tiles, map_places, tile_posts
from relevance.topics.naming import topic_terms

__all__ = [
    "OTHER",
    "Grouping",
    "Tiles",
    "find_topics",
    "map_places",
    "nearest_topics",
    "tile_posts",
    "topic_terms",
]
