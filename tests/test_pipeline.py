"""The main job on the small world: files in, ranked connections and advice out."""

import random
import shutil
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from relevance.config import Settings
from relevance.errors import AmbiguousNameError, NotFoundError, UsageError
from relevance.interests import Interest
from relevance.pipeline import (
    Scores,
    advise,
    choose_model,
    connections,
    current_scores,
    embed,
    feed_summary,
    find_person,
    history,
    import_paths,
    pending_invites,
    person_page,
    record_decision,
    save_interests,
    suggest_interests,
    try_changes,
)
from relevance.store import Store, decisions
from tests import world
from tests.writers.mail import mail


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "world.duckdb") as opened:
        yield opened


@pytest.fixture
def filled(tmp_path: Path, world_database: Path):
    path = tmp_path / "filled.duckdb"
    shutil.copy(world_database, path)
    with Store.open(path) as opened:
        yield opened


@pytest.fixture
def settings(filled: Store) -> Settings:
    return Settings(database=filled.path)


@pytest.fixture
def scores(filled: Store, settings: Settings) -> Scores:
    return current_scores(filled, settings, encoder=world.WordEncoder())


def _row(listed: pl.DataFrame, name: str) -> dict:
    return listed.filter(pl.col("name") == name).to_dicts()[0]


def test_import_counts_every_file_and_every_row(store: Store, tmp_path: Path) -> None:
    settings = Settings(database=store.path)
    reports = import_paths(
        store, [world.write_export(tmp_path), world.write_posts(tmp_path)], settings=settings
    )
    by_name = {Path(report.path).name: report for report in reports}
    linkedin = by_name["Connections.csv"]
    # Ten people and one row with only a date.
    assert (linkedin.kind, linkedin.read, linkedin.skipped) == ("linkedin.connections", 11, 1)
    assert store.count("connection") == 10
    assert by_name["Invitations.csv"].read == 5
    assert by_name["messages.csv"].read == 3
    assert by_name["SavedJobAlerts.csv"].kind == "ignored"
    assert (by_name["posts.csv"].kind, by_name["posts.csv"].read) == ("posts", 25)
    assert store.count("post") == 25
    assert [report.error for report in reports if report.error] == []


def test_importing_twice_adds_nothing(store: Store, tmp_path: Path) -> None:
    settings = Settings(database=store.path)
    paths = [world.write_export(tmp_path), world.write_posts(tmp_path)]
    import_paths(store, paths, settings=settings)
    tables = ("record", "connection", "invite", "encounter", "post", "person", "owner_fact")
    before = {name: store.count(name) for name in tables}
    people = store.people()
    again = import_paths(store, paths, settings=settings)
    assert {(one.added, one.updated, one.error) for one in again} == {(0, 0, None)}
    assert {name: store.count(name) for name in tables} == before
    assert store.people().equals(people)


def test_the_order_of_files_and_rows_changes_nothing(tmp_path: Path) -> None:
    rows = world.post_rows()
    random.Random(7).shuffle(rows)
    figures = []
    for number, (paths, listed) in enumerate(
        [(("export", "posts"), None), (("posts", "export"), rows)]
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        files = {"export": world.write_export(folder), "posts": world.write_posts(folder, listed)}
        with Store.open(folder / "world.duckdb") as store:
            settings = Settings(database=store.path)
            for name in paths:
                import_paths(store, [files[name]], settings=settings)
            save_interests(store, world.INTERESTS)
            embed(store, encoder=world.WordEncoder())
            scores = current_scores(store, settings, encoder=world.WordEncoder())
            figures.append(connections(scores).select("name", "state", "posts", "effect"))
    first, second = figures
    assert first.drop("effect").equals(second.drop("effect"))
    assert first["effect"].to_numpy() == pytest.approx(
        second["effect"].to_numpy(), nan_ok=True, abs=1e-5
    )


def test_states_follow_from_what_people_write(scores: Scores) -> None:
    listed = connections(scores)
    states = dict(listed.select("name", "state").iter_rows())
    assert states["Bea Brook"] == "raises"
    assert states["Carl Cole"] == "dilutes"
    assert states["Gus Gray"] == "unknown"
    assert _row(listed, "Gus Gray")["relevance"] is None
    assert listed["state"].to_list()[-5:] == ["unknown"] * 5
    assert listed["name"][0] == "Bea Brook"


def test_effects_are_exact_leave_one_out(scores: Scores) -> None:
    counted = scores.counted
    r, a = scores.relevance[counted].astype(float), scores.corpus.attention[counted]
    who = scores.corpus.person[counted]
    whole = np.average(r, weights=a)
    assert scores.feed == pytest.approx(whole, abs=1e-6)
    for row in connections(scores).filter(pl.col("posts") > 0).iter_rows(named=True):
        stays = who != row["code"]
        without = np.average(r[stays], weights=a[stays])
        assert row["effect"] == pytest.approx(100 * (whole - without), abs=1e-4)


def test_attention_is_recency_times_kind_under_the_daily_cap(scores: Scores) -> None:
    # One post a day each, so no cap: the newest weighs 1, one of 5 days before 0.5 ** (5/90).
    posts = scores.corpus.posts.with_columns(a=pl.Series(scores.corpus.attention))
    bea = posts.filter(pl.col("person_id") == find_id(scores, "Bea Brook")).sort("created_at")
    assert bea["a"].to_list() == pytest.approx([0.5 ** (age / 90) for age in (5, 4, 3, 2, 1, 0)])


def find_id(scores: Scores, name: str) -> str:
    return str(scores.corpus.people.filter(pl.col("name") == name)["person_id"][0])


def test_posts_of_a_pending_inviter_are_not_in_the_feed(scores: Scores) -> None:
    lou = (
        scores.corpus.person == scores.corpus.people.filter(pl.col("name") == "Lou Lark")["code"][0]
    )
    assert int(lou.sum()) == 1
    assert not scores.counted[lou].any()
    assert feed_summary(scores).posts == 24


def test_weights_re_rank_without_the_model(filled: Store, settings: Settings) -> None:
    encoder = world.WordEncoder()
    current_scores(filled, settings, encoder=encoder)
    save_interests(
        filled,
        (Interest("Learning design", -100, ("design",)), Interest("Crypto", 100, ("crypto",))),
    )
    turned = connections(current_scores(filled, settings, encoder=encoder))
    assert _row(turned, "Carl Cole")["state"] == "raises"
    assert _row(turned, "Bea Brook")["state"] == "dilutes"
    assert encoder.calls == 0


def test_summary_counts_people_and_coverage(scores: Scores) -> None:
    summary = feed_summary(scores)
    assert (summary.people, summary.unknown, summary.connections) == (5, 5, 10)
    assert summary.coverage == pytest.approx(0.5)
    assert f"{100 * scores.feed:.0f} of 100" in summary.sentence


def test_history_has_one_row_for_each_week(scores: Scores) -> None:
    # NEWEST is Sunday 1 November 2026; posts go back eight days, over the weeks of 19 and 26 October.
    weeks = history(scores)
    assert [f"{day}" for day in weeks["week"]] == ["2026-10-19", "2026-10-26"]
    assert weeks["posts"].sum() == 24


def test_before_embedding_everything_answers_with_nothing_known(
    store: Store, tmp_path: Path
) -> None:
    settings = Settings(database=store.path)
    import_paths(
        store, [world.write_export(tmp_path), world.write_posts(tmp_path)], settings=settings
    )
    save_interests(store, world.INTERESTS)
    scores = current_scores(store, settings)
    assert scores.feed is None
    listed = connections(scores)
    assert set(listed["state"]) == {"unknown"}
    assert listed["relevance"].null_count() == 10
    # What is known without the model: how much people write, and that Lou has written at all.
    assert _row(listed, "Carl Cole")["posts"] == 8
    assert listed["attention_share"].sum() == pytest.approx(1)
    assert (feed_summary(scores).posts, feed_summary(scores).people) == (24, 5)
    advice = advise(store, scores, settings)
    assert {one.relevance for one in advice} == {None}
    assert {one.name: one.decision for one in advice}["Kim Kane"] == "accept"
    lou = next(one for one in advice if one.name == "Lou Lark")
    assert "Nothing is known" not in " ".join(lou.reasons)


def test_pending_are_incoming_not_connected_and_recent(filled: Store, settings: Settings) -> None:
    pending = pending_invites(filled, settings)
    # Bea is a connection by now, and Max wrote 22 months before the export.
    assert pending.invites["name"].to_list() == ["Jo June", "Kim Kane", "Lou Lark"]
    assert (f"{pending.as_of}", pending.too_old) == ("2026-11-01", 1)


def test_the_ladder_names_the_rung_that_decided(
    filled: Store, settings: Settings, scores: Scores
) -> None:
    advice = {one.name: one for one in advise(filled, scores, settings)}
    assert (advice["Jo June"].decision, advice["Jo June"].rung) == ("accept", 2)
    assert "Jo" in str(advice["Jo June"].draft)
    # One message from Kim, never answered: talked before.
    assert (advice["Kim Kane"].decision, advice["Kim Kane"].rung) == ("accept", 4)
    # A default note, and a post about what Ada wants less of.
    assert (advice["Lou Lark"].decision, advice["Lou Lark"].rung) == ("decline", 6)
    assert advice["Lou Lark"].draft is None
    assert float(advice["Lou Lark"].effect or 0) < 0


def test_forecasts_lie_within_their_range(
    filled: Store, settings: Settings, scores: Scores
) -> None:
    for one in advise(filled, scores, settings):
        low, effect, high = one.effect_low, one.effect, one.effect_high
        assert low is not None
        assert high is not None
        assert effect is not None
        assert low <= effect <= high


def test_a_name_that_two_people_carry_is_an_error_with_both_ids(
    filled: Store, settings: Settings
) -> None:
    with pytest.raises(AmbiguousNameError, match="2 people are called 'Sam Smith'") as caught:
        find_person(filled, "Sam Smith")
    ids = filled.people().filter(pl.col("name") == "Sam Smith")["person_id"]
    assert all(one in str(caught.value) for one in ids)


@pytest.mark.parametrize("wanted", ["Ida Inge", "ida inge", "Ida Berg", "Berg"])
def test_a_former_name_finds_the_person(filled: Store, settings: Settings, wanted: str) -> None:
    found = find_person(filled, wanted)
    assert filled.people().filter(pl.col("person_id") == found)["name"][0] == "Ida Inge (née Berg)"


def test_nobody_is_an_error(filled: Store, settings: Settings) -> None:
    with pytest.raises(NotFoundError, match="nobody with the id or name 'Nobody Here'"):
        find_person(filled, "Nobody Here")


def test_a_person_has_records_encounters_and_parts_that_add_up(
    filled: Store, scores: Scores
) -> None:
    page = person_page(filled, find_person(filled, "Bea Brook"), scores)
    assert sorted(page.records["source"].unique()) == [
        "linkedin.connections", "linkedin.invitations", "linkedin.messages", "posts",
    ]  # fmt: skip
    assert page.encounters["direction"].to_list() == ["incoming", "outgoing"]
    assert page.encounters["channel"].unique().to_list() == ["linkedin message"]
    assert page.raising.height == 6
    at = scores.corpus.person == page_code(scores, "Bea Brook")
    mean = np.average(scores.relevance[at], weights=scores.corpus.attention[at])
    assert sum(page.parts.values()) == pytest.approx(mean, abs=1e-5)
    assert max(page.parts, key=lambda name: page.parts[name]) == "Learning design"


def page_code(scores: Scores, name: str) -> int:
    return int(scores.corpus.people.filter(pl.col("name") == name)["code"][0])


def test_what_if_is_joint(filled: Store, settings: Settings, scores: Scores) -> None:
    advice = advise(filled, scores, settings)
    carl = find_id(scores, "Carl Cole")
    outcome = try_changes(scores, advice, removed=[carl])
    effect = _row(connections(scores), "Carl Cole")["effect"]
    assert outcome.delta == pytest.approx(-effect, abs=1e-4)
    best = try_changes(scores, advice, best=1)
    assert best.removed == (carl,)
    kept = try_changes(scores, advice, best=1, protected=[carl])
    assert carl not in kept.removed
    with pytest.raises(NotFoundError, match="no person with the id 'nobody'"):
        try_changes(scores, advice, removed=["nobody"])


def test_decisions_are_kept_with_the_figures_of_the_day_and_can_be_undone(
    filled: Store, settings: Settings, scores: Scores
) -> None:
    advice = advise(filled, scores, settings)
    lou = next(one for one in advice if one.name == "Lou Lark")
    record_decision(filled, advice, lou.person_id, "decline", model=scores.corpus.model)
    kept = decisions(filled).to_dicts()
    assert [(one["decision"], one["rung"], one["suggested"]) for one in kept] == [
        ("decline", 6, "decline")
    ]
    assert kept[0]["effect"] == pytest.approx(lou.effect)
    record_decision(filled, advice, lou.invite_id, "accept")
    assert decisions(filled)["decision"].to_list() == ["accept"]
    record_decision(filled, advice, lou.invite_id, "undo")
    assert decisions(filled).height == 0
    assert filled.count("decision") == 2
    with pytest.raises(UsageError, match="must be one of accept, ask, decline, later, undo"):
        record_decision(filled, advice, lou.invite_id, "perhaps")


def test_profile_and_skills_suggest_interests(filled: Store, settings: Settings) -> None:
    names = [one.name for one in suggest_interests(filled)]
    assert names[:2] == ["Facilitation", "Instructional Design"]


def test_embedding_can_be_limited_and_taken_up_again(store: Store, tmp_path: Path) -> None:
    settings = Settings(database=store.path)
    import_paths(store, [world.write_posts(tmp_path)], settings=settings)
    encoder = world.WordEncoder()
    first = embed(store, encoder=encoder, limit=5)
    assert (first.embedded, first.total) == (5, 25)
    # Five people and one inviter wrote: the first five texts are of five different authors.
    scores = current_scores(store, settings, encoder=encoder)
    assert len(set(scores.corpus.person[scores.corpus.embedded])) == 5
    second = embed(store, encoder=encoder)
    assert (second.embedded, second.reused, second.total) == (20, 5, 25)


def test_a_file_that_gives_nothing_is_an_error_and_the_others_stay(
    store: Store, tmp_path: Path
) -> None:
    settings = Settings(database=store.path)
    empty = tmp_path / "notes.txt"
    empty.write_text("nothing to see here")
    reports = import_paths(store, [empty, world.write_posts(tmp_path)], settings=settings)
    assert "no file that this tool reads" in str(reports[0].error)
    assert (reports[1].error, reports[1].added) == (None, 25)


def test_vectors_of_two_models_are_never_mixed(
    filled: Store, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Other(world.WordEncoder):
        model_id = "other@1"

    monkeypatch.setattr(
        "relevance.pipeline.vectors.model_id_of", lambda name=None: name or world.DEFAULT_MODEL
    )
    monkeypatch.setattr(
        "relevance.pipeline.models.model_id_of", lambda name=None: name or world.DEFAULT_MODEL
    )
    before = current_scores(filled, settings)
    choose_model(filled, "other@1")
    scores = current_scores(filled, settings, encoder=Other())
    # The old scores stay in use until the new model has read as much; then its own hold, and only they.
    corpus = scores.corpus
    assert (corpus.model, corpus.next_model) == (world.DEFAULT_MODEL, "other@1")
    assert (scores.feed, corpus.next_waiting) == (before.feed, 25)
    embed(filled, model="other@1", encoder=Other(), limit=5)
    half = current_scores(filled, settings)
    assert (half.feed, half.corpus.model, half.corpus.next_waiting) == (
        before.feed,
        world.DEFAULT_MODEL,
        20,
    )
    embed(filled, model="other@1", encoder=Other())
    now = current_scores(filled, settings, encoder=Other())
    assert (now.corpus.model, now.corpus.next_model) == ("other@1", None)
    assert now.feed is not None
    choose_model(filled, "")
    assert current_scores(filled, settings).corpus.model == world.DEFAULT_MODEL


def test_a_default_note_is_no_note_for_the_forecast_either(store: Store, tmp_path: Path) -> None:
    header = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n"
    own = "https://www.linkedin.com/in/ada-example"
    rows = (
        f'Def One,Ada Example,"10/20/26, 9:15 AM","I\'d like to join your LinkedIn network.",INCOMING,'
        f"https://www.linkedin.com/in/def-one,{own}\n"
        f'No Note,Ada Example,"10/20/26, 9:15 AM",,INCOMING,https://www.linkedin.com/in/no-note,{own}\n'
    )
    (tmp_path / "Invitations.csv").write_text(header + rows, "utf-8")
    settings = Settings(database=store.path)
    import_paths(
        store, [tmp_path / "Invitations.csv", world.write_posts(tmp_path)], settings=settings
    )
    save_interests(store, world.INTERESTS)
    embed(store, encoder=world.WordEncoder())
    scores = current_scores(store, settings, encoder=world.WordEncoder())
    by_name = {one.name: one for one in advise(store, scores, settings)}
    assert by_name["Def One"].effect == by_name["No Note"].effect
    assert by_name["Def One"].reasons[0].startswith("Nothing is known of Def One")


def test_somebody_of_the_same_name_elsewhere_is_a_doubt_not_a_fact(
    filled: Store, settings: Settings, tmp_path: Path
) -> None:
    jo_june = next(
        one
        for one in advise(filled, current_scores(filled, settings), settings)
        if one.name == "Jo June"
    )
    before = jo_june.decision
    (tmp_path / "one.eml").write_bytes(mail(From="Jo June <jo@elsewhere.example>"))
    import_paths(filled, [tmp_path / "one.eml"], settings=settings, owner=["maren@own.example"])
    advice = advise(filled, current_scores(filled, settings), settings)
    jo_june = next(one for one in advice if one.name == "Jo June")
    assert jo_june.decision == before
    talked = next(check for check in jo_june.checks if check.rung == 4)
    assert talked.result == "could not tell"
    assert "once by mail (jo@elsewhere.example), the last time on 04 March 2024" in talked.sentence
