"""The owner's interests as the store keeps them, and what the exports suggest as interests."""

from dataclasses import dataclass, replace

from relevance.errors import NotFoundError
from relevance.interests import Interest, check_interests
from relevance.store import Store, interest_rows, save_interest_rows
from relevance.texts import _

__all__ = [
    "Suggestion",
    "read_interests",
    "remove_interest",
    "save_interests",
    "set_interest",
    "suggest_interests",
]

_SUGGESTED_WEIGHT = 60.0


@dataclass(frozen=True)
class Suggestion:
    """An interest that the owner's own exports speak for."""

    name: str
    source: str
    """Where it comes from, in words: a skill on the profile, a followed hashtag, ..."""


def read_interests(store: Store) -> tuple[Interest, ...]:
    """Return the interests that hold, in the owner's order."""
    return tuple(
        Interest(row["name"], row["weight"], tuple(row["keywords"]), tuple(row["labels"]))
        for row in interest_rows(store)
    )


def save_interests(
    store: Store, interests: tuple[Interest, ...], *, reason: str = "changed"
) -> tuple[Interest, ...]:
    """Keep `interests` as a new version, unless nothing changed, and return them.

    Raises:
        DataError: two of them have the same name.
    """
    checked = check_interests(interests)
    if checked == read_interests(store):
        return checked
    rows = [
        {
            "name": one.name,
            "weight": one.weight,
            "keywords": one.keywords,
            "labels": one.labels,
        }
        for one in checked
    ]
    save_interest_rows(store, rows, reason=reason)
    return checked


def set_interest(
    store: Store, name: str, *, weight: float, keywords: tuple[str, ...] = ()
) -> tuple[Interest, ...]:
    """Add the interest `name`, or change its weight and, where `keywords` are given, its keywords.

    Raises:
        DataError: the weight is outside -100..100, or a text is empty or too long.
    """
    there = read_interests(store)
    at = next(
        (k for k, one in enumerate(there) if one.name.casefold() == name.strip().casefold()), None
    )
    if at is None:
        changed = (*there, Interest(name, weight, keywords))
    else:
        kept = replace(there[at], weight=weight, keywords=keywords or there[at].keywords)
        changed = (*there[:at], kept, *there[at + 1 :])
    return save_interests(store, changed, reason=f"set {name}")


def remove_interest(store: Store, name: str) -> tuple[Interest, ...]:
    """Remove the interest `name`, upper and lower case counting as equal.

    Raises:
        NotFoundError: there is no such interest; the message lists those there are.
    """
    there = read_interests(store)
    kept = tuple(one for one in there if one.name.casefold() != name.strip().casefold())
    if len(kept) == len(there):
        names = ", ".join(repr(one.name) for one in there) or _("none yet")
        msg = _(
            "There is no interest {name!r}; there are: {names}. See `relevance interests list`.",
            name=name,
            names=names,
        )
        raise NotFoundError(msg)
    return save_interests(store, kept, reason=f"removed {name}")


def suggest_interests(store: Store) -> list[Suggestion]:
    """Return what the owner's profile, skills and followed hashtags suggest, without what is there.

    Skills come first, as they are in the owner's own words; at most 30 are returned.
    """
    taken = {
        phrase.casefold() for one in read_interests(store) for phrase in (one.name, *one.keywords)
    }
    found: list[Suggestion] = []
    for kind, source in (
        ("skill", _("a skill on your profile")),
        ("hashtag", _("a hashtag you follow")),
        ("industry", _("the industry on your profile")),
    ):
        for value in store.owner_facts(kind):
            name = " ".join(value.lstrip("#").split())
            if name and name.casefold() not in taken and len(name) <= 200:
                taken.add(name.casefold())
                found.append(Suggestion(name, source))
    return found[:30]


def suggested_interest(name: str) -> Interest:
    """Return a suggestion as an interest with a middling weight."""
    return Interest(name, _SUGGESTED_WEIGHT)
