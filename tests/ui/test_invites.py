"""The page "Invites": the checklist, decisions, the ladder, drafts and their templates."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from relevance.config import Settings
from relevance.pipeline import (
    advise,
    current_scores,
    decided_log,
    import_paths,
    read_ladder,
    record_decision,
    try_changes,
)
from relevance.schema import text_key
from relevance.store import Store
from relevance.ui.data import runner
from tests import world
from tests.later_export import soon, write_later_export
from tests.ui.fresh import begin_anew, label_of

APP = Path(__file__).parents[2] / "app.py"
PAGES = Path(__file__).parents[2] / "relevance" / "ui" / "pages"


def opened(view: str = "queue") -> AppTest:
    at = AppTest.from_file(str(APP), default_timeout=60)
    at.session_state["demo"] = False
    at.session_state["view_of_invites"] = view
    at.run()
    return at.switch_page(str(PAGES / "invites.py")).run()


def seen(at: AppTest, view: str) -> AppTest:
    at.session_state["view_of_invites"] = view
    at.run()
    return at


def words(at: AppTest) -> str:
    assert [error.value for error in at.exception] == []
    kinds = (
        at.title,
        at.subheader,
        at.markdown,
        at.caption,
        at.text,
        at.code,
        at.error,
        at.warning,
    )
    return "\n".join(str(element.value) for kind in kinds for element in kind).replace("\\", "")


def press(at: AppTest, start: str) -> str:
    key = next(one.key for one in at.button if one.key and one.key.startswith(start))
    at.button(key=key).click().run()
    return words(at)


def held(path: Path) -> list[tuple[str | None, str, date | None]]:
    begin_anew()
    with Store.open(path) as store:
        return [(one.name, one.decision, one.revisit_on) for one in decided_log(store)]


def test_every_rung_is_a_sign_with_its_evidence_behind_it(filled: Path) -> None:
    at = opened()
    joined = " | ".join(one.proto.popover.label for one in at.get("popover")).replace("\\", "")
    assert joined.count("You know them") == 3
    assert ":green[**✓**] **2. Their note makes sense**" in joined
    said = words(at)
    assert "Their note makes sense**: passed, and decides" in said
    assert "- “I liked your talk on course design in Leeds" in said
    assert "- a LinkedIn message from them on 1 May 2023: “Thanks for the slides!”" in said
    assert "What would tell: Your mail and calendar" in said


def test_several_are_forecast_together_with_one_range(filled: Path) -> None:
    at = opened()
    begin = [one.key for one in at.button].index("choose all accepted")
    assert at.button[begin].label.startswith("All ")
    at.button(key="choose all accepted").click().run()
    chosen = at.multiselect(key="accepted_together").value
    said = words(at)
    with Store.open(filled) as store:
        scores = current_scores(store, Settings(database=filled))
        advice = advise(store, scores, Settings(database=filled))
        expected = try_changes(scores, advice, accepted=chosen)
    assert chosen == [one.person_id for one in advice if one.decision == "accept"]
    assert expected.delta_low is not None
    assert expected.delta_high is not None
    assert (
        f"{expected.delta:+.2f} points**, with 80 % certainty between {expected.delta_low:+.2f} and "
        f"{expected.delta_high:+.2f}. Feed relevance goes from {100 * (expected.before or 0):.1f} to "
        f"{100 * (expected.after or 0):.1f} of 100." in said
    )
    at.multiselect(key="accepted_together").set_value([]).run()
    assert "Feed relevance goes from" not in words(at)


def test_reaching_out_lists_own_invitations_and_says_where_there_are_none(filled: Path) -> None:
    said = words(opened("out"))
    assert "Your invitations without an answer: 0" in said
    assert "Worth inviting: 0" in said
    with Store.open(filled) as store:
        store.execute(
            "UPDATE invite SET direction = 'outgoing', sent_at = TIMESTAMPTZ '2026-08-01 12:00:00+00' "
            "WHERE note LIKE '%course design%'"
        )
        store.bump()
    said = words(opened("out"))
    assert "Your invitations without an answer: 1" in said
    assert "**Jo June**: sent on 1 August 2026" in said


def test_what_could_not_be_told_says_what_would_tell(filled: Path) -> None:
    said = words(opened())
    assert "? A shared past: Your own employers and schools are not known" in said
    assert "To tell: Your own Positions and Education files." in said


def test_asking_and_waiting_name_a_day_that_can_be_moved_and_taken_back(filled: Path) -> None:
    at = opened()
    press(at, "later i")
    (again,) = at.date_input
    assert again.value == date.today() + timedelta(days=30)  # noqa: DTZ011
    again.set_value(date(2031, 1, 2)).run()
    assert "you: later" in words(at).replace("**", "")
    (_, decision, day) = held(filled)[0]
    assert (decision, day) == ("later", date(2031, 1, 2))
    at = opened()
    press(at, "undo i")
    assert at.date_input.len == 0
    assert held(filled) == []


def test_all_kinds_of_drafts_are_offered_and_gaps_are_said(filled: Path) -> None:
    at = opened()
    jo = next(one for one in at.selectbox if one.key and one.key.startswith("draft of"))
    assert len(jo.options) == 5
    assert "Nothing is sent from here." in words(at)
    jo.set_value("group").run()
    said = words(at)
    assert "[To add: the name of a group, and its link]" in said
    assert "One thing is yours to add: the name of a group, and its link." in said


def test_a_rung_switched_off_decides_anew_at_once_and_comes_back(filled: Path) -> None:
    at = opened("ladder")
    assert "Accept: 1" in words(at) or "Accept: 2" in words(at)
    before = words(seen(at, "queue"))
    assert "2. Their note makes sense" in before
    at = seen(at, "ladder")
    at.toggle(key="rung 2 on").set_value(False).run()
    assert "Their note makes sense (off)" in words(at)
    assert "Switched off: 2. Their note makes sense" in words(seen(at, "queue"))
    at = seen(at, "ladder")
    assert "Undo: Their note makes sense switched off" in [
        one.label.replace("\\", "") for one in at.button
    ]
    press(at, "undo ladder")
    assert at.toggle(key="rung 2 on").value is True
    assert words(seen(at, "queue")) == before


def test_rungs_move_and_are_tuned_in_words(filled: Path) -> None:
    at = opened("ladder")
    press(at, "move up 2")
    assert "1. Their note makes sense" in words(at)
    assert at.button(key="move up 2").disabled
    at.select_slider(key="threshold note_words").set_value(15).run()
    at.radio(key="choice unknown").set_value("ask").run()
    at.radio(key="choice elsewhere").set_value("ask").run()
    assert [error.value for error in at.exception] == []
    begin_anew()
    with Store.open(filled) as store:
        own = read_ladder(store, Settings(database=filled))
    assert [rung.number for rung in own.rungs] == [2, 1, 3, 4, 5, 6]
    thresholds = own.ladder.thresholds
    assert (thresholds.note_words, thresholds.elsewhere, own.ladder.unknown) == (15, "ask", "ask")


def test_a_ladder_that_answers_no_stranger_is_refused(filled: Path) -> None:
    at = opened("ladder")
    at.toggle(key="rung 5 on").set_value(False).run()
    at.toggle(key="rung 6 on").set_value(False).run()
    assert [error.value for error in at.exception] == []
    assert "must be on" in " ".join(one.value for one in at.toast).replace("\\", "")
    assert at.toggle(key="rung 6 on").value is True


def test_objectives_are_kept_in_the_owners_words(filled: Path) -> None:
    at = opened("ladder")
    at.text_area[0].set_value("meet railway people")
    next(one for one in at.button if label_of(one) == "Save").click().run()
    reading = runner("embed").latest(f"phrases {filled.name}")
    assert reading is not None
    runner("embed").wait(reading.job_id, 60)
    begin_anew()
    with Store.open(filled) as store:
        assert read_ladder(store, Settings(database=filled)).objectives == "meet railway people"
        # The model has read them, so that profiles are compared with them.
        assert text_key("meet railway people") in store.vector_keys(world.DEFAULT_MODEL)


def test_a_template_is_changed_previewed_and_reset(filled: Path) -> None:
    at = opened("templates")
    shipped = at.text_area[0].value
    at.text_area[0].set_value("Ahoy {{ first_name }}, {{ gap('why') }}").run()
    said = words(at)
    assert "Ahoy Jo, [To add: why]" in said
    assert "One thing is yours to add: why." in said
    press(at, "save accept_and_write")
    assert "Ahoy Jo" in words(seen(at, "queue"))
    at = seen(at, "templates")
    assert at.text_area[0].value == "Ahoy {{ first_name }}, {{ gap('why') }}"
    press(at, "reset accept_and_write")
    assert at.text_area[0].value == shipped
    assert "Ahoy" not in words(seen(at, "queue"))


@pytest.mark.parametrize(
    "hostile", ["{{ 'x' * 10**9 }}", "{% for a in range(9) %}{% endfor %}", "{{ surname }}"]
)
def test_a_broken_template_is_told_in_words_and_not_kept(filled: Path, hostile: str) -> None:
    at = opened("templates")
    at.text_area[0].set_value(hostile).run()
    assert "accept_and_write.txt, line 1, cannot be used" in words(at)
    press(at, "save accept_and_write")
    assert "cannot be used" in " ".join(one.value for one in at.toast).replace("\\", "")
    assert not (filled.parent / "own_templates").exists()


def test_what_happened_since_stands_beside_the_decision(filled: Path, tmp_path: Path) -> None:
    at = opened()
    for start in ("accept i", "ask i", "decline i"):
        card = {"accept i": 0, "ask i": 1, "decline i": 2}[start]
        keys = [one.key for one in at.button if one.key and one.key.startswith(start)]
        at.button(key=keys[card]).click().run()
    names = {decision: name for name, decision, _ in held(filled)}
    slugs = {name: slug for slug, name, _, _ in world.INVITES}
    with Store.open(filled) as store:
        export = write_later_export(
            tmp_path,
            connected=[slugs[names["accept"]]],
            wrote=[(slugs[names["ask"]], soon(), "To learn **more**")],
            gone=[slugs[names["decline"]]],
        )
        import_paths(store, [export], settings=Settings(database=filled))
    at = opened("decided")
    said = words(at)
    shown = at.dataframe[0].value
    since = dict(zip(shown["name"], shown["since"], strict=True))
    assert since == {
        names["accept"]: "▲ connected",
        names["ask"]: "● answered",
        names["decline"]: "✗ no longer there",
    }
    assert "To do: 1" in said
    assert f"{names['ask']} has answered: decide on the invitation" in said
    options = at.selectbox(key="chosen_decision").options
    at.selectbox(key="chosen_decision").select_index(
        next(place for place, one in enumerate(options) if one.startswith(names["ask"]))
    ).run()
    assert "“To learn **more**”" in words(at)
    assert "the ladder said" in words(at)


def test_what_is_due_can_be_decided_where_it_stands(filled: Path) -> None:
    at = opened()
    press(at, "ask i")
    at.date_input[0].set_value(date(2020, 1, 1)).run()
    at = seen(at, "decided")
    assert "Due: 1" in words(at)
    key = next(one.key for one in at.button if one.key and one.key.startswith("decline i"))
    at.button(key=key).click().run()
    assert "Due: 1" not in words(at)
    assert [decision for _, decision, _ in held(filled)] == ["decline"]


def test_a_decision_is_undone_from_the_log(filled: Path) -> None:
    at = opened()
    press(at, "decline i")
    at = seen(at, "decided")
    at.selectbox(key="chosen_decision").select_index(0).run()
    press(at, "undo decision")
    assert at.dataframe[0].value["you"].tolist() == ["decline (taken back)"]
    assert held(filled) == []


def test_before_anything_is_decided_it_says_so(filled: Path) -> None:
    assert "Nothing is decided yet" in words(opened("decided"))


def test_looking_back_shows_what_came(filled: Path, tmp_path: Path) -> None:
    assert "Nothing to look back on yet" in words(opened("back"))
    at = opened()
    press(at, "accept i")
    (name, _, _) = held(filled)[0]
    slugs = {name: slug for slug, name, _, _ in world.INVITES}
    with Store.open(filled) as store:
        export = write_later_export(tmp_path, connected=[slugs[str(name)]])
        import_paths(store, [export], settings=Settings(database=filled))
    at = opened("back")
    assert "1 of those you accepted is a connection now." in words(at)
    assert at.dataframe[0].value["Right?"].tolist() == ["? nothing shows yet"]


def test_a_question_noted_by_command_has_no_day_until_one_is_named(filled: Path) -> None:
    settings = Settings(database=filled)
    with Store.open(filled) as store:
        advice = advise(store, current_scores(store, settings), settings)
        record_decision(store, advice, advice[0].invite_id, "ask")
    at = opened()
    assert "ask" in words(at)
    assert at.date_input[0].value is None
    at.date_input[0].set_value(date(2031, 5, 6)).run()
    assert [day for _, _, day in held(filled)] == [date(2031, 5, 6)]


def test_what_is_due_is_counted_above_every_view(filled: Path) -> None:
    at = opened()
    press(at, "ask i")
    at.date_input[0].set_value(date(2020, 1, 1)).run()
    (views,) = [one for one in at.get("button_group") if one.proto.id.endswith("view_of_invites")]
    assert any("Decided (1 due)" in option.content for option in views.proto.options)


def test_one_by_one_goes_on_skips_and_comes_back(filled: Path) -> None:
    at = opened("single")
    first = at.subheader[0].value
    assert [one.proto.text for one in at.get("progress")] == ["0 of 3 decided"]
    keys = {one.proto.shortcut: label_of(one) for one in at.button if one.proto.shortcut}
    assert [keys[key] for key in "aqdlsb"] == [
        "I accept",
        "I ask",
        "I decline",
        "Later",
        "Skip",
        "Back",
    ]
    assert at.button(key="one back").disabled
    press(at, "one ask")
    second = at.subheader[0].value
    assert second != first
    assert [one.proto.text for one in at.get("progress")] == ["1 of 3 decided"]
    press(at, "one skip")
    assert at.subheader[0].value not in {first, second}
    press(at, "one back")
    assert at.subheader[0].value == second
    press(at, "one back")
    assert at.subheader[0].value == first
    assert held(filled) == []


def test_progress_is_kept_and_what_was_skipped_comes_up_again(filled: Path) -> None:
    at = opened("single")
    press(at, "one accept")
    at = opened("single")  # another session
    assert [one.proto.text for one in at.get("progress")] == ["1 of 3 decided"]
    press(at, "one skip")
    press(at, "one skip")
    assert "2 were skipped and come up again." in words(at)
    press(at, "unskip")
    press(at, "one decline")
    press(at, "one decline")
    assert "You have been through all of them." in words(at)
    assert [decision for _, decision, _ in held(filled)] == ["decline", "decline", "accept"]


def test_content_only_hides_who_it_is(filled: Path) -> None:
    with Store.open(filled) as store:
        store.execute(
            "UPDATE invite SET note = note || ' Best, Jo (JUNE)' WHERE note LIKE '%Leeds%'"
        )
    at = opened("single")
    while "course design in Leeds" not in words(at):
        press(at, "one skip")
    assert "Jo June" in words(at)
    at.toggle(key="content_only").set_value(True).run()
    said = words(at)
    assert "I liked your talk on course design in Leeds, may I ask about it? Best, … (…)" in said
    assert "june" not in said.casefold()
    assert {one.proto.type for one in at.button if one.key.startswith("one ")} == {"secondary"}


def test_look_alikes_are_declined_together_and_taken_back_together(filled: Path) -> None:
    pitch = "We help companies like yours get 20 qualified leads a month. Book a call: https://calendly.example/{}"
    with Store.open(filled) as store:
        store.execute("DELETE FROM encounter")
        for number, word in enumerate(("course design", "LinkedIn")):
            store.execute(
                "UPDATE invite SET note = ? WHERE note LIKE ?", [pitch.format(number), f"%{word}%"]
            )
        store.bump()
    at = opened()
    assert "batch pitch" in {one.key.removeprefix("confirm ") for one in at.button if one.key}
    chosen = at.get("button_group")
    assert any(one.proto.id.endswith("batch of pitch") for one in chosen)
    press(at, "confirm batch pitch")
    labels = [label_of(one) for one in at.button]
    assert "Undo 2 declined together" in labels
    assert not [label for label in labels if label.startswith("Decline these")]
    press(seen(at, "queue"), "undo batch")
    assert not [one for one in at.button if one.key == "undo batch"]
    assert held(filled) == []
    with Store.open(filled) as store:
        assert store.count("decision") == 2  # the log keeps that it was made and taken back
