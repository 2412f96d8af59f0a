"""JSON in pieces, and what would harm the parser."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevance.errors import UnreadableFileError
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


def told(pieces, path):
    """Return what is given, and whether the text broke off."""
    found = []
    try:
        found.extend(json_items(pieces, path))
    except BrokenJsonError:
        return found, True
    return found, False


OBJECTS = st.lists(
    st.dictionaries(st.text(max_size=3), VALUES | st.floats(), max_size=3), max_size=4
)


@given(OBJECTS, st.data(), st.integers(1, 40))
def test_damage_anywhere_costs_as_much_in_a_list_of_objects_as_deeper_down(values, data, at):
    text = json.dumps(values)
    place = data.draw(st.integers(1, len(text)))
    other = data.draw(
        st.sampled_from(["", ",", "]", "[", "}", '{"', "x", "1e", "null", ' {"a": 1.50} '])
    )
    gone = data.draw(st.integers(0, 3))
    text = text[:place] + other + text[place + gone :]
    # Elements of the outermost array are read in another way than those of one that lies deeper.
    inside = told(cut(f'{{"a": {text}, "b": 0}}', at), "a.item")
    given, is_broken = told(cut(text, at), "item")
    assert given == inside[0][: len(given)]
    # Where an end is missing, what follows the damaged list is one more element.
    assert inside[0][len(given) :] in ([], ["b"])
    assert is_broken or inside == (given, False)


def test_a_file_that_breaks_off_while_it_is_read_gives_what_stands_before():
    def pieces():
        yield '[{"a": 1}, {"a": 2}, {"a'
        msg = "tweets.js is damaged or incomplete (bad CRC-32)."
        raise UnreadableFileError(msg)

    found, why = until_broken(pieces())
    assert found == [{"a": 1}, {"a": 2}]
    assert "bad CRC-32" in why


def test_numbers_are_read_alike_wherever_they_stand():
    text = '[{"a": 1.50, "b": -0, "c": 1e3, "d": 12345678901234567890123, "e": 0.1}]'
    found = list(json_items([text]))
    deeper = list(json_items(['{"a": ' + text + "}"], "a.item"))
    assert [[(type(one), str(one)) for one in value.values()] for value in found] == [
        [(type(one), str(one)) for one in value.values()] for value in deeper
    ]


def test_an_object_of_many_megabytes_is_read_whole():
    values = [{"a": 1}, {"b": ["x" * 900] * 9_000}, {"c": 3}]
    assert list(json_items(cut(json.dumps(values), 2**20))) == values


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
