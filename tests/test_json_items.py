"""JSON as a stream: places, encodings, and files made to do harm."""

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevance.errors import UnreadableFileError
from relevance.sources.archive import SourceFile
from relevance.sources.html_text import plain_text
from relevance.sources.json_items import Utf8, first_item, items_at, items_of, opening_of

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")


def read(data: bytes, prefix: str = "item") -> list:
    return list(items_of(SourceFile.from_bytes("x.json", data), prefix))


@settings(deadline=None)
@given(st.lists(VALUES, max_size=5), st.sampled_from(ENCODINGS[:3]))
def test_items_are_what_json_says_they_are(values: list, encoding: str) -> None:
    values = json.loads(json.dumps(values, ensure_ascii=False).encode("utf-8", "replace"))
    data = json.dumps(values, ensure_ascii=False).encode(encoding)
    assert read(data) == values
    assert read(json.dumps({"a": {"b": 1}, "feed": values}).encode(encoding), "feed.item") == values
    assert read(data, "") == [values]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_is_known_by_its_beginning(encoding: str) -> None:
    data = '[{"name": "Zoë 🎉"}]'.encode(encoding)
    assert read(data) == [{"name": "Zoë 🎉"}]
    assert first_item(data) == {"name": "Zoë 🎉"}
    assert opening_of(b"\xef\xbb\xbf  [" if encoding == "utf-8" else data)[0] == "["


def test_a_byte_that_is_no_text_spoils_its_value_only() -> None:
    assert read(b'["a\xffb", "c"]') == ["a\ufffdb", "c"]


def test_a_stream_in_small_pieces_loses_nothing() -> None:
    text = "é🎉" * 50
    stream = Utf8(io.BytesIO(text.encode("utf-16")))
    pieces = iter(lambda: stream.read(5), b"")
    assert b"".join(pieces).decode() == text


@pytest.mark.parametrize("bomb", [b"[" * 65536, b'{"a":' * 13000, b"[" * 200 + b"]" * 200])
def test_brackets_without_end_are_refused_and_take_no_memory(bomb: bytes) -> None:
    assert first_item(bomb) is None
    with pytest.raises(UnreadableFileError, match="levels"):
        read(b'{"feed": [' + bomb, "feed.item")


def test_a_hundred_levels_are_fine() -> None:
    assert len(read(b"[" * 99 + b"]" * 99)) == 1


@pytest.mark.parametrize("data", [b"", b"{", b'["a", ', b"[1] 2", b"[1e999]", b"nonsense"])
def test_damage_is_told_in_words(data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match=r"x\.json is damaged JSON"):
        read(data)


def test_what_came_before_the_damage_has_been_given() -> None:
    items = items_at(Utf8(io.BytesIO(b'[{"a": 1}, {"a": 2}, ')), "item")
    assert next(items) == {"a": 1}


@pytest.mark.parametrize("markup", ["<div>", "<br", "<br ", "<", "&lt;", "<p><b>", "<!--"])
def test_endless_markup_is_read_in_a_moment(markup: str) -> None:
    import time

    begun = time.perf_counter()
    plain_text(markup * (400_000 // len(markup)))
    assert time.perf_counter() - begun < 5
