"""The to-do list: what is left to do, and the files it can be taken along in."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevance.errors import UsageError
from relevance.pipeline import Decided, todo_text, todos, write_todo

TODAY = date(2026, 11, 29)
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def decided(decision: str = "accept", name: str = "Ana Silva", **more: object) -> Decided:
    plain: dict[str, object] = dict.fromkeys(Decided.__dataclass_fields__)
    plain |= {
        "decision_id": 7, "invite_id": "i1", "person_id": "p1", "name": name, "decision": decision,
        "decided_at": NOW, "url": "https://www.linkedin.com/in/ana-silva", "reasons": ("You have met.",),
        "checks": (), "is_connected": False, "is_gone": False,
    }  # fmt: skip
    return Decided(**{**plain, **more})  # type: ignore[arg-type]


def whats(*log: Decided) -> list[str]:
    return [one.what for one in todos(log, TODAY)]


def test_every_decision_leaves_something_to_do() -> None:
    log = [decided(one) for one in ("accept", "ask", "decline", "later")]
    assert sorted(whats(*log)) == [
        "Accept the invitation of Ana Silva",
        "Ask Ana Silva what they hope to get from connecting",
        "Decline the invitation of Ana Silva",
        "Look at the invitation of Ana Silva again",
    ]


def test_what_is_settled_is_off_the_list() -> None:
    assert whats(decided(is_connected=True), decided(is_gone=True), decided(undone_at=NOW)) == []


def test_an_answer_is_to_be_decided_on_today() -> None:
    asked = decided("ask", answered_at=NOW, revisit_on=date(2027, 1, 1))
    (todo,) = todos([asked], TODAY)
    assert (todo.due, todo.what) == (
        TODAY,
        "Ana Silva has answered: decide on the invitation",
    )
    assert whats(decided("ask", revisit_on=TODAY)) == [
        "Ana Silva has not answered: ask again, or decide on the invitation"
    ]


def test_what_is_due_first_comes_first_and_without_a_day_last() -> None:
    log = [
        decided(name="Zoe"),
        decided("later", name="Bo", revisit_on=date(2026, 12, 24)),
        decided("later", name="Cy", revisit_on=date(2026, 11, 1)),
        decided(name="Al"),
    ]
    assert [one.name for one in todos(log, TODAY)] == ["Cy", "Bo", "Al", "Zoe"]


def rows(*log: Decided) -> list[dict[str, str]]:
    text = todo_text(todos(log, TODAY), ".csv", TODAY).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_table_holds_one_row_for_each() -> None:
    (row,) = rows(decided("later", revisit_on=date(2026, 12, 24)))
    assert row["due"] == "2026-12-24"
    assert row["what"] == "Look at the invitation of Ana Silva again"
    assert row["profile"] == "https://www.linkedin.com/in/ana-silva"
    assert row["decided_on"] == "2026-11-20"
    assert rows() == []


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_formulas_in_names_and_notes_are_defused(sign: str) -> None:
    hostile = f'{sign}HYPERLINK("http://evil.example";"x")'
    (row,) = rows(decided("ask", name=hostile, reasons=(hostile,), answered_at=NOW, answer=hostile))
    assert row["name"] == f"'{hostile}"
    assert row["why"].startswith(f"'{sign}")
    assert row["what"].startswith(f"'{sign}")
    assert not any(cell.startswith((sign, "\t", "\r")) for cell in row.values())


def test_markdown_is_a_checklist_without_foreign_format() -> None:
    hostile = "# Ana [x](http://evil.example) <b>*now*</b>\n- [ ] pay"
    text = todo_text(
        todos([decided(name=hostile, reasons=("1. one",))], TODAY), ".md", TODAY
    ).decode()
    lines = text.splitlines()
    assert lines[0] == "# Invitations: what is left to do on 2026-11-29"
    assert [line for line in lines if line.startswith("- [ ]")] == [lines[2]]
    assert "\\[x\\](http" in lines[2]
    assert "\\<b\\>\\*now\\*" in lines[2]
    assert lines[3] == "  - 1\\. one"
    assert todo_text([], ".md", TODAY).decode().endswith("Nothing is left to do.\n")


def test_calendar_entries_can_be_read_again() -> None:
    log = [decided("later", revisit_on=date(2026, 12, 24)), decided(decision_id=8)]
    calendar = icalendar.Calendar.from_ical(todo_text(todos(log, TODAY), ".ics", TODAY))
    events = {str(one["uid"]): one for one in calendar.walk("VEVENT")}
    assert set(events) == {"decision-7-i1@feed-relevance", "decision-8-i1@feed-relevance"}
    later = events["decision-7-i1@feed-relevance"]
    assert later.decoded("dtstart") == date(2026, 12, 24)
    assert str(later["summary"]) == "Look at the invitation of Ana Silva again"
    assert str(later["transp"]) == "TRANSPARENT"
    # What has no day stands on the day of writing.
    assert events["decision-8-i1@feed-relevance"].decoded("dtstart") == TODAY


def test_a_name_cannot_add_lines_to_the_calendar() -> None:
    hostile = "Ana\r\nEND:VEVENT\r\nBEGIN:VALARM"
    text = todo_text(todos([decided(name=hostile)], TODAY), ".ics", TODAY).decode()
    assert text.count("\nEND:VEVENT") == 1
    assert "\nBEGIN:VALARM" not in text


@given(
    st.text(alphabet=st.characters(codec=None), max_size=60),
    st.sampled_from([".csv", ".md", ".ics"]),
)
def test_whatever_a_name_is_the_file_is_written(name: str, ending: str) -> None:
    listed = todos([decided(name=name, reasons=(name,), url=name)], TODAY)
    text = todo_text(listed, ending, TODAY)
    if ending == ".ics":
        assert len(icalendar.Calendar.from_ical(text).walk("VEVENT")) == 1
    if ending == ".csv":
        assert len(list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))) == 1
    if ending == ".md":
        assert text.decode().count("\n- [ ]") == 1


def test_another_ending_or_folder_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"one of .csv, .md, .ics, got '.txt'"):
        write_todo([], tmp_path / "a.txt", TODAY)
    with pytest.raises(UsageError, match="cannot be written: No such file or directory"):
        write_todo([], tmp_path / "gone" / "a.csv", TODAY)


def test_an_unknown_name_is_said_so() -> None:
    assert whats(replace(decided(), name=None)) == ["Accept the invitation of an inviter"]
