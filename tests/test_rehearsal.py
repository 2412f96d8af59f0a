"""What ratings would add on labelled posts: nothing is judged that was asked about, no label judges itself."""

import numpy as np
import pytest

from relevance.pipeline import rehearsal
from relevance.pipeline.rehearsal import early_ranking, refitted, rehearse

N, WIDTH = 600, 24


@pytest.fixture(scope="module")
def planted() -> dict[str, np.ndarray]:
    """Posts whose relevance lies in a direction that the stated interests know by half only."""
    random = np.random.default_rng(5)
    vectors = random.normal(size=(N, WIDTH))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    odds = 8 * vectors[:, 0] + 8 * vectors[:, 1] - 0.5
    relevant = random.random(N) < 1 / (1 + np.exp(-odds))
    stated = 1 / (1 + np.exp(-(6 * vectors[:, 0] + 2)))
    return {
        "vectors": vectors,
        "probability": stated,
        "relevant": relevant,
        "authors": random.integers(0, 80, N),
    }


def test_ratings_raise_the_ranking_and_mend_the_scale(planted) -> None:
    found = rehearse(**planted)
    assert [one.ratings for one in found] == [10, 30, 100]
    hundred = found[-1]
    assert hundred.post_ap > hundred.post_ap_without + 0.03
    assert hundred.ece < hundred.ece_without / 2
    assert hundred.brier < hundred.brier_without
    # Without ratings every size is judged on the same halves.
    assert len({one.post_ap_without for one in found}) == 1
    assert rehearse(**planted) == found


def test_what_is_judged_was_not_asked_about(planted, monkeypatch) -> None:
    judged: list[np.ndarray] = []
    asked: list[np.ndarray] = []
    real_judge, real_learn = rehearsal.judge, rehearsal.learn

    def judge(probability, relevant, authors):
        judged.append(authors)
        return real_judge(probability, relevant, authors)

    def learn(labels):
        asked.append(labels.vectors)
        return real_learn(labels)

    monkeypatch.setattr(rehearsal, "judge", judge)
    monkeypatch.setattr(rehearsal, "learn", learn)
    rehearse(**{**planted, "authors": np.arange(N)})
    half = len(judged) // 3
    for k in range(3):
        seen = {row.tobytes() for row in planted["vectors"][judged[k * half]]}
        assert all(len(one) <= 100 for one in asked)
        assert not any(row.tobytes() in seen for row in asked[(k + 1) * len(asked) // 3 - 1])


def test_few_posts_give_what_they_can(planted) -> None:
    few = {name: values[:50] for name, values in planted.items()}
    assert [one.ratings for one in rehearse(**few)] == [10]
    assert rehearse(**{**planted, "relevant": np.arange(N) < 3}) == []


def test_the_scale_comes_from_other_authors(planted) -> None:
    said = {name: planted[name] for name in ("probability", "relevant", "authors")}
    first = refitted(**said)
    assert first is not None
    assert abs(np.mean(first) - np.mean(planted["relevant"])) < 0.05
    # Turning all labels of one author round leaves what is said of their posts as it was.
    turned = planted["relevant"] ^ (planted["authors"] == 3)
    second = refitted(**{**said, "relevant": turned})
    assert second is not None
    own = planted["authors"] == 3
    assert np.array_equal(first[own], second[own])
    assert not np.array_equal(first, second)
    assert refitted(**{**said, "relevant": np.arange(N) < 4}) is None


def test_within_either_half_the_order_stays(planted) -> None:
    said = {name: planted[name] for name in ("probability", "relevant", "authors")}
    found = refitted(**said)
    assert found is not None
    order = np.argsort(planted["probability"])
    falls = np.diff(found[order]) < -1e-12
    # Two rising maps, one for each half: within one author nothing falls.
    for author in range(80):
        mine = found[order][planted["authors"][order] == author]
        assert np.all(np.diff(mine) >= -1e-12)
    assert falls.any()


def test_early_ranking_reads_one_post_of_each_author_first() -> None:
    authors = np.repeat(["a", "b", "c", "d"], 5)
    seconds = np.tile([50, 40, 30, 20, 10], 4)
    value = np.repeat([0.1, 0.2, 0.3, 0.4], 5)
    read: list[list[int]] = []

    def relevance_of(rows):
        read.append(rows.tolist())
        return value[rows]

    found = early_ranking(authors, seconds, relevance_of)
    assert found is not None
    assert (found.spearman, found.authors) == (pytest.approx(1.0), 4)
    assert read == [[0, 5, 10, 15], list(range(20))]
    value[0], value[5] = 0.2, 0.1  # the newest posts of two authors change places
    found = early_ranking(authors, seconds, relevance_of)
    assert found is not None
    # Means: a .12, b .18, c .3, d .4; early a .2, b .1, c .3, d .4: one swap of four.
    assert found.spearman == pytest.approx(0.8)


def test_too_few_authors_or_no_difference_have_no_early_ranking() -> None:
    seconds = np.arange(10)
    flat = np.full(10, 0.5)
    assert early_ranking(np.repeat(["a", "b"], 5), seconds, lambda rows: flat[rows]) is None
    assert early_ranking(np.arange(10) % 5, np.arange(10), lambda rows: flat[rows]) is None
