"""One line that says it all: "Acme Ltd, trainer, 2010-2014, Leeds", "2010–2014 Acme Ltd", "Trainer at Acme (2010)"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from relevance.sources.places import country_at_end, place_in
from relevance.sources.positions.wording import (
    is_degree,
    is_description,
    is_kind_of_work,
    is_organisation,
    is_school,
    is_title,
)
from relevance.sources.spans import Found, find_span, is_duration
from relevance.sources.stretches import Stretch

__all__ = [
    "is_undated_school",
    "kind_of_place",
    "stretch_in_line",
    "stretch_of_words",
    "undated_school",
    "words_of_line",
]

Kind = Literal["employer", "school"]

_CUT = re.compile(r"\s*[|;\t·•]\s*|\s+[-–—]+\s+|,\s+|:\s+")
_AT = re.compile(
    r"^(?P<title>.{2,80}?)\s+(?:at|@|bei|chez|with)\s+(?P<where>.{2,80})$", re.IGNORECASE
)
_LEGAL = re.compile(
    r"^(?:ltd|limited|inc|llc|llp|plc|gmbh|corp|co|s\.?a|b\.?v|n\.?v)\.?$", re.IGNORECASE
)
_BULLET = re.compile(r"^\s*(?:[-–—*•‣◦▪●○·>✓➢]|\d{1,2}[.)])\s+")
_SEPARATORS = " ,;:|·•-–—\t"
_OPENS, _CLOSES = (
    re.compile(r"(?:^|[,;:|(\[\t·•–—-])\s*$"),
    re.compile(r"^\s*(?:$|[,;:|)\]\t·•–—-])"),
)
_LONGEST_NAME = 100


def stretch_in_line(
    line: str, section: Kind | None, *, among_others: bool = False
) -> Stretch | None:
    """Return what a line with dates says, null where its dates are part of a sentence or it names no organisation.

    Args:
        line: the line; a bullet before it does not count.
        section: what the section it stands in is about, null where that is not known.
        among_others: it stands where descriptions stand, so that dates alone do not make it an entry.
    """
    found = find_span(_BULLET.sub("", line))
    if found is None or not _is_set_apart(found):
        return None
    before, after = _parts(found.before), _parts(found.after)
    words, rest = (before, after) if before else (after, [])
    stretch = stretch_of_words(words, section)
    is_doubtful = found.span.is_single or among_others
    if stretch is None or (is_doubtful and not _is_likely(stretch)):
        return None
    place = stretch.place or place_in(", ".join(rest), alone=True)
    return replace(stretch, span=found.span, place=place)


def _is_set_apart(found: Found) -> bool:
    """Whether dates stand at an end of the line or between commas, not within a sentence."""
    opens, closes = bool(_OPENS.search(found.before)), bool(_CLOSES.match(found.after))
    if opens and closes:
        return True
    if found.span.is_single:
        # "Acme 2012" may be a product, "2012 Acme" hardly is.
        return (
            not found.before.strip()
            and found.after[:1] == " "
            and found.after.strip()[:1].isupper()
        )
    return not found.before.strip() or not found.after.strip()


def _is_likely(stretch: Stretch) -> bool:
    """Whether something beside a single year shows that it is a job or a school: "Won the prize, 2012" is neither."""
    return (
        is_organisation(stretch.organisation)
        or is_school(stretch.organisation)
        or (bool(stretch.title) and (is_title(stretch.title) or is_degree(stretch.title)))
    )


def words_of_line(line: str) -> list[str]:
    """Return the parts of a line that commas, bars and dashes set apart, "Full-time" and lengths left out."""
    return _parts(line)


def _parts(text: str) -> list[str]:
    parts: list[str] = []
    for part in _CUT.split(text):
        bare = _without_edges(part)
        if not any(char.isalpha() for char in bare) or is_kind_of_work(bare) or is_duration(bare):
            continue
        if parts and _LEGAL.match(bare):
            parts[-1] = f"{parts[-1]}, {bare}"
        else:
            parts.append(bare)
    return parts


def _without_edges(part: str) -> str:
    """Return a part without separators around it, and without a bracket that the dates stood in."""
    balanced = part.count("(") == part.count(")") and part.count("[") == part.count("]")
    return part.strip(_SEPARATORS if balanced else f"{_SEPARATORS}()[]")


def stretch_of_words(words: Sequence[str], section: Kind | None) -> Stretch | None:
    """Return the organisation, title and place among the parts of a line, null where there is no organisation.

    A single part is the organisation. Of several the one that looks like one is, else the first.
    """
    if not words or len(words[0]) > _LONGEST_NAME or len(words) > 5:
        return None
    found = next((match for part in words if (match := _AT.match(part))), None)
    if found:
        where = _parts(found["where"])
        rest = [*where[1:], *(part for part in words if part != found.string)]
        return _stretch(where[0] if where else found["where"], [found["title"], *rest], section)
    organisation = max(words, key=lambda part: (_likeness(part), -words.index(part)))
    rest = [part for part in words if part != organisation]
    return _stretch(organisation, rest, section)


def _likeness(part: str) -> int:
    """How much a part looks like an organisation, rather than a title."""
    looks = 2 * is_school(part) + is_organisation(part)
    return looks - 2 * is_title(part) - 2 * (is_degree(part) and not is_school(part))


def _stretch(organisation: str, rest: list[str], section: Kind | None) -> Stretch:
    count = _parts_of_place(rest)
    place = ", ".join(rest[len(rest) - count :]) or None
    titles = rest[: len(rest) - count]
    title = ", ".join(titles)
    return Stretch(section or kind_of_place(organisation, title), organisation, title, None, place)


def _parts_of_place(parts: list[str]) -> int:
    """Return how many of the last parts are a place: "Leeds, UK" are two, of "trainer, Leeds" it is one."""
    if not parts or is_title(parts[-1]) or is_degree(parts[-1]):
        return 0
    if country_at_end(parts[-1]):
        return 2 if len(parts) > 1 and not (is_title(parts[-2]) or is_degree(parts[-2])) else 1
    return int(len(parts) > 1 and place_in(parts[-1], alone=True) is not None)


def is_undated_school(line: str, section: Kind | None) -> bool:
    """Return whether a line of a section on education names a school, and no year."""
    named = section == "school" and is_school(line) and not is_description(line)
    return named and not re.search(r"(?:19|20)\d\d", line)


def undated_school(line: str) -> Stretch:
    """Return the school that a line without dates names."""
    return stretch_of_words(_parts(line), "school") or Stretch("school", line)


def kind_of_place(organisation: str, title: str) -> Kind:
    """Return whether somebody studied or worked there, where no heading says so."""
    if not is_school(organisation) and not is_degree(title):
        return "employer"
    return "employer" if title and not is_degree(title) else "school"
