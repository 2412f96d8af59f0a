"""Whether what an inviter shows in public is about what the owner cares for."""

import math

from relevance.invites.facts import InviteFacts, OwnerFacts
from relevance.invites.rungs import Thresholds
from relevance.invites.word_stems import stems
from relevance.invites.wording import plain, quote
from relevance.texts import _

__all__ = ["best_score", "likeness", "score_sentence", "stands_out"]


def _known(value: float | None) -> float | None:
    """Return a relevance as it is, and null where it is null or not a number."""
    return None if value is None or math.isnan(value) else value


def best_score(facts: InviteFacts) -> tuple[str, float] | None:
    """Return what speaks for itself and how relevant it is: posts where there are any, else the profile."""
    posts, profile = _known(facts.relevance), _known(facts.profile_relevance)
    if facts.posts > 0 and posts is not None:
        return ("posts", posts)
    return ("profile", profile) if profile is not None else None


def stands_out(value: float, facts: InviteFacts, thresholds: Thresholds) -> bool:
    """Return whether a relevance of `value` lies clearly above the feed's, or is high on its own."""
    if value >= thresholds.intrigue_enough:
        return True
    feed = _known(facts.feed_relevance)
    above = feed is not None and value >= feed + thresholds.intrigue_margin
    return above and value >= thresholds.intrigue_floor


def score_sentence(source: str, value: float, facts: InviteFacts, *, out: bool) -> str:
    """Return a score in words, beside the feed's where that is known."""
    subject = _("Their profile speaks")
    if source == "posts":
        subject = (
            _("Their {posts} posts speak", posts=facts.posts)
            if facts.posts > 1
            else _("Their one post speaks")
        )
    feed = _known(facts.feed_relevance)
    beside = _(", and your feed has {points}", points=_points(feed)) if feed is not None else ""
    strength = "to" if out else _("too little to")
    return _(
        "{subject} {strength} your interests: {points} of 100{beside}.",
        subject=subject,
        strength=strength,
        points=_points(value),
        beside=beside,
    )


def _points(value: float) -> int:
    return round(100 * min(max(value, 0.0), 1.0))


def likeness(facts: InviteFacts, owner: OwnerFacts) -> str:
    """Return a sentence on what headline, job and company share with the owner's words, "" for nothing.

    Interests count only where the profile has not been scored, since a score reads them better.
    """
    shown = next(
        (one for one in (facts.headline, facts.position, facts.company) if plain(one)), None
    )
    theirs = stems(" ".join(one or "" for one in (facts.headline, facts.position, facts.company)))
    if not theirs or shown is None:
        return ""
    if best_score(facts) is None:
        for phrase in owner.interests:
            wanted = stems(phrase)
            if wanted and set(wanted) <= set(theirs):
                return _(
                    "Their headline or job ({shown}) touches on your interest {phrase}.",
                    shown=quote(shown),
                    phrase=quote(phrase),
                )
    both = [word for stem, word in stems(owner.objectives).items() if stem in theirs]
    if len(both) > 1:
        words = " and ".join(quote(word) for word in both[:3])
        return _(
            "Their headline or job ({shown}) shares {words} with what you want from your network.",
            shown=quote(shown),
            words=words,
        )
    return ""
