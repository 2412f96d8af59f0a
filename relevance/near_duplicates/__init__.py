"""Which posts say the same: equal, or nearly equal, whatever their links, tags and punctuation.

Two longer texts are near-duplicates when their sets of three-word sequences overlap by a Jaccard index of 0.8. They are
found exactly, not by chance (but for sequences of one hash of 64 bits): of two such sets, ordered from the rarest
sequence on, the beginnings must have a sequence in common (prefix filtering), so only texts that share a rare sequence
are compared at all.

One case is bounded instead. Where more than 64 texts that could be near have a rare sequence in common, each is
compared with the 24 next in size there, and then those outside the largest group, if they are 64 at most, with all.
Where more stay outside, two near-duplicates can be missed whose rarest common sequence is this one.
"""

from relevance.near_duplicates.grouping import duplicate_groups
from relevance.near_duplicates.wording import comparable_texts

__all__ = ["comparable_texts", "duplicate_groups"]
