"""The pages What if and Plan: what is chosen shows at once, stands in the address, is kept and undone."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from relevance.config import Settings
from relevance.pipeline import advise, current_scores, protected_people, scenarios, try_changes
from relevance.store import Store, kept_plan, plan_steps
from tests import world
from tests.ui.fresh import begin_anew, label_of

APP = Path(__file__).parents[2] / "app.py"
PAGES = Path(__file__).parents[2] / "relevance" / "ui" / "pages"


@pytest.fixture
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, world_database: Path) -> Path:
    monkeypatch.setattr("relevance.pipeline.vectors.load_encoder", lambda _: world.WordEncoder())
    path = tmp_path / "ui.duckdb"
    shutil.copy(world_database, path)
    monkeypatch.setenv("RELEVANCE_DB", str(path))
    return path


def opened(name: str) -> AppTest:
    at = AppTest.from_file(str(APP), default_timeout=60).run()
    return at.switch_page(str(PAGES / f"{name}.py")).run()


def gain_without(path: Path, *names: str) -> float:
    """Return what the pipeline says that removing some people brings, in points."""
    gone = known(path, *names)
    with Store.open(path) as store:
        scores = current_scores(store, Settings(), encoder=world.WordEncoder())
    delta = try_changes(scores, (), removed=gone).delta
    assert delta is not None
    return delta


def at_address(**parameters: list[str]) -> AppTest:
    at = AppTest.from_file(str(APP), default_timeout=60).run()
    at.switch_page(str(PAGES / "whatif.py"))
    for name, values in parameters.items():
        at.query_params[name] = values
    return at.run()


def words(at: AppTest) -> str:
    assert [error.value for error in (*at.exception, *at.error)] == []
    kinds = (at.title, at.subheader, at.markdown, at.caption, at.warning)
    return "\n".join(str(element.value) for kind in kinds for element in kind).replace("\\", "")


def click(at: AppTest, label: str) -> AppTest:
    next(one for one in at.button if label_of(one) == label).click()
    return at.run()


def known(path: Path, *names: str) -> list[str]:
    """Return ids by name, with the store closed again."""
    begin_anew()
    with Store.open(path) as store:
        of = dict(store.frame("SELECT name, person_id FROM person").iter_rows())
    return [of[name] for name in names]


def figures(at: AppTest) -> dict[str, str]:
    return {one.label: one.value for one in at.metric}


def table(at: AppTest, column: str):
    return next(one.value for one in at.dataframe if column in one.value.columns)


def test_a_choice_shows_the_joint_figures_at_once(filled: Path) -> None:
    carl, lou = known(filled, "Carl Cole", "Lou Lark")
    with Store.open(filled) as store:
        scores = current_scores(store, Settings(), encoder=world.WordEncoder())
        advice = advise(store, scores, Settings())
        told = try_changes(scores, advice, removed=[carl], accepted=[lou])
        apart = [
            try_changes(scores, advice, removed=[carl]).delta,
            try_changes(scores, advice, accepted=[lou]).delta,
        ]
    at = opened("whatif")
    assert "this changes what can appear, not what will" in words(at)
    assert not at.metric
    at.multiselect(key="without").set_value([carl]).run()
    at.multiselect(key="with").set_value([lou]).run()
    assert figures(at) == {
        "Feed relevance, after": f"{100 * told.after:.1f}",
        "Voices, after": "4.1",
        "Posts that go": "8",
        "Posts known of who comes": "1",
    }
    assert at.metric[0].delta == f"{told.delta:+.2f} points"
    assert "With 80 % certainty the change lies between" in words(at)
    assert f"added up one by one {sum(apart):+.2f}" in words(at)
    assert f"Together **{told.delta:+.2f} points**" in words(at)
    assert table(at, "change")["change"].to_list() == ["− goes", "+ comes"]
    assert len(table(at, "through")) == 8
    at.multiselect(key="without").set_value([]).run()
    assert figures(at)["Posts that go"] == "0"


def test_the_choice_is_the_address_and_the_address_the_choice(filled: Path) -> None:
    carl, eli, lou = known(filled, "Carl Cole", "Eli East", "Lou Lark")
    at = opened("whatif")
    at.multiselect(key="without").set_value([carl, eli]).run()
    assert at.query_params["without"] == [carl, eli]
    again = at_address(without=[eli], **{"with": [lou]})
    assert again.multiselect(key="without").value == [eli]
    assert again.multiselect(key="with").value == [lou]
    assert figures(again)["Posts that go"] == "5"
    # What is chosen afterwards holds, though the address it was opened by said otherwise.
    again.multiselect(key="without").set_value([carl]).run()
    assert figures(again)["Posts that go"] == "8"
    assert again.query_params["without"] == carl
    gone = at_address(without=["nobody", eli])
    assert "1 of those whom this address names cannot be chosen" in words(gone)
    assert gone.multiselect(key="without").value == [eli]


def test_the_choice_outlives_a_visit_to_another_page(filled: Path) -> None:
    (carl,) = known(filled, "Carl Cole")
    at = opened("whatif")
    at.multiselect(key="without").set_value([carl]).run()
    at.switch_page(str(PAGES / "plan.py")).run()
    at.switch_page(str(PAGES / "whatif.py")).run()
    assert at.multiselect(key="without").value == [carl]


def test_the_worst_are_offered_to_begin_with(filled: Path) -> None:
    carl, eli = known(filled, "Carl Cole", "Eli East")
    at = click(opened("whatif"), "Try without the 2 who dilute it most")
    assert at.multiselect(key="without").value == [carl, eli]
    assert "It narrows whom you hear" in words(at)


def test_what_ifs_are_kept_compared_opened_and_undone(filled: Path) -> None:
    gains = [gain_without(filled, "Carl Cole"), gain_without(filled, "Carl Cole", "Eli East")]
    carl, eli = known(filled, "Carl Cole", "Eli East")
    at = opened("whatif")
    at.multiselect(key="without").set_value([carl]).run()
    at.text_input(key="name of what-if").set_value("No *crypto*").run()
    click(at, "Keep this what-if")
    at.multiselect(key="without").set_value([carl, eli]).run()
    at.text_input(key="name of what-if").set_value("Quiet").run()
    click(at, "Keep this what-if")
    kept = table(at, "What if")
    assert kept["What if"].to_list() == ["No *crypto*", "Quiet"]
    assert kept["Points"].to_list() == pytest.approx(gains)
    assert kept["Go"].to_list() == [1, 2]
    assert at.text_input(key="name of what-if").value == ""
    next(one for one in at.button if label_of(one) == "Open").click()
    at.run()
    assert at.multiselect(key="without").value == [carl]
    next(one for one in at.button if label_of(one) == "Drop").click()
    at.run()
    assert table(at, "What if")["What if"].to_list() == ["Quiet"]
    click(at, "Undo")
    assert table(at, "What if")["What if"].to_list() == ["No *crypto*", "Quiet"]
    assert "Undo" not in [one.label for one in at.button]
    begin_anew()
    with Store.open(filled) as store:
        assert scenarios(store)["removed"].to_list() == [[carl], sorted([carl, eli])]


def test_a_name_given_twice_replaces_and_undo_brings_the_first_back(filled: Path) -> None:
    carl, eli = known(filled, "Carl Cole", "Eli East")
    first, second = (gain_without(filled, name) for name in ("Carl Cole", "Eli East"))
    at = opened("whatif")
    for chosen in (carl, eli):
        at.multiselect(key="without").set_value([chosen]).run()
        at.text_input(key="name of what-if").set_value("Quiet").run()
        click(at, "Keep this what-if")
    assert table(at, "What if")["Points"].to_list() == pytest.approx([second])
    click(at, "Undo")
    assert table(at, "What if")["Points"].to_list() == pytest.approx([first])


def test_in_a_large_network_the_rest_is_found_by_a_search(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relevance.ui.choosing._MOST", 2)
    bea, carl = known(filled, "Bea Brook", "Carl Cole")
    at = opened("whatif")
    assert len(at.multiselect(key="without").options) == 2
    at.multiselect(key="without").set_value([carl]).run()
    at.text_input(key="sought for without").set_value("bea").run()
    assert [one.split(",")[0] for one in at.multiselect(key="without").options] == [
        "Carl Cole",
        "Bea Brook",
    ]
    at.multiselect(key="without").set_value([carl, bea]).run()
    assert figures(at)["Posts that go"] == "14"


def test_attention_is_shown_by_topics_where_that_is_asked_for(filled: Path) -> None:
    (carl,) = known(filled, "Carl Cole")
    at = opened("whatif")
    at.session_state["coverage as a table"] = True
    at.multiselect(key="without").set_value([carl]).run()
    assert table(at, "Today")["Name"].to_list() == ["Learning design", "Trains", "Crypto"]
    at.segmented_control(key="by").set_value("topics").run()
    assert "what newcomers would write about is not known" in words(at)
    shares = table(at, "Today")
    crypto = shares["Name"].str.contains("crypto")
    assert shares[crypto]["After"].to_list() == [0]
    assert (shares[~crypto]["After"] > shares[~crypto]["Today"]).all()


def test_nothing_is_kept_without_a_name(filled: Path) -> None:
    (carl,) = known(filled, "Carl Cole")
    at = opened("whatif")
    keep = next(one for one in at.button if label_of(one) == "Keep this what-if")
    assert keep.disabled
    at.multiselect(key="without").set_value([carl]).run()
    click(at, "Keep this what-if")
    assert "1 to 80 letters" in at.toast[0].value.replace("\\", "")
    assert "None yet" in words(at)


def test_the_plan_follows_its_sliders_and_spares_whom_it_must(filled: Path) -> None:
    both = gain_without(filled, "Carl Cole", "Eli East")
    first, second = (gain_without(filled, name) for name in ("Carl Cole", "Eli East"))
    at = opened("plan")
    said = "would raise your feed's relevance by"
    assert f"2 changes together {said} {both:.1f} points" in words(at)
    at.slider(key="changes").set_value(1).run()
    assert f"1 change {said} {first:.1f} points" in words(at)
    at.slider(key="changes").set_value(6).run()
    at.toggle(key="spare").set_value(False).run()
    assert "3 changes together" in words(at)
    at.toggle(key="spare").set_value(True).run()
    at.button(key=f"protect {known_in(at, 'Carl Cole')}").click()
    at.run()
    assert f"1 change {said} {second:.1f} points" in words(at)
    assert "Protected people (1)" in [one.label for one in at.expander]
    click(at, "Let go")
    assert "2 changes together" in words(at)


def known_in(at: AppTest, name: str) -> str:
    """Return the id of whom a step of the plan names."""
    steps = [str(one.key) for one in at.button if str(one.key).startswith("protect p")]
    named = [one.value for one in at.markdown if "worth" in str(one.value)]
    return next(key for key, said in zip(steps, named, strict=True) if name in said).removeprefix(
        "protect "
    )


def test_whom_one_decided_to_keep_is_in_no_plan_until_that_is_taken_back(filled: Path) -> None:
    second = gain_without(filled, "Eli East")
    (eli,) = known(filled, "Eli East")
    at = opened("connections")
    at.session_state["look"] = "one by one"
    at.run()
    assert [one.value for one in at.main.subheader] == ["Carl Cole"]
    at.button(key="one keep").click().run()
    at.switch_page(str(PAGES / "plan.py")).run()
    assert "One person you decided to keep is left out." in words(at)
    assert f"1 change would raise your feed's relevance by {second:.1f} points" in words(at)
    assert [one.label for one in at.expander if "Protected" in one.label] == [
        "Protected people (0)"
    ]
    # The overview and the first offer of a what-if speak of the same plan.
    at.switch_page(str(PAGES / "overview.py")).run()
    assert "Without the one who costs most" in words(at)
    at.switch_page(str(PAGES / "whatif.py")).run()
    click(at, "Try without the 1 who dilute it most")
    assert at.multiselect(key="without").value == [eli]
    at.switch_page(str(PAGES / "connections.py")).run()
    at.button(key="one keep").click().run()
    at.switch_page(str(PAGES / "plan.py")).run()
    assert "2 people you decided to keep are left out." in words(at)
    assert "nobody is in this plan" in words(at)
    at.switch_page(str(PAGES / "connections.py")).run()
    at.button(key="one back").click().run()
    at.button(key="one back").click().run()
    at.switch_page(str(PAGES / "plan.py")).run()
    assert "2 changes together" in words(at)
    assert "decided to keep" not in words(at)


def test_somebody_is_protected_by_choice(filled: Path) -> None:
    (eli,) = known(filled, "Eli East")
    at = opened("plan")
    at.selectbox(key="protect whom").set_value(eli).run()
    at.selectbox(key="protect why").set_value("family").run()
    at.button(key="protect").click()
    at.run()
    assert "1 change would raise" in words(at)
    begin_anew()
    with Store.open(filled) as store:
        assert protected_people(store).select("person_id", "reason").rows() == [(eli, "family")]


def test_a_plan_becomes_a_checklist_that_remembers(filled: Path) -> None:
    carl, eli = known(filled, "Carl Cole", "Eli East")
    at = opened("plan")
    assert not at.checkbox
    click(at, "Make this my checklist")
    assert [one.proto.text for one in at.get("progress")] == ["0 of 2 done"]
    assert "No post is newer than the plan" in words(at)
    at.checkbox[0].check().run()
    assert [one.proto.text for one in at.get("progress")] == ["1 of 2 done"]
    at.checkbox[0].uncheck().run()
    assert [one.proto.text for one in at.get("progress")] == ["0 of 2 done"]
    at.checkbox[1].check().run()
    click(at, "Drop this plan")
    assert not at.checkbox
    click(at, "Undo")
    assert [one.value for one in at.checkbox] == [False, True]
    begin_anew()
    with Store.open(filled) as store:
        steps = plan_steps(store, kept_plan(store)["plan_id"])
    assert steps["person_id"].to_list() == [carl, eli]
    assert steps["done_at"].null_count() == 1
