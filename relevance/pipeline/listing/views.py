"""A view of the connections as the parameters of an address, there and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from relevance.pipeline.listing.faceting import FACETS
from relevance.pipeline.listing.filtering import LISTS, ORDERS, Filters
from relevance.texts import _, marked

__all__ = ["LOOKS", "USUAL_ORDER", "View", "spelled"]

LOOKS = (marked("list"), marked("one by one"), marked("side by side"))
"""How connections are looked at."""
USUAL_ORDER = marked("as the list says")
"""The order of the named list, or the most diluting first."""

_LONGEST = 200
_MOST = 50
_MOST_DAYS = 36_500
_FREE = ("company", "topic")


@dataclass(frozen=True)
class View:
    """Everything that the page Connections shows, but for what the data says."""

    filters: Filters = field(default_factory=Filters)
    order: str = USUAL_ORDER
    look: str = LOOKS[0]
    hidden: bool = False
    """Whether it hides who somebody is until they are decided on."""
    person: str | None = None
    """Id of the person who is looked at."""
    other: str | None = None
    """Id of the person who is held against them."""

    @property
    def sorted_by(self) -> str:
        """The order that holds, one of `ORDERS`."""
        if self.order != USUAL_ORDER:
            return self.order
        named = self.filters.listed
        return LISTS[named].order if named else "most diluting"

    @property
    def address(self) -> dict[str, list[str]]:
        """The parameters of its address; what is as usual is left out."""
        filters = self.filters
        told: dict[str, Sequence[str] | str | None] = {
            "list": filters.listed,
            "search": filters.search,
            **filters.facets,
            "silent": None if filters.silent is None else str(filters.silent),
            "order": None if self.order == USUAL_ORDER else self.order,
            "look": None if self.look == LOOKS[0] else self.look,
            "hidden": "true" if self.hidden else None,
            "person": self.person,
            "other": self.other,
        }
        return {
            name: [value] if isinstance(value, str) else list(value)
            for name, value in told.items()
            if value
        }

    @classmethod
    def of_address(cls, parameters: Mapping[str, Sequence[str]]) -> tuple["View", list[str]]:
        """Return the view that an address names, and a sentence for each thing in it that is not taken.

        Nothing that an address holds is an error: what is not allowed is left out.

        Args:
            parameters: the values of each parameter; those of other names are left alone.
        """
        taken = _Taking(parameters)
        facets = {name: taken.some(name, values) for name, values in FACETS.items()}
        free = {name: taken.some(name, None) for name in _FREE}
        filters = Filters(
            listed=taken.one("list", tuple(LISTS)),
            search=taken.one("search", None) or "",
            silent=taken.days("silent"),
            **facets,
            **free,
        )
        view = cls(
            filters=filters,
            order=taken.one("order", (USUAL_ORDER, *ORDERS)) or USUAL_ORDER,
            look=taken.one("look", LOOKS) or LOOKS[0],
            hidden=taken.one("hidden", ("true", "false")) == "true",
            person=taken.one("person", None),
            other=taken.one("other", None),
        )
        return view, taken.words


def spelled(text: str) -> str:
    """Return a value as an address or a command may write it, with hyphens or capitals, as it is compared."""
    return " ".join(text.casefold().replace("-", " ").split())


@dataclass
class _Taking:
    """Takes allowed values out of parameters and keeps a word on the others."""

    parameters: Mapping[str, Sequence[str]]
    words: list[str] = field(default_factory=list)

    def some(self, name: str, allowed: Sequence[str] | None) -> tuple[str, ...]:
        given = [one for one in self.parameters.get(name, ()) if one.strip()]
        if len(given) > _MOST:
            self.words.append(
                _(
                    "“{name}” takes at most {most} values, got {given}.",
                    name=name,
                    most=_MOST,
                    given=len(given),
                )
            )
        found = [self._value(name, one, allowed) for one in given[:_MOST]]
        return tuple(dict.fromkeys(one for one in found if one is not None))

    def one(self, name: str, allowed: Sequence[str] | None) -> str | None:
        found = self.some(name, allowed)
        if len(found) > 1:
            self.words.append(
                _(
                    "“{name}” takes one value, got {found}; the first one holds.",
                    name=name,
                    found=len(found),
                )
            )
        return found[0] if found else None

    def days(self, name: str) -> int | None:
        given = self.one(name, None)
        if given is None:
            return None
        if given.isascii() and given.isdigit() and len(given) < 6 and int(given) <= _MOST_DAYS:
            return int(given)
        self.words.append(
            _(
                "“{name}” must be days from 0 to {most_days}, got “{shown}”.",
                name=name,
                most_days=_MOST_DAYS,
                shown=_shown(given),
            )
        )
        return None

    def _value(self, name: str, given: str, allowed: Sequence[str] | None) -> str | None:
        if allowed is None:
            text = given.strip()
            if len(text) <= _LONGEST and text.isprintable():
                return text
            self.words.append(
                _(
                    "“{name}” must be printable and have at most {longest} letters.",
                    name=name,
                    longest=_LONGEST,
                )
            )
            return None
        known = {spelled(one): one for one in allowed}
        if spelled(given) in known:
            return known[spelled(given)]
        self.words.append(
            _(
                "“{name}” must be one of {allowed}, got “{shown}”.",
                name=name,
                allowed=", ".join(allowed),
                shown=_shown(given),
            )
        )
        return None


def _shown(text: str) -> str:
    bare = "".join(char if char.isprintable() else " " for char in text)
    return bare if len(bare) <= 40 else f"{bare[:40]} …"
