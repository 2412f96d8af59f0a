"""What the model makes of notes: the shipped coefficients, whom they fit, and what they find."""

import json

import numpy as np
import pytest

from relevance.embedding import DEFAULT_MODEL, load_encoder
from relevance.errors import ModelError
from relevance.invites import analyse_note, note_body, pitch_chances
from relevance.invites.notes import chance_needed
from relevance.invites.pitch_model import pitch_checksum, pitch_model_from, read_pitch_model
from relevance.invites.pitch_signs import SIGNS
from tests.benchmarks.pitch_training import MODEL, read_notes, text_checksum
from tests.written_notes import ORDINARY, PITCHES

OFFER = "We help museums with scenarios and read your post on branching."


def document(**changes):
    given = {
        "model": "tiny",
        "intercept": -1.0,
        "vector": [2.0, 0.0],
        "signs": {"speaks of price": 3.0},
    }
    given |= changes
    return json.dumps(given | {"checksum": changes.get("checksum") or pitch_checksum(given)})


def test_chances_by_hand():
    model = pitch_model_from(document())
    found = model.chances(
        ["hello there", "what about our fees"], np.array([[1.0, 0.0], [0.0, 1.0]])
    )
    # Log odds -1 + 2 = 1, and -1 + 3 = 2 by the sign.
    np.testing.assert_allclose(found, [1 / (1 + np.exp(-1)), 1 / (1 + np.exp(-2))])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (document(checksum="0" * 64), "not those that were shipped"),
        (document(vector=["x"]), "cannot be read"),
        ("{}", "cannot be read"),
        ("[1]", "cannot be read"),
        ("not json", "cannot be read"),
    ],
)
def test_damaged_coefficients_are_refused(text, words):
    with pytest.raises(ModelError, match=words):
        pitch_model_from(text)


def test_shipped_coefficients_fit_the_signs_the_default_model_and_the_text_they_were_trained_on():
    model = read_pitch_model()
    assert (model.model_id, model.vector.shape) == (DEFAULT_MODEL, (384,))
    assert set(model.signs) == {label for label, _, _ in SIGNS}
    told = json.loads(MODEL.read_text("utf-8"))
    assert told["text_sha256"] == text_checksum(read_notes())


def test_vectors_of_another_model_say_nothing():
    vectors, there = np.ones((2, 384), dtype=np.float32), np.array([True, True])
    assert pitch_chances([OFFER, OFFER], vectors, there, model_id="other@1") == [None, None]
    narrow = np.ones((2, 3), dtype=np.float32)
    assert pitch_chances([OFFER, OFFER], narrow, there, model_id=DEFAULT_MODEL) == [None, None]


def test_what_has_no_vector_has_no_chance():
    vectors = np.zeros((2, 384), dtype=np.float32)
    found = pitch_chances([None, OFFER], vectors, np.array([False, True]), model_id=DEFAULT_MODEL)
    assert found[0] is None
    assert 0 < found[1] < 1


@pytest.mark.parametrize(
    ("weight", "chance"), [(0.6, 0.7), (0.3, 0.538461), (1.5, 0.853658), (1e9, 1.0)]
)
def test_one_screw_turns_both_scales(weight, chance):
    assert chance_needed(weight) == pytest.approx(chance, abs=1e-5)


def test_the_chance_decides_where_there_is_one():
    assert analyse_note(OFFER).kind == "personal"
    assert analyse_note(OFFER, chance=0.9).kind == "pitch"
    assert analyse_note(OFFER, chance=0.69).half_offer
    assert not analyse_note(OFFER, chance=0.4).half_offer
    assert analyse_note(OFFER, chance=0.9, pitch_weight=9.0).kind == "personal"


def test_a_pitch_without_a_sign_quotes_the_note():
    found = analyse_note("Hi Maren, could your nurses use an hour more a day?", chance=0.9)
    assert [(one.label, one.quote) for one in found.findings] == [
        ("reads like an offer", "“could your nurses use an hour more a day?”")
    ]


def test_other_languages_and_stock_sentences_stay_what_they_are():
    german = "Wir helfen Ihnen, die Kosten für Schulungen zu senken, und würden das gerne zeigen."
    assert analyse_note(german, chance=0.99).kind == "could_not_tell"
    assert (
        analyse_note("I'd like to add you to my professional network.", chance=0.99).kind
        == "default"
    )


def test_text_for_training_is_of_several_hundred_notes_of_many_families():
    notes = read_notes()
    assert len({note.text for note in notes}) == len(notes) >= 400
    assert len({note.family for note in notes}) >= 80
    kinds = {note.kind for note in notes}
    assert {
        "hard_pitch",
        "soft_pitch",
        "personal",
        "recall",
        "recruiter",
        "event",
        "thanks",
        "ordinary",
    } <= kinds
    # What the tests judge by was not trained on.
    assert not {note.text for note in notes} & {*PITCHES, *ORDINARY}


@pytest.mark.model
def test_notes_that_it_was_not_trained_on_are_told_apart():
    encoder = load_encoder()

    def kinds(notes):
        vectors = encoder.encode([note_body(note) for note in notes])
        there = np.ones(len(notes), dtype=bool)
        chances = pitch_chances(notes, vectors, there, model_id=encoder.model_id)
        return [
            analyse_note(note, chance=one).kind for note, one in zip(notes, chances, strict=True)
        ]

    assert kinds(PITCHES).count("pitch") >= 25
    assert kinds(ORDINARY).count("pitch") <= 2
