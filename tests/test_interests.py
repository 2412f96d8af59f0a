"""Interests and their file, hostile ones included; the calibration of a model."""

import math
from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevance.errors import DataError, NothingUsableError, UnreadableFileError, UsageError
from relevance.interests import (
    Calibration,
    Interest,
    check_interests,
    default_calibration,
    dump_interests,
    fit_calibration,
    load_interests,
    parse_interests,
)
from relevance.scoring import calibrate
from relevance.unseen import seen

FILE = """
# what I want
[[interest]]
name = "Learning design"
weight = 80
keywords = ["instructional design", "workplace learning"]
labels = ["pedagogy"]

[[interest]]
name = "Crypto"
weight = -62.5
"""

# ------------------------------------------------------------------ one interest


def test_interest_is_tidied():
    found = Interest("  Learning \n design ", 80, ("a  b", "", "A B", "c"), (" x ",))
    assert found.name == "Learning design"
    assert found.keywords == ("a b", "c")
    assert found.labels == ("x",)
    assert found.strength == 0.8
    with pytest.raises(FrozenInstanceError):
        found.weight = 3


def test_name_serves_where_there_are_no_keywords():
    assert Interest("Crypto", -50).phrases == ("Crypto",)
    assert Interest("Crypto", -50, ("bitcoin",)).phrases == ("bitcoin",)


def test_every_mistake_of_an_interest_is_named():
    with pytest.raises(DataError) as caught:
        Interest("  ", 101, ("ok", 5), "label")
    message = str(caught.value)
    assert "`name` must have 1 to 200 characters" in message
    assert "`weight` must be a number from -100 to 100, got 101" in message
    assert "`keywords` must be text, got 5" in message
    assert "`labels` must be a list of texts, got 'label'" in message


@pytest.mark.parametrize("weight", [math.nan, math.inf, -100.1, True, "80", None, 10**400])
def test_weight_out_of_range_is_refused(weight):
    with pytest.raises(DataError, match="`weight` must be a number from -100 to 100"):
        Interest("A", weight)


@pytest.mark.parametrize("weight", [-100, -0.5, 0, 100, 1e-300])
def test_weight_in_range_is_taken(weight):
    assert Interest("A", weight).weight == weight


def test_names_that_differ_by_case_only_are_refused():
    one, other = Interest("Coaching", 5), Interest(" COACHING", 9)
    with pytest.raises(DataError, match="'coaching' is used more than once"):
        check_interests([one, other])
    assert check_interests(iter([one])) == (one,)


# ------------------------------------------------------------------ the file


def test_file_is_read_in_its_order(tmp_path):
    path = tmp_path / "interests.toml"
    path.write_bytes(b"\xef\xbb\xbf" + FILE.encode())
    assert load_interests(path) == (
        Interest(
            "Learning design", 80, ("instructional design", "workplace learning"), ("pedagogy",)
        ),
        Interest("Crypto", -62.5),
    )


def test_file_is_written_readably():
    written = dump_interests(
        [Interest('The "new" work\\life', 80, ("a\x07b",)), Interest("B", -0.5)]
    )
    assert written == (
        '[[interest]]\nname = "The \\"new\\" work\\\\life"\nweight = 80\nkeywords = ["ab"]\n'
        '\n[[interest]]\nname = "B"\nweight = -0.5\n'
    )


names = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
interests = st.builds(
    Interest,
    names.filter(lambda name: seen(name).split()),
    st.floats(-100, 100) | st.integers(-100, 100),
    st.lists(names, max_size=4).map(tuple),
    st.lists(names, max_size=3).map(tuple),
)


@given(st.lists(interests, min_size=1, max_size=4, unique_by=lambda one: one.name.casefold()))
def test_what_is_written_is_read_back(listed):
    assert parse_interests(dump_interests(listed)) == tuple(listed)


def test_all_mistakes_of_a_file_come_at_once():
    text = """
    [[interest]]
    name = "A"
    weigth = 80
    [[interest]]
    weight = 300
    keywords = "not a list"
    [[interest]]
    name = "a "
    weight = nan
    """
    with pytest.raises(DataError) as caught:
        parse_interests(text, origin="mine.toml")
    message = str(caught.value)
    for expected in (
        "Nothing of mine.toml was taken",
        "interest 1 ('A'): has no setting 'weigth'; allowed are",
        "interest 1 ('A'): `weight` must be a number from -100 to 100, got None",
        "interest 2: `name` must be text, got None",
        "interest 2: `weight` must be a number from -100 to 100, got 300",
        "interest 2: `keywords` must be a list of texts, got 'not a list'",
        "interest 3 ('a '): `weight` must be a number from -100 to 100, got nan",
        "the name 'a' is used more than once",
        "Mend them and try again",
    ):
        assert expected in message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[interest]\nname = 1", "is not valid TOML"),
        ("x = " + "[" * 100_000, "nested too deeply"),
        ("x = " + "9" * 5000, "is not valid TOML"),
        ("interest = 3", "with two brackets, got one int"),
        ("[interest]\nname = 'A'", "got one dict"),
        ("interest = [3]", "interest 1: must be a table with .*, got int"),
        ("#" * (1 << 20) + "\n", "too long for interests"),
        (f"[[interest]]\nname = '{'a' * 201}'\nweight = 1", "must have 1 to 200 characters"),
        ("[[interest]]\nname = 'a'\nweight = 1e999", "`weight` must be a number"),
        ("[[interest]]\nname = 'a'\nweight = 1979-05-27", "got datetime.date"),
        (
            f"[[interest]]\nname = 'a'\nweight = 1\nkeywords = {['k'] * 201}",
            "may have at most 200 texts, got 201",
        ),
    ],
)
def test_hostile_file_is_refused_in_words(text, message):
    with pytest.raises(DataError, match=message) as caught:
        parse_interests(text)
    assert len(str(caught.value)) < 2000


@pytest.mark.parametrize("text", ["", "# nothing\n", "title = 'x'", "interest = []"])
def test_a_file_without_interests_is_an_error(text):
    with pytest.raises(NothingUsableError, match=r"has no \[\[interest\]\]"):
        parse_interests(text)


def test_many_mistakes_are_counted_not_listed():
    text = "[[interest]]\nname = ''\nweight = 1\n" * 50
    with pytest.raises(DataError, match="and 31 more"):
        parse_interests(text)


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(UnreadableFileError, match="cannot be opened: No such file"):
        load_interests(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UnreadableFileError, match="is not UTF-8 text"):
        load_interests(tmp_path / "bad.toml")


# ------------------------------------------------------------------ calibration


def test_default_calibration_is_known_by_the_last_part_of_the_id():
    known = default_calibration("sentence-transformers/all-MiniLM-L6-v2")
    assert known == default_calibration("all-minilm-l6-v2")
    assert known == default_calibration("C:\\models\\all-MiniLM-L6-v2")
    assert known.model_id == "sentence-transformers/all-MiniLM-L6-v2"


def test_unknown_model_gets_a_neutral_map_under_its_own_name():
    found = default_calibration("someone/other-model")
    assert found.model_id == "someone/other-model"
    np.testing.assert_allclose(calibrate([0.1, 0.5, 0.9], found), [0.1, 0.5, 0.9], atol=1e-6)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"slope": 0}, "`slope` must be above 0"),
        ({"map_slope": -1}, "`map_slope` must be above 0"),
        ({"threshold": 2}, "`threshold` must be from -1 to 1"),
        ({"centre_prior": -1}, "`centre_prior` must be 0 or more"),
        ({"map_intercept": math.nan}, "every parameter must be finite"),
    ],
)
def test_impossible_calibration_is_refused(changes, message):
    with pytest.raises(UsageError, match=message):
        Calibration(**({"model_id": "m", "slope": 20.0, "threshold": 0.3} | changes))


PLAIN = Calibration("m", slope=20.0, threshold=0.3, centre_prior=2.0)


def test_fit_recovers_a_planted_map():
    random = np.random.default_rng(12)
    z = random.uniform(0.001, 0.999, 60_000)
    planted = Calibration("m", 20.0, 0.3, map_slope=0.6, map_intercept=-1.0)
    relevant = random.random(z.size) < calibrate(z, planted)
    found = fit_calibration(z, relevant, PLAIN)
    assert found.map_slope == pytest.approx(0.6, abs=0.03)
    assert found.map_intercept == pytest.approx(-1.0, abs=0.05)
    assert (found.slope, found.threshold, found.centre_prior) == (20.0, 0.3, 2.0)


def test_fitted_probabilities_have_the_mean_of_the_labels():
    # What logistic regression with an intercept promises; Platt's targets draw it in a little.
    z = np.linspace(0.05, 0.95, 1000)
    relevant = np.arange(1000) % 4 == 0
    found = calibrate(z, fit_calibration(z, relevant, PLAIN))
    assert found.mean() == pytest.approx(0.25, abs=0.002)


def test_two_labels_do_not_make_it_certain():
    found = fit_calibration([0.2, 0.8], np.array([False, True]), PLAIN)
    # Platt's targets for one label of each kind are 2/3 and 1/3, which two points meet exactly.
    np.testing.assert_allclose(calibrate([0.2, 0.8], found), [1 / 3, 2 / 3], atol=1e-4)


def test_labels_that_contradict_the_evidence_do_not_turn_the_order_round():
    z = np.linspace(0.1, 0.9, 50)
    found = fit_calibration(z, z < 0.5, PLAIN)
    assert found.map_slope == 0.05
    assert np.all(np.diff(calibrate(z, found)) > 0)


def test_fit_of_equal_evidence_gives_the_share_of_relevant_posts():
    found = fit_calibration(np.full(400, 0.5), np.arange(400) < 100, PLAIN)
    assert calibrate([0.5], found)[0] == pytest.approx(0.25, abs=0.005)


@pytest.mark.parametrize(
    ("z", "relevant", "message"),
    [
        ([0.5, 0.6], [True, True], "hold both kinds of label"),
        ([0.5], [True, False], "must be of one length"),
        ([0.5, 1.6], [True, False], "`z` must be from 0 to 1"),
        ([0.5, math.nan], [True, False], "`z` must be from 0 to 1"),
    ],
)
def test_fit_refuses_what_cannot_be_fitted(z, relevant, message):
    with pytest.raises(UsageError, match=message):
        fit_calibration(np.array(z), np.array(relevant), PLAIN)
