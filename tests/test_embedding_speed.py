"""The encoder beside the library's own `encode`, on the same texts in one run."""

import pytest

from tests.benchmarks import embedding as bench


@pytest.mark.bench
@pytest.mark.model
def test_at_least_twice_as_fast_as_the_library_as_it_comes() -> None:
    import torch

    cores = torch.get_num_threads()
    texts = bench.demo_texts(96)
    compared = {bench.BASELINE: bench.as_it_comes(bench.plain(), cores), bench.SHIPPED: bench.own()}
    found = bench.measure(compared, texts, rounds=5)
    print("\n" + bench.report(found, bench.token_lengths(texts), cores))
    assert found[bench.SHIPPED].cosine >= 0.99
    assert bench.ratio(found, bench.SHIPPED) >= 2


def test_the_work_of_a_text_is_counted_by_hand() -> None:
    # One token: 12 x 384 x 384 weights a layer, twice over six layers; attention 4 x 384 a layer and pair.
    assert bench.work_of([1]) == 2 * 12 * 384 * 384 * 6 + 4 * 384 * 6
    assert bench.work_of([2, 2]) == 4 * bench.work_of([1]) + 4 * 384 * 6 * 4


def test_the_texts_are_as_long_as_what_people_write() -> None:
    lengths = sorted(len(text) for text in bench.demo_texts(301))
    assert 500 < lengths[150] < 900
    assert lengths[0] >= 17
    assert len(set(bench.demo_texts(50))) == 50
