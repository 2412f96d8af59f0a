"""Words in common: exact acronyms, worked out by hand, and no word inside another."""

import numpy as np
import polars as pl
import pytest

from relevance.interests import Calibration
from relevance.lexical import lexical_match
from relevance.scoring import matches


def match(texts: list[str], *phrases: str) -> list[float]:
    return lexical_match(pl.Series(texts, dtype=pl.String), [phrases])[0].tolist()


@pytest.mark.parametrize(
    ("phrase", "having", "others"),
    [
        ("L&D", ["Our L&D team grows", "l&d, mostly", "(L&D)"], ["Led by L. Dahl", "LD and L D"]),
        ("xAPI", ["We moved to xAPI.", "#xapi rocks"], ["An API of ours", "xAPIs"]),
        ("C++", ["I like C++ a lot", "Learning C++"], ["Vitamin C", "C# and C"]),
        ("e-learning", ["Is E-Learning dead?"], ["Learning is not"]),
        ("Größe", ["Über die GRÖSSE, die Größe"], ["Über Grösse"]),
    ],
)
def test_the_very_word_counts_and_nothing_like_it(phrase, having, others) -> None:
    found = match([*having, *others], phrase)
    assert all(score > 0 for score in found[: len(having)])
    assert found[len(having) :] == [0] * len(others)


def test_bm25_worked_out_by_hand() -> None:
    # Four texts of 8 letters, one with "design" once: f / (f + 1.2) over the most there can be.
    texts = ["a design", "weatherx", "weathery", "weatherz"]
    assert match(texts, "design") == pytest.approx([1 / 2.2, 0, 0, 0])
    # "a" and "design" in one text each are equally rare; half of the phrase is half of the score.
    assert match(texts, "design trains")[0] == pytest.approx(
        np.log1p(3.5 / 1.5) / (np.log1p(3.5 / 1.5) + np.log1p(4.5 / 0.5)) / 2.2
    )


def test_the_best_phrase_counts_and_more_of_it_is_more() -> None:
    once, twice, other = match(["on trains", "trains trains", "on design"], "trains", "nothing")
    assert 1 > twice > once > other == 0


def test_texts_and_phrases_may_be_missing() -> None:
    assert lexical_match(pl.Series([None, "", "design"]), [["design"], [], ["!"]]).tolist() == [
        [0, 0, pytest.approx(0.3, abs=0.1)],
        [0, 0, 0],
        [0, 0, 0],
    ]
    assert lexical_match(pl.Series([], dtype=pl.String), [["design"]]).shape == (1, 0)
    assert lexical_match(pl.Series(["design"]), []).shape == (0, 1)


def test_words_in_common_raise_a_match_by_the_weight_of_the_calibration() -> None:
    calibration = Calibration("any", slope=20, threshold=0.3, lexical_weight=0.1)
    found = matches([[0.2, 0.3]], calibration, lexical=[[1, 0]])
    assert found[0].tolist() == pytest.approx([0.5, 0.5])
