"""Why a post, a person and the feed have their figures: parts that add up, what matched, what would change it."""

import math
import re
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from relevance.config import Settings
from relevance.errors import NotFoundError, UsageError
from relevance.feed import feed_relevance, person_relevance, profile_prior, states
from relevance.interests import Calibration
from relevance.pipeline import (
    BASE,
    DRAWN,
    Scores,
    connections,
    current_scores,
    explain_feed,
    explain_person,
    explain_post,
    find_person,
    import_paths,
    ranked_posts,
    rate,
    score,
    try_changes,
    what_would_settle,
)
from relevance.pipeline.counterfactuals import weight_for_bar, without_interests
from relevance.store import Store, ratings_now
from tests import world

NONE_RATED = pl.DataFrame(
    schema={"subject": pl.String, "subject_id": pl.String, "value": pl.Float64}
)
PLAIN = Calibration(model_id="plain", slope=20.0, threshold=0.3)


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "why.duckdb") as opened:
        world.fill(opened, tmp_path)
        yield opened


def scores_of(store: Store) -> Scores:
    return current_scores(store, Settings(database=store.path), encoder=world.WordEncoder())


def post_of(store: Store, name: str) -> str:
    rows = store.frame(
        "SELECT post_id FROM feed_post WHERE person_id = ? ORDER BY post_id",
        [find_person(store, name)],
    )
    return str(rows["post_id"][0])


def with_matches(scores: Scores, column: list[float], weights: list[float]) -> Scores:
    """The same with one post's matches given, and relevance equal to the combined evidence."""
    posts = scores.matches.posts.copy()
    posts[:, 0] = column
    corpus = replace(scores.corpus, calibration=PLAIN)
    return score(corpus, replace(scores.matches, posts=posts), weights)


def relevance_of(scores: Scores) -> float:
    return float(scores.relevance[0])


def test_what_one_weight_less_would_make_of_a_post(store: Store) -> None:
    # Weights 1, .5 and -1, a match of .5 each: (1 - .5 x .75) x .5 = .3125.
    scores = with_matches(scores_of(store), [0.5, 0.5, 0.5], [100, 50, -100])
    assert relevance_of(scores) == pytest.approx(0.3125)
    shares = {"Learning design": 0.4417, "Trains": 0.1833, "Crypto": -0.3125}
    found = without_interests(scores, NONE_RATED, shares, relevance_of)
    # Without design .25 x .5; without crypto 1 - .5 x .75; without trains .5 x .5.
    assert [(one.interest, one.weight) for one in found] == [
        ("Learning design", 0),
        ("Crypto", 0),
        ("Trains", 0),
    ]
    assert [one.relevance for one in found] == pytest.approx([0.125, 0.625, 0.25])
    assert found[2].sentence == "At weight 0 for Trains it would be 25."
    assert not without_interests(scores, NONE_RATED, {"Trains": 0.001}, relevance_of)


def test_the_weight_at_which_a_post_reaches_the_bar(store: Store) -> None:
    # 1 - (1 - .5 w) x .75 is .5 at w = 2/3: 67 is the least whole weight.
    scores = with_matches(scores_of(store), [0.5, 0.5, 0.0], [20, 50, -100])
    found = weight_for_bar(scores, NONE_RATED, 0, 0.5)
    assert found is not None
    assert (found.interest, found.weight) == ("Learning design", 67)
    assert found.relevance == pytest.approx(1 - (1 - 0.335) * 0.75)
    assert found.sentence == "From weight 67 for Learning design on it reaches your bar of 50."
    # With a bar of .9 not even 100 is enough: 1 - .5 x .75 = .625.
    most = weight_for_bar(scores, NONE_RATED, 0, 0.9)
    assert most is not None
    assert (
        most.sentence
        == "Even at weight 100 for Learning design it would be 62, below your bar of 90."
    )
    # At .325 it lies above a bar of .3, which it is below from w = .1333 down: 13.
    falling = weight_for_bar(scores, NONE_RATED, 0, 0.3)
    assert falling is not None
    assert (falling.weight, falling.relevance < 0.3) == (13, True)
    # Trains alone give .25, so no weight of design takes it below .2; and nothing wanted is near at all.
    assert weight_for_bar(scores, NONE_RATED, 0, 0.2) is None
    nothing = with_matches(scores_of(store), [0.01, 0.01, 0.9], [20, 50, -100])
    assert weight_for_bar(nothing, NONE_RATED, 0, 0.5) is None


def test_every_counterfactual_is_what_the_changed_interests_give(store: Store) -> None:
    scores = scores_of(store)
    found = explain_feed(store, scores)
    by_weight = [one for one in found.changes if one.interest is not None]
    for one in by_weight:
        weights = [0.0 if i.name == one.interest else i.weight for i in world.INTERESTS]
        assert one.relevance == pytest.approx(score(scores.corpus, scores.matches, weights).feed)
    assert {one.interest for one in by_weight} <= {"Learning design", "Trains", "Crypto"}
    assert by_weight
    without = [one for one in found.changes if one.person_id is not None]
    assert len(without) == 3
    for one in without:
        after = try_changes(scores, [], removed=[str(one.person_id)]).after
        assert one.relevance == pytest.approx(after, abs=1e-6)


def test_a_posts_parts_add_up_and_name_keyword_and_sentence(store: Store) -> None:
    scores = scores_of(store)
    post_id = post_of(store, "Bea Brook")
    found = explain_post(store, scores, post_id, Settings(), encoder=world.WordEncoder())
    row = scores.corpus.posts["post_id"].index_of(post_id)
    assert found.relevance == pytest.approx(float(scores.relevance[row]))
    assert sum(one.share for one in found.parts) == pytest.approx(found.relevance, abs=1e-5)
    first = found.parts[0]
    assert (first.name, first.keyword, first.weight) == ("Learning design", "design", 100)
    assert found.parts[-1].name == BASE
    assert found.by_model
    assert found.best[0].interest == "Learning design"
    assert "all about design" in found.best[0].text
    # An oracle for the weight of 0: only the formula of the module, not its code.
    zero = next(one for one in found.changes if one.interest == "Learning design")
    a, c = scores.corpus.calibration.map_slope, scores.corpus.calibration.map_intercept
    design, trains, crypto = (float(one) for one in scores.matches.posts[:, row])
    z = max((1 - (1 - 0.5 * trains)) * (1 - crypto), 2.0**-24)
    expected = 1 / (1 + math.exp(-(a * math.log(z / (1 - z)) + c)))
    assert zero.relevance == pytest.approx(expected, abs=1e-4)
    assert design > 0.9


def test_the_sentence_that_matched_is_found_by_meaning_or_by_words(
    store: Store, tmp_path: Path
) -> None:
    row = {
        "author": "Bea Brook",
        "author_url": "https://www.linkedin.com/in/bea-brook",
        "text": "Monday was long. Good design starts with a question! The weather was fine, too.",
        "created_at": world.NEWEST.isoformat(),
    }
    import_paths(
        store, [world.write_posts(tmp_path, [row])], settings=Settings(database=store.path)
    )
    world.embed(store, encoder=world.WordEncoder())
    scores = scores_of(store)
    post = store.frame("SELECT post_id FROM post WHERE text LIKE 'Monday%'")["post_id"][0]
    for encoder, by_model in ((None, False), (world.WordEncoder(), True)):
        found = explain_post(store, scores, post, Settings(), encoder=encoder)
        assert found.by_model is by_model
        assert [(one.interest, one.text) for one in found.best] == [
            ("Learning design", "Good design starts with a question!")
        ]
        assert (found.best[0].match is not None) is by_model


def test_what_has_no_figure_says_why(store: Store, tmp_path: Path) -> None:
    settings = Settings(database=store.path)
    old = {
        "author": "Bea Brook",
        "author_url": "https://www.linkedin.com/in/bea-brook",
        "text": "An old post about design.",
        "created_at": "2020-01-01T00:00:00Z",
    }
    new = {**old, "text": "A new one about design.", "created_at": world.NEWEST.isoformat()}
    own = {
        **new,
        "author": "Ada Example",
        "author_url": "https://www.linkedin.com/in/ada-example",
        "text": "Mine.",
    }
    import_paths(store, [world.write_posts(tmp_path, [old, new, own])], settings=settings)
    scores = scores_of(store)
    said = {}
    for post_id, text in store.frame("SELECT post_id, text FROM post").iter_rows():
        said[text] = explain_post(store, scores, post_id, settings)
    assert "more than 365 days before" in str(said["An old post about design."].unknown)
    assert "has not read it yet" in str(said["A new one about design."].unknown)
    assert "your own post" in str(said["Mine."].unknown)
    assert said["Mine."].parts == ()
    assert said["Mine."].relevance is None
    with pytest.raises(NotFoundError, match="There is no post with the id 'nonsense'"):
        explain_post(store, scores, "nonsense", settings)


def test_an_encoder_of_another_model_is_refused(store: Store) -> None:
    encoder = world.WordEncoder()
    encoder.model_id = "another"
    with pytest.raises(UsageError, match="got an encoder of 'another'"):
        explain_post(
            store, scores_of(store), post_of(store, "Bea Brook"), Settings(), encoder=encoder
        )


def test_the_parts_of_persons_add_up_to_what_is_shown(store: Store) -> None:
    scores = scores_of(store)
    for row in connections(scores).iter_rows(named=True):
        found = explain_person(store, scores, row["person_id"])
        if row["relevance"] is None:
            assert (found.relevance, dict(found.parts)) == (None, {})
            assert found.settled_by
            continue
        assert sum(found.parts.values()) == pytest.approx(row["relevance"])
        raw = scores.estimates.raw[row["code"]]
        assert found.parts[DRAWN] == pytest.approx(row["relevance"] - raw, abs=1e-5)
        posts = ranked_posts(store, scores, row["person_id"])
        assert posts["effect"].sum() == pytest.approx(row["effect"], abs=1e-4)
    with pytest.raises(NotFoundError):
        explain_person(store, scores, "nobody")


def test_the_parts_of_the_feed_and_of_who_carries_it_add_up(store: Store) -> None:
    scores = scores_of(store)
    found = explain_feed(store, scores)
    assert found.relevance == scores.feed
    assert sum(found.parts.values()) == pytest.approx(scores.feed, abs=1e-5)
    assert found.people["part"].sum() == pytest.approx(scores.feed, abs=1e-5)
    assert found.people["attention_share"].sum() == pytest.approx(1)
    assert found.people["name"][0] == "Bea Brook"


def test_an_empty_feed_has_no_parts(tmp_path: Path) -> None:
    with Store.open(tmp_path / "none.duckdb") as empty:
        found = explain_feed(empty, scores_of(empty))
        assert (found.relevance, dict(found.parts), found.people.height) == (None, {}, 0)


def test_what_ratings_add_is_a_part_and_can_be_left_out(store: Store) -> None:
    for name, thumb in (("Eli East", "up"), ("Dina Dahl", "down")):
        rows = store.frame(
            "SELECT post_id FROM feed_post WHERE person_id = ? ORDER BY post_id",
            [find_person(store, name)],
        )
        for post_id in rows["post_id"]:
            rate(store, post_id, thumb)
    scores = scores_of(store)
    post_id = post_of(store, "Eli East")
    found = explain_post(store, scores, post_id, Settings())
    row = scores.corpus.posts["post_id"].index_of(post_id)
    part = next(one for one in found.parts if one.name == "your ratings")
    assert part.share > 0
    assert sum(one.share for one in found.parts) == pytest.approx(found.relevance, abs=1e-5)
    without = next(one for one in found.changes if one.interest is None)
    assert without.relevance == pytest.approx(float(scores.stated[row]), abs=1e-6)
    # The other answers keep what the ratings teach: the same as scoring with the changed weights and all ratings.
    other = next(one for one in found.changes if one.interest is not None and one.weight == 0)
    weights = [0.0 if one.name == other.interest else one.weight for one in world.INTERESTS]
    anew = score(scores.corpus, scores.matches, weights, ratings_now(store))
    assert other.relevance == pytest.approx(float(anew.relevance[row]))


def state_with(scores: Scores, code: int, relevances: list[float]) -> str:
    """The state of someone who also wrote posts of these relevances, as loud as their own."""
    rows = [row for row in range(len(scores.relevance)) if scores.counted[row]]
    own = [row for row in rows if scores.corpus.person[row] == code]
    loud = sum(scores.corpus.attention[own]) / len(own)
    r = [*scores.relevance[rows], *relevances]
    a = [*scores.corpus.attention[rows], *[loud] * len(relevances)]
    who = [*scores.corpus.person[rows], *[code] * len(relevances)]
    n = scores.corpus.people.height
    plain = person_relevance(r, a, who, n)
    prior = profile_prior(scores.profile_relevance, plain.raw, plain.posts)
    return str(states(person_relevance(r, a, who, n, prior), feed_relevance(r, a))[code])


def test_as_many_more_posts_as_are_said_settle_a_person(store: Store, tmp_path: Path) -> None:
    # One of two posts of Gus is what the owner wants: .5 against a feed of .42, but two posts may be chance.
    rows = [
        {
            "author": "Gus Gray",
            "author_url": "https://www.linkedin.com/in/gus-gray",
            "text": f"A note about {subject}.",
            "created_at": world.NEWEST.isoformat(),
        }
        for subject in ("design", "weather")
    ]
    import_paths(store, [world.write_posts(tmp_path, rows)], settings=Settings(database=store.path))
    world.embed(store, encoder=world.WordEncoder())
    scores = scores_of(store)
    gus = find_person(store, "Gus Gray")
    code = int(scores.corpus.people.filter(person_id=gus)["code"][0])
    attention = scores.corpus.attention.copy()
    attention[scores.corpus.person == code] *= 0.02  # in a feed of many he is hardly heard
    scores = score(replace(scores.corpus, attention=attention), scores.matches)
    said = str(what_would_settle(scores, gus))
    assert explain_person(store, scores, gus).settled_by == said
    found = re.search(r"(\d+) more posts like these and they count as one who raises it", said)
    assert found is not None
    needed = int(found[1])
    assert needed > 10
    # Both of his posts lie about .5 from their mean of .5: so do further ones, half above and half below.
    mine = scores.relevance[scores.corpus.person == code].astype(float)
    mean = float(mine.mean())
    reach = min(float(mine.std()), mean, 1 - mean)
    for count, state in ((needed, "raises"), (needed - 1, "neutral")):
        further = [mean] * (count % 2) + [mean + reach, mean - reach] * (count // 2)
        assert state_with(scores, code, further) == state


def test_someone_as_relevant_as_the_feed_is_not_settled_soon(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    scores = scores_of(store)
    monkeypatch.setattr("relevance.pipeline.settling._state_with", lambda *_: "neutral")
    state = scores.state.copy()
    state[scores.corpus.people["name"].index_of("Eli East")] = "neutral"
    said = what_would_settle(replace(scores, state=state), find_person(store, "Eli East"))
    assert str(said).endswith("would not settle it: they and the feed are too near to each other.")
