"""Invitations entered by hand: down the ladder like any other, and deleted without a trace."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from relevance.config import Settings
from relevance.errors import NotFoundError, UsageError
from relevance.pipeline import (
    Advice,
    HandInvite,
    HandWritten,
    add_invite,
    advise,
    current_scores,
    delete_invite,
    embed,
    find_person,
    forget_person,
    hand_invites,
    past_imports,
    pending_invites,
    person_page,
    record_decision,
)
from relevance.store import Store
from tests import world

NOTE = "I liked your workshop on course design in York, may I ask which tool you used for it?"


@pytest.fixture
def store(tmp_path: Path, world_database: Path) -> Iterator[Store]:
    path = tmp_path / "hand.duckdb"
    shutil.copy(world_database, path)
    with Store.open(path) as opened:
        yield opened


def settings_of(store: Store) -> Settings:
    return Settings(database=store.path)


def add(store: Store, name: str, **what: str) -> HandInvite:
    return add_invite(store, HandWritten(name, **what), settings_of(store))


def advice_of(store: Store) -> dict[str, Advice]:
    settings = settings_of(store)
    scores = current_scores(store, settings, encoder=world.WordEncoder())
    return {one.name: one for one in advise(store, scores, settings)}


def facts(store: Store) -> list[object]:
    tables = ("record", "invite", "position", "person", "person_link", "origin", "import_file")
    return [sorted(map(repr, store.frame(f"SELECT * FROM {one}").rows())) for one in tables]


def test_a_note_written_for_the_owner_passes_rung_2_like_any_other(store: Store) -> None:
    added = add(store, "Una Umber", note=NOTE, url="https://www.linkedin.com/in/una-umber/")
    found = advice_of(store)["Una Umber"]
    assert (found.invite_id, found.person_id) == (added.invite_id, added.person_id)
    assert (found.decision, found.rung, found.note) == ("accept", 2, NOTE)
    assert (found.url, found.sent_at) == ("https://www.linkedin.com/in/una-umber", None)
    assert found.draft


def test_without_a_note_a_stranger_is_declined_and_a_headline_feeds_the_forecast(
    store: Store,
) -> None:
    add(store, "Vic Vane")
    add(store, "Wanda West", headline="Writes about design")
    embed(store, encoder=world.WordEncoder())
    found = advice_of(store)
    assert (found["Vic Vane"].decision, found["Vic Vane"].rung) == ("decline", 6)
    wanda = found["Wanda West"]
    assert "what their profile says" in wanda.forecast
    assert wanda.expected > found["Vic Vane"].expected  # type: ignore[operator]  # both are scored


def test_a_pasted_profile_becomes_their_history(store: Store) -> None:
    added = add(store, "Xan Xu", profile="Acme Ltd, trainer, 2010-2014, Leeds\nsomething in 2009")
    assert (added.positions, added.unread) == (1, 1)
    settings = settings_of(store)
    page = person_page(store, added.person_id, current_scores(store, settings), settings)
    assert [one.organisation for one in page.history] == ["Acme Ltd"]


def test_an_invitation_by_hand_does_not_move_the_day_of_the_export(store: Store) -> None:
    before = pending_invites(store, settings_of(store))
    add(store, "Una Umber", note=NOTE)
    after = pending_invites(store, settings_of(store))
    assert (after.as_of, after.too_old) == (before.as_of, before.too_old)
    assert set(after.invites["name"]) == {*before.invites["name"], "Una Umber"}


def test_the_same_again_adds_nothing(store: Store) -> None:
    first = add(store, "Una Umber", note=NOTE)
    held = facts(store)
    again = add(store, "  Una Umber ", note=NOTE + "\n")
    assert (again.invite_id, again.import_id) == (first.invite_id, None)
    assert facts(store) == held
    assert hand_invites(store)["invite_id"].unique().to_list() == [first.invite_id]


def test_deleting_leaves_no_trace_of_what_was_entered(store: Store) -> None:
    before = facts(store)
    added = add(store, "Una Umber", note=NOTE, headline="Author", profile="Acme, editor, 2010-2014")
    add(store, "Una Umber", note=NOTE, headline="Author and more")
    assert facts(store) != before
    assert delete_invite(store, added.invite_id, settings_of(store)) == "Una Umber"
    assert facts(store) == before
    assert "Una Umber" not in advice_of(store)


def test_it_can_be_undone_as_an_import_too(store: Store) -> None:
    added = add(store, "Una Umber")
    newest = past_imports(store)[0]
    assert (newest.import_id, newest.kinds) == (added.import_id, ("by hand",))


def test_who_is_forgotten_leaves_no_name_and_is_not_brought_back(store: Store) -> None:
    url = "https://www.linkedin.com/in/una-umber"
    added = add(store, "Una Umber", note=NOTE, url=url)
    forget_person(store, added.person_id, settings_of(store))
    assert "Umber" not in repr(facts(store))
    held = facts(store)
    with pytest.raises(NotFoundError, match="was forgotten at your word"):
        add(store, "Una Umber", note=NOTE, url=url)
    assert facts(store) == held


def test_it_can_be_decided(store: Store) -> None:
    added = add(store, "Una Umber")
    record_decision(store, list(advice_of(store).values()), added.invite_id, "decline", model="")
    assert advice_of(store)["Una Umber"].decided == "decline"


def test_a_connection_has_nothing_to_wait_for(store: Store) -> None:
    added = add(store, "Bea Brook", url="linkedin.com/in/bea-brook", note="Hello again")
    assert not added.is_pending
    assert added.person_id == find_person(store, "Bea Brook")
    assert "Bea Brook" not in advice_of(store)


@pytest.mark.parametrize("name", ["", "   ", "…", "42"])
def test_it_needs_a_name(store: Store, name: str) -> None:
    before = facts(store)
    with pytest.raises(UsageError, match="needs the name of who sent it"):
        add(store, name, note=NOTE)
    assert facts(store) == before


@pytest.mark.parametrize("url", ["https://www.linkedin.com/company/acme", "not an address", "x y"])
def test_an_address_has_to_be_a_profile(store: Store, url: str) -> None:
    before = facts(store)
    with pytest.raises(UsageError, match="must be that of a person's profile"):
        add(store, "Una Umber", url=url)
    assert facts(store) == before


def test_what_an_export_named_is_not_deleted(store: Store) -> None:
    lou = advice_of(store)["Lou Lark"].invite_id
    with pytest.raises(NotFoundError, match="entered by hand"):
        delete_invite(store, lou, settings_of(store))
    assert "Lou Lark" in advice_of(store)
