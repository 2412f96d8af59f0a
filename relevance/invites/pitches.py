"""What makes a note a sales pitch: plain features with weights, each shown with the words that led to it.

A note is a pitch where the weights sum to 0.6 or more; each is below that, so no single phrase condemns.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from relevance.invites.pitch_signs import SIGNS

__all__ = ["Feature", "pitch_features"]


@dataclass(frozen=True)
class Feature:
    """One sign of a pitch, or one that speaks against it (weight below 0)."""

    label: str
    quote: str
    """The words in the note."""
    weight: float


_COMPILED = tuple((label, weight, re.compile(found)) for label, weight, found in SIGNS)


# Both what the model makes of a note and the words that are shown need them.
@lru_cache(maxsize=16_384)
def pitch_features(text: str) -> tuple[Feature, ...]:
    """Return the signs for and against a pitch in `text`, each at most once, with the words that led to it."""
    # Patterns in lower case on lower case search twice as fast as with a flag.
    lower = text.lower()
    written = text if len(lower) == len(text) else lower
    found = ((label, weight, pattern.search(lower)) for label, weight, pattern in _COMPILED)
    return tuple(
        Feature(label, written[hit.start() : hit.end()].strip(), weight)
        for label, weight, hit in found
        if hit
    )
