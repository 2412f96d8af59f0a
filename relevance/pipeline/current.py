"""The scores that hold now, for whoever needs them once: commands, tests, notebooks."""

from relevance.config import Settings
from relevance.embedding import Encoder
from relevance.pipeline.beginnings import LEAST_KEPT, keep_matches, kept_matches
from relevance.pipeline.corpus import load_corpus
from relevance.pipeline.ladders import read_ladder
from relevance.pipeline.objectives import objectives_as_interests
from relevance.pipeline.scores import Scores, match, score
from relevance.pipeline.vectors import embed_phrases, phrase_vectors
from relevance.pipeline.wishes import read_interests
from relevance.store import Store, ratings_now

__all__ = ["current_scores", "prepare_start"]


def current_scores(
    store: Store,
    settings: Settings,
    *,
    encoder: Encoder | None = None,
    reads_phrases: bool = True,
) -> Scores:
    """Load, match and score everything with the interests as they are kept.

    Phrases and objectives that have no vector yet are embedded first, if any post has one: without posts to compare
    them with, the model is not loaded.

    Args:
        store: where everything is.
        settings: model, window and attention.
        encoder: is used instead of loading the model.
        reads_phrases: False leaves phrases without a vector to the background; interests that wait for
            them are not scored.

    Raises:
        ModelError: phrases must be embedded and the model is missing, damaged or unsafe.
    """
    corpus = load_corpus(store, settings)
    interests = read_interests(store)
    if reads_phrases and corpus.embedded.any():
        wanted = (*interests, *objectives_as_interests(read_ladder(store, settings).objectives))
        embed_phrases(store, wanted, model=corpus.model_name, encoder=encoder)
    found = kept_matches(store, corpus, interests) or match(
        corpus, interests, phrase_vectors(store, interests, model=corpus.model)
    )
    return score(corpus, found, ratings=ratings_now(store))


def prepare_start(store: Store, settings: Settings, *, least: int = LEAST_KEPT) -> bool:
    """Keep what the next start needs of `least` posts or more, once all are read; return whether it is kept."""
    if store.count("post") < least:
        return False
    corpus, interests = load_corpus(store, settings), read_interests(store)
    if corpus.waiting.any() or kept_matches(store, corpus, interests):
        return not corpus.waiting.any()
    found = match(corpus, interests, phrase_vectors(store, interests, model=corpus.model))
    return keep_matches(store, settings, corpus, found, least=least)
