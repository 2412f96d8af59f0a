"""The page Connections: filters, named lists, kept views, acts, reviewing one by one, two side by side."""

from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from relevance.pipeline import protected_people
from relevance.pipeline.listing import saved_views, verdicts_now
from relevance.store import Store, kept_plan
from tests.ui.fresh import begin_anew

APP = Path(__file__).parents[2] / "app.py"
PAGE = str(Path(__file__).parents[2] / "relevance" / "ui" / "pages" / "connections.py")


def opened(**parameters: str | list[str]) -> AppTest:
    """Return the page as another session opens it by this address."""
    at = AppTest.from_file(str(APP), default_timeout=60).run()
    at.switch_page(PAGE)
    for name, values in parameters.items():
        at.query_params[name] = values
    return sound(at.run())


def sound(at: AppTest) -> AppTest:
    assert [error.value for error in (*at.exception, *at.error)] == []
    return at


def names(at: AppTest) -> list[str]:
    return [name.split()[0] for name in at.dataframe[0].value["name"]]


def words(at: AppTest) -> str:
    """Return everything that the page says, labels and choices included."""
    kinds = (at.title, at.subheader, at.markdown, at.caption, at.warning, at.text, at.success)
    said = [str(element.value) for kind in kinds for element in kind]
    said += [one.label for kind in (at.button, at.toggle, at.selectbox, at.pills) for one in kind]
    said += [
        str(option)
        for kind in (at.selectbox, at.multiselect)
        for one in kind
        for option in one.options
    ]
    said += [frame.value.to_csv() for frame in at.dataframe]
    return "\n".join(said).replace("\\", "")


def press(at: AppTest, key: str) -> AppTest:
    return sound(at.button(key=key).click().run())


def who(path: Path, name: str) -> str:
    from relevance.ui.data.stores import store_at

    return str(
        store_at(str(path)).frame("SELECT person_id FROM person WHERE name = ?", [name])[
            "person_id"
        ][0]
    )


def address(at: AppTest) -> dict[str, list[str]]:
    return {name: [v] if isinstance(v, str) else list(v) for name, v in at.query_params.items()}


def verdicts(path: Path) -> dict[str, str]:
    """Return what is decided, by name, with the app ended."""
    begin_anew()
    with Store.open(path) as store:
        people = store.people().select("person_id", "name")
        held = verdicts_now(store).join(people, on="person_id")
    return dict(held.select("name", "act").iter_rows())


def test_filters_narrow_the_list_and_stand_in_the_address(filled: Path) -> None:
    at = opened()
    assert len(names(at)) == 10
    assert address(at) == {}
    sound(at.pills(key="state").set_value(["dilutes"]).run())
    assert names(at) == ["Carl", "Eli"]
    sound(at.selectbox(key="order").set_value("name").run())
    sound(at.text_input(key="search").set_value("weatherly").run())
    assert names(at) == ["Eli"]
    assert address(at) == {"state": ["dilutes"], "order": ["name"], "search": ["weatherly"]}
    # Another session sees the same by the address alone.
    again = opened(**address(at))
    assert names(again) == ["Eli"]
    assert again.selectbox(key="order").value == "name"
    sound(again.pills(key="state").set_value([]).run())
    sound(again.text_input(key="search").set_value("").run())
    assert len(names(again)) == 10
    assert address(again) == {"order": ["name"]}


def test_facets_count_what_they_would_show(filled: Path) -> None:
    at = opened(company="Fenland Water")
    assert sorted(names(at)) == ["Bea", "Gus"]
    assert at.pills(key="state").options == [
        "▲ raises 1",
        "▼ dilutes 0",
        "● neutral 0",
        "? unknown 1",
    ]
    assert at.pills(key="loudness").options[-1] == "no posts 1"
    sound(at.pills(key="loudness").set_value(["no posts"]).run())
    assert names(at) == ["Gus"]
    sound(at.number_input(key="silent").set_value(30).run())
    assert "Nobody fits" in words(at)  # Gus was never met


def test_a_named_list_states_its_rule(filled: Path) -> None:
    at = opened(list="silent ties")
    assert "not within the last two years of your data" in words(at)
    assert "Nobody fits" in words(at)
    sound(at.pills(key="list").set_value(None).run())
    assert len(names(at)) == 10


def test_a_hostile_address_is_said_and_harms_nothing(filled: Path) -> None:
    at = opened(
        state=["dilutes", "<img src=x>"],
        look="sideways",
        person="x' OR 1=1",
        silent="1e9",
        list="best",
    )
    told = [one.value.replace("\\", "") for one in at.warning]
    assert len(told) == 5
    assert "“state” must be one of raises, dilutes, neutral, unknown, got “<img src=x>”." in told
    assert names(at) == ["Carl", "Eli"]
    assert address(at) == {"state": ["dilutes"]}
    assert [one.value for one in sound(at.run()).warning] == []


def test_a_chosen_person_opens_again_by_the_address(filled: Path) -> None:
    bea = who(filled, "Bea Brook")
    at = opened(person=bea)
    assert "Yes, on Friday." in words(at)
    sound(at.selectbox(key="person").set_value(None).run())
    assert address(at) == {}


def test_a_view_is_kept_renamed_opened_deleted_and_brought_back(filled: Path) -> None:
    bea = who(filled, "Bea Brook")
    at = opened(state="raises", order="name", person=bea)
    at.text_input(key="name of view").set_value("Good ones")
    sound(next(one for one in at.button if one.label == "Keep this view").click().run())
    assert "state: raises; order: name; with a chosen person" in words(at)
    at.text_input(key="new name 1").set_value("The good ones")
    press(at, "rename view 1")
    # In another session, and with other filters, it opens as it was.
    again = opened(state="dilutes")
    assert "The good ones" in words(again)
    press(again, "open view 1")
    assert address(again) == {"state": ["raises"], "order": ["name"], "person": [bea]}
    assert names(again) == sorted(names(again))
    assert "Yes, on Friday." in words(again)
    press(again, "drop view 1")
    assert "The good ones" not in words(again)
    press(again, "undo view")
    assert "The good ones" in words(again)
    begin_anew()
    with Store.open(filled) as store:
        assert [(one.name, one.parameters) for one in saved_views(store)] == [
            ("The good ones", {"state": ["raises"], "order": ["name"], "person": [bea]})
        ]


def test_an_act_on_everyone_shown_is_undone_at_once(filled: Path) -> None:
    at = opened(state="dilutes")
    assert "For all 2 of them" in words(at)
    press(at, "bulk unfollow")
    assert "2 people: unfollow is noted. Nothing was done on LinkedIn." in words(at)
    assert at.dataframe[0].value["decided"].tolist() == ["unfollow", "unfollow"]
    press(at, "undo act")
    assert "decided" not in at.dataframe[0].value.columns
    press(at, "bulk protect")
    assert at.dataframe[0].value["protected"].tolist() == ["other", "other"]
    press(at, "undo act")
    assert verdicts(filled) == {}
    with Store.open(filled) as store:
        assert protected_people(store).is_empty()
        assert store.count("verdict") == 2  # the log keeps that it was decided and taken back


def test_verdicts_become_a_checklist_that_can_be_dropped_again(filled: Path) -> None:
    at = opened(state="dilutes")
    press(at, "bulk show less")
    sound(next(one for one in at.button if one.label == "Make a checklist").click().run())
    assert "Your verdicts are the checklist of the page Plan now." in words(at)
    press(at, "undo act")
    begin_anew()
    with Store.open(filled) as store:
        assert store.count("plan") == 1
        assert kept_plan(store) is None


def test_progress_of_the_review_outlives_the_app(filled: Path) -> None:
    at = opened(look="one by one", order="name")
    assert "Bea Brook" in words(at)
    press(at, "one keep")
    assert "You decided on Bea Brook: keep." in words(at)
    press(at, "one skip")  # Carl
    assert [one.value for one in at.main.subheader] == ["Dina Dahl"]
    press(at, "one back")
    assert [one.value for one in at.main.subheader] == ["Carl Cole"]
    press(at, "one unfollow")
    press(at, "one back")
    assert [one.value for one in at.main.subheader] == ["Carl Cole"]
    press(at, "one unfollow")
    assert verdicts(filled) == {"Bea Brook": "keep", "Carl Cole": "unfollow"}
    begin_anew()
    again = opened(look="one by one", order="name")
    assert [one.value for one in again.main.subheader] == ["Dina Dahl"]
    assert again.get("progress")[0].proto.text.startswith("2 of 10 decided")
    only = opened(look="one by one", state="dilutes")
    assert [one.value for one in only.main.subheader] == ["Eli East"]
    press(only, "one keep")
    assert "You have been through all of them" in words(only)


@pytest.mark.parametrize("name", ["Bea Brook", "Carl Cole"])
def test_content_only_never_shows_who_it_is_before_the_verdict(filled: Path, name: str) -> None:
    hidden = name.casefold().split()
    at = opened(look="one by one", hidden="true", search=name)
    # The search is the owner's own word; their posts name them ("Post 0 of Bea Brook").
    said = words(at).casefold()
    assert "post 0 of … …: all about" in said
    assert [word for word in (*hidden, "fenland", "coinhouse") if word in said] == []
    assert "person" not in address(at)
    assert not [one for one in at.get("link_button") if "linkedin" in one.proto.url]
    press(at, "one keep")
    assert f"You decided on {name}: keep." in words(at)


def test_two_people_stand_side_by_side(filled: Path) -> None:
    bea, carl = who(filled, "Bea Brook"), who(filled, "Carl Cole")
    at = opened(look="side by side", person=bea)
    assert "Choose two people" in words(at)
    sound(at.selectbox(key="other").set_value(carl).run())
    assert "Bea Brook does your feed more good" in words(at)
    assert address(at) == {"look": ["side by side"], "person": [bea], "other": [carl]}
    figures = at.dataframe[0].value
    assert figures.columns.tolist() == ["figure", "Bea Brook", "Carl Cole"]
    told = dict(pl.from_pandas(figures).select("figure", "Carl Cole").iter_rows())
    assert (told["State"], told["Company"], told["Posts"]) == ("dilutes", "Coinhouse", "8")
    assert "Post 0 of Carl Cole: all about crypto." in words(at)


def test_a_list_of_many_is_shown_page_by_page(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relevance.ui.connections_table._PAGE", 4)
    at = opened(order="name", page="3")
    assert names(at) == ["Sam", "Sam"]
    assert address(at)["page"] == ["3"]
    assert names(sound(at.run())) == ["Sam", "Sam"]
    # Other filters begin at the first page.
    sound(at.text_input(key="search").set_value("e").run())
    assert len(names(at)) == 4
    assert "page" not in address(at)
    sound(at.text_input(key="search").set_value("sam").run())
    assert names(at) == ["Sam", "Sam"]
    assert len(names(opened(page="99"))) == 2  # the last page there is
    assert len(names(opened(page="-1"))) == 4


def test_a_late_address_undoes_nothing_and_going_back_in_the_browser_does(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = opened(state="dilutes")
    sound(at.segmented_control(key="look").set_value("one by one").run())
    assert address(at) == {"state": ["dilutes"], "look": ["one by one"]}
    # A quick click comes with the address of before, which the browser has not renewed yet.
    del at.query_params["look"]
    sound(at.toggle(key="hidden").set_value(True).run())
    assert at.segmented_control(key="look").value == "one by one"
    assert address(at)["look"] == ["one by one"]
    # The same address later, and without any click, is the browser's way back.
    monkeypatch.setattr("relevance.ui.view_state._LATE_SECONDS", 0.0)
    sound(at.run())
    del at.query_params["look"]
    sound(at.run())
    assert names(at) == ["Carl", "Eli"]
