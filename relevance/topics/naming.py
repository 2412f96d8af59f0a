"""Texts of topics -> the words that tell each topic from the others."""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from relevance.errors import UsageError

__all__ = ["topic_terms"]

# So many posts of each topic are read, those given first: more change no name.
_READ = 400
_TERMS = 6
_LEAST_SHARE = 0.05
# A pair of words is rarer than its words and says more: it stands for a word from this part of its weight.
_PAIR = 0.6
_NOISE = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|@\S+")
# What remains of "don't" or "she's" is a stop word; the rest of the contraction is no word at all.
_CONTRACTION = re.compile(r"(?:n['’]t|['’](?:s|re|ve|ll|d|m|t))\b", re.IGNORECASE)
# Words may hold & . + - ' between letters (L&D, Q&A, e-learning, Node.js); a stop of any other kind parts phrases.
_PIECE = re.compile(r"[^\W\d_](?:[\w&'’+-]|\.(?=\w))*|[^\w\s#]+|\d\w*|\n+")
_FILLERS = (
    "amp ca wo gon wanna gonna got let lets like just really don doesn didn isn im ive youre thats did does doing "
    "said says say asked ask asks told tell anybody going thing things actually com www http https"
)
# Function words of other languages that feeds hold, those left out that are English nouns as well.
_FOREIGN = """
    aber als auch auf aus bei bin bis das dass dem den der des die diese dieser ein eine einem einen einer
    für haben ich ihr ihre ist kann mehr mit nach nicht noch nur oder sehr sich sie sind über und uns unser
    unsere vom von vor was wenn wer wie wir wird zum zur het een van niet dat voor met zijn wij ons onze
    maar aan bij naar deze dit wordt ook les des une est pas pour dans que qui sur avec sont nous vous ils
    elle cette ces leur mais plus aux ses mes las los del una uno con por para como pero más sus este esta
    son nos ser muy hay cuando che non per una gli della delle dei sono nel alla questo anche più
    não uma dos das mais foi seu sua pelo isso ikke det med har som att och inte jag til fra
"""
_OWN_STOPS = frozenset(f"{_FILLERS} {_FOREIGN}".split())


def topic_terms(texts: Sequence[str], topic: NDArray[np.int64]) -> list[list[str]]:
    """Return for each topic 0, 1, ... its at most six most telling words and pairs of words, best first.

    Class-based tf-idf (after Grootendorst 2022, arXiv:2203.05794): `sqrt(tf) log(tf / f)`, tf the share
    of the topic's posts that hold the term and f the mean of these shares over all topics. His
    `tf log(1 + A / f)` hardly damps what is frequent everywhere: it named topics "people, asked, years".
    A post counts a term once, so that no post speaks for its topic by repeating itself. English stop
    words are scikit-learn's; terms are written as most posts of the topic write them.

    Args:
        texts: of each post; of a large topic the first 400 are read.
        topic: (n_posts,), codes from 0; below 0 is no topic.

    Raises:
        UsageError: the lengths differ.
    """
    if len(texts) != len(topic):
        msg = f"`texts` and `topic` must have the same length, got {len(texts)} and {len(topic)}."
        raise UsageError(msg)
    count = int(topic.max(initial=-1)) + 1
    members = [[texts[at] for at in np.flatnonzero(topic == one)[:_READ]] for one in range(count)]
    forms = [[_terms(text) for text in group] for group in members]
    weights, terms = _weights(forms)
    return [
        _chosen(terms, row, group) if len(terms) else []
        for row, group in zip(weights, forms, strict=True)
    ]


def _weights(forms: Sequence[Sequence[dict[str, str]]]) -> tuple[NDArray[np.float64], list[str]]:
    """Return the class-based tf-idf (n_topics, n_terms) and the terms, sorted."""
    counts = [Counter(term for post in group for term in post) for group in forms]
    # A term of a post or two tells of those posts, not of the topic.
    least = [min(len(group), max(2, round(_LEAST_SHARE * len(group)))) for group in forms]
    kept = [
        {term for term, number in found.items() if number >= few}
        for found, few in zip(counts, least, strict=True)
    ]
    terms = sorted(set().union(*kept))
    shares = np.array(
        [
            [found[term] / max(len(group), 1) for term in terms]
            for found, group in zip(counts, forms, strict=True)
        ]
    ).reshape(len(forms), len(terms))
    if len(forms) < 2 or not terms:
        return shares, terms
    return np.sqrt(shares) * np.log(np.maximum(shares / shares.mean(axis=0), 1)), terms


def _chosen(
    terms: Sequence[str], row: NDArray[np.float64], group: Sequence[dict[str, str]]
) -> list[str]:
    """Return the best terms of one topic, none of them made of words that are said already."""
    pairs = _best_pairs(terms, row)
    chosen: list[str] = []
    said: set[str] = set()
    for place in np.argsort(-row, kind="stable"):
        if row[place] <= 0 or len(chosen) == _TERMS:
            break
        pair = pairs.get(terms[place], place)
        stands = row[pair] >= _PAIR * row[place]
        for term in (terms[pair], terms[place]) if stands else (terms[place],):
            stems = {_stem(word) for word in term.split(" ")}
            if said.isdisjoint(stems):
                said |= stems
                chosen.append(term)
    return [_as_written(term, group) for term in chosen]


def _best_pairs(terms: Sequence[str], row: NDArray[np.float64]) -> dict[str, int]:
    """Return for each word the place of the weightiest pair that holds it."""
    best: dict[str, int] = {}
    for place, term in enumerate(terms):
        if " " in term:
            for word in term.split(" "):
                if row[place] > row[best.get(word, place)] or word not in best:
                    best[word] = place
    return best


def _as_written(term: str, group: Sequence[dict[str, str]]) -> str:
    written = Counter(post[term] for post in group if term in post)
    return min(written, key=lambda form: (-written[form], form))


def _stem(word: str) -> str:
    # Enough to keep "course" and "courses" from both standing in one name.
    return word[:-1] if word.endswith("s") and len(word) > 3 else word


def _terms(text: str) -> dict[str, str]:
    """Return the words and pairs of neighbouring words of a text in lower case, each with how it is written."""
    stops = _stop_words()
    found: dict[str, str] = {}
    before: str | None = None
    for piece in _PIECE.findall(_CONTRACTION.sub("", _NOISE.sub(" ; ", text))):
        word = piece.rstrip("&'’+-.")
        key = word.casefold()
        if not _is_telling(word, key, stops):
            before = None
            continue
        found.setdefault(key, word)
        if before is not None and before.casefold() != key:
            found.setdefault(f"{before.casefold()} {key}", f"{before} {word}")
        before = word if word == piece else None
    return found


def _is_telling(word: str, key: str, stops: frozenset[str]) -> bool:
    if not word or not word[0].isalpha() or key in stops:
        return False
    # Two letters are a word only as an abbreviation: AI, HR, UX.
    return 3 <= len(word) <= 30 or (len(word) == 2 and word.isupper())


def _stop_words() -> frozenset[str]:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return _OWN_STOPS.union(ENGLISH_STOP_WORDS)
