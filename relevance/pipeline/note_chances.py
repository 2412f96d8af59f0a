"""What the model makes of the notes of invitations: the chance that each is a sales pitch."""

from collections.abc import Iterable, Mapping

from relevance.invites import note_body, pitch_chances
from relevance.schema import text_key
from relevance.store import Store

__all__ = ["note_chances", "note_texts"]


def note_texts(store: Store) -> list[str]:
    """Return what the model reads of the notes of incoming invitations, each once."""
    rows = store.frame(
        "SELECT DISTINCT note FROM invite WHERE direction = 'incoming' AND note IS NOT NULL ORDER BY note"
    )
    return list(dict.fromkeys(filter(None, map(note_body, rows["note"]))))


def note_chances(
    store: Store, notes: Iterable[str | None], *, model: str
) -> Mapping[str, float | None]:
    """Return by note the chance, 0 to 1, that it is a pitch; null where the model has not read it.

    Args:
        store: where the vectors are.
        notes: notes as they came; nulls are left out.
        model: id of the model that the vectors come from.
    """
    given = list(dict.fromkeys(note for note in notes if note))
    vectors, there = store.vectors(model, [text_key(note_body(note)) for note in given])
    return dict(zip(given, pitch_chances(given, vectors, there, model_id=model), strict=True))
