"""Which posts say the same."""

import random

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevance import near_duplicates
from relevance.errors import UsageError
from relevance.near_duplicates import comparable_texts, duplicate_groups

# 20 different words make 18 sequences of three.
TWENTY = (
    "our team learned this spring that short practice every day helps people remember far more "
    "than one long course"
)


def groups(texts):
    return duplicate_groups(texts, [f"t{place}" for place in range(len(texts))]).to_list()


@pytest.mark.parametrize(
    "other",
    [
        "LEARNING design, today!",
        "Learning   design\n\ntoday",
        "Learning design today 🎉🎉",
        "Learning design today https://example.org/x?y=1",
        "Learning design today #learning @Ana",
        "«Learning» design — today…",
    ],
)
def test_links_tags_case_and_punctuation_do_not_tell_texts_apart(other):
    assert groups(["Learning design today", other]) == ["t0", "t0"]


def test_comparable_texts_by_hand():
    texts = pl.Series(
        ["Don’t  MISS it! www.example.org #now", "Größe: 5 km, café", "🎉 #a @b", None]
    )
    assert comparable_texts(texts).to_list() == ["don t miss it", "größe 5 km café", "", ""]


def test_a_word_changed_at_the_end_is_near():
    # The last word is in one sequence: 17 of 19 sequences are common, 0.89.
    assert groups([TWENTY, TWENTY.replace("course", "lesson")]) == ["t0", "t0"]


def test_a_word_changed_in_the_middle_is_not():
    # A word in the middle is in three sequences: 15 of 21 are common, 0.71.
    assert groups([TWENTY, TWENTY.replace("helps", "makes")]) == [None, None]


def test_exactly_four_fifths_is_near():
    # 11 words have 9 sequences. With a new last word 8 are common and 10 there are in all: 0.8.
    words = "a1 b2 c3 d4 e5 f6 g7 h8 i9 j10 k11"
    assert groups([words, words.replace("k11", "z")]) == ["t0", "t0"]
    # 10 words have 8: 7 of 9 are common, 0.78.
    assert groups([words.removeprefix("a1 "), words.removeprefix("a1 ").replace("k11", "z")]) == [
        None,
        None,
    ]


def test_short_texts_must_be_equal():
    texts = ["Happy new year all", "happy new year, all!", "Happy new year everyone"]
    assert groups(texts) == ["t0", "t0", None]


def test_texts_without_words_are_no_group():
    assert groups(["🎉", "#one", "https://example.org", "", "!!"]) == [None] * 5


def test_groups_are_closed():
    # The first and the last are 0.78 near: only through the one between them are they one group.
    first = TWENTY
    second = TWENTY.replace("our team", "the team")
    third = second.replace("course", "lesson")
    assert groups([first, third, second, "something else altogether in six words"]) == [
        "t0",
        "t0",
        "t0",
        None,
    ]


def test_the_group_is_the_smallest_id():
    found = duplicate_groups(["Same words here", "other", "same words here"], ["z", "a", "b"])
    assert found.to_list() == ["b", None, "b"]
    assert found.name == "duplicate_group"


def test_a_template_that_many_filled_in_is_one_group():
    # 300 texts share every sequence but the three around the number: more than are all compared.
    texts = [f"{TWENTY} {TWENTY.upper().replace(' ', 'x ')} number {place}" for place in range(300)]
    assert groups(texts) == ["t0"] * 300


def test_pairs_looked_at_a_few_at_a_time_give_the_same_groups(monkeypatch):
    texts = [f"{TWENTY} {TWENTY.upper().replace(' ', 'x ')} number {n}" for n in range(90)]
    texts += [f"{TWENTY} and {n % 7} more of it" for n in range(90)]
    whole, most = groups(texts), []
    compared = near_duplicates._near
    monkeypatch.setattr(near_duplicates, "_PAIRS_HELD", 100)
    monkeypatch.setattr(near_duplicates, "_PAIRS_AT_ONCE", 40)
    monkeypatch.setattr(near_duplicates, "_TEXTS_AT_ONCE", 13)
    monkeypatch.setattr(
        near_duplicates, "_near", lambda *given: most.append(given[0].height) or compared(*given)
    )
    assert groups(texts) == whole
    # Of 90 texts of one template, most pairs are one group by the time they would be compared.
    assert max(most) <= 40
    assert sum(most) < 1_000


def test_nothing_has_no_groups():
    assert groups([]) == []


def test_every_text_needs_an_id():
    with pytest.raises(UsageError, match=r"2 texts came with 1 ids"):
        duplicate_groups(["a", "b"], ["1"])


def brute_force(texts):
    plain = comparable_texts(pl.Series(texts, dtype=pl.String)).to_list()
    sets = []
    for text in plain:
        words = text.split()
        sets.append(
            {tuple(words[i : i + 3]) for i in range(len(words) - 2)} if len(words) > 4 else set()
        )
    label = list(range(len(texts)))
    for one in range(len(texts)):
        for other in range(one):
            common, whole = len(sets[one] & sets[other]), len(sets[one] | sets[other])
            near = whole and 5 * common >= 4 * whole
            if plain[one] and (plain[one] == plain[other] or near):
                old, new = label[one], label[other]
                label = [new if value == old else value for value in label]
    ids = [f"t{place}" for place in range(len(texts))]
    return [
        min(ids[j] for j in range(len(texts)) if label[j] == label[i])
        if label.count(label[i]) > 1
        else None
        for i in range(len(texts))
    ]


@given(st.integers(0, 10**6))
def test_groups_are_those_of_comparing_all_pairs(seed):
    chance = random.Random(seed)
    texts = []
    for _ in range(25):
        if texts and chance.random() < 0.6:
            words = chance.choice(texts).split()
            for _ in range(chance.randrange(3)):
                words[chance.randrange(len(words))] = f"w{chance.randrange(40)}"
            texts.append(" ".join(words))
        else:
            texts.append(
                " ".join(f"w{chance.randrange(40)}" for _ in range(chance.randrange(1, 30)))
            )
    assert groups(texts) == brute_force(texts)


@given(
    st.lists(st.sampled_from([TWENTY, TWENTY + " now", "a b", "A, b!", "c"]), max_size=12),
    st.randoms(),
)
def test_row_order_changes_nothing(texts, chance):
    ids = [f"t{place}" for place in range(len(texts))]
    before = dict(zip(ids, duplicate_groups(texts, ids), strict=True))
    places = list(range(len(texts)))
    chance.shuffle(places)
    shuffled = [ids[place] for place in places]
    after = duplicate_groups([texts[place] for place in places], shuffled)
    assert dict(zip(shuffled, after, strict=True)) == before
