"""What one copies from a profile or a CV, as employers and schools; what cannot be read comes back with a reason."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from relevance.sources.positions.blocks import read_blocks
from relevance.sources.positions.one_line import is_undated_school, stretch_in_line, undated_school
from relevance.sources.positions.pasted_lines import (
    AGAIN,
    DESCRIPTION,
    NO_DATES,
    NO_ORGANISATION,
    OF_THE_PAGE,
    Kind,
    LeftLine,
    Line,
    Reading,
)
from relevance.sources.positions.wording import Section, heading_of, is_description
from relevance.sources.stretches import Stretch
from relevance.texts import marked

__all__ = ["LeftLine", "PastedHistory", "pasted_history"]

_MOST_CHARACTERS = 200_000
_LONGEST_LINE = 300
_OTHER = marked("in another section than experience and education")
_UNCLEAR = marked("a year, but not for sure an employer or school with its dates")
_TOO_MUCH = marked("more than 200,000 characters; paste one person at a time")


@dataclass(frozen=True)
class PastedHistory:
    """What was understood of a pasted text. Every line with words is used, left, or the heading of a section."""

    stretches: tuple[Stretch, ...]
    used: tuple[int, ...]
    """Numbers of the lines that say them, the first line being 1."""
    left: tuple[LeftLine, ...]
    """Lines that gave nothing, in order."""

    @property
    def unread(self) -> tuple[LeftLine, ...]:
        """The lines left that may have meant something: no button of the page, no repetition."""
        return tuple(one for one in self.left if one.reason not in {OF_THE_PAGE, AGAIN})


def pasted_history(text: str) -> PastedHistory:
    """Return the employers and schools in a pasted text.

    Understood are the sections Experience and Education of a LinkedIn profile as a browser copies them (several titles
    under one employer too), lines such as "Acme Ltd, trainer, 2010-2014, Leeds", and CVs with the dates before,
    beside or under the names. Nothing is guessed that the text does not say.
    """
    reading = Reading()
    for section, lines in _sections(reading.lines(text[:_MOST_CHARACTERS])):
        if section == "other":
            reading.leave(_OTHER, *lines)
        elif _has_blocks(lines, section):
            read_blocks(lines, section, reading)
        else:
            _read_single_lines(lines, section, reading)
    if len(text) > _MOST_CHARACTERS:
        reading.left.append(LeftLine(text.count("\n", 0, _MOST_CHARACTERS) + 1, "…", _TOO_MUCH))
    stretches = tuple(dict.fromkeys(reading.stretches))
    left = sorted(reading.left, key=lambda one: one.number)
    return PastedHistory(stretches, tuple(sorted(reading.used)), tuple(left))


def _sections(lines: Iterable[Line]) -> list[tuple[Section | None, list[Line]]]:
    """Return the lines by section. With headings, what stands before the first of them is the top of a profile."""
    sections: list[tuple[Section | None, list[Line]]] = [(None, [])]
    for line in lines:
        heading = heading_of(line.text)
        if heading:
            sections.append((heading, []))
        else:
            sections[-1][1].append(line)
    if any(section in {"employer", "school"} for section, _ in sections[1:]):
        sections[0] = ("other", sections[0][1])
    return sections


def _has_blocks(lines: Sequence[Line], section: Kind | None) -> bool:
    """Whether dates stand on lines of their own, rather than beside what they belong to."""
    alone = sum(line.span is not None for line in lines)
    beside = sum(_in_line(line, section, among_others=True) is not None for line in lines)
    return alone > 0 and alone >= beside


def _in_line(line: Line, section: Kind | None, *, among_others: bool = False) -> Stretch | None:
    if line.span or len(line.text) > _LONGEST_LINE:
        return None
    return stretch_in_line(line.text, section, among_others=among_others)


def _read_single_lines(lines: Sequence[Line], section: Kind | None, reading: Reading) -> None:
    for line in lines:
        found = _in_line(line, section)
        if found is None and is_undated_school(line.text, section):
            found = undated_school(line.text)
        if found:
            reading.take(found, line)
        else:
            reading.leave(_why_not(line), line)


def _why_not(line: Line) -> str:
    if line.span:
        return NO_ORGANISATION
    if re.search(r"(?:19|20)\d\d", line.text[:_LONGEST_LINE]):
        return _UNCLEAR
    return DESCRIPTION if is_description(line.text) else NO_DATES
