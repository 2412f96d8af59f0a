"""Notes of invitations are read by the model, kept as long as somebody holds them, and decide what a note is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from relevance.config import Settings
from relevance.invites import note_body
from relevance.invites.pitch_model import read_pitch_model
from relevance.pipeline import advise, current_scores, embed, import_paths
from relevance.pipeline.note_chances import note_chances, note_texts
from relevance.pipeline.vectors import forget_unused_vectors
from relevance.schema import text_key
from relevance.store import Store
from tests import world

JO = next(note for slug, _, _, note in world.INVITES if slug == "jo-june")


@pytest.fixture
def imported(tmp_path: Path) -> Iterator[Store]:
    """Ada's export without any post, so that nothing but notes can be read."""
    with Store.open(tmp_path / "one.duckdb") as store:
        import_paths(store, [world.write_export(tmp_path)], settings=Settings(database=store.path))
        yield store


def chance(store: Store, model: str = world.WordEncoder.model_id) -> float | None:
    return note_chances(store, [JO, None, JO], model=model)[JO]


def test_before_the_model_has_read_a_note_nothing_is_known_of_it(imported: Store) -> None:
    assert chance(imported) is None


def test_notes_are_read_even_where_there_is_no_post(imported: Store) -> None:
    report = embed(imported, encoder=world.WordEncoder())
    assert (report.embedded, report.total) == (0, 0)
    found = chance(imported)
    assert found is not None
    assert 0 < found < 1


def test_a_limit_of_posts_leaves_notes_for_later(imported: Store) -> None:
    embed(imported, encoder=world.WordEncoder(), limit=0)
    assert chance(imported) is None


def test_vectors_of_another_model_do_not_judge_notes(imported: Store) -> None:
    embed(imported, encoder=world.WordEncoder())
    assert chance(imported, "other@1") is None


def test_a_note_is_kept_as_long_as_an_invitation_holds_it(imported: Store) -> None:
    embed(imported, encoder=world.WordEncoder())
    forget_unused_vectors(imported)
    assert chance(imported) is not None
    imported.execute("DELETE FROM invite")
    forget_unused_vectors(imported)
    assert chance(imported) is None


def test_greeting_and_sign_off_are_not_read(imported: Store) -> None:
    texts = note_texts(imported)
    assert len(texts) == len(set(texts)) > 0
    assert all(not text.startswith(("Hi", "Hello", "Dear")) for text in texts)


def test_what_the_model_makes_of_a_note_reaches_the_ladder(imported: Store) -> None:
    settings = Settings(database=imported.path)

    def rung() -> int:
        listed = advise(imported, current_scores(imported, settings), settings)
        return next(one.rung for one in listed if one.name == "Jo June")

    assert rung() == 2
    # A vector that the shipped coefficients call a pitch, whatever the words are.
    pull = read_pitch_model().vector
    vector = (pull / (pull @ pull) ** 0.5).astype("float32")
    imported.save_vectors(world.WordEncoder.model_id, [text_key(note_body(JO))], vector[None, :])
    assert rung() == 6
