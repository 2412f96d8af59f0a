"""What the feed is about: topics with figures, a map of posts, and topics as interests."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from relevance.feed import person_effects
from relevance.interests import Interest
from relevance.pipeline.corpus import Corpus
from relevance.pipeline.scores import Scores
from relevance.pipeline.topic_groups import FeedTopics
from relevance.store import Store
from relevance.texts import marked
from relevance.topics import OTHER, tile_posts

__all__ = [
    "EVERYTHING_ELSE",
    "TopicMap",
    "topic_map",
    "topic_posts",
    "topics_table",
    "wish_for_topic",
]

EVERYTHING_ELSE = marked("everything else")
_BRINGERS = 5
_MOST_MARKS = 2_000
_WEIGHT = 60.0
_FIRST = 30


@dataclass(frozen=True)
class TopicMap:
    """What is drawn: one mark for each post, or for each tile where posts are too many."""

    marks: pl.DataFrame
    """x, y, posts, relevance (0..1 or null), topic (a name); at most about 2,000 rows."""
    mark: NDArray[np.int64]
    """(n,): the mark that stands for each of `FeedTopics.rows`."""
    labels: pl.DataFrame
    """x, y, topic: where the name of each topic stands."""
    is_tiled: bool


def _texts(store: Store, ids: Sequence[str]) -> pl.DataFrame:
    """Return post_id, text, url and author of some posts, in their order."""
    if not ids:
        names = ("post_id", "text", "url", "author")
        return pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    found = store.frame(
        """
        SELECT post_id, text, post.url, name AS author FROM feed_post JOIN post USING (post_id)
        JOIN person ON person.person_id = feed_post.author_id
        WHERE post_id IN (SELECT unnest(?))
        """,
        [list(ids)],
    )
    return pl.DataFrame({"post_id": ids}).join(
        found, on="post_id", how="left", maintain_order="left"
    )


def topics_table(found: FeedTopics, scores: Scores) -> pl.DataFrame:
    """Return one row for each topic, the largest first, and one for everything else at the end.

    Columns: topic (its code, -1 for everything else), name, terms, posts, share (of the posts, 0..1; adds
    up to 1), attention_share (0..1), relevance (0..1: mean weighted by attention, null where
    unknown), effect (points: the feed with this topic minus without it) and people (who brings it:
    person_id, name, posts; the most first). The sum of attention_share times relevance is the feed's relevance.
    """
    count = len(found.names)
    code = np.where(found.topic == OTHER, count, found.topic)
    # A group of copies shares the attention of one post among them.
    read = found.counted >= 0
    whose = code[found.counted[read]]
    relevance = scores.relevance[read].astype(np.float64)
    attention = scores.corpus.attention[read]
    known = ~np.isnan(relevance)
    total = np.bincount(whose, attention, count + 1)
    weight = np.bincount(whose[known], attention[known], count + 1)
    sums = np.bincount(whose[known], (relevance * attention)[known], count + 1)
    posts = np.bincount(code, minlength=count + 1)
    effects = person_effects(relevance[known], attention[known], whose[known], count + 1)
    table = pl.DataFrame(
        {
            "topic": [*range(count), OTHER],
            "name": [*found.names, EVERYTHING_ELSE],
            "terms": pl.Series([*map(list, found.terms), []], dtype=pl.List(pl.String)),
            "posts": posts,
            "share": posts / max(len(code), 1),
            "attention_share": total / (total.sum() or 1.0),
            "relevance": np.divide(sums, weight, out=np.full(count + 1, np.nan), where=weight > 0),
            "effect": effects.astype(np.float64),
            "people": _bringers(code, found.rows, scores.corpus, count + 1),
        }
    ).with_columns(pl.col("relevance", "effect").fill_nan(None))
    # Kept groups grow: the largest of today comes first, whatever their numbers say.
    return table.filter((pl.col("topic") != OTHER) | (pl.col("posts") > 0)).sort(
        pl.col("topic") == OTHER, "posts", "topic", descending=[False, True, False]
    )


def _bringers(
    code: NDArray[np.int64], rows: NDArray[np.int64], corpus: Corpus, count: int
) -> pl.Series:
    """Return for each topic the five people who bring most of its posts."""
    counted = (
        pl.DataFrame({"topic": code, "code": corpus.person[rows]})
        .group_by("topic", "code")
        .agg(pl.len().cast(pl.Int64).alias("posts"))
        .join(corpus.people.select(pl.col("code").cast(pl.Int64), "person_id", "name"), on="code")
        .sort("topic", "posts", "name", "person_id", descending=[False, True, False, False])
    )
    most = counted.group_by("topic", maintain_order=True).agg(
        pl.struct("person_id", "name", "posts").head(_BRINGERS).alias("people")
    )
    every = pl.DataFrame({"topic": np.arange(count)})
    listed = every.join(most, on="topic", how="left", maintain_order="left")["people"]
    return listed.fill_null(pl.Series([[]], dtype=listed.dtype).first())


def topic_map(found: FeedTopics, scores: Scores) -> TopicMap:
    """Return the marks of the map: posts, or hexagonal tiles of them above 2,000 posts."""
    relevance = scores.relevance[found.rows].astype(np.float64)
    names = pl.Series([*found.names, EVERYTHING_ELSE])
    code = np.where(found.topic == OTHER, len(found.names), found.topic)
    is_tiled = len(found.rows) > _MOST_MARKS
    if is_tiled:
        tiles = tile_posts(found.places, relevance)
        mark, where = tiles.tile, np.stack([tiles.x, tiles.y], axis=1)
        posts, shown = tiles.posts, tiles.relevance
        main = (
            pl.DataFrame({"mark": mark, "code": code}, schema_overrides={"code": pl.UInt32})
            .group_by("mark", "code")
            .len()
            .join(names.to_frame("topic").with_row_index("code"), on="code")
            .sort("mark", "len", "topic", descending=[False, True, False])
            .unique("mark", keep="first", maintain_order=True)["topic"]
        )
    else:
        mark, where = np.arange(len(found.rows)), found.places.astype(np.float64)
        posts, shown, main = np.ones(len(mark), dtype=np.int64), relevance, names.gather(code)
    marks = pl.DataFrame(
        {"x": where[:, 0], "y": where[:, 1], "posts": posts, "relevance": shown, "topic": main},
        schema_overrides={"topic": pl.String},
    ).with_columns(pl.col("relevance").fill_nan(None))
    return TopicMap(
        marks=marks,
        mark=mark,
        labels=_labels(found, code),
        is_tiled=is_tiled,
    )


def _labels(found: FeedTopics, code: NDArray[np.int64]) -> pl.DataFrame:
    """Return where the name of each topic stands: the middle of its posts."""
    order = np.argsort(code, kind="stable")
    ends = np.searchsorted(code[order], np.arange(len(found.names) + 1))
    places = found.places[order]
    middles = [
        np.median(places[first:last], axis=0).tolist() for first, last in pairwise(ends.tolist())
    ]
    return pl.DataFrame(
        [(*middle, name) for middle, name in zip(middles, found.names, strict=True)],
        schema={"x": pl.Float64, "y": pl.Float64, "topic": pl.String},
        orient="row",
    )


def topic_posts(
    store: Store, found: FeedTopics, scores: Scores, chosen: NDArray[np.bool_]
) -> pl.DataFrame:
    """Return at most 30 of the chosen posts, the most typical of their topics first.

    Columns: post_id, text, author, created_at, url, topic (a name), relevance (0..1, null where unknown).

    Args:
        store: where texts are.
        found: the topics.
        scores: the scores to show.
        chosen: (n,): which of `found.rows`.
    """
    at = np.flatnonzero(chosen)
    at = at[np.lexsort((at, -found.nearness[at]))][:_FIRST]
    names = [*found.names, EVERYTHING_ELSE]
    posts = (
        scores.corpus.posts[found.rows[at].tolist()]
        .select("post_id", "created_at")
        .with_columns(
            topic=pl.Series([names[one] for one in found.topic[at]], dtype=pl.String),
            relevance=pl.Series(scores.relevance[found.rows[at]].astype(np.float64)).fill_nan(None),
        )
    )
    texts = _texts(store, posts["post_id"].to_list())
    told: pl.DataFrame = posts.join(texts, on="post_id", how="left", maintain_order="left")
    return told


def wish_for_topic(
    there: tuple[Interest, ...], name: str, terms: Sequence[str], *, more: bool
) -> tuple[Interest, ...]:
    """Return the interests with this topic as one more, at a middling weight.

    An interest that has the topic's name already keeps its phrases, gets those of the topic, and turns.

    Args:
        there: the interests as they are.
        name: the topic's name.
        terms: its words, which become the phrases.
        more: whether the owner wants more of it, or less.
    """
    weight = _WEIGHT if more else -_WEIGHT
    same = next((one for one in there if one.name.casefold() == name.casefold()), None)
    if same is None:
        return (*there, Interest(name, weight, tuple(terms)))
    now = Interest(same.name, weight, (*same.keywords, *terms), same.labels)
    return tuple(now if one is same else one for one in there)
