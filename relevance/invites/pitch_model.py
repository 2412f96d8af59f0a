"""The chance that a note is a sales pitch, from the note's vector and its plain signs.

A logistic regression, trained on text written for this project by `python -m tests.benchmarks.pitch_training`; its
coefficients lie beside this module, for one embedding model only. Where there is no vector of that model the plain
signs decide, see `relevance.invites.notes`.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from relevance.errors import ModelError
from relevance.invites.note_text import tidy
from relevance.invites.pitches import pitch_features
from relevance.texts import _

__all__ = ["PitchModel", "pitch_chances", "pitch_checksum", "pitch_model_from", "read_pitch_model"]

_FILE = "pitch_model.json"


@dataclass(frozen=True, eq=False)
class PitchModel:
    """Coefficients of `log odds = intercept + vector . v + sum of the signs that are there`, calibrated."""

    model_id: str
    """The embedding model whose vectors these coefficients fit."""
    intercept: float
    vector: NDArray[np.float64]
    """One coefficient for each dimension of a unit vector."""
    signs: Mapping[str, float]
    """One for each sign of `relevance.invites.pitch_signs`, by its label."""

    def chances(self, notes: Sequence[str | None], vectors: NDArray[Any]) -> NDArray[np.float64]:
        """Return the chance, 0 to 1, that each note is a pitch (n,).

        Args:
            notes: the notes as they came.
            vectors: unit vectors (n, d) of `note_body` of each.
        """
        odds = self.intercept + np.asarray(vectors, dtype=np.float64) @ self.vector
        odds += [
            sum(self.signs.get(one.label, 0.0) for one in pitch_features(tidy(note)))
            for note in notes
        ]
        chances: NDArray[np.float64] = 1 / (1 + np.exp(-odds))
        return chances


def pitch_chances(
    notes: Sequence[str | None], vectors: NDArray[Any], there: NDArray[np.bool_], *, model_id: str
) -> list[float | None]:
    """Return for each note the chance, 0 to 1, that it is a pitch; null where nothing is known of it.

    Args:
        notes: the notes as they came.
        vectors: unit vectors (n, d) of `note_body` of each.
        there: which of the notes have a vector (n,).
        model_id: id of the model that the vectors come from; of another model than the coefficients' they say nothing.

    Raises:
        ModelError: the file of coefficients is damaged.
    """
    found: list[float | None] = [None] * len(notes)
    model = read_pitch_model()
    if model.model_id != model_id or vectors.shape[1] != model.vector.size:
        return found
    at: list[int] = np.flatnonzero(there).tolist()
    chances = model.chances([notes[i] for i in at], vectors[at])
    for place, chance in zip(at, chances.tolist(), strict=True):
        found[place] = chance
    return found


@cache
def read_pitch_model() -> PitchModel:
    """Return the coefficients that are shipped.

    Raises:
        ModelError: the file is damaged.
    """
    return pitch_model_from(files("relevance.invites").joinpath("data", _FILE).read_text("utf-8"))


def pitch_model_from(text: str) -> PitchModel:
    """Return the coefficients in `text`, JSON with `model`, `intercept`, `vector`, `signs` and `checksum`.

    Raises:
        ModelError: it is no such document, or its checksum is another.
    """
    try:
        document = json.loads(text)
        told = document.pop("checksum")
        model = PitchModel(
            str(document["model"]),
            float(document["intercept"]),
            np.asarray(document["vector"], dtype=np.float64),
            {str(label): float(value) for label, value in document["signs"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        msg = _(
            "The coefficients for pitches ({file}) cannot be read: {error}. Install the package "
            "again.",
            file=_FILE,
            error=error,
        )
        raise ModelError(msg) from error
    if told != pitch_checksum(document):
        msg = _(
            "The coefficients for pitches ({file}) are not those that were shipped: the "
            "checksum is {told!r}, the content has {pitch_checksum!r}. Install the package "
            "again, or train them anew.",
            file=_FILE,
            told=told,
            pitch_checksum=pitch_checksum(document),
        )
        raise ModelError(msg)
    return model


def pitch_checksum(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the document without its checksum, keys sorted, as 64 hexadecimal digits."""
    text = json.dumps(dict(document), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
