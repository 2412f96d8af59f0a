"""Figures hold the numbers of the frames they are drawn from."""

from datetime import date

import polars as pl
import pytest

from relevance.charts import (
    STATE_COLOURS,
    calibration_curve,
    coverage_change,
    effect_bars,
    gain_curve,
    parts_bars,
    relevance_history,
    relevance_volume,
)

PEOPLE = pl.DataFrame(
    {
        "person_id": ["a", "b", "c", "d"],
        "name": ["Ana", "Bo", "Cy", "Di"],
        "relevance": [0.8, 0.1, 0.4, None],
        "attention_share": [0.5, 0.3, 0.2, 0.0],
        "effect": [2.0, -1.5, 0.1, None],
        "state": ["raises", "dilutes", "neutral", "unknown"],
        "posts": [5, 3, 2, 0],
    }
)


def test_history_has_a_line_of_relevance_and_bars_of_posts() -> None:
    weeks = pl.DataFrame(
        {"week": [date(2026, 11, 2), date(2026, 11, 9)], "relevance": [0.5, None], "posts": [4, 0]}
    )
    figure = relevance_history(weeks, now=0.5)
    assert list(figure.data[0].y) == [4, 0]
    assert list(figure.data[1].y) == [50.0, None]
    assert (list(figure.data[2].y), figure.data[2].name) == ([50.0, 50.0], "today: 50")


def test_effect_bars_put_the_strongest_at_the_top() -> None:
    figure = effect_bars(PEOPLE.head(2), raising=True)
    assert list(figure.layout.yaxis.ticktext) == [
        "Bo",
        "Ana",
    ]  # Plotly draws the last one at the top
    assert [one[0] for one in figure.data[0].customdata] == ["b", "a"]
    assert list(figure.data[0].text) == ["-1.50", "+2.00"]


def test_states_differ_by_shape_as_well_as_colour_and_unknown_is_not_placed() -> None:
    figure = relevance_volume(PEOPLE, feed=0.4)
    assert [trace.name for trace in figure.data] == ["raises", "neutral", "dilutes"]
    assert len({trace.marker.symbol for trace in figure.data}) == 3
    assert len({trace.marker.color for trace in figure.data}) == 3
    assert [trace.customdata[0][0] for trace in figure.data] == ["a", "c", "b"]
    assert [trace.y[0] for trace in figure.data] == pytest.approx([80, 40, 10])


def test_parts_are_drawn_in_points_with_their_signs() -> None:
    figure = parts_bars({"design": 0.2, "crypto": -0.1})
    assert list(figure.data[0].x) == pytest.approx([-10, 20])
    assert list(figure.data[0].marker.color) == [STATE_COLOURS["dilutes"], STATE_COLOURS["raises"]]


def test_a_crowd_is_drawn_as_a_ground_with_those_on_top_who_matter() -> None:
    count = 30_000
    at = pl.int_range(count, eager=True)
    crowd = pl.DataFrame(
        {
            "person_id": at.cast(pl.String),
            "name": "<b>" + at.cast(pl.String),
            "relevance": (at % 100) / 100,
            "attention_share": (1 + at % 7) / (4 * count),
            "effect": (at - count / 2) / count,
            "state": ["dilutes"] * 10_000 + ["neutral"] * 10_000 + ["raises"] * 10_000,
            "posts": [1] * count,
        }
    )
    ground, raising, diluting = relevance_volume(crowd, feed=0.5).data
    # Everybody is counted once, and nobody who matters is left to the ground alone.
    assert sum(one for row in ground.z for one in row if one) == count
    assert (raising.name, len(raising.x), diluting.name, len(diluting.x)) == (
        "raises",
        150,
        "dilutes",
        150,
    )
    assert {one[0] for one in raising.customdata} == {str(one) for one in range(count - 150, count)}
    assert {one[0] for one in diluting.customdata} == {str(one) for one in range(150)}
    assert raising.text[0].startswith("&lt;b&gt;")
    drawn = relevance_volume(crowd, feed=0.5).to_json()
    assert len(drawn) < 200_000  # so much goes to the browser
    assert len(relevance_volume(crowd.head(10_000), feed=None).data[0].x) == 10_000


def test_what_was_said_stands_against_what_held_with_its_interval() -> None:
    bins = pl.DataFrame(
        {
            "said": [0.75, 0.25],
            "held": [0.5, 0.2],
            "low": [0.3, 0.2],
            "high": [0.9, 0.25],
            "posts": [1, 4],
        }
    )
    line = calibration_curve(bins).data[1]
    assert (list(line.x), list(line.y)) == ([25, 75], [20, 50])
    assert list(line.error_y.array) == pytest.approx([5, 40])
    assert list(line.error_y.arrayminus) == pytest.approx([0, 20])
    assert line.marker.size[0] > line.marker.size[1]
    assert [one[0] for one in line.customdata] == [4, 1]


def test_a_curve_of_nothing_is_the_line_alone() -> None:
    schema = {"said": pl.Float64, "held": pl.Float64, "low": pl.Float64, "high": pl.Float64}
    figure = calibration_curve(pl.DataFrame(schema={**schema, "posts": pl.Int64}))
    assert (list(figure.data[0].x), list(figure.data[1].x)) == ([0, 100], [])


def test_coverage_change_tells_more_from_less_by_sign_and_shape() -> None:
    shares = pl.DataFrame(
        {
            "name": [
                "Trains <b>",
                "Crypto",
                "Unheard of",
                "A name that is much longer than any axis",
            ],
            "before": [0.1, 0.3, None, 0.2],
            "after": [0.2, 0.1, None, 0.2],
        }
    )
    figure = coverage_change(shares)
    today, more, less = figure.data[1:]
    assert dict(zip(today.y, today.x, strict=True)) == {
        "A name that is much longer th…": 20.0, "Crypto": 30.0, "Trains &lt;b&gt;": 10.0,
    }  # fmt: skip
    assert dict(zip(more.y, more.x, strict=True)) == {
        "A name that is much longer th…": 20.0, "Trains &lt;b&gt;": 20.0,
    }  # fmt: skip
    assert dict(zip(less.y, less.x, strict=True)) == {"Crypto": 10.0}
    shapes = {today.marker.symbol, more.marker.symbol, less.marker.symbol}
    assert shapes == {"circle-open", "triangle-right", "triangle-left"}


def test_gain_curve_marks_the_plan_and_the_size_that_gives_most_of_it() -> None:
    curve = pl.DataFrame({"changes": [0, 1, 2, 3], "gain": [0.0, 4.0, 6.0, 7.0]})
    line, chosen, enough = gain_curve(curve, chosen=3, enough=2).data
    assert (list(line.x), list(line.y)) == ([0, 1, 2, 3], [0.0, 4.0, 6.0, 7.0])
    assert (list(chosen.x), list(chosen.y), chosen.name) == ([3], [7.0], "this plan: 3")
    assert (list(enough.x), list(enough.y), enough.name) == ([2], [6.0], "80 % of its gain: 2")
    assert len(gain_curve(curve, chosen=1, enough=1).data) == 2
