"""The collector is slowed down inside, and as it was afterwards, whatever happened."""

import gc

import pytest

from relevance.collecting import rare_collections


def test_the_collector_is_slower_inside_and_as_before_outside() -> None:
    usual = gc.get_threshold()
    with rare_collections():
        assert gc.get_threshold()[0] > usual[0]
        with rare_collections():
            assert gc.get_threshold()[0] > usual[0]
        assert gc.get_threshold()[0] > usual[0]
    assert gc.get_threshold() == usual


def test_an_error_inside_leaves_the_collector_as_it_was() -> None:
    usual = gc.get_threshold()
    with pytest.raises(ValueError, match="inside"), rare_collections():
        raise ValueError("inside")
    assert gc.get_threshold() == usual
