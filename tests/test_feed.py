"""The feed's mathematics against hand-worked numbers, brute force and planted truths."""

import math
from itertools import combinations
from time import process_time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevance.errors import UsageError
from relevance.feed import (
    POST_KINDS,
    AttentionRules,
    VolumePosterior,
    added_effect,
    attention,
    best_removals,
    feed_relevance,
    forecast_effect,
    person_effects,
    person_relevance,
    states,
    volume_posterior,
    what_if,
)

# Three people and one without posts. Ann 0: .9 (1); Bob 1: .5 (1), .1 (.5); Cem 2: .2 (1); Dee 3: none.
# A = 3.5; S = .9 + .5 + .05 + .2 = 1.65; R = 1.65 / 3.5 = .471429
RELEVANCE = np.array([0.9, 0.5, 0.1, 0.2])
ATTENTION = np.array([1.0, 1.0, 0.5, 1.0])
PERSON = np.array([0, 1, 1, 2])
FEED = 1.65 / 3.5


@st.composite
def worlds(draw, most_people=5, most_posts=12):
    """Draw a small feed: relevance, attention and person of each post, and the number of people."""
    people = draw(st.integers(1, most_people))
    size = draw(st.integers(0, most_posts))
    tenths = st.integers(0, 10).map(lambda n: n / 10)
    rows = draw(
        st.lists(
            st.tuples(tenths | st.floats(0, 1), tenths, st.integers(0, people - 1)),
            min_size=size,
            max_size=size,
        )
    )
    r, a, p = zip(*rows, strict=True) if rows else ((), (), ())
    return np.array(r, float), np.array(a, float), np.array(p, int), people


def ratio(r, a):
    return float((r * a).sum() / a.sum()) if a.sum() > 0 else math.nan


# ------------------------------------------------------------------ attention


DEFAULT = AttentionRules()


def posts_of(rows, rules=DEFAULT):
    """Attention of rows (age, kind, person, day, group)."""
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    return attention(*columns, rules)


def test_recency_and_kind():
    found = posts_of([(0, 0, 0, 9, -1), (90, 1, 1, 9, -1), (180, 2, 2, 9, -1), (-5, 3, 3, 9, -1)])
    # 1; .8 / 2; .6 / 4; a post of tomorrow is as fresh as today's: .4
    np.testing.assert_allclose(found, [1, 0.4, 0.15, 0.4], atol=1e-7)
    assert found.dtype == np.float32
    assert POST_KINDS == ("post", "reshare", "bare_reshare", "like")


def test_without_recency_age_does_not_matter():
    found = posts_of([(0, 0, 0, 1, -1), (5000, 0, 1, 1, -1)], AttentionRules().without_recency())
    np.testing.assert_array_equal(found, [1, 1])


def test_unknown_age_counts_as_the_median():
    found = posts_of(
        [(0, 0, 0, 1, -1), (90, 0, 1, 1, -1), (900, 0, 2, 1, -1), (math.nan, 0, 3, 1, -1)]
    )
    assert found[3] == pytest.approx(0.5)
    np.testing.assert_array_equal(posts_of([(math.nan, 0, 0, -1, -1)]), [1])


def test_beyond_the_daily_cap_the_posts_of_a_day_share_it():
    # Six posts of person 0 on day 1 share 3; their post of day 2 and person 1's post are whole.
    rows = [(0, 0, 0, 1, -1)] * 6 + [(0, 0, 0, 2, -1), (0, 0, 1, 1, -1)]
    np.testing.assert_allclose(posts_of(rows), [0.5] * 6 + [1, 1])
    unlimited = posts_of(rows, AttentionRules(daily_cap=math.inf))
    np.testing.assert_array_equal(unlimited, np.ones(8))


def test_an_unknown_day_is_never_capped():
    np.testing.assert_array_equal(posts_of([(0, 0, 0, -1, -1)] * 5), np.ones(5))


def test_near_duplicates_count_once():
    # Own posts of 1 and a like of .4 in one group: together 1, divided 1 : .4.
    found = posts_of([(0, 0, 0, 1, 7), (0, 3, 1, 1, 7), (0, 0, 2, 1, -1)])
    np.testing.assert_allclose(found, [1 / 1.4, 0.4 / 1.4, 1], atol=1e-7)


def test_copies_on_one_day_fill_the_cap_once():
    # Four copies of one text and two other posts are three posts: within the cap of 3.
    found = posts_of([(0, 0, 0, 1, 4)] * 4 + [(0, 0, 0, 1, -1)] * 2)
    np.testing.assert_allclose(found, [0.25] * 4 + [1, 1])


@st.composite
def post_rows(draw):
    row = st.tuples(
        st.floats(-5, 400) | st.just(math.nan),
        st.integers(0, 3),
        st.integers(0, 3),
        st.integers(-1, 3),
        st.integers(-1, 3),
    )
    return draw(st.lists(row, min_size=1, max_size=25))


@given(post_rows(), st.randoms(use_true_random=False))
def test_order_of_rows_does_not_change_attention(rows, random):
    order = list(range(len(rows)))
    random.shuffle(order)
    shuffled = posts_of([rows[k] for k in order])
    np.testing.assert_allclose(shuffled, posts_of(rows)[order], rtol=1e-5)


@given(post_rows())
def test_attention_keeps_its_bounds_the_cap_and_one_share_for_each_group(rows):
    found = posts_of(rows).astype(float)
    assert np.all((found >= 0) & (found <= 1))
    _, _, person, day, group = (np.array(column) for column in zip(*rows, strict=True))
    for cell in {(p, d) for p, d in zip(person, day, strict=True) if d >= 0}:
        assert found[(person == cell[0]) & (day == cell[1])].sum() <= 3 + 1e-5
    for one in set(group[group >= 0]):
        assert found[group == one].sum() <= 1 + 1e-5


def test_attention_of_no_posts():
    empty = np.empty(0, dtype=int)
    assert attention(np.empty(0), empty, empty, empty, empty, AttentionRules()).shape == (0,)


def test_rules_name_every_mistake_at_once():
    with pytest.raises(UsageError, match=r"`half_life_days` .* got 0; .*`like` .* got 2"):
        AttentionRules(half_life_days=0, like=2)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ((0, 4, 0, 0, 0), "`kind` must be a position"),
        ((0, 0.5, 0, 0, 0), "integer codes, got float64"),
    ],
)
def test_attention_refuses_unknown_kinds(row, message):
    with pytest.raises(UsageError, match=message):
        posts_of([row])


# ------------------------------------------------------------------ feed and effects


def test_feed_relevance_by_hand():
    assert feed_relevance(RELEVANCE, ATTENTION) == pytest.approx(FEED)
    assert math.isnan(feed_relevance([], []))
    assert math.isnan(feed_relevance([0.5], [0.0]))


def test_effects_by_hand():
    found = person_effects(RELEVANCE, ATTENTION, PERSON, 4)
    # Without Ann .75/2.5 = .3; without Bob 1.1/2 = .55; without Cem 1.45/2.5 = .58
    expected = [100 * (FEED - 0.3), 100 * (FEED - 0.55), 100 * (FEED - 0.58), math.nan]
    np.testing.assert_allclose(found, expected, rtol=1e-6)
    assert found.dtype == np.float32


def test_effects_are_nan_where_there_is_nothing_to_compare():
    assert np.isnan(person_effects([0.4, 0.6], [1, 1], [1, 1], 3)).all()
    assert np.isnan(person_effects([], [], [], 2)).all()
    assert person_effects([], [], [], 0).shape == (0,)


@given(worlds())
def test_effect_is_really_leaving_out(world):
    r, a, p, people = world
    found = person_effects(r, a, p, people)
    for c in range(people):
        alone = a[p == c].sum() == 0 or a[p != c].sum() == 0
        without = math.nan if alone else 100 * (ratio(r, a) - ratio(r[p != c], a[p != c]))
        np.testing.assert_allclose(found[c], without, atol=1e-5)


def test_effect_is_exact_where_one_person_has_nearly_all_attention():
    # The rest is 1e-12 of the feed at relevance .25: R - .25 = .5 for the one who has nearly all.
    found = person_effects([0.75, 0.25], [1.0, 1e-12], [0, 1], 2)
    assert found[0] == pytest.approx(50, rel=1e-6)


@given(worlds(), st.randoms(use_true_random=False))
def test_order_of_posts_does_not_change_the_feed(world, random):
    r, a, p, people = world
    order = list(range(len(r)))
    random.shuffle(order)
    order = np.array(order, dtype=int)
    shuffled = (r[order], a[order], p[order], people)
    np.testing.assert_allclose(person_effects(*shuffled), person_effects(*world), atol=1e-5)
    np.testing.assert_array_equal(best_removals(*shuffled, 2), best_removals(*world, 2))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([0.5, 0.5], [1], [0], 1), "must be of one length"),
        (([1.5], [1], [0], 1), "`relevance` must be from 0 to 1, got 1.5"),
        (([math.nan], [1], [0], 1), "Leave out posts that have not been scored"),
        (([0.5], [-1], [0], 1), "`attention` must be 0 or more"),
        (([0.5], [math.inf], [0], 1), "`attention` must be 0 or more and finite"),
        (([0.5], [1], [1], 1), "`person` must be from 0 to 0, got 1"),
        (([0.5], [1], [-1], 1), "`person` must be from 0 to 0, got -1"),
        (([0.5], [1], [0.0], 1), "flat array of integer codes, got float64"),
        (([0.5], [1], [0, 0], 1), "one code for each of 1 posts, got 2"),
        (([0.5], [1], [0], -1), "`n_people` must be 0 or more"),
    ],
)
def test_what_does_not_fit_is_refused(arguments, message):
    for function in (person_effects, person_relevance):
        with pytest.raises(UsageError, match=message):
            function(*arguments)


def test_adding_by_hand():
    # (1.65 + .9 x 1) / 4.5 = .566667; the second brings nothing.
    found = added_effect([0.9, 0.9], [1.0, 0.0], 1.65, 3.5)
    np.testing.assert_allclose(found, [100 * (2.55 / 4.5 - FEED), 0], rtol=1e-9)


def test_adding_the_person_who_was_left_out_undoes_their_effect():
    # The feed without Ann has S = .75, A = 2.5; adding her is her effect.
    effect = person_effects(RELEVANCE, ATTENTION, PERSON, 4)[0]
    assert added_effect([0.9], [1.0], 0.75, 2.5)[0] == pytest.approx(effect, rel=1e-6)


def test_adding_to_an_empty_feed_has_no_effect_to_tell():
    assert math.isnan(added_effect([0.9], [1.0], 0.0, 0.0)[0])
    with pytest.raises(UsageError, match="`sum_relevance_attention` must be from 0"):
        added_effect([0.9], [1.0], 3.0, 2.0)


# ------------------------------------------------------------------ what if


def test_what_if_is_joint():
    found = what_if(RELEVANCE, ATTENTION, PERSON, removed=[1, 2], added=[(0.4, 2.0)])
    # Ann's .9 and .4 x 2: 1.7 / 3
    assert found.before == pytest.approx(FEED)
    assert found.after == pytest.approx(1.7 / 3)
    assert found.delta == pytest.approx(100 * (1.7 / 3 - FEED))


def test_what_if_nothing_changes_or_everyone_goes():
    assert what_if(RELEVANCE, ATTENTION, PERSON, removed=[3]).delta == 0
    assert math.isnan(what_if(RELEVANCE, ATTENTION, PERSON, removed=[0, 1, 2]).after)
    with pytest.raises(UsageError, match="`added` two numbers in each row"):
        what_if(RELEVANCE, ATTENTION, PERSON, removed=[], added=[(0.4, 1.0, 2.0)])


@given(worlds(), st.integers(0, 4))
def test_removing_one_person_is_their_effect_with_the_sign_turned(world, c):
    r, a, p, people = world
    effect = person_effects(r, a, p, people)[c] if c < people else math.nan
    if not math.isnan(effect):
        assert what_if(r, a, p, removed=[c]).delta == pytest.approx(-effect, abs=1e-5)


# ------------------------------------------------------------------ best removals


def best_by_enumeration(r, a, p, people, k, protected):
    """The highest feed relevance over all allowed sets of at most k people."""
    free = [c for c in range(people) if c not in protected and a[p == c].sum() > 0]
    best = ratio(r, a)
    for size in range(1, min(k, len(free)) + 1):
        for gone in combinations(free, size):
            stays = ~np.isin(p, gone)
            if a[stays].sum() > 0:
                best = max(best, ratio(r[stays], a[stays]))
    return best


@settings(max_examples=60)
@given(
    worlds(most_people=6, most_posts=14),
    st.integers(0, 6),
    st.sets(st.integers(0, 5), max_size=3),
)
def test_best_removals_reach_the_best_of_all_subsets(world, k, protected):
    r, a, p, people = world
    protected = {c for c in protected if c < people}
    chosen = best_removals(r, a, p, people, k, np.array(sorted(protected)))
    if a.sum() == 0:
        assert chosen.size == 0
        return
    stays = ~np.isin(p, chosen)
    reached = ratio(r[stays], a[stays])
    assert reached == pytest.approx(best_by_enumeration(r, a, p, people, k, protected), abs=1e-9)
    assert len(set(chosen)) == len(chosen) <= k
    assert not protected & set(chosen)
    assert all(a[p == c].sum() > 0 for c in chosen)
    # Strictly helpful: keeping any one of them would leave less.
    for c in chosen:
        kept = stays | (p == c)
        assert ratio(r[kept], a[kept]) < reached
    # The largest gain first, by each person's own effect.
    effects = person_effects(r, a, p, people)[chosen]
    assert np.all(np.diff(effects) >= -1e-5)


def test_best_removals_by_hand():
    # Without Cem .58, without Bob .55; without both .9, which is the best.
    assert best_removals(RELEVANCE, ATTENTION, PERSON, 4, 1).tolist() == [2]
    assert best_removals(RELEVANCE, ATTENTION, PERSON, 4, 3).tolist() == [2, 1]
    assert best_removals(RELEVANCE, ATTENTION, PERSON, 4, 3, [2]).tolist() == [1]
    assert best_removals(RELEVANCE, ATTENTION, PERSON, 4, 0).tolist() == []


def test_the_best_pair_need_not_hold_the_best_single():
    # Person: relevance x attention: 0: 1 x 3, 1: 0 x 1.5, 2 and 3: .4 x 4 each. R = 6.2 / 12.5 = .496.
    # One: without 1 6.2 / 11 = .564, without 2 4.6 / 8.5 = .541. Two: without 1 and 2 4.6 / 7 = .657,
    # without 2 and 3 3 / 4.5 = .667.
    r, a = [1, 0, 0.4, 0.4], [3, 1.5, 4, 4]
    assert best_removals(r, a, [0, 1, 2, 3], 4, 1).tolist() == [1]
    assert best_removals(r, a, [0, 1, 2, 3], 4, 2).tolist() == [2, 3]


def test_someone_above_the_feed_goes_too_once_the_rest_is_better():
    # R = (1 + .6 + 0) / 3 = .533; without 2 it is .8, and then 1 with .6 dilutes as well.
    assert best_removals([1, 0.6, 0], [1, 1, 1], [0, 1, 2], 3, 2).tolist() == [2, 1]


def test_equal_people_are_chosen_by_the_lower_code():
    r, a = [1, 0.2, 0.2, 0.2], [1, 1, 1, 1]
    assert best_removals(r, a, [3, 2, 0, 1], 4, 2).tolist() == [0, 1]


@pytest.mark.parametrize("relevance", [0.0, 0.1, 1 / 3, 1.0])
def test_nobody_is_removed_from_a_feed_of_equals(relevance):
    r, a = np.full(7, relevance), np.array([0.1, 0.3, 0.7, 1, 0.2, 0.6, 0.9])
    assert best_removals(r, a, [0, 1, 2, 0, 3, 1, 4], 5, 5).size == 0


@pytest.mark.parametrize(
    ("k", "protected", "message"),
    [(-1, [], "`k` must be 0 or more"), (1, [9], "`protected` must be from 0 to 3, got 9")],
)
def test_best_removals_refuse_impossible_wishes(k, protected, message):
    with pytest.raises(UsageError, match=message):
        best_removals(RELEVANCE, ATTENTION, PERSON, 4, k, protected)


# ------------------------------------------------------------------ people


def test_shrinkage_is_the_literal_formula():
    random = np.random.default_rng(11)
    p = np.repeat(np.arange(8), [1, 2, 3, 5, 8, 13, 2, 4])
    r = np.clip(random.normal(0.3 + 0.05 * p, 0.1), 0, 1)
    a = random.uniform(0.1, 1, p.size)
    found = person_relevance(r, a, p, 9)
    tau2, s2 = found.between_variance, found.within_variance
    assert tau2 > 1e-4
    x = np.array([np.average(r[p == c], weights=a[p == c]) for c in range(8)])
    n_eff = np.array([a[p == c].sum() ** 2 / (a[p == c] ** 2).sum() for c in range(8)])
    m = found.prior[8]
    literal = m + (x - m) * tau2 / (tau2 + s2 / n_eff)
    np.testing.assert_allclose(found.raw[:8], x)
    np.testing.assert_allclose(found.relevance[:8], literal)
    np.testing.assert_allclose(found.prior, np.full(9, m))
    # Another way to the same posterior: m and tau summed over fine grids, nothing solved by hand.
    taus = np.geomspace(0.01, 0.5, 32)[:, None, None]
    means = np.linspace(-0.5, 1.5, 4001)[None, :, None]
    variance = taus**2 + s2 / n_eff
    fit = (-0.5 * (np.log(variance) + (x - means) ** 2 / variance)).sum(axis=2)
    fit += np.log(taus / (1 + (taus / 0.1) ** 2))[:, :, 0]
    weight = np.exp(fit - fit.max())
    weight /= weight.sum()
    assert tau2 == pytest.approx((weight * taus[:, :, 0] ** 2).sum(), rel=1e-6)
    assert m == pytest.approx((weight * means[:, :, 0]).sum(), rel=1e-6)


def test_pooled_variance_by_hand():
    # Person 0: .2 .4 (squares .02), person 1: .5 .6 .7 (squares .02): .04 of 3 degrees of freedom. The guess has 2:
    # half the mean square around the network's mean of .45, (.0625 + .0025 + .0025 + .0225 + .0625) / 5 = .0305.
    found = person_relevance([0.2, 0.4, 0.5, 0.6, 0.7], np.ones(5), [0, 0, 1, 1, 1], 2)
    assert found.within_variance == pytest.approx((0.04 + 2 * 0.0305 / 2) / 5)


def test_someone_without_posts_is_not_estimated_but_has_a_prior():
    found = person_relevance([0.2, 0.6, 0.5], [1, 1, 0], [0, 1, 2], 4, [math.nan, 0.5, 0.5, 0.9])
    for values in (found.relevance, found.low, found.high, found.raw):
        assert np.isnan(values[2:]).all()
        assert np.isfinite(values[:2]).all()
    assert found.posts.tolist() == [1, 1, 0, 0]
    assert found.attention_share.tolist() == [0.5, 0.5, 0, 0]
    assert found.prior[3] == 0.9


def test_a_given_prior_is_what_a_person_is_shrunk_to():
    r = np.array([0.2, 0.8, 0.3, 0.5, 0.5, 0.9])
    p = np.array([0, 0, 1, 1, 2, 2])
    low, high = (person_relevance(r, np.ones(6), p, 3, np.full(3, m)) for m in (0.1, 0.9))
    assert np.all(low.relevance < high.relevance)
    between = low.between_variance / (low.between_variance + low.within_variance / 2)
    expected = 0.1 + (np.array([0.5, 0.4, 0.7]) - 0.1) * between
    np.testing.assert_allclose(low.relevance, expected)


def test_empty_feed_and_single_person():
    nobody = person_relevance([], [], [], 2)
    assert np.isnan(nobody.relevance).all()
    assert nobody.attention_share.tolist() == [0, 0]
    one = person_relevance([0.2, 0.4, 0.6], [1, 1, 1], [0, 0, 0], 1)
    assert one.relevance[0] == pytest.approx(0.4)
    assert one.low[0] < 0.4 < one.high[0]
    same = person_relevance([0.4, 0.4], [1, 1], [0, 0], 1)
    assert same.relevance[0] == pytest.approx(0.4)


@given(worlds())
def test_estimates_lie_between_raw_mean_and_prior_within_bounds(world):
    r, a, p, people = world
    found = person_relevance(r, a, p, people)
    known = np.array([a[p == c].sum() > 0 for c in range(people)])
    assert np.array_equal(np.isnan(found.relevance), ~known)
    low, mid, high = found.low[known], found.relevance[known], found.high[known]
    assert np.all((low >= 0) & (low <= mid) & (mid <= high) & (high <= 1))
    ends = np.sort([found.raw[known], found.prior[known]], axis=0)
    assert np.all((mid >= ends[0] - 1e-9) & (mid <= ends[1] + 1e-9))


@pytest.mark.parametrize(
    ("people", "sizes", "spread"),
    [
        (200, (1, 2, 3, 5, 20), 0.15),
        (200, (1, 2, 3, 5, 20), 0.06),
        (30, (1, 2, 3, 5, 20), 0.10),
        (10, (1, 2, 3, 5, 20), 0.10),
        (5, (2, 5, 20), 0.15),
    ],
)
def test_interval_holds_the_planted_truth_four_times_in_five(people, sizes, spread):
    random = np.random.default_rng(2024)
    inside, few = [], []
    for _ in range(4000 // people):
        truth = np.clip(random.normal(0.5, spread, people), 0, 1)
        posts = random.choice(sizes, people)
        p = np.repeat(np.arange(people), posts)
        r = np.clip(random.normal(truth[p], 0.12), 0, 1)
        found = person_relevance(r, random.uniform(0.2, 1, p.size), p, people)
        holds = (found.low <= truth) & (truth <= found.high)
        inside.extend(holds)
        few.extend(holds[posts <= 2])
    assert 0.75 <= np.mean(inside) <= 0.85
    assert 0.73 <= np.mean(few) <= 0.87


def test_where_everyone_has_one_post_each_is_shrunk_by_half():
    # Noise and person cannot be told apart: half of the variance is taken for each, so tau2 is about s2.
    random = np.random.default_rng(3)
    truth = np.clip(random.normal(0.5, 0.2, 400), 0, 1)
    found = person_relevance(truth, np.ones(400), np.arange(400), 400)
    assert found.between_variance == pytest.approx(found.within_variance, rel=0.1)
    inside = (found.low <= truth) & (truth <= found.high)
    assert 0.75 <= inside.mean() <= 0.85


def test_shrinking_is_nearer_the_truth_than_the_raw_mean():
    random = np.random.default_rng(5)
    truth = np.clip(random.normal(0.4, 0.1, 300), 0, 1)
    p = np.repeat(np.arange(300), random.choice([1, 2, 4], 300))
    r = np.clip(random.normal(truth[p], 0.2), 0, 1)
    found = person_relevance(r, np.ones(p.size), p, 300)
    error = np.mean((found.relevance - truth) ** 2)
    assert error < 0.6 * np.mean((found.raw - truth) ** 2)


def test_states_ask_whether_the_interval_leaves_the_feed_out():
    # Three with 40 posts each, well apart from the feed; one whose single post tells little.
    p = np.concatenate([np.repeat([0, 1, 2], 40), [3]])
    wave = 0.1 * np.tile([-1, 1], 20)
    r = np.concatenate([0.8 + wave, 0.5 + wave, 0.2 + wave, [0.55]])
    found = states(person_relevance(r, np.ones(p.size), p, 5), 0.5)
    assert found.tolist() == ["raises", "neutral", "dilutes", "neutral", "unknown"]
    assert set(states(person_relevance([], [], [], 2), math.nan)) == {"unknown"}


def test_prior_of_the_wrong_shape_or_range_is_refused():
    for prior in ([0.5], [0.5, 1.5]):
        with pytest.raises(UsageError, match="`prior` must have 2 numbers from 0 to 1"):
            person_relevance([0.5], [1], [0], 2, prior)


# ------------------------------------------------------------------ forecasts


def test_volume_by_hand():
    # Counts 0, 0, 4, 8 and half a post of one more: mean 12.5 / 5 = 2.5; variance 44 / 3 = 14.667;
    # shape 2.5^2 / (14.667 - 2.5) = .513699; rate .513699 / 2.5
    found = volume_posterior([0, 0, 4, 8])
    assert found.shape == pytest.approx(0.513699, rel=1e-5)
    assert found.mean == pytest.approx(2.5)
    # Three posts in half a window: (.513699 + 3) / (.205479 + .5)
    seen = volume_posterior([0, 0, 4, 8], observed_posts=3, observed_windows=0.5)
    assert seen.mean == pytest.approx(3.513699 / 0.705479, rel=1e-5)


def test_volume_recovers_a_planted_network():
    random = np.random.default_rng(1)
    found = volume_posterior(random.poisson(random.gamma(2.0, 5.0, 20_000)))
    assert found.mean == pytest.approx(10, rel=0.02)
    assert found.shape == pytest.approx(2, rel=0.05)


def test_volume_of_even_silent_or_unknown_networks():
    assert volume_posterior([3] * 1000).mean == pytest.approx(3, rel=0.01)
    assert 0 < volume_posterior([0] * 99).mean <= 0.01
    assert volume_posterior([]).mean == pytest.approx(0.5)
    with pytest.raises(UsageError, match="posts need a window they were seen in"):
        volume_posterior([1, 2], observed_posts=3)
    with pytest.raises(UsageError, match="must be 0 or more and finite"):
        volume_posterior([1, -2])


TEN_POSTS = VolumePosterior(4.0, 0.4)


def forecast(mean, variance=0.01, volume=TEN_POSTS, **changes):
    given_values = {
        "attention_per_post": 0.5,
        "within_variance": 0.04,
        "sum_relevance_attention": 40.0,
        "sum_attention": 100.0,
    }
    return forecast_effect(mean, variance, volume, **(given_values | changes))


def test_forecast_of_a_certain_person_is_their_effect():
    # Rate of 10 posts without doubt (Poisson's own spread stays, hence the 2 %), .5 attention each,
    # feed at .4: 100 (.9 - .4) 5 / 105 = 2.380952
    found = forecast([0.9], 0.0, VolumePosterior(1e9, 1e8), within_variance=0.0)
    assert found.effect[0] == pytest.approx(2.380952, rel=0.02)
    assert found.low[0] > 0


def test_forecast_range_covers_planted_invites_four_times_in_five():
    random = np.random.default_rng(8)
    found = forecast([0.5], 0.02)
    truth = np.clip(random.normal(0.5, 0.02**0.5, 20_000), 0, 1)
    posts = random.poisson(random.gamma(4.0, 2.5, 20_000))
    mean = np.clip(random.normal(truth, np.sqrt(0.04 / np.maximum(posts, 1))), 0, 1)
    effect = added_effect(mean, posts * 0.5, 40.0, 100.0)
    inside = (found.low[0] <= effect) & (effect <= found.high[0])
    assert 0.77 <= inside.mean() <= 0.83
    assert found.effect[0] == pytest.approx(effect.mean(), abs=0.05)


def test_forecast_is_the_same_each_time_and_better_priors_are_never_worse():
    means = np.linspace(0, 1, 21)
    first, second = forecast(means), forecast(means)
    for one, other in (
        (first.effect, second.effect),
        (first.low, second.low),
        (first.high, second.high),
    ):
        np.testing.assert_array_equal(one, other)
        assert np.all(np.diff(one) >= 0)
    assert np.all((first.low <= first.effect) & (first.effect <= first.high))
    # At the feed's own relevance of .4 nothing is expected to change.
    assert first.effect[8] == pytest.approx(0, abs=1e-9)


def test_forecast_into_an_empty_feed_is_unknown():
    empty = forecast([0.9], sum_relevance_attention=0.0, sum_attention=0.0)
    assert np.isnan([empty.effect, empty.low, empty.high]).all()


@pytest.mark.parametrize(
    ("mean", "changes", "message"),
    [
        ([1.2], {}, "must be from 0 to 1"),
        ([0.5], {"variance": -1.0}, "must be 0 or more"),
        ([0.5], {"within_variance": -1.0}, "must be 0 or more"),
        ([0.5], {"attention_per_post": -1.0}, "must be 0 or more"),
    ],
)
def test_forecast_refuses_what_cannot_be(mean, changes, message):
    with pytest.raises(UsageError, match=message):
        forecast(mean, **changes)


# ------------------------------------------------------------------ a million posts


@pytest.mark.bench
def test_effects_of_a_million_posts_take_less_than_a_twentieth_of_a_second(bench):
    random = np.random.default_rng(0)
    r, a = random.random((2, 1_000_000), dtype=np.float32)
    p = random.integers(0, 30_000, 1_000_000, dtype=np.int32)
    seconds = []
    for _ in range(7):
        start = process_time()  # of this process alone: others on the machine do not count
        person_effects(r, a, p, 30_000)
        seconds.append(process_time() - start)
    bench.hold("a million posts: effect of everybody", min(seconds), unit="s", at_most=0.05)
