"""What nobody sees is taken out of names and texts, and nothing else."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevance.schema import fact_frame, vector_key
from relevance.unseen import seen, seen_only


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("An\u202ea", "Ana"),
        ("\u2066Ana\u2069 \u202d1\u202c", "Ana 1"),
        ("\x1b[31mAna\x07\x00\x7f", "[31mAna"),
        ("one\ttwo\nthree\r\n", "one\ttwo\nthree\r\n"),
        ("👩‍🏫 ה\u200f שלום", "👩‍🏫 ה\u200f שלום"),
        ("é ü 王", "é ü 王"),
    ],
)
def test_only_what_nobody_sees_goes(text: str, left: str) -> None:
    assert seen(text) == left


@given(st.lists(st.text(), max_size=4))
def test_a_column_loses_what_a_text_alone_loses(texts: list[str]) -> None:
    frame = pl.DataFrame({"name": texts, "names": [texts for _ in texts]})
    shown = seen_only(frame.cast({"name": pl.String, "names": pl.List(pl.String)}), key=vector_key)
    assert shown["name"].to_list() == [seen(one) for one in texts]
    assert all(names == [seen(one) for one in texts] for names in shown["names"].to_list())


def test_the_key_of_a_post_is_that_of_the_text_that_is_kept() -> None:
    text = "Post about \u202esniart"
    rows = [
        {"post_id": f"p{n}", "author_record_id": "r", "kind": "post", "text": one, "text_key": key}
        for n, (one, key) in enumerate([(text, vector_key(text)), ("Plain", "kept as it is")])
    ]
    frame = fact_frame("post", [{**row, "network": "x"} for row in rows])
    assert frame["text"].to_list() == ["Post about sniart", "Plain"]
    assert frame["text_key"].to_list() == [vector_key("Post about sniart"), "kept as it is"]
