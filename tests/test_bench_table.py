"""The table of `make bench`."""

import json

import pytest

from tests.benchmarks.table import Table, as_lines


def test_a_figure_beyond_its_limit_fails_and_stands_in_the_table(tmp_path) -> None:
    table = Table()
    table.hold("a slider", 2.75, unit="passes", at_most=4, plain_pass=1)
    table.hold("throughput", 2.5, at_least=2)
    with pytest.raises(AssertionError, match=r"memory: 2,100 MB, allowed is at most 2,048\."):
        table.hold("memory", 2100, unit="MB", at_most=2048)
    assert as_lines(table.rows) == [
        "what        this tool    held against  limit",
        "a slider    2.75 passes  plain pass 1  at most 4",
        "throughput  2.5                        at least 2",
        "memory      2,100 MB                   at most 2,048  BEYOND",
    ]
    table.write(tmp_path / "bench.json")
    told = json.loads((tmp_path / "bench.json").read_text("utf-8"))
    assert [row["is_kept"] for row in told["rows"]] == [True, True, False]
    assert told["rows"][0]["baselines"] == {"plain pass": 1}
    assert told["cores"] >= 1
