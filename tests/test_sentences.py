"""Sentences of posts: where they end, where they do not, and how long and how many they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevance.sentences import MOST_SENTENCES, sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("One.", ["One."]),
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("First line\nsecond line\n\n- third", ["First line", "second line", "- third"]),
        (
            "Dr. Ahn met Prof. Bo in St. Ives. They spoke.",
            ["Dr. Ahn met Prof. Bo in St. Ives.", "They spoke."],
        ),
        (
            "Use tools, e.g. Anki or i.e. cards. Done.",
            ["Use tools, e.g. Anki or i.e. cards.", "Done."],
        ),
        ("Version 2.5 is out. It is fast.", ["Version 2.5 is out.", "It is fast."]),
        ("He said “no.” She left.", ["He said “no.”", "She left."]),
        ("So it ends ... and goes on. New one.", ["So it ends ... and goes on.", "New one."]),
        ("今日は晴れ。明日は雨！", ["今日は晴れ。", "明日は雨！"]),
        ("🚀🚀\n***\nText", ["Text"]),
    ],
)
def test_a_text_is_cut_where_sentences_end(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_an_endless_sentence_is_cut_at_blanks_and_a_long_post_after_sixty() -> None:
    parts = sentences("word " * 300)
    assert len(parts) == 4
    assert all(len(one) <= 400 and set(one.split()) == {"word"} for one in parts)
    assert sentences("x" * 1000) == ["x" * 400, "x" * 400, "x" * 200]
    assert len(sentences("One more. " * 500)) == MOST_SENTENCES


@given(st.text(max_size=300))
def test_nothing_is_invented_and_letters_are_kept_in_order(text: str) -> None:
    found = sentences(text)
    assert all(one in text and one == one.strip() for one in found)
    letters = "".join(one for one in text if one.isalnum())
    assert "".join(c for one in found for c in one if c.isalnum()) == letters
