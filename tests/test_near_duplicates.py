"""Which posts say the same."""

import random

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relevance.errors import UsageError
from relevance.near_duplicates import comparable_texts, duplicate_groups, lots, pairs, sets

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


@pytest.fixture
def compared(monkeypatch):
    """How many pairs each lot compares."""
    counts, near = [], pairs._Groups._near

    def counted(self, one, other):
        counts.append(len(one))
        return near(self, one, other)

    monkeypatch.setattr(pairs._Groups, "_near", counted)
    return counts


@pytest.fixture
def small_lots(monkeypatch):
    monkeypatch.setattr(lots, "AT_ONCE", 1_000)
    monkeypatch.setattr(pairs, "AT_ONCE", 70)
    monkeypatch.setattr(pairs, "_PAIRS_HELD", 100)


def test_pairs_looked_at_a_few_at_a_time_give_the_same_groups(compared, request):
    texts = [f"{TWENTY} {TWENTY.upper().replace(' ', 'x ')} number {n}" for n in range(90)]
    texts += [f"{TWENTY} and {n % 7} more of it" for n in range(90)]
    whole = groups(texts)
    compared.clear()
    request.getfixturevalue("small_lots")
    assert groups(texts) == whole
    # Of 90 texts of one template, most pairs are one group by the time they would be compared.
    assert max(compared) <= 40
    assert sum(compared) < 1_000


def filled_in(count, *, slots):
    """Texts of one template: a word of its own for each text in every of so many places, from the first on."""
    form = [f"form{place}" for place in range(40)]
    for text in range(count):
        words = list(form)
        for slot in range(slots):
            words.insert(slot * 9, f"own{text}x{slot}")
        yield " ".join([*words, "number", str(text)])


@pytest.mark.parametrize("count", [300, 1_200])
def test_what_is_held_and_compared_of_a_template_grows_with_its_texts_alone(
    count, compared, monkeypatch
):
    rows, listed = [], pairs._listed

    def counted(found):
        rows.append((len(found.codes), len(listed(found).code)))
        return listed(found)

    monkeypatch.setattr(pairs, "_listed", counted)
    assert groups(list(filled_in(count, slots=1))) == ["t0"] * count
    # 43 words have 41 sequences, of which all but the first and the last are those of the template; 41 - 33 + 1 = 9
    # are rare enough to be looked up.
    ((held, looked_up),) = rows
    assert held == 39 * count
    assert looked_up <= 7 * count
    assert sum(compared) < 3 * count


@pytest.mark.parametrize("count", [300, 1_200])
def test_texts_of_a_template_with_too_much_of_their_own_are_not_compared(count, compared):
    # 8 of 43 sequences are each text's own: 35 of 51 are common, 0.69.
    assert groups(list(filled_in(count, slots=3))) == [None] * count
    assert sum(compared) == 0


def test_of_ordinary_texts_nothing_is_held(monkeypatch):
    held, shared = [], pairs.near_groups
    monkeypatch.setattr(
        "relevance.near_duplicates.grouping.near_groups",
        lambda found: held.append(found) or shared(found),
    )
    # Each has 18 sequences, of which it shares 9 with all others: less than four fifths.
    half = " ".join(TWENTY.split()[:11])
    texts = [f"{half} " + " ".join(f"w{text}x{word}" for word in range(9)) for text in range(200)]
    assert groups(texts) == [None] * 200
    assert not len(held[0].codes)


def test_those_outside_the_largest_group_are_compared_with_all(monkeypatch, compared):
    # 65 with a sequence in common are more than are all compared, and here no neighbours are.
    monkeypatch.setattr(pairs, "_NEIGHBOURS", 0)
    assert groups(list(filled_in(65, slots=1))) == ["t0"] * 65
    assert sum(compared) >= 64
    # Of 66 alone, 65 are outside of any: this is where near-duplicates can be missed.
    assert groups(list(filled_in(66, slots=1))) == [None] * 66


def test_taking_out_what_is_alone_leaves_others_alone():
    # Of the third only sequence 4 is another's: it goes, and with it what the second shares with it.
    sizes, kept = [5, 5, 5], [4, 5, 4]
    codes = [0, 1, 2, 3, 0, 1, 2, 3, 4, 4, 5, 6, 7]
    lot = sets.NumberedSets(*(np.array(part, dtype=np.int32) for part in (sizes, kept, codes)))
    found = sets.shared_sets([lot])
    assert found.kept.tolist() == [4, 4, 0]
    assert len(found.codes) == 8
    assert found.codes[:4].tolist() == found.codes[4:].tolist()


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


def of_templates(chance):
    """Some 20 to 130 texts of up to three templates, with words put in at places of their own or at random."""
    names = [f"n{name}" for name in range(chance.choice([2, 10, 200]))]
    forms = [
        [f"f{chance.randrange(60)}" for _ in range(chance.randrange(6, 45))]
        for _ in range(chance.randrange(1, 4))
    ]
    places = [chance.randrange(len(form)) for form in forms for _ in range(2)]
    for text in range(chance.randrange(20, 130)):
        which = chance.randrange(len(forms))
        words = list(forms[which])
        for _ in range(chance.randrange(3)):
            place = chance.choice([0, len(words) - 1, places[which], chance.randrange(len(words))])
            words[min(place, len(words) - 1)] = chance.choice(names)
        yield " ".join([*words, f"number {text}"] if chance.random() < 0.5 else words)


@given(st.integers(0, 10**6))
def test_groups_of_templates_are_those_of_comparing_all_pairs(seed):
    texts = list(of_templates(random.Random(seed)))
    assert groups(texts) == brute_force(texts)


@given(st.integers(0, 10**6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_groups_of_templates_in_small_lots_are_those_of_comparing_all_pairs(small_lots, seed):
    texts = list(of_templates(random.Random(seed)))
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
