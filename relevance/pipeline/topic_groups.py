"""The posts of the feed in groups by what they are about: found anew, or kept while only a few posts come or go."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from relevance.cleaning import cleaned
from relevance.errors import UsageError
from relevance.pipeline.corpus import Corpus
from relevance.pipeline.topic_blocks import grouped, nearest, places
from relevance.store import Store
from relevance.texts import _
from relevance.topics import LAID_OUT_FROM, topic_terms

__all__ = ["REGROUP_FROM", "FeedTopics", "feed_topics", "keep_topics"]

REGROUP_FROM = 0.05
"""From this share of posts on that came or went since, the groups are to be found anew."""

_READ = 400
_NAMED = 3
_LONGEST_NAME = 200  # an interest's name may have no more; three terms have at most 187


@dataclass(frozen=True)
class FeedTopics:
    """The feed's posts grouped by what they are about; near-duplicates count once. Interests play no part."""

    model: str
    """Id of the model whose vectors were grouped."""
    ids: pl.Series
    """(n,): the posts grouped."""
    rows: NDArray[np.int64]
    """(n,): the same as rows of `Corpus.posts`."""
    counted: NDArray[np.int64]
    """(n_posts,): for each row of `Corpus.posts` the place in `rows` of its group of copies; -1 for
    posts that are not in the feed or have not been read."""
    topic: NDArray[np.int64]
    """(n,): 0 for the largest topic, ...; -1 for everything else."""
    nearness: NDArray[np.float32]
    """(n,): how near each post lies to the middle of its topic, -1 to 1."""
    places: NDArray[np.float32]
    """(n, 2): where each post lies on the map."""
    centres: NDArray[np.float32]
    """(n_topics, width): the middle of each topic, of unit length."""
    names: tuple[str, ...]
    """Of each topic, all different."""
    terms: tuple[tuple[str, ...], ...]
    """Words and pairs of words that tell each topic from the others, best first."""
    unread: int
    """Posts of the feed that the model has not read yet: what they are about is unknown."""
    strayed: float = 0.0
    """Posts that came or went since the groups were found, as a share of the posts then; 0 or more."""


def feed_topics(store: Store, corpus: Corpus) -> FeedTopics:
    """Group the posts of today's feed and name the groups by their words, as the model reads them."""
    rows, counted, unread = _distinct(corpus)
    ids = corpus.posts["post_id"].gather(rows)
    found = grouped(corpus, rows, ids.to_list())
    typical = np.lexsort((np.arange(len(rows)), -found.nearness))
    chosen = _first_of_each(typical, found.topic)
    terms = topic_terms(_said(store, ids.gather(chosen).to_list()), found.topic[chosen])
    return FeedTopics(
        model=corpus.model,
        ids=ids,
        rows=rows,
        counted=counted,
        topic=found.topic,
        nearness=found.nearness,
        places=places(corpus, rows, found.centres),
        centres=found.centres,
        names=_names(terms),
        terms=tuple(map(tuple, terms)),
        unread=unread,
    )


def keep_topics(before: FeedTopics, corpus: Corpus) -> FeedTopics:
    """Return the same groups with the posts of today's feed: those that came since join the nearest one.

    Names and the topics of earlier posts stay as they are; `strayed` says how much has changed.

    Args:
        before: groups that `feed_topics` found.
        corpus: the posts of today, with vectors of the same model.

    Raises:
        UsageError: the groups come from vectors of another model.
    """
    if before.model != corpus.model:
        msg = _(
            "The topics are those of {model!r}, got vectors of {wanted!r}. Find them anew.",
            model=before.model,
            wanted=corpus.model,
        )
        raise UsageError(msg)
    rows, counted, unread = _distinct(corpus)
    ids = corpus.posts["post_id"].gather(rows)
    earlier = before.ids.alias("post_id").to_frame().with_row_index("at")
    at = ids.to_frame().join(earlier, on="post_id", how="left", maintain_order="left")["at"]
    came, old = at.is_null().to_numpy(), at.drop_nulls().to_numpy().astype(np.int64)
    near, nearness = nearest(corpus, rows[came], before.centres)
    placed = _places(before, corpus, rows, came, old)
    gone = len(before.ids) - len(old)
    return FeedTopics(
        model=corpus.model,
        ids=ids,
        rows=rows,
        counted=counted,
        topic=_joined(came, before.topic[old], near),
        nearness=_joined(came, before.nearness[old], nearness),
        places=placed,
        centres=before.centres,
        names=before.names,
        terms=before.terms,
        unread=unread,
        strayed=(int(np.count_nonzero(came)) + gone) / max(len(before.ids), 1),
    )


def _places(
    before: FeedTopics,
    corpus: Corpus,
    rows: NDArray[np.int64],
    came: NDArray[np.bool_],
    old: NDArray[np.int64],
) -> NDArray[np.float32]:
    """Return where posts lie on the map: earlier ones where they were, unless all of them decide where each lies."""
    if len(before.centres) < LAID_OUT_FROM:
        return places(corpus, rows, before.centres)
    return _joined(came, before.places[old], places(corpus, rows[came], before.centres))


def _joined(came: NDArray[np.bool_], earlier: NDArray[Any], new: NDArray[Any]) -> NDArray[Any]:
    """Return one array (n, ...) with rows of `new` where posts came since, and those of `earlier` elsewhere."""
    result = np.empty((len(came), *earlier.shape[1:]), dtype=earlier.dtype)
    result[~came], result[came] = earlier, new
    return result


def _distinct(corpus: Corpus) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
    """Return the read posts of the feed, of near-duplicates the loudest; who counts with whom; and how many wait."""
    posts = corpus.posts.select(
        "post_id",
        row=pl.int_range(pl.len()),
        group=pl.coalesce("duplicate_group", "post_id"),
        attention=pl.Series(corpus.attention),
        read=pl.Series(corpus.embedded),
        apart=corpus.people["is_apart"].gather(corpus.person),
    ).filter(~pl.col("apart"))
    loudest = posts.sort(
        pl.col("read"), pl.col("attention"), pl.col("post_id"), descending=[True, True, False]
    ).unique("group", keep="first", maintain_order=True)
    shown = loudest.filter("read").sort("post_id").with_columns(place=pl.int_range(pl.len()))
    copies = posts.filter("read").join(shown.select("group", "place"), on="group")
    counted = np.full(corpus.posts.height, -1, dtype=np.int64)
    counted[copies["row"].to_numpy()] = copies["place"].to_numpy()
    rows = shown["row"].to_numpy().astype(np.int64)
    return rows, counted, loudest.height - shown.height


def _first_of_each(order: NDArray[np.int64], topic: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the first 400 posts of each topic in this order."""
    picked = [order[topic[order] == one][:_READ] for one in range(int(topic.max(initial=-1)) + 1)]
    return np.concatenate([np.zeros(0, dtype=np.int64), *picked])


def _said(store: Store, ids: Sequence[str]) -> list[str]:
    """Return what the model reads of some posts, in their order: names are made of no hashtag wall or signature."""
    if not ids:
        return []
    found = store.frame(
        "SELECT post_id, text FROM post WHERE post_id IN (SELECT unnest(?))", [list(ids)]
    )
    texts = dict(found.iter_rows())
    return [cleaned(texts[one]) for one in ids]


def _names(terms: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the first three terms of each topic, more where two topics would share a name."""
    names: list[str] = []
    for number, words in enumerate(terms, start=1):
        short = ", ".join(words[:_NAMED])
        longer = [", ".join(words[:most]) for most in range(_NAMED + 1, len(words) + 1)]
        tries = [short, *longer, f"{short or 'topic'} ({number})"]
        free = (one for one in tries if one and one not in names and len(one) <= _LONGEST_NAME)
        names.append(next(free))
    return tuple(names)
