"""Whom a note greets: the owner, nobody in particular, or somebody else, as a mail merge that slipped does."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from relevance.identity.nicknames import (
    RARE_GIVEN,
    commonness,
    full_form_classes,
    short_form_classes,
)
from relevance.invites.facts import OwnerFacts
from relevance.invites.wording import plain
from relevance.names import comparable_name

__all__ = ["greets_another"]

_GREETED = re.compile(
    r"^\W*(?i:hi+|hello|hey|dear|good (?:morning|afternoon|evening))[ ,]+"
    r"(?:(?i:mr|mrs|ms|miss|dr|prof|professor|doctor)\.? )?([^\W\d_][\w'’-]+)(?: [^\W\d_][\w'’-]+)?\s*[,!.:;–—-]"
)
# From here on two spellings count as one name: Maren, Marren, Mareen.
_ALIKE = 0.7


def greets_another(note: str | None, owner: OwnerFacts) -> str:
    """Return the name by which a note greets somebody other than the owner, "" where it does not.

    Only a known given name counts, and neither a short form of the owner's name nor a slip in its spelling does.
    """
    hit = _GREETED.match(plain(note))
    own = _own_names(owner)
    if not hit or not own:
        return ""
    greeted = comparable_name(hit.group(1))
    known = commonness("given", greeted) > RARE_GIVEN or full_form_classes(greeted)
    if not known or any(_one_name(greeted, one) for one in own):
        return ""
    return hit.group(1)


def _own_names(owner: OwnerFacts) -> set[str]:
    told = (owner.name, *owner.former_names)
    return {word for name in told for word in comparable_name(name).split()}


def _one_name(greeted: str, own: str) -> bool:
    if greeted[0] == own[0] and (
        len(own) == 1 or greeted.startswith(own) or own.startswith(greeted)
    ):
        return True
    if set(_classes(greeted)) & set(_classes(own)):
        return True
    return SequenceMatcher(None, greeted, own).ratio() >= _ALIKE


def _classes(name: str) -> Iterable[int]:
    return (*full_form_classes(name), *short_form_classes(name))
