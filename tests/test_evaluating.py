"""Figures against labels: worked out by hand, and the same as scikit-learn's on any scores."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

from relevance.errors import UsageError
from relevance.evaluating import chance, doubt_of, judge, measured, rank, raw_cosine, tfidf

# Ordered by score: yes, no, yes, no; Ana wrote the first two, Ben the others.
SCORES = [0.9, 0.8, 0.35, 0.1]
TRUTH = [True, False, True, False]
AUTHORS = ["ana", "ana", "ben", "ben"]


def test_a_ranking_worked_out_by_hand() -> None:
    found = rank(SCORES, TRUTH, AUTHORS)
    # Pairs of a yes and a no: .9>.8, .9>.1, .35<.8, .35>.1.
    assert found.post_auc == 3 / 4
    # Precision 1 at the first yes, 2/3 at the second.
    assert found.post_ap == pytest.approx((1 + 2 / 3) / 2)
    # Both are relevant in half of their posts, which is enough.
    assert found.author_ap == 1.0


def test_authors_stand_by_the_mean_of_their_posts() -> None:
    # Means: ana .5 (0 of 2 relevant), ben .4 (1 of 2), cem .3 (1 of 1).
    found = rank([0.9, 0.1, 0.5, 0.3, 0.3], [0, 0, 1, 0, 1], ["ana", "ana", "ben", "ben", "cem"])
    assert found.author_ap == pytest.approx((1 / 2 + 2 / 3) / 2)


def test_an_author_below_half_is_not_relevant() -> None:
    judged = judge([0.5] * 5, [1, 0, 0, 1, 0], ["ana"] * 3 + ["ben"] * 2)
    assert (judged.authors, judged.relevant_authors) == (2, 1)
    assert (judged.posts, judged.relevant_posts) == (5, 2)


def test_equal_scores_are_in_no_order() -> None:
    found = rank([0.5] * 4, TRUTH, AUTHORS)
    assert (found.post_auc, found.post_ap) == (0.5, 0.5)


def test_calibration_worked_out_by_hand() -> None:
    # Bin 0: .05 said, 0 of 1. Bin 1 holds .1 itself: .15 said, 1 of 2. Bin 9 holds 1: .95, 1 of 2.
    said, truth = [0.05, 0.1, 0.2 - 1e-9, 0.9, 1.0], [0, 0, 1, 0, 1]
    judged = judge(said, truth, list("abcde"))
    assert [one.posts for one in judged.bins] == [1, 2, 0, 0, 0, 0, 0, 0, 0, 2]
    assert judged.ece == pytest.approx((1 * 0.05 + 2 * 0.35 + 2 * 0.45) / 5)
    assert judged.brier == pytest.approx((0.05**2 + 0.1**2 + 0.8**2 + 0.9**2 + 0) / 5)
    assert judged.bins[9].said == pytest.approx(0.95)
    assert (judged.bins[9].held, judged.bins[5].said) == (0.5, None)


def test_one_kind_of_post_has_no_auc() -> None:
    assert rank([0.1, 0.2], [True, True], ["a", "b"]).post_auc is None
    nothing = rank([0.1, 0.2], [False, False], ["a", "b"])
    assert (nothing.post_auc, nothing.post_ap, nothing.author_ap) == (None, None, None)


@given(
    st.lists(st.tuples(st.integers(0, 20), st.booleans(), st.integers(0, 4)), min_size=2).filter(
        lambda rows: len({truth for _, truth, _ in rows}) == 2
    )
)
def test_figures_are_those_of_scikit_learn(rows) -> None:
    score, truth, author = (np.array(column) for column in zip(*rows, strict=True))
    judged = judge(score / 20, truth, author)
    assert judged.ranking.post_auc == pytest.approx(roc_auc_score(truth, score))
    assert judged.ranking.post_ap == pytest.approx(average_precision_score(truth, score))
    assert judged.brier == pytest.approx(brier_score_loss(truth, score / 20))
    codes = sorted(set(author))
    good = [truth[author == code].mean() >= 0.5 for code in codes]
    mean = [score[author == code].mean() for code in codes]
    if any(good):
        # Means that differ in their last digits only are the same score.
        expected = average_precision_score(good, np.round(mean, 9))
        found = rank(np.round(score, 9), truth, author).author_ap
        assert found == pytest.approx(expected)


@pytest.mark.parametrize(
    ("score", "truth", "author"),
    [([], [], []), ([0.1, 0.2], [True], ["a", "b"]), ([0.1, np.nan], [1, 0], ["a", "b"])],
)
def test_what_cannot_be_judged_is_refused(score, truth, author) -> None:
    with pytest.raises(UsageError):
        rank(score, truth, author)


def test_a_probability_outside_its_range_is_refused() -> None:
    with pytest.raises(UsageError, match=r"from 0 to 1, got 0\.1 to 1\.2"):
        judge([0.1, 1.2], [0, 1], ["a", "b"])


def test_tfidf_prefers_rare_words_in_common() -> None:
    texts = ["learning about trains", "learning about instructional design", "weather", ""]
    score = tfidf(texts, ["instructional design", "learning"])
    assert list(np.argsort(-score)[:2]) == [1, 0]
    assert (score[2], score[3]) == (0, 0)
    assert list(tfidf(["", "!"], ["design"])) == [0, 0]


def test_raw_cosine_is_the_mean_over_phrases() -> None:
    assert list(raw_cosine([[1, 0], [0, 1], [0.6, 0.8]], [[1, 0], [0, 1]])) == pytest.approx(
        [0.5, 0.5, 0.7]
    )


def test_chance_knows_nothing_and_is_the_same_every_time() -> None:
    truth, author = np.arange(2000) % 4 == 0, np.arange(2000)
    found = chance(truth, author)
    assert found.post_auc == pytest.approx(0.5, abs=0.02)
    assert found.post_ap == pytest.approx(0.25, abs=0.02)
    assert found == chance(truth, author)


def test_what_is_told_apart_in_every_sample_leaves_no_doubt() -> None:
    found = doubt_of([0.9, 0.8, 0.7, 0.3, 0.2, 0.1] * 5, [1, 1, 1, 0, 0, 0] * 5)
    assert (found.post_auc, found.post_ap) == ((1, 1), (1, 1))
    # Squared errors are .01, .04, .09 for either kind: their mean in a sample lies between.
    assert found.brier is not None and 0.01 < found.brier[0] < 0.14 / 3 < found.brier[1] < 0.09


def test_one_kind_of_post_gives_no_interval() -> None:
    found = doubt_of([0.2, 0.6, 0.7], [1, 1, 1])
    assert (found.post_auc, found.post_ap, found.brier) == (None, None, None)
    assert found.ece_by_chance > 0


@pytest.mark.parametrize("n", [15, 60])
def test_the_calibration_error_of_chance_is_that_of_a_coin(n: int) -> None:
    found = doubt_of(np.full(n, 0.55), np.arange(n) % 2)
    heads = np.arange(n + 1)
    expected = np.sum(binom.pmf(heads, n, 0.55) * np.abs(heads / n - 0.55))
    assert found.ece_by_chance == pytest.approx(expected, rel=0.1)


def test_the_interval_of_the_auc_is_as_wide_as_its_standard_error_says() -> None:
    random = np.random.default_rng(2)
    truth = np.arange(120) % 2 == 0
    said = 1 / (1 + np.exp(-random.normal(truth, 1)))
    found = doubt_of(said, truth)
    auc = roc_auc_score(truth, said)
    # Hanley and McNeil (1982); an 80 % interval is 1.28 standard errors to either side.
    q1, q2 = auc / (2 - auc), 2 * auc**2 / (1 + auc)
    error = np.sqrt((auc * (1 - auc) + 59 * (q1 - auc**2) + 59 * (q2 - auc**2)) / 3600)
    assert found.post_auc is not None
    low, high = found.post_auc
    assert low < auc < high
    assert high - low == pytest.approx(2 * 1.2816 * error, rel=0.15)
    assert doubt_of(said, truth) == found


def test_what_was_measured_says_what_ratings_add() -> None:
    found = measured()
    assert found.owners >= 10
    assert "model_id='sentence-transformers/all-MiniLM-L6-v2'" in found.calibration
    assert [one.ratings for one in found.ratings] == [0, 10, 30, 100, 200]
    assert all(0 < one.ece < 1 and 0 < one.brier < 0.25 for one in found.ratings)
    assert found.ratings[-1].brier < found.ratings[0].brier
