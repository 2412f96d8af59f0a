"""Every figure comes onto a page through one door, with words and a table."""

import ast

from tests.test_layering import MODULES, PACKAGE

DRAWERS = {"plotly_chart", "altair_chart", "pyplot", "line_chart", "bar_chart", "area_chart"}
DRAWERS |= {"scatter_chart", "echarts_chart", "vega_lite_chart", "graphviz_chart", "pydeck_chart"}


def test_nothing_else_draws_a_figure() -> None:
    found = {
        str(path.relative_to(PACKAGE))
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in DRAWERS
    }
    assert found == {"ui/figure.py"}
