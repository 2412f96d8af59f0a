"""What `import relevance` offers is what it lists, sorted, and it loads nothing before it is asked."""

import subprocess
import sys

import pytest

import relevance


def test_every_listed_name_can_be_had_and_the_list_is_sorted() -> None:
    assert relevance.__all__ == sorted(relevance.__all__)
    for name in relevance.__all__:
        assert getattr(relevance, name).__name__ == name


def test_another_name_is_an_error_that_lists_those_there_are() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = relevance.nonsense


def test_importing_it_loads_no_library() -> None:
    script = "import sys, relevance; sys.exit(bool({'polars', 'duckdb', 'streamlit'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
