"""What speaks for and against a pair, in words: a prior, one bar for each comparison, and what rivals take away."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from relevance.identity.model import COMPARISONS
from relevance.texts import _, number

__all__ = ["Evidence", "evidence_of", "summary_of"]

Evidence = dict[str, Any]
"""One bar of the waterfall: comparison, level, weight in bits (log2 of the odds it adds), words."""

_Row = Mapping[str, Any]


def evidence_of(
    pair: _Row, left: _Row, right: _Row, probability: float, rivals: Sequence[tuple[str, float]]
) -> list[Evidence]:
    """Return the bars of one pair in order; their weights add up to the weight of the pair.

    Args:
        pair: a row of `relevance.identity.comparing.compared`.
        left: the features of one side.
        right: those of the other.
        probability: that two people at random are one.
        rivals: what others who may be the same person as one of the two take away: words and bits, negative.
    """
    first = {
        "comparison": "prior",
        "level": "prior",
        "weight": round(math.log2(probability / (1 - probability)), 3),
        "words": _(
            "Of two people picked at random, one pair in {probability} is one person.",
            probability=number(round(1 / probability)),
        ),
    }
    bars = [first]
    for one in COMPARISONS:
        level, weight = pair[f"level {one.name}"], pair[f"weight {one.name}"]
        if level not in {"missing", "names agree already"}:
            words = _words(one.name, level, left, right)
            bars.append({"comparison": one.name, "level": level, "weight": weight, "words": words})
    for words, weight in rivals:
        bars.append(
            {"comparison": "others", "level": "rival", "weight": round(weight, 3), "words": words}
        )
    return bars


def summary_of(evidence: Sequence[Evidence]) -> str:
    """Return in one line what speaks for a pair, the strongest first."""
    told = [
        one
        for one in evidence
        if one["comparison"] not in {"prior", "others"} and one["weight"] > 0
    ]
    ordered = sorted(told, key=lambda one: -float(one["weight"]))
    return " ".join(str(one["words"]) for one in ordered)


_DAY = {
    "same": "Two lists of your connections, of different times, give both the same day of connecting.",
    "different": "You connected with them on different days.",
}
_MAIL = {
    "spells the name": "The e-mail address of one spells the other's name.",
    "different": "No e-mail address of one spells the other's name.",
}


def _words(comparison: str, level: str, left: _Row, right: _Row) -> str:
    maker = {
        "given name": _given,
        "surname": _surname,
        "former name": _former,
        "employer": _employer,
        "school": _school,
        "handle": _handle,
        "e-mail address": lambda level, *_: _MAIL[level],
        "day of connecting": lambda level, *_: _DAY[level],
        "place": _place,
    }[comparison]
    return maker(level, left, right)


def _shown(value: object) -> str:
    text = str(value or _("no name"))
    return text.title() if text.islower() else text


def _both(column: str, left: _Row, right: _Row, other: str | None = None) -> str:
    """Return what two lists have in common, either way round where they are of two columns."""
    common = set(left[column]) & set(right[other or column])
    common |= set(left[other or column]) & set(right[column])
    return " and ".join(_shown(one) for one in sorted(common)) or "something"


def _given(level: str, left: _Row, right: _Row) -> str:
    one, other = _shown(left["given"]), _shown(right["given"])
    return {
        "same": _("The given name is the same: {one}.", one=one),
        "one of several": _("A given name is the same: {both}.", both=_both("givens", left, right)),
        "short form": _("{one} and {other} are forms of one given name.", one=one, other=other),
        "initial": _(
            "One given name is only an initial, and fits: {one} and {other}.", one=one, other=other
        ),
        "alike": _("The given names are spelled alike: {one} and {other}.", one=one, other=other),
        "different": _("The given names differ: {one} and {other}.", one=one, other=other),
    }[level]


def _surname(level: str, left: _Row, right: _Row) -> str:
    one = _shown(left["surname"] or left["surname_initial"])
    other = _shown(right["surname"] or right["surname_initial"])
    return {
        "same": _("The surname is the same: {one}.", one=one),
        "one of several": _("A surname is the same: {both}.", both=_both("surnames", left, right)),
        "part of a double surname": _(
            "The surnames share a part: {one} and {other}.", one=one, other=other
        ),
        "common part of a double surname": _(
            "The surnames share a common part: {one} and {other}.", one=one, other=other
        ),
        "initial": _(
            "One surname is only an initial, and fits: {one} and {other}.", one=one, other=other
        ),
        "alike": _("The surnames are spelled alike: {one} and {other}.", one=one, other=other),
        "differs, as the former name explains": _(
            "The surnames differ, {one} and {other}, as a former name explains.",
            one=one,
            other=other,
        ),
        "different": _("The surnames differ: {one} and {other}.", one=one, other=other),
    }[level]


def _former(level: str, left: _Row, right: _Row) -> str:
    if level == "different":
        return _("A former name is known, and the other side does not carry it.")
    found = set()
    columns = ("stated",) if level == "stated" else ("hidden", "stated")
    for side, far in ((left, right), (right, left)):
        held = {name for column in columns for name in side[column]}
        found |= held & {*far["surname_parts"], *far["stated"]}
    name = " and ".join(_shown(one) for one in sorted(found))
    if level == "stated":
        return _("A former name of one is the name of the other: {name}.", name=name)
    return _(
        "A profile address, handle or e-mail address of one still carries the name of the other: "
        "{name}.",
        name=name,
    )


def _employer(level: str, left: _Row, right: _Row) -> str:
    common = _both("employers", left, right)
    return {
        "same in the same years": _("Both were at {common} in the same years.", common=common),
        "once the same in the same years": _(
            "Both were at {common} in the same years.", common=common
        ),
        "same": _("Both are at {common}.", common=common),
        "one of several": _("Both were at {common}.", common=common),
        "in the e-mail address": _(
            "The e-mail address of one is the employer's of the other: {both}.",
            both=_both("mail_domains", left, right, "employer_words"),
        ),
        "alike": _(
            "The employers are named alike: {shown} and {other}.",
            shown=_shown(left["employer"]),
            other=_shown(right["employer"]),
        ),
        "different": _("The employers differ, as they do over the years."),
    }[level]


def _school(level: str, left: _Row, right: _Row) -> str:
    common = _both("schools", left, right)
    return {
        "same in the same years": _("Both were at {common} in the same years.", common=common),
        "once the same in the same years": _(
            "Both were at {common} in the same years.", common=common
        ),
        "same": _("Both were at {common}.", common=common),
        "one of several": _("Both were at {common}.", common=common),
        "different": _("The schools differ."),
    }[level]


def _handle(level: str, left: _Row, right: _Row) -> str:
    return {
        "the same, which no name explains": _(
            "Both use the same handle: {both}.", both=_both("handles", left, right).lower()
        ),
        "spells the name": _("A handle or profile address of one spells the other's name."),
        "different": _("No handle of one spells the other's name."),
    }[level]


def _place(level: str, left: _Row, right: _Row) -> str:
    return {
        "same": _("Both are in {both}.", both=_both("places", left, right)),
        "different": _("They are in different places."),
    }[level]
