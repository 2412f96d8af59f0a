"""JSON in pieces, and what would harm the parser."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevance.sources.json_stream import BrokenJsonError, json_events, json_items, json_tokens

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


def cut(text, at):
    return [text[start : start + at] for start in range(0, len(text), at)]


@given(st.lists(VALUES), st.integers(1, 9), st.booleans(), st.sampled_from(["", ";", " ;\n\n; "]))
def test_any_list_comes_back_however_it_is_cut(values, at, ascii_only, end):
    text = json.dumps(values, ensure_ascii=ascii_only) + end
    assert list(json_items(cut(text, at))) == values


def until_broken(pieces):
    found = []
    with pytest.raises(BrokenJsonError) as caught:
        found.extend(json_items(pieces))
    return found, str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[1, 2" + "9" * 5000 + "]", "a number of a thousand digits"),
        ("[1, " + "[" * 200_000, "nested more than 100 levels"),
        ("[1, " + '{"a":' * 200_000, "nested more than 100 levels"),
        ("[1, 1e99999999999999999999999]", "no longer JSON"),
        ("[1, 2", "no longer JSON"),
        ("", "no longer JSON"),
        ("[1, 2] x", "no longer JSON"),
    ],
)
def test_what_would_harm_the_parser_is_refused_in_a_sentence(text, said):
    _, why = until_broken([text])
    assert said in why


def test_values_before_a_damaged_place_are_given():
    values = []
    with pytest.raises(BrokenJsonError):
        for value in json_items(['[1, {"a": 2}, tr', "ux]"]):
            values.append(value)
    assert values == [1, {"a": 2}]


def test_digits_and_brackets_in_a_string_are_text():
    text = "9" * 3000 + "[" * 3000 + '"\\'
    assert list(json_items(cut(json.dumps([text, [text]]), 64))) == [text, [text]]


def test_halves_of_an_emoji_and_raw_line_ends_cost_only_themselves():
    text = r'["\ud83d", "x\udc00\ud83d", "\ud83d\ude00", "\\ud83d", "a' + "\n" + 'b"]'
    assert list(json_items([text])) == ["\ufffd", "x\ufffd\ufffd", "😀", "\\ud83d", "a b"]


def test_events_name_their_place():
    found = [(path, event) for path, event, _ in json_events(['{"a": [1]}'])]
    assert found == [
        ("", "start_map"),
        ("", "map_key"),
        ("a", "start_array"),
        ("a.item", "number"),
        ("a", "end_array"),
        ("", "end_map"),
    ]


@given(st.integers(1, 9))
def test_numbers_that_only_python_writes_are_nothing_and_words_stay(at):
    values = [float("nan"), {"a": -float("inf")}, 'NaN, "Infinity', "x NaN", float("inf")]
    text = json.dumps(values)
    assert list(json_items(cut(text, at))) == [None, {"a": None}, 'NaN, "Infinity', "x NaN", None]


def test_tokens_are_the_events_without_their_places():
    text = '{"a": [1, null], "b": "c"}'
    assert list(json_tokens([text])) == [(event, value) for _, event, value in json_events([text])]
