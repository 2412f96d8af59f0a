"""Facets, named lists, views, acts and comparisons of connections, worked out by hand on the small world."""

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevance.config import Settings
from relevance.errors import NotFoundError, UsageError
from relevance.pipeline import (
    Scores,
    current_scores,
    feed_topics,
    import_paths,
    protected_people,
)
from relevance.pipeline.listing import (
    FACETS,
    LISTS,
    LOOKS,
    ORDERS,
    USUAL_ORDER,
    Filters,
    View,
    bring_back_view,
    checklist_of_verdicts,
    compare_people,
    connection_facts,
    decide_people,
    drop_view,
    facet_counts,
    facts_now,
    figure_lines,
    hider,
    hider_of,
    kept_view,
    narrowed,
    opened_view,
    ordered,
    protect_people,
    rename_view,
    save_view,
    saved_views,
    take_back,
    verdicts_now,
    view_of_query,
    view_query,
)
from relevance.store import Store, kept_plan, plan_steps
from relevance.ties import ties
from tests import world

TODAY = date(2026, 11, 1)
MOMENT = datetime(2026, 11, 1, 9, tzinfo=UTC)
NOBODY = pl.DataFrame(schema={"person_id": pl.String, "act": pl.String, "reason": pl.String})


@pytest.fixture
def store(tmp_path: Path, world_database: Path) -> Iterator[Store]:
    path = tmp_path / "facts.duckdb"
    shutil.copy(world_database, path)
    with Store.open(path) as opened:
        yield opened


def scored(store: Store) -> Scores:
    return current_scores(store, Settings(), encoder=world.WordEncoder())


def ids_of(store: Store) -> dict[str, str]:
    return dict(store.frame("SELECT url, person_id FROM person WHERE url IS NOT NULL").iter_rows())


def who(store: Store, slug: str) -> str:
    return next(one for url, one in ids_of(store).items() if url.endswith(f"/{slug}"))


def met(store: Store) -> pl.DataFrame:
    """Bea was met 10 days ago, Carl 400, Dina 731, Eli 100 after a rhythm of 20 days, Fay on no known day."""
    days = {
        "bea-brook": (10,),
        "carl-cole": (400,),
        "dina-dahl": (731,),
        "eli-east": (100, 120, 140),
    }
    rows = [
        (who(store, slug), MOMENT - timedelta(days=ago), "mail", "incoming")
        for slug, listed in days.items()
        for ago in listed
    ]
    schema = {
        "person_id": pl.String,
        "at": pl.Datetime("us", "UTC"),
        "channel": pl.String,
        "direction": pl.String,
    }
    return ties(
        pl.DataFrame(
            [*rows, (who(store, "fay-ford"), None, "mail", "incoming")], schema=schema, orient="row"
        ),
        TODAY,
    )


def facts(store: Store, scores: Scores | None = None) -> pl.DataFrame:
    return connection_facts(
        scores or scored(store),
        ties=met(store),
        verdicts=NOBODY,
        protected=NOBODY,
        today=TODAY,
    )


def names(frame: pl.DataFrame) -> list[str]:
    return frame["name"].str.split(" ").list.first().to_list()


def louder_carl(store: Store, folder: Path) -> None:
    """Let Carl post 12 times more, on the days before his others."""
    rows = [
        {
            "author": "Carl Cole",
            "author_url": "https://www.linkedin.com/in/carl-cole",
            "text": f"Older {number} of Carl: all about crypto.",
            "created_at": (world.NEWEST - timedelta(days=8 + number)).isoformat(),
        }
        for number in range(12)
    ]
    import_paths(store, [world.write_posts(folder, rows)], settings=Settings())
    from relevance.pipeline import embed

    embed(store, encoder=world.WordEncoder())


# -- facts ---------------------------------------------------------------------------------------


def test_facts_are_those_worked_out_by_hand(store: Store) -> None:
    rows = {
        row["name"].split()[0]: row for row in facts(store).to_dicts() if row["name"] != "Sam Smith"
    }
    # One post a day and a half-life of 90 days: n posts weigh (1 - q^n) / (1 - q) with q = 2^(-1/90). Bea 6, Carl 8,
    # Dina 4, Eli 5 and Fay 1 post; the median of the five is Eli's.
    q = 2 ** (-1 / 90)
    weigh = {
        name: (1 - q**n) / (1 - q)
        for name, n in (("Bea", 6), ("Carl", 8), ("Dina", 4), ("Eli", 5), ("Fay", 1))
    }
    for name, weight in weigh.items():
        assert rows[name]["times"] == pytest.approx(weight / weigh["Eli"])
    assert {name: row["loudness"] for name, row in rows.items()} == {
        "Bea": "usual", "Carl": "usual", "Dina": "usual", "Eli": "usual", "Fay": "quiet",
        "Gus": "no posts", "Hana": "no posts", "Ida": "no posts",
    }  # fmt: skip
    assert rows["Gus"]["times"] is None
    assert {name: row["tie"] for name, row in rows.items()} == {
        "Bea": "active", "Carl": "fading", "Dina": "silent", "Eli": "fading", "Fay": "undated",
        "Gus": "no contact", "Hana": "no contact", "Ida": "no contact",
    }  # fmt: skip
    assert {name: row["contact"] for name, row in rows.items()} == {
        "Bea": "last 90 days", "Carl": "1 to 2 years ago", "Dina": "over 2 years ago", "Eli": "last year",
        "Fay": "no date", "Gus": "never", "Hana": "never", "Ida": "never",
    }  # fmt: skip
    # 3 January 2020 to 1 November 2026 are 2,494 days.
    assert rows["Bea"]["years"] == pytest.approx(2494 / 365.25)
    assert rows["Bea"]["connected"] == "3 to 10 years"
    assert rows["Ida"]["connected"] == "1 to 3 years"
    assert rows["Bea"]["decided"] == "not yet"
    assert rows["Bea"]["topic"] is None  # nobody asked for topics


def test_each_filter_takes_whom_it_names_and_facets_count_the_rest(store: Store) -> None:
    found = facts(store)

    def shown(**told: object) -> list[str]:
        return sorted(names(narrowed(found, Filters(**told))))

    assert shown(state=("dilutes",)) == sorted(names(found.filter(state="dilutes")))
    assert shown(tie=("silent", "undated")) == ["Dina", "Fay"]
    assert shown(company=("Fenland Water",)) == ["Bea", "Gus"]
    assert shown(connected=("1 to 3 years",)) == ["Ida"]
    assert shown(contact=("last 90 days",)) == ["Bea"]
    assert shown(loudness=("quiet",)) == ["Fay"]
    assert shown(silent=400) == ["Carl", "Dina"]
    assert shown(silent=401) == ["Dina"]
    assert shown(silent=0) == [
        "Bea",
        "Carl",
        "Dina",
        "Eli",
    ]  # whoever was never met has no last contact
    assert shown(search="INGE ída") == ["Ida"]
    assert shown(search="fenland .*") == []  # words are words, not patterns
    assert shown(tie=("silent",), company=("Fenland Water",)) == []
    counts = facet_counts(found, Filters(tie=("silent",), company=("Northrail",)))
    assert counts["tie"] == {"active": 0, "fading": 0, "silent": 1, "undated": 0, "no contact": 0}
    assert counts["company"] == {"Northrail": 1}
    assert facet_counts(found, Filters())["company"]["Fenland Water"] == 2
    with pytest.raises(UsageError, match="state must be one of raises"):
        narrowed(found, Filters(state=("evil",)))
    with pytest.raises(UsageError, match="no list 'best'"):
        narrowed(found, Filters(listed="best"))


def test_named_lists_hold_whom_their_rules_say(store: Store, tmp_path: Path) -> None:
    louder_carl(store, tmp_path)
    found = facts(store)
    listed = {
        name: names(ordered(narrowed(found, Filters(listed=name)), one.order))
        for name, one in LISTS.items()
    }
    # Carl's 20 posts weigh 18.6 against Eli's 4.9, and crypto dilutes; Fay's single post, about design, weighs 0.2
    # times as much as Eli's. Bea and Dina raise the feed as well, but at the usual loudness.
    assert listed["loud and off-topic"] == ["Carl"]
    assert listed["quiet but valuable"] == ["Fay"]
    assert listed["silent ties"] == ["Dina"]
    assert listed["fading ties"] == ["Carl", "Eli"]  # 400 days before 100 days


def test_orders_put_the_unknown_last(store: Store) -> None:
    found = facts(store)
    for name, (column, descending) in ORDERS.items():
        told = ordered(found, name)[column]
        known = told.drop_nulls()
        assert told.head(len(known)).null_count() == 0
        assert known.to_list() == sorted(known, reverse=descending)
    with pytest.raises(UsageError, match="order must be one of"):
        ordered(found, "beauty")


def test_topics_are_what_people_bring_most_attention_with(store: Store) -> None:
    scores = scored(store)
    topics = feed_topics(store, scores.corpus)
    found = facts_now(store, scores, topics)
    told = dict(zip(names(found), found["topic"], strict=True))
    assert told["Gus"] is None
    # Worked out again post by post.
    people = scores.corpus.people["name"]
    brought: dict[tuple[str, str], float] = {}
    for row, place in enumerate(topics.counted):
        if place >= 0:
            number = topics.topic[place]
            topic = topics.names[number] if number >= 0 else "everything else"
            key = (people[int(scores.corpus.person[row])], topic)
            brought[key] = brought.get(key, 0.0) + scores.corpus.attention[row]
    best = max((one for one in brought if one[0] == "Carl Cole"), key=lambda one: brought[one])
    assert told["Carl"] == best[1]


# -- address -------------------------------------------------------------------------------------

FREE = (
    st.text(
        st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=60
    )
    .map(lambda text: text.strip())
    .filter(lambda text: bool(text) and text.isprintable())
)
SOME = st.lists(FREE, unique=True, max_size=4).map(tuple)


def of(name: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(FACETS[name]), unique=True).map(tuple)


VIEWS = st.builds(
    View,
    filters=st.builds(
        Filters,
        listed=st.none() | st.sampled_from(list(LISTS)),
        search=st.just("") | FREE,
        silent=st.none() | st.integers(0, 36_500),
        company=SOME,
        topic=SOME,
        **{name: of(name) for name in FACETS},
    ),
    order=st.sampled_from((USUAL_ORDER, *ORDERS)),
    look=st.sampled_from(LOOKS),
    hidden=st.booleans(),
    person=st.none() | FREE,
    other=st.none() | FREE,
)


@given(VIEWS)
def test_a_view_comes_back_from_its_address(view: View) -> None:
    assert View.of_address(view.address) == (view, [])
    assert view_of_query(view_query(view)) == (view, [])
    assert view_of_query(f"http://127.0.0.1:8501/connections?{view_query(view)}") == (view, [])


HOSTILE = st.dictionaries(
    st.sampled_from(
        [
            *View().__dataclass_fields__,
            *FACETS,
            "list",
            "search",
            "silent",
            "company",
            "topic",
            "__proto__",
        ]
    ),
    st.lists(st.text(max_size=300), max_size=60),
)


@given(HOSTILE)
def test_no_address_is_an_error_and_what_is_taken_comes_back(
    parameters: dict[str, list[str]],
) -> None:
    view, words = View.of_address(parameters)
    assert all(isinstance(word, str) and word.isprintable() for word in words)
    assert View.of_address(view.address) == (view, [])


def test_what_an_address_may_not_hold_is_dropped_with_a_word(store: Store) -> None:
    view, words = opened_view(
        store,
        {
            "state": ["dilutes", "<script>"],
            "silent": ["-5"],
            "company": ["x" * 201, "Fenland Water"],
            "look": ["list", "one by one"],
            "person": ["'; DROP TABLE person; --"],
            "unheard": ["of"],
        },
    )
    assert view == View(filters=Filters(state=("dilutes",), company=("Fenland Water",)))
    assert len(words) == 5
    assert "“state” must be one of raises, dilutes, neutral, unknown, got “<script>”." in words
    assert "Nobody has the id that “person” names (any more)." in words
    assert store.count("person") > 0


# -- kept views ----------------------------------------------------------------------------------


def test_views_are_kept_renamed_dropped_and_brought_back(store: Store) -> None:
    loud = View(filters=Filters(listed="loud and off-topic"), person=who(store, "carl-cole"))
    first = save_view(store, " Too  loud ", loud.address)
    assert opened_view(store, kept_view(store, "too loud").parameters) == (loud, [])
    assert kept_view(store, str(first)).name == "Too loud"
    second = save_view(store, "TOO LOUD", View().address)  # takes the place of the first one
    assert [one.view_id for one in saved_views(store)] == [second]
    bring_back_view(store, first)
    assert [one.view_id for one in saved_views(store)] == [first]
    rename_view(store, first, "Shouting")
    assert kept_view(store, "shouting").parameters == loud.address
    drop_view(store, first)
    assert saved_views(store) == []
    with pytest.raises(NotFoundError, match="no view 'shouting'; kept are: none yet"):
        kept_view(store, "shouting")
    for act in (lambda: drop_view(store, first), lambda: rename_view(store, 99, "x")):
        with pytest.raises(NotFoundError, match="no view"):
            act()
    with pytest.raises(UsageError, match="1 to 80 letters, got 0"):
        save_view(store, "  ", {})


# -- acts ----------------------------------------------------------------------------------------


def test_verdicts_hold_until_taken_back_and_then_the_earlier_one_does(store: Store) -> None:
    scores = scored(store)
    bea, carl = who(store, "bea-brook"), who(store, "carl-cole")
    first = decide_people(store, scores, [bea, carl, carl], "keep")
    assert first.sentence == "2 people: keep is noted. Nothing was done on LinkedIn."
    second = decide_people(store, scores, [carl], "unfollow")
    held = dict(verdicts_now(store).select("person_id", "act").iter_rows())
    assert held == {bea: "keep", carl: "unfollow"}
    assert names(narrowed(facts_now(store, scores), Filters(decided=("unfollow",)))) == ["Carl"]
    row = store.frame("SELECT relevance, effect, model FROM verdict WHERE act = 'unfollow'").row(0)
    code = scores.corpus.people["person_id"].to_list().index(carl)
    assert row[:2] == (
        pytest.approx(scores.estimates.relevance[code]),
        pytest.approx(scores.effects[code]),
    )
    assert row[2] == scores.corpus.model
    assert take_back(store, second) == "Taken back for 1 person."
    assert dict(verdicts_now(store).select("person_id", "act").iter_rows())[carl] == "keep"
    take_back(store, first)
    assert verdicts_now(store).is_empty()
    with pytest.raises(NotFoundError, match="no verdict"):
        take_back(store, first)
    with pytest.raises(UsageError, match="must be one of keep, show less, unfollow"):
        decide_people(store, scores, [bea], "shout at")
    with pytest.raises(UsageError, match="needs somebody"):
        decide_people(store, scores, [], "keep")
    with pytest.raises(NotFoundError, match="no person with the id 'nobody'"):
        decide_people(store, scores, [bea, "nobody"], "keep")
    assert verdicts_now(store).is_empty()


def test_protecting_several_spares_the_reasons_there_were(store: Store) -> None:
    scores = scored(store)
    bea, carl = who(store, "bea-brook"), who(store, "carl-cole")
    protect_people(store, scores, [bea], "family")
    done = protect_people(store, scores, [bea, carl], "team")
    assert done.sentence == "1 person is protected from every plan. 1 already was."
    assert dict(protected_people(store).select("person_id", "reason").iter_rows()) == {
        bea: "family",
        carl: "team",
    }
    take_back(store, done)
    assert dict(protected_people(store).select("person_id", "reason").iter_rows()) == {
        bea: "family"
    }
    with pytest.raises(UsageError, match="reason must be one of"):
        protect_people(store, scores, [carl], "rival")


def test_verdicts_become_the_checklist(store: Store) -> None:
    scores = scored(store)
    carl, eli = who(store, "carl-cole"), who(store, "eli-east")
    with pytest.raises(UsageError, match="nothing to put on a checklist"):
        checklist_of_verdicts(store, scores)
    decide_people(store, scores, [who(store, "bea-brook")], "keep")
    decide_people(store, scores, [carl], "unfollow")
    decide_people(store, scores, [eli], "show less")
    steps = plan_steps(store, checklist_of_verdicts(store, scores))
    assert steps["person_id"].to_list() == [eli, carl]  # softer acts first
    assert steps["act"].to_list() == ["ask LinkedIn to show less", "unfollow but stay connected"]
    plan = kept_plan(store)
    assert plan is not None
    assert plan["feed_after"] > plan["feed_before"]


# -- side by side --------------------------------------------------------------------------------


def test_two_people_side_by_side(store: Store) -> None:
    scores = scored(store)
    topics = feed_topics(store, scores.corpus)
    found = facts_now(store, scores, topics)
    bea, carl, gus = (who(store, slug) for slug in ("bea-brook", "carl-cole", "gus-gray"))
    both = compare_people(store, scores, found, topics, bea, carl)
    assert [row["name"] for row in both.figures] == ["Bea Brook", "Carl Cole"]
    for column in ("one", "other"):
        assert both.topics[column].sum() == pytest.approx(1)
    assert both.overlap == pytest.approx(
        both.topics.select(pl.min_horizontal("one", "other").sum()).item()
    )
    assert [one.height for one in both.encounters] == [2, 0]
    assert both.encounters[0]["snippet"][0] == "Yes, on Friday."
    assert [one.height for one in both.posts] == [3, 3]
    # Bea's posts speak to learning design alone, Carl's to crypto, which has a weight below 0.
    interests = {name: (one, other) for name, one, other in both.interests.iter_rows()}
    assert interests["Learning design"][0] > 50 > abs(interests["Learning design"][1])
    assert both.sentence.startswith("Bea Brook does your feed more good: +")
    lines = {label: rest for label, *rest in figure_lines(both)}
    assert lines["Company"] == ["Fenland Water", "Coinhouse"]
    assert lines["Posts"] == ["6", "8"]
    same = compare_people(store, scores, found, topics, bea, gus)
    assert same.overlap is None
    assert same.sentence == "What Gus Gray would do to your feed is unknown."
    assert {label: rest for label, *rest in figure_lines(same)}["Effect, points"][1] == "–"
    with pytest.raises(UsageError, match="twice"):
        compare_people(store, scores, found, topics, bea, bea)
    with pytest.raises(NotFoundError, match="no connection with the id 'x'"):
        compare_people(store, scores, found, topics, bea, "x")


# -- hiding --------------------------------------------------------------------------------------


def test_names_are_hidden_whatever_their_shape() -> None:
    hidden = hider(["José Pérez-Ortiz"], ["Fenland Water", "jperez"])
    told = "JOSE PÉREZ ORTIZ of fenland water (@jperez, #JosePerezOrtiz): Jose's rejoiced posers, josef too."
    assert hidden(told) == "… … … of … (@…, #…): …'s rejoiced posers, josef too."
    assert hidden("Jose\u0301 wrote") == "… wrote"
    assert hider([])("José") == "José"
    assert hider(["A. B. Li"])("A Li B") == "A … B"


def test_a_person_is_hidden_by_all_that_is_known(store: Store) -> None:
    told = hider_of(store, who(store, "ida-inge"))(
        "Ida Inge, once Ida Berg, at Gamma: linkedin.com/in/ida-inge"
    )
    for word in ("ida", "inge", "berg", "gamma"):
        assert word not in told.casefold()
