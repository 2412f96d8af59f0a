"""The encoder beside the library's own `encode`, on the same texts in one run."""

import pytest

from tests.benchmarks import embedding as measuring
from tests.benchmarks.table import Table


@pytest.mark.bench
@pytest.mark.model
def test_at_least_twice_as_fast_as_the_library_as_it_comes(bench: Table) -> None:
    import torch

    cores = torch.get_num_threads()
    texts = measuring.demo_texts(96)
    compared = {
        measuring.BASELINE: measuring.as_it_comes(measuring.plain(), cores),
        measuring.SHIPPED: measuring.own(),
    }
    found = measuring.measure(compared, texts, rounds=5)
    print("\n" + measuring.report(found, measuring.token_lengths(texts), cores))
    cosine = found[measuring.SHIPPED].cosine
    bench.hold("embedding: least cosine with the library's vectors", cosine, at_least=0.99)
    ratio = measuring.ratio(found, measuring.SHIPPED)
    bench.hold("embedding: throughput", ratio, unit="times", at_least=2, library_as_it_comes=1)


def test_the_work_of_a_text_is_counted_by_hand() -> None:
    # One token: 12 x 384 x 384 weights a layer, twice over six layers; attention 4 x 384 a layer and pair.
    assert measuring.work_of([1]) == 2 * 12 * 384 * 384 * 6 + 4 * 384 * 6
    assert measuring.work_of([2, 2]) == 4 * measuring.work_of([1]) + 4 * 384 * 6 * 4


def test_the_texts_are_as_long_as_what_people_write() -> None:
    lengths = sorted(len(text) for text in measuring.demo_texts(301))
    assert 500 < lengths[150] < 900
    assert lengths[0] >= 17
    assert len(set(measuring.demo_texts(50))) == 50
