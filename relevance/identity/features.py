"""What of a person is compared: names, former names, employers, schools, addresses; one row for each person."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from relevance.identity.groups import Group, Row
from relevance.identity.name_parts import NameParts, name_parts, plain, surname_of_former
from relevance.identity.nicknames import (
    RARE_SURNAME,
    commonness,
    full_form_classes,
    short_form_classes,
)
from relevance.identity.persons import shown_first
from relevance.organisations import employers_in_headline, organisation_names

__all__ = ["SCHEMA", "Features", "feature_frame", "feature_rows"]

Features = Mapping[str, Any]
"""What of one person is compared, keys as in `SCHEMA`."""

_TEXTS, _NUMBERS, _DAYS = pl.List(pl.String), pl.List(pl.Int64), pl.List(pl.Date)
SCHEMA: dict[str, Any] = {
    "unique_id": pl.String,
    "given": pl.String,
    "givens": _TEXTS,
    "full_classes": _NUMBERS,
    "short_classes": _NUMBERS,
    "surname": pl.String,
    "surnames": _TEXTS,
    "surname_parts": _TEXTS,
    "rare_parts": _TEXTS,
    "surname_initial": pl.String,
    "stated": _TEXTS,
    "hidden": _TEXTS,
    "handle_letters": _TEXTS,
    "mail_letters": _TEXTS,
    "spelling": _TEXTS,
    "handles": _TEXTS,
    "employer": pl.String,
    "employer_then": pl.String,
    "employers": _TEXTS,
    "employer_words": _TEXTS,
    "employer_years": _TEXTS,
    "mail_domains": _TEXTS,
    "school": pl.String,
    "school_then": pl.String,
    "schools": _TEXTS,
    "school_years": _TEXTS,
    "places": _TEXTS,
    "connected_on": _DAYS,
}
"""Columns of the frame that is compared; see `feature_rows`."""

_FREE_MAIL = (
    "gmail googlemail hotmail outlook live msn yahoo ymail icloud me mac aol gmx web posteo proton protonmail mail "
    "mailbox fastmail zoho yandex qq t-online freenet orange wanadoo libero comcast verizon btinternet example"
)
_FREE = frozenset(_FREE_MAIL.split())
_NONE: list[Any] = []  # one for all who have none: lists are never changed here
_LONGEST_STAY = 60  # years at one place that are written out


@dataclass
class _Found:
    """What is gathered of one person while their records are read; lists keep their order, without doubles."""

    names: list[NameParts] = field(default_factory=list)
    lists: dict[str, dict[Any, None]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, column: str, values: Iterable[Any]) -> None:
        for one in values:
            if one:
                self.lists[column][one] = None

    def held(self, column: str) -> list[Any]:
        found = self.lists.get(column)
        return list(found) if found else _NONE


def feature_rows(
    groups: Iterable[Group], positions: Mapping[str, Sequence[Mapping[str, Any]]]
) -> list[Features]:
    """Return what of each person is compared; whoever has neither a name nor a handle is left out.

    `stated` are former surnames that a source states, or names of the same account at other times; `hidden` are
    surnames that only a profile address, a handle or an e-mail address still carries; `handle_letters` and
    `mail_letters` are addresses in letters only, `spelling` the ways in which the own name may be spelled there.

    Args:
        groups: the persons; companies and the owner must have been left out.
        positions: rows of the table `position` by record id.
    """
    rows = (_feature_row(group, positions) for group in groups)
    return [row for row in rows if row["givens"] or row["handles"]]


def feature_frame(rows: Sequence[Features]) -> pl.DataFrame:
    """Return the same as a frame with the columns of `SCHEMA`."""
    # Arrow makes columns of lists of Python lists in a tenth of the time that Polars takes.
    import pyarrow as pa  # only where people are compared: it takes memory that an import needs

    arrow = {
        pl.String: pa.string(),
        _TEXTS: pa.list_(pa.string()),
        _NUMBERS: pa.list_(pa.int64()),
        _DAYS: pa.list_(pa.date32()),
    }
    columns = {
        name: pa.array([row[name] for row in rows], arrow[dtype]) for name, dtype in SCHEMA.items()
    }
    frame = pl.from_arrow(pa.table(columns))
    assert isinstance(frame, pl.DataFrame)  # noqa: S101  # a table gives a frame, a column would give a series
    return frame


def _feature_row(
    group: Group, positions: Mapping[str, Sequence[Mapping[str, Any]]]
) -> dict[str, Any]:
    found = _Found()
    rows = shown_first(group.rows)
    for row in rows:
        found.names.append(name_parts(row["name"], row.get("family_name")))
        _add_addresses(found, row)
        _add_organisations(found, row, positions.get(row["record_id"], ()))
        found.add("places", [_town(row["location"])])
        found.add("connected_on", [row["since"] if row["is_connection"] else None])
    _add_names(found, rows)
    return {
        "unique_id": min(row["record_id"] for row in rows),
        "given": next(iter(found.held("givens")), None),
        "surname": next(iter(found.held("surnames")), None),
        "surname_initial": next(
            (one.surname_initial for one in found.names if one.surname_initial), None
        ),
        **_foremost(found, "employer"),
        **_foremost(found, "school"),
        **{name: found.held(name) for name, dtype in SCHEMA.items() if isinstance(dtype, pl.List)},
    }


def _foremost(found: _Found, kind: str) -> dict[str, str | None]:
    """The employer or school that stands first, and the same where its years are known."""
    first = next(iter(found.held(f"{kind}s")), None)
    return {kind: first, f"{kind}_then": first if found.held(f"{kind}_years") else None}


def _add_names(found: _Found, rows: Sequence[Row]) -> None:
    named = [one for one in found.names if one.given]
    main = next((one for one in named if one.surname), None)
    for one in named:
        found.add("givens", [one.given])
        # Another surname under one account is a name of another time; whether it still holds, nobody says.
        is_other = main is not None and one.surname and not set(one.parts) & set(main.parts)
        found.add("stated" if is_other else "surnames", [one.surname])
        if not is_other:
            found.add("surname_parts", one.parts)
            found.add(
                "rare_parts",
                (part for part in one.parts if commonness("surname", part) <= RARE_SURNAME),
            )
    givens, own = found.held("givens"), set(found.held("surname_parts"))
    for one in givens:
        found.add("full_classes", full_form_classes(one))
        found.add("short_classes", short_form_classes(one))
    for row in rows:
        for former in row["former_names"] or ():
            surname = surname_of_former(former, next(iter(givens), None))
            found.add("stated", [surname] if surname not in own else [])
    found.add("spelling", _spellings(givens, found.held("surnames")))
    if main is not None:
        found.add("hidden", _hidden(found, givens, own))


def _spellings(givens: Iterable[str], surnames: Iterable[str]) -> Iterable[str]:
    """The ways in which a full name is spelled in a handle or an e-mail address."""
    for surname in surnames:
        last = surname.replace(" ", "")
        for given in givens:
            if len(given) > 1 and len(last) > 1:
                yield from (given + last, last + given)
            if given and len(last) > 3:
                yield from (given[0] + last, last + given[0])


def _hidden(found: _Found, givens: Sequence[str], own: set[str]) -> Iterable[str]:
    """Surnames beside a given name or its initial in an address, other than those of today."""
    begins = tuple(one for one in givens if len(one) > 1)
    for words in found.held("address_words"):
        if words[0] in begins or (len(words[0]) == 1 and words[0] in {one[0] for one in givens}):
            yield from (
                one for one in words[1:] if len(one) > 2 and one not in own and one not in begins
            )
        elif len(words) > 1 and words[-1] in begins:
            yield from (one for one in words[:-1] if len(one) > 2 and one not in own)
        elif len(words) == 1:
            rest = [words[0].removeprefix(one) for one in begins if words[0].startswith(one)]
            initials = [words[0][1:]] if words[0][0] in {one[0] for one in givens} else []
            yield from (one for one in (*rest, *initials) if len(one) > 2 and one not in own)


def _add_addresses(found: _Found, row: Row) -> None:
    slug = (
        (row["url"] or "").rpartition("/in/")[2] if "linkedin.com/in/" in (row["url"] or "") else ""
    )
    handles = [
        one.partition(":")[2].partition("@")[0].split(".bsky")[0] for one in row["handles"] or ()
    ]
    locals_ = [one.partition("@")[0].partition("+")[0] for one in row["emails"] or ()]
    for text in (slug, *handles, *locals_):
        words = tuple(re.findall(r"[a-z]+", _letters(text)))
        joined = "".join(words)
        column = "mail_letters" if text in locals_ else "handle_letters"
        found.add("address_words", [words])
        found.add(column, [joined] if len(joined) > 4 else [])
    for text in (slug, *handles):
        bare = re.sub(r"[^a-z0-9]", "", plain(text))
        found.add("handles", [bare] if len(bare) > 4 else [])
    for mail in row["emails"] or ():
        labels = mail.partition("@")[2].split(".")
        core = labels[-3] if len(labels) > 2 and len(labels[-2]) <= 3 else labels[-2:][0]
        found.add("mail_domains", [plain(core).replace(" ", "")] if core not in _FREE else [])


def _town(location: str | None) -> str:
    """Return the town of "Leeds, England, United Kingdom"; a country alone is no place to meet."""
    return plain((location or "").partition(",")[0])


def _letters(text: str) -> str:
    """Return an address in plain letters; LinkedIn's number at the end of a slug goes."""
    bare = re.sub(r"-[0-9a-f]*[0-9][0-9a-f]*$", "", text)
    return plain(bare)


def _add_organisations(found: _Found, row: Row, positions: Sequence[Mapping[str, Any]]) -> None:
    today, before = employers_in_headline(row["headline"])
    named = [row["company"], *today, *before]
    for one in named:
        _add_place(
            found, "employer", one, (row["as_of"], row["as_of"]) if one == row["company"] else None
        )
    for one in positions:
        start, end = one["started_on"], one["finished_on"]
        if start and not end and one["is_current"]:
            end = one.get("as_of") or row["as_of"]
        _add_place(found, one["kind"], one["organisation"], (start, end or start))


def _add_place(
    found: _Found, kind: str, name: str | None, stay: tuple[date | None, date | None] | None
) -> None:
    start, end = stay or (None, None)
    last = min(end.year, start.year + _LONGEST_STAY) if start and end else 0
    for shown in organisation_names(name):
        found.add(f"{kind}s", [shown])
        if kind == "employer":
            found.add("employer_words", [plain(shown).replace(" ", "")])
        if start and end:
            found.add(f"{kind}_years", [f"{shown} {year}" for year in range(start.year, last + 1)])
