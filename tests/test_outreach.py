"""Beyond the queue: own invitations without an answer, whom to invite, whom to meet without connecting."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from relevance.cli import main
from relevance.config import Settings
from relevance.pipeline import (
    advise,
    current_scores,
    find_person,
    meet_elsewhere,
    people_table,
    unanswered_invites,
    worth_inviting,
)
from relevance.store import Store


@pytest.fixture
def store(tmp_path: Path, world_database: Path) -> Iterator[Store]:
    path = tmp_path / "outreach.duckdb"
    shutil.copy(world_database, path)
    with Store.open(path) as opened:
        yield opened


_OF = "record_id IN (SELECT record_id FROM person_link WHERE person_id = ? AND state = 'linked')"


def _send(store: Store, name: str, day: str) -> None:
    """Let the owner have sent the invitation of somebody, on that day at noon."""
    store.execute(
        f"UPDATE invite SET direction = 'outgoing', sent_at = CAST(? AS TIMESTAMPTZ) WHERE {_OF}",
        [f"{day} 12:00:00+00", find_person(store, name)],
    )
    store.bump()


@pytest.mark.parametrize(("sent", "names"), [("2026-08-01", ["Jo June"]), ("2026-10-30", [])])
def test_own_invitations_are_listed_from_a_month_without_an_answer_on(
    store: Store, sent: str, names: list[str]
) -> None:
    settings = Settings(database=store.path)
    assert unanswered_invites(store, settings).is_empty()
    _send(store, "Jo June", sent)
    found = unanswered_invites(store, settings)
    assert found["name"].to_list() == names
    assert all(days >= 30 for days in found["days"])


def test_who_is_connected_by_now_has_answered(store: Store) -> None:
    _send(store, "Jo June", "2026-08-01")
    store.execute(
        "INSERT INTO connection BY NAME SELECT record_id FROM invite WHERE direction = 'outgoing'"
    )
    assert unanswered_invites(store, Settings(database=store.path)).is_empty()


def test_whom_the_owner_follows_or_talks_to_often_is_worth_inviting_by_effect(store: Store) -> None:
    settings = Settings(database=store.path)
    assert worth_inviting(store, current_scores(store, settings)).is_empty()
    for name in ("Dina Dahl", "Carl Cole"):
        who = [find_person(store, name)]
        store.execute(
            f"INSERT INTO follow BY NAME SELECT record_id, true AS active FROM connection WHERE {_OF}",
            who,
        )
        store.execute(f"DELETE FROM connection WHERE {_OF}", who)
    who = [find_person(store, "Kim Kane")]
    store.execute(f"DELETE FROM invite WHERE {_OF}", who)
    for number in range(2):
        store.execute(
            "INSERT INTO encounter BY NAME SELECT * REPLACE (? AS encounter_id, recipient_record_id AS "
            "sender_record_id, sender_record_id AS recipient_record_id) FROM encounter "
            "WHERE encounter_id IN (SELECT encounter_id FROM contact WHERE person_id = ?) LIMIT 1",
            [f"again {number}", *who],
        )
    store.bump()
    scores = current_scores(store, settings)
    found = worth_inviting(store, scores)
    effects = dict(people_table(scores).select("name", "effect").iter_rows())
    listed = dict(found.select("name", "effect").iter_rows())
    assert set(listed) == {"Dina Dahl", "Carl Cole", "Kim Kane"}
    assert listed["Dina Dahl"] == effects["Dina Dahl"]
    assert found["effect"].to_list() == sorted(found["effect"].to_list(), reverse=True)
    assert found["name"].to_list()[-1] == "Carl Cole"
    assert found.filter(found["name"] == "Kim Kane")["contacts"].to_list() == [3]


def test_declined_people_who_post_on_interests_can_be_met_elsewhere(store: Store) -> None:
    settings = Settings(database=store.path)
    one = advise(store, current_scores(store, settings), settings)[0]
    cases = {
        "as relevant as the feed": replace(one, decision="decline", relevance=0.4),
        "more relevant": replace(one, decision="decline", relevance=0.6),
        "less relevant": replace(one, decision="decline", relevance=0.39),
        "no posts": replace(one, decision="decline", relevance=None),
        "asked": replace(one, decision="ask", relevance=0.9),
    }
    advice = [replace(case, name=name) for name, case in cases.items()]
    assert [case.name for case in meet_elsewhere(advice, 0.4)] == [
        "more relevant",
        "as relevant as the feed",
    ]
    assert meet_elsewhere(advice, None) == []


def test_the_command_gives_all_three_lists(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    _send(store, "Jo June", "2026-08-01")
    store.close()
    with pytest.raises(SystemExit) as ended:
        main(["--db", str(store.path), "outreach", "--json"])
    assert ended.value.code == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"unanswered", "worth_inviting", "meet_elsewhere"}
    assert [row["name"] for row in told["unanswered"]] == ["Jo June"]
