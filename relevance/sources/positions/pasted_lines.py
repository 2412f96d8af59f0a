"""The lines of a pasted text while it is read: which of them gave something, and why the others did not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from relevance.sources.positions.wording import is_description, is_kind_of_work, is_of_the_page
from relevance.sources.spans import Span, find_span, span_of
from relevance.sources.stretches import Stretch
from relevance.texts import marked

__all__ = [
    "AGAIN",
    "DESCRIPTION",
    "NO_DATES",
    "NO_ORGANISATION",
    "OF_THE_PAGE",
    "Kind",
    "LeftLine",
    "Line",
    "Reading",
]

OF_THE_PAGE = marked("a word of the page itself")
AGAIN = marked("the same line again")
DESCRIPTION = marked("a description")
NO_DATES = marked("no dates")
NO_ORGANISATION = marked("dates without an employer or school")
_BACKWARDS = marked("ends before it begins")

Kind = Literal["employer", "school"]
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\u00ad\ufeff\x00-\x08\x0b-\x1f\x7f]")
_LINE_END = re.compile(r"\r\n|\r|\n|\u2028|\u2029")


@dataclass(frozen=True)
class LeftLine:
    """A line that gave nothing."""

    number: int
    """Of the line in the pasted text; the first is 1."""
    text: str
    """Its first 120 characters."""
    reason: str


@dataclass(frozen=True)
class Line:
    """A line with words in it."""

    number: int
    text: str
    span: Span | None = None
    """Of a line that is nothing but dates."""
    gap: bool = False
    """A blank line stands before it."""

    @property
    def is_text(self) -> bool:
        """Whether it may be the name of something: no dates, no description, no "Full-time"."""
        return not (
            self.span or self.says_when or is_description(self.text) or is_kind_of_work(self.text)
        )

    @property
    def says_when(self) -> bool:
        """Whether it holds dates from and until, beside other words."""
        found = None if self.span else find_span(self.text)
        return found is not None and not found.span.is_single


@dataclass
class Reading:
    """What has been understood so far, and what has not."""

    stretches: list[Stretch] = field(default_factory=list)
    used: list[int] = field(default_factory=list)
    """Numbers of the lines that gave something."""
    left: list[LeftLine] = field(default_factory=list)

    def leave(self, reason: str, *lines: Line) -> None:
        """Note lines that gave nothing."""
        self.left += [LeftLine(one.number, one.text[:120], reason) for one in lines]

    def take(self, stretch: Stretch, *lines: Line) -> None:
        """Note a stretch and the lines that say it."""
        if stretch.span and stretch.span.is_backwards:
            self.leave(_BACKWARDS, *lines)
        else:
            self.stretches.append(stretch)
            self.used += [one.number for one in lines]

    def lines(self, text: str) -> Iterator[Line]:
        """Yield the lines with words; a browser copies many of them twice, once for readers of screens."""
        before: Line | None = None
        gap = False
        for number, raw in enumerate(_LINE_END.split(text), start=1):
            words = _once(
                " ".join(_INVISIBLE.sub("", raw.replace("\t", " | ")).split()).strip("| ")
            )
            if not any(char.isalnum() for char in words):
                gap = True
                continue
            line = Line(number, words, span_of(words), gap)
            gap = False
            if is_of_the_page(words):
                self.leave(OF_THE_PAGE, line)
            elif before and _is_repeated(before, line):
                self.leave(AGAIN, line)
            else:
                before = line
                yield line


def _once(text: str) -> str:
    half = len(text) // 2
    return text[:half] if half > 5 and len(text) % 2 == 0 and text[:half] == text[half:] else text


def _is_repeated(before: Line, line: Line) -> bool:
    if before.text.casefold() == line.text.casefold():
        return True
    return before.span is not None and before.span == line.span
