"""Entries of several lines in a pasted text, one of which is nothing but dates."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from relevance.sources.places import place_in
from relevance.sources.positions.one_line import (
    is_undated_school,
    kind_of_place,
    stretch_in_line,
    stretch_of_words,
    undated_school,
    words_of_line,
)
from relevance.sources.positions.pasted_lines import (
    DESCRIPTION,
    NO_DATES,
    NO_ORGANISATION,
    OF_THE_PAGE,
    Kind,
    Line,
    Reading,
)
from relevance.sources.positions.wording import (
    is_degree,
    is_description,
    is_kind_of_work,
    is_organisation,
    is_school,
    is_title,
    is_way_of_work,
    logo_of,
)
from relevance.sources.spans import find_span, is_duration
from relevance.sources.stretches import Stretch

__all__ = ["read_blocks"]

_MOST_GAPS = 0.7


def read_blocks(lines: Sequence[Line], section: Kind | None, reading: Reading) -> None:
    """Read one section in which some lines are nothing but dates.

    Args:
        lines: the section; at least one line has a span.
        section: what it is about, null where no heading says so.
        reading: gets what is understood, and the lines that are not.
    """
    if sum(line.gap for line in lines) > _MOST_GAPS * len(lines):
        # With a blank line after every line, blank lines set nothing apart.
        lines = [replace(line, gap=False) for line in lines]
    dated = [at for at, line in enumerate(lines) if line.span]
    if dated[0] == 0:
        _read_dates_first(lines, dated, section, reading)
    else:
        _Blocks(section, reading).read(lines, dated)


def _read_dates_first(
    lines: Sequence[Line], dated: Sequence[int], section: Kind | None, reading: Reading
) -> None:
    """Read a CV that sets the dates over, or beside, what they belong to."""
    for at, end in zip(dated, [*dated[1:], len(lines)], strict=True):
        body = lines[at + 1 : end]
        named: list[Line] = []
        for line in body[:3]:
            if not line.is_text or (named and line.gap):
                break
            named.append(line)
        words = words_of_line(named[0].text) if named else []
        used = named[:1]
        if len(words) == 1 and len(named) > 1:
            words.append(named[1].text)
            used = named[:2]
            if len(named) > 2 and place_in(named[2].text):
                words.append(named[2].text)
                used = named
        found = stretch_of_words(words, section)
        if found is None:
            reading.leave(NO_ORGANISATION, lines[at], *used)
        else:
            reading.take(replace(found, span=lines[at].span), lines[at], *used)
        reading.leave(DESCRIPTION, *body[len(used) :])


@dataclass
class _Blocks:
    """Reads entries whose dates stand under their names; several titles may share one employer."""

    section: Kind | None
    reading: Reading
    employer: str = ""
    """Over several titles; empty where the entry stands alone."""
    place: str | None = None
    """Of all these titles."""

    def read(self, lines: Sequence[Line], dated: Sequence[int]) -> None:
        start = 0
        for number, at in enumerate(dated):
            names, organisation, title, place = self._names(lines[start:at])
            rest = [line for line in lines[start:at] if line not in names]
            self._leave(rest)
            end = dated[number + 1] if number + 1 < len(dated) else len(lines)
            below, where = self._below(lines[at + 1 : end], place, is_last=end == len(lines))
            used = [*names, lines[at], *below]
            if organisation:
                kind = self.section or kind_of_place(organisation, title)
                self.reading.take(Stretch(kind, organisation, title, lines[at].span, where), *used)
            else:
                self.reading.leave(NO_ORGANISATION, *used)
            start = at + 1 + len(below)
        self._leave(lines[start:])

    def _below(
        self, lines: Sequence[Line], place: str | None, *, is_last: bool
    ) -> tuple[list[Line], str | None]:
        """Return the lines under the dates that belong to them, length, way of working and place, and the place."""
        count = 0
        while count < len(lines) and _is_length(lines[count].text):
            count += 1
        if count < len(lines) and is_way_of_work(lines[count].text):
            return list(lines[: count + 1]), None
        line = self._place_line(lines[count:], is_last=is_last)
        if line is None:
            return list(lines[:count]), place
        return list(lines[: count + 1]), place_in(line.text, alone=True)

    def _names(self, lines: Sequence[Line]) -> tuple[list[Line], str, str, str | None]:
        """Return the lines that name an entry, and its organisation, title and place."""
        lines, logo = _after_logo(lines)
        length = next(
            (at for at in reversed(range(len(lines))) if _is_length(lines[at].text)), None
        )
        if length is not None and length > 0:
            return self._several_titles(lines[:length], lines[length:])
        work = [line for line in lines if is_kind_of_work(line.text)]
        names = _trailing_names(lines)
        is_work_last = bool(work) and work[-1] is lines[-1]
        if self.employer and not logo and (len(names) == 1 or is_work_last or _is_apart(names)):
            title = names[-1].text if names else ""
            return [*names[-1:], *work], self.employer, title, self.place
        self.employer, self.place = "", None
        if len(names) == 1 and work and not is_work_last and not is_way_of_work(work[-1].text):
            # "Internship" over an employer is what somebody was there.
            names, work = [work[-1], *names], work[:-1]
        organisation, title = self._told_apart([line.text for line in names], logo)
        return [*names, *work], organisation, title, None

    def _several_titles(
        self, above: Sequence[Line], below: Sequence[Line]
    ) -> tuple[list[Line], str, str, str | None]:
        named = [line for line in above if line.is_text][-1:]
        self.employer = _bare(named[0].text) if named else ""
        texts = [line for line in below[1:] if line.is_text]
        self.place = place_in(texts[0].text, alone=True) if len(texts) > 1 else None
        work = [line for line in below[1:] if is_kind_of_work(line.text)]
        used = [*named, below[0], *texts[-1:], *work, *(texts[:1] if self.place else [])]
        return used, self.employer, texts[-1].text if texts else "", self.place

    def _told_apart(self, names: Sequence[str], logo: str | None) -> tuple[str, str]:
        """Return organisation and title of the one or two lines over the dates."""
        if len(names) < 2:
            return self._of_one_line(names[0]) if names else ("", "")
        first, second = names
        if logo and (first.startswith(logo) or second.startswith(logo)):
            is_first = first.startswith(logo)
        elif self.section == "school" or (self.section is None and _is_schooling(first, second)):
            is_first = is_school(first) or not is_school(second)
        else:
            # A page sets the title over the employer; whoever writes by hand may not.
            is_first = "·" not in second and _is_more_like_an_employer(first, second)
        return (_bare(first), second) if is_first else (_bare(second), first)

    def _of_one_line(self, name: str) -> tuple[str, str]:
        found = stretch_of_words(words_of_line(name), self.section)
        is_bare = found is None or not found.title
        if found is None or (is_bare and self.section != "school" and not is_organisation(name)):
            return "", ""
        return found.organisation, found.title

    def _place_line(self, lines: Sequence[Line], *, is_last: bool) -> Line | None:
        """Return the line under the dates where it is a place, null where it begins the next entry."""
        if not lines or not lines[0].is_text or self.section == "school":
            return None
        texts = [line.text for line in lines if line.is_text]
        text = texts[0]
        if place_in(text):
            return lines[0]
        # The next entry needs a title and an employer of its own; under a common employer a title is enough.
        is_next_title = bool(self.employer) and len(texts) == 2 and is_title(texts[1])
        is_spare = is_last or len(texts) > 2 or is_next_title
        is_name = is_title(text) or is_organisation(text) or is_degree(text)
        return lines[0] if is_spare and not is_name and place_in(text, alone=True) else None

    def _leave(self, lines: Sequence[Line]) -> None:
        """Hand back what is no part of an entry; a school without dates is one all the same."""
        rest = list(lines)
        while rest:
            line = rest.pop(0)
            if logo_of(line.text):
                self.reading.leave(OF_THE_PAGE, line)
            elif line.is_text and is_undated_school(line.text, self.section):
                degree = [one for one in rest[:1] if one.is_text and is_degree(one.text)]
                rest = rest[len(degree) :]
                found = undated_school(line.text)
                if degree and not found.title:
                    found = replace(found, title=degree[0].text)
                self.reading.take(found, line, *degree)
            elif (
                line.says_when
                and not is_description(line.text)
                and (found_in := self._in_line(line))
            ):
                self.reading.take(found_in, line)
            else:
                self.reading.leave(_why_left(line), line)

    def _in_line(self, line: Line) -> Stretch | None:
        return stretch_in_line(line.text, self.section, among_others=True)


def _why_left(line: Line) -> str:
    return NO_DATES if line.is_text and not find_span(line.text) else DESCRIPTION


def _after_logo(lines: Sequence[Line]) -> tuple[Sequence[Line], str | None]:
    """Return the lines under the last picture, and whose picture it is."""
    for at in reversed(range(len(lines))):
        name = logo_of(lines[at].text)
        if name:
            return lines[at + 1 :], name
    return lines, None


def _trailing_names(lines: Sequence[Line]) -> list[Line]:
    """Return the last two lines, or fewer, that are names and no description."""
    found: list[Line] = []
    for line in reversed([one for one in lines if not is_kind_of_work(one.text)]):
        if not line.is_text or len(found) == 2:
            break
        found.insert(0, line)
    return found


def _is_apart(names: Sequence[Line]) -> bool:
    """Whether a blank line stands between two names, and none before the first."""
    return len(names) == 2 and names[1].gap and not names[0].gap


def _is_length(text: str) -> bool:
    """Whether a line says how long somebody was at one employer in all: "Full-time · 6 yrs 2 mos"."""
    parts = re.split(r"\s*[·•]\s*", text)
    return is_duration(parts[-1]) and all(map(is_kind_of_work, parts[:-1]))


def _is_schooling(first: str, second: str) -> bool:
    one, other = (first, second) if is_school(first) else (second, first)
    return is_school(one) and is_degree(other)


def _is_more_like_an_employer(first: str, second: str) -> bool:
    one, other = (
        is_organisation(first) - is_title(first),
        is_organisation(second) - is_title(second),
    )
    return one > other


def _bare(name: str) -> str:
    """Return an employer without the kind of work behind it: "Fenland Water · Full-time"."""
    return re.split(r"\s+[·•]\s+", name)[0].strip()
