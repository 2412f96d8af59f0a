"""What is compared of two persons, and how much each outcome says: the model of Fellegi and Sunter, as Splink runs it.

`m` is how often an outcome is seen where both are one person, `u` where they are two. The defaults are set for networks
of 50 to 30,000 people, where there is nothing to learn them from; `relevance.identity.training` moves them towards what
the data say where there is enough. What they rest on:

- Given names: among people who wrote two profiles themselves about three in four give the very same first name, one in
  eight a short form. Two strangers share one about once in 200; how common the very name is replaces that figure.
- Surnames: one in seven to ten differs between sources (marriage, double surnames, order, typing), two strangers share
  one about once in 5,000; again the very name's share counts.
- Employers and schools: a third to half of all records show a present employer that the other source shows as well,
  since both are of different years. Two strangers of one network share it about once in 300, since networks grow
  around workplaces.
- What rests on a surname of another time says much where it is there, and nothing where it is not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["COMPARISONS", "Comparison", "Level", "Parameters", "prior", "splink_comparisons"]

Parameters = Mapping[tuple[str, str], tuple[float, float]]
"""m and u by the names of a comparison and one of its levels."""


@dataclass(frozen=True)
class Level:
    """One outcome of a comparison."""

    name: str
    condition: str
    """In SQL over the columns of `relevance.identity.features`, ending in _l and _r."""
    m: float
    u: float
    frequency_of: str | None = None
    """Column whose value's own frequency takes the place of u."""
    supports: bool = False
    """Whether it shows more than that the names are alike."""


@dataclass(frozen=True)
class Comparison:
    """One thing that is compared. What is in no level is "different"; without a value it says nothing."""

    name: str
    missing: str
    """SQL: one of the two has no value."""
    levels: tuple[Level, ...]
    different: tuple[float, float]
    """m and u of the last level."""

    @property
    def column(self) -> str:
        """Its name in SQL."""
        return self.name.replace(" ", "_").replace("-", "")


def _any(left: str, right: str | None = None) -> str:
    """SQL: the lists have a member in common; either way round where they are two columns."""
    if right is None:
        return f"list_has_any({left}_l, {left}_r)"
    return f"(list_has_any({left}_l, {right}_r) OR list_has_any({right}_l, {left}_r))"


def _at_one_place(kind: str, u_years: float, u: float) -> tuple[Level, ...]:
    """The levels of two people at one employer or school; the present one is as telling as it is rare."""
    years, same = _any(f"{kind}_years"), f"{kind}_l = {kind}_r"
    return (
        Level(
            "same in the same years",
            f"{same} AND {years}",
            0.25,
            u_years,
            f"{kind}_then",
            supports=True,
        ),
        Level("once the same in the same years", years, 0.05, u_years, None, supports=True),
        Level("same", same, 0.2, u, kind, supports=True),
        Level("one of several", _any(f"{kind}s"), 0.1, u, None, supports=True),
    )


_SAME_GIVEN = (
    f"({_any('givens')} OR {_any('full_classes', 'short_classes')} OR {_any('short_classes')})"
)
_SAME_SURNAME = _any("surname_parts")
_SWAPPED = "(given_l = surname_r AND surname_l = given_r)"
_FORMER = (
    f"({_any('stated', 'surname_parts')} OR {_any('stated')} OR {_any('hidden', 'surname_parts')} "
    f"OR {_any('hidden', 'stated')})"
)
_SAME_HANDLE = (
    "len(list_filter(list_intersect(handles_l, handles_r), "
    "lambda one: NOT list_contains(spelling_l, one) AND NOT list_contains(spelling_r, one))) > 0"
)
_DOMAIN = _any("mail_domains", "employer_words")

COMPARISONS = (
    Comparison(
        "given name",
        "len(givens_l) = 0 OR len(givens_r) = 0",
        (
            Level("same", f"given_l = given_r OR {_SWAPPED}", 0.72, 0.005, "given"),
            Level("one of several", _any("givens"), 0.03, 0.003),
            Level(
                "short form",
                f"{_any('full_classes', 'short_classes')} OR {_any('short_classes')}",
                0.12,
                0.004,
            ),
            Level(
                "initial",
                "(len(given_l) = 1 OR len(given_r) = 1) AND given_l[1] = given_r[1]",
                0.04,
                0.06,
            ),
            # Daniel and Daniela, Mario and Maria are two people.
            Level(
                "alike",
                "jaro_winkler_similarity(given_l, given_r) >= 0.9 "
                "AND rtrim(given_l, 'aeio') <> rtrim(given_r, 'aeio')",
                0.05,
                0.008,
            ),
        ),
        (0.04, 0.92),
    ),
    Comparison(
        "surname",
        "(surname_l IS NULL AND surname_initial_l IS NULL) OR (surname_r IS NULL AND surname_initial_r IS NULL)",
        (
            Level("same", f"surname_l = surname_r OR {_SWAPPED}", 0.72, 0.0002, "surname"),
            Level("one of several", _any("surnames"), 0.02, 0.0004),
            Level("part of a double surname", _any("rare_parts"), 0.06, 0.00015),
            Level("common part of a double surname", _SAME_SURNAME, 0.01, 0.002),
            Level(
                "initial",
                "(surname_l IS NULL OR surname_r IS NULL) AND "
                "coalesce(surname_l[1], surname_initial_l) = coalesce(surname_r[1], surname_initial_r)",
                0.03,
                0.07,
            ),
            Level(
                "alike",
                "jaro_winkler_similarity(surname_l, surname_r) >= 0.93 "
                "OR (len(surname_l) > 5 AND damerau_levenshtein(surname_l, surname_r) = 1)",
                0.06,
                0.0008,
            ),
            # What the former name says is said below; that the surname differs is then no evidence.
            Level("differs, as the former name explains", _FORMER, 0.05, 0.05),
        ),
        (0.06, 0.93),
    ),
    Comparison(
        "former name",
        "(len(stated_l) = 0 AND len(hidden_l) = 0 AND len(stated_r) = 0 AND len(hidden_r) = 0) "
        f"OR {_SAME_SURNAME}",
        (
            Level("stated", f"{_any('stated', 'surname_parts')} OR {_any('stated')}", 0.2, 0.0002),
            Level(
                "in an address",
                f"{_any('hidden', 'surname_parts')} OR {_any('hidden', 'stated')}",
                0.12,
                0.0002,
            ),
        ),
        (0.68, 0.9996),
    ),
    Comparison(
        "employer",
        "(len(employers_l) = 0 AND len(mail_domains_l) = 0) OR (len(employers_r) = 0 AND len(mail_domains_r) = 0) "
        "OR (len(employers_l) = 0 AND len(employers_r) = 0)",
        (
            *_at_one_place("employer", 0.0015, 0.003),
            Level("in the e-mail address", _DOMAIN, 0.1, 0.003, None, supports=True),
            Level(
                "alike",
                "jaro_winkler_similarity(employer_l, employer_r) >= 0.94 "
                "OR starts_with(employer_l, employer_r || ' ') OR starts_with(employer_r, employer_l || ' ')",
                0.05,
                0.003,
            ),
        ),
        (0.25, 0.985),
    ),
    Comparison(
        "school",
        "len(schools_l) = 0 OR len(schools_r) = 0",
        (*_at_one_place("school", 0.002, 0.006),),
        (0.3, 0.993),
    ),
    Comparison(
        "handle",
        "len(handle_letters_l) = 0 AND len(handle_letters_r) = 0",
        (
            Level(
                "the same, which no name explains", _SAME_HANDLE, 0.1, 0.00002, None, supports=True
            ),
            # Where the names agree already, that a handle spells them as well is nothing new.
            Level("names agree already", f"{_SAME_SURNAME} OR {_FORMER}", 0.2, 0.2),
            Level("spells the name", _any("handle_letters", "spelling"), 0.2, 0.0003),
        ),
        (0.5, 0.6),
    ),
    Comparison(
        "e-mail address",
        "len(mail_letters_l) = 0 AND len(mail_letters_r) = 0",
        (
            Level("names agree already", f"{_SAME_SURNAME} OR {_FORMER}", 0.2, 0.2),
            Level("spells the name", _any("mail_letters", "spelling"), 0.3, 0.0003),
        ),
        (0.5, 0.6),
    ),
    # Two lists of one account give one connection the same day, whatever they are called by then; see
    # `relevance.identity.candidates` for when two connections are compared at all.
    Comparison(
        "day of connecting",
        "len(connected_on_l) = 0 OR len(connected_on_r) = 0",
        (Level("same", _any("connected_on"), 0.95, 0.0004),),
        (0.05, 0.9996),
    ),
    Comparison(
        "place",
        "len(places_l) = 0 OR len(places_r) = 0",
        (Level("same", _any("places"), 0.6, 0.05),),
        (0.4, 0.95),
    ),
)
"""Everything that is compared, in the order in which it is shown."""


def prior(people: int) -> float:
    """Return the probability that two persons picked at random are one, 0 to 1.

    One in five of the people of a network is taken to turn up in another one; with n people there are then about
    n / 5 true pairs among n * n. It is kept between 1 in 1,000, since small networks are full of people met on several
    channels but a few records must not make a proof, and 1 in 250,000.
    """
    return min(max(0.2 / max(people, 1), 4e-6), 1e-3)


def splink_comparisons(parameters: Parameters | None = None) -> list[dict[str, Any]]:
    """Return the comparisons as Splink takes them, with `parameters` in place of the defaults where given."""
    return [
        {"output_column_name": one.column, "comparison_levels": _levels(one, parameters or {})}
        for one in COMPARISONS
    ]


def _levels(one: Comparison, parameters: Parameters) -> list[dict[str, Any]]:
    out: list[dict[str, Any]] = [
        {"sql_condition": one.missing, "label_for_charts": "missing", "is_null_level": True}
    ]
    for level in one.levels:
        m, u = parameters.get((one.name, level.name), (level.m, level.u))
        more: dict[str, Any] = (
            {"tf_adjustment_column": level.frequency_of, "disable_tf_exact_match_detection": True}
            if level.frequency_of
            else {}
        )
        told = {"m_probability": m, "u_probability": u, "label_for_charts": level.name}
        out.append({"sql_condition": level.condition, **told, **more})
    m, u = parameters.get((one.name, "different"), one.different)
    last = {"m_probability": m, "u_probability": u, "label_for_charts": "different"}
    return [*out, {"sql_condition": "ELSE", **last}]
