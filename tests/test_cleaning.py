"""What the model reads of a post: trimmings go, what it says stays, in doubt everything stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevance.cleaning import clean, cleaned
from relevance.schema import text_key, vector_key

SAID = "Our nurses practise handovers on the ward instead of in a classroom."


@pytest.mark.parametrize(
    ("text", "removed"),
    [
        (f"{SAID}\n\n#learning #leadership #growth #mindset", "hashtags"),
        (f"{SAID} #learning, #leadership, #growth", "hashtags"),
        (f"{SAID}\n🚀🚀🚀", "emoji"),
        (f"🔥 🔥 🔥 🔥\n{SAID}", "emoji"),
        (f"{SAID}\n🙋🏽‍♀️👩‍🏫❤️", "emoji"),
        (f"{SAID}\n\n———————", "emoji"),
        (f"{SAID}\n\n♻️ Repost if this helps someone.\nFollow me for more 🙏", "signature"),
        (f"{SAID}\n\nP.S. Share this with your team!", "signature"),
        (f"{SAID}\n\nLink in the first comment 👇", "signature"),
        (f"{SAID}\n\nAgree?", "signature"),
        (f"{SAID}\n\nKind regards,\nAna Silva\nHead of Learning", "signature"),
        (f"{SAID}\n-- \nAna Silva\n+44 20 7946 0000", "signature"),
        (f"{SAID}\n\nana@example.org", "signature"),
        (f"I'm thrilled to announce that {SAID}", "opener"),
        (f"So excited to share: {SAID}", "opener"),
        (f"🎉 We are super proud and humbled to finally share the news that {SAID}", "opener"),
        (f"It is with great pleasure that I announce that {SAID}", "opener"),
        (f"BIG NEWS! {SAID}", "opener"),
        (f"{SAID}\n\nOriginal post:\nTen tips for traders.", "quoted text"),
        (f"{SAID}\n--- Reposted from Carl Cole ---\nTen tips for traders.", "quoted text"),
        (f"{SAID}\n\nCarl Cole wrote:\n> Ten tips for traders.\n> Number one.", "quoted text"),
        (f"{SAID} RT @carlcole: Ten tips for traders.", "quoted text"),
    ],
)
def test_one_kind_of_trimming_goes_and_the_rest_stays(text: str, removed: str) -> None:
    found = clean(text)
    assert found.text == SAID
    assert found.removed == (removed,)


@pytest.mark.parametrize(
    "text",
    [
        SAID,
        f"  {SAID}\n\n\n\nWith blanks  as written. ",
        "I gave a talk on #xAPI and #L&D today.",
        "We ship #accessibility fixes; issue #12, #13 and #14 are done.",
        "Lovely evening 🌿☁️ with the team",
        "I was thrilled to hear her speak about rubrics.",
        "I'm happy to be back at work.",
        "Follow the evidence when you design a course.",
        "Share of voice fell by a third.\nComment threads grew.",
        "> one idea\n> another idea\nBoth are mine.",
        "Read more:\nhttps://example.org/rubrics",
        "Steps:\n- write\n- test",
        "What do you think of spaced practice in onboarding?",
        "Best\nWishes",
    ],
)
def test_what_says_something_stays_letter_by_letter(text: str) -> None:
    assert (clean(text).text, clean(text).removed) == (text, ())
    assert vector_key(text) == text_key(text)


def test_the_key_of_a_vector_follows_the_cleaned_text() -> None:
    assert vector_key(f"{SAID}\n#a1 #b2 #c3") == vector_key(SAID) == text_key(SAID)


def test_what_stands_below_a_call_goes_with_it() -> None:
    text = (
        f"🚀🚀🚀 Thrilled to announce that {SAID}\n\n♻️ Repost if you agree\n\n"
        "#learning #nursing #training\n\nShared post\nTen tips for traders."
    )
    assert clean(text).text == SAID
    assert clean(text).removed == ("quoted text", "signature", "opener")


@pytest.mark.parametrize(
    "text",
    [
        "#learning #design #training",
        "🚀🚀🚀",
        "RT @carlcole: Ten tips for traders.",
        "Nice one\n\nOriginal post:\nTen tips for traders.",
        "Follow me for more",
        "Thrilled to share",
        "",
        "  ",
    ],
)
def test_where_only_trimmings_would_be_left_they_are_what_is_said(text: str) -> None:
    assert cleaned(text) == text


@given(st.text(alphabet=st.sampled_from("ab #🚀\n>-.❤️@:R T"), max_size=80))
def test_cleaning_ends_makes_nothing_up_and_never_empties(text: str) -> None:
    found = clean(text)
    assert set(found.text) <= set(text) | {" ", "\n"}
    assert len(found.text) <= len(text)
    assert bool(found.text.strip()) == bool(text.strip())
    assert found.removed or found.text == text


def test_a_long_hostile_text_is_cleaned_quickly() -> None:
    for piece in ("#a ", "🚀 ", "> \n", "- \n", "super ", "RT @", "\n\n", "so very "):
        clean(piece * (20_000 // len(piece)))
