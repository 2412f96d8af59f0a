"""Train what tells pitches from other notes, compare it with simpler judges, and keep the coefficients.

    python -m tests.benchmarks.pitch_training [--write]

The text in tests/benchmarks/text was written for this project. Notes of one family are variants of each other, so
cross-validation leaves out whole families. With --write the coefficients go to relevance/invites/data/pitch_model.json.
"""

import argparse
import hashlib
import json
import re
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold

import relevance.invites
from relevance.embedding import DEFAULT_MODEL, load_encoder
from relevance.invites.note_text import note_body, tidy
from relevance.invites.notes import PITCH_CHANCE
from relevance.invites.pitch_model import pitch_checksum
from relevance.invites.pitch_signs import SIGNS
from relevance.invites.pitches import pitch_features

TEXT = Path(__file__).parent / "text"
MODEL = Path(relevance.invites.__file__).parent / "data" / "pitch_model.json"
LABELS = [label for label, _, _ in SIGNS]
WEIGHTS = np.array([weight for _, weight, _ in SIGNS])
STRENGTHS = (0.1, 0.3, 1.0, 3.0, 10.0)
SPLITS, REPEATS = 8, 3
HEADING = re.compile(r"\[(\w+) ([\w-]+)\]")


@dataclass(frozen=True)
class Note:
    kind: str
    family: str
    text: str

    @property
    def is_pitch(self):
        return self.kind in {"hard_pitch", "soft_pitch"}


def read_notes():
    """Return the notes that were written for this project, in the order of the files."""
    notes = []
    for name in ("pitches.txt", "others.txt"):
        kind = family = ""
        for line in (TEXT / name).read_text("utf-8").splitlines():
            if heading := HEADING.fullmatch(line):
                kind, family = heading.groups()
            elif line and not line.startswith("#"):
                notes.append(Note(kind, f"{kind} {family}", line))
    return notes


def text_checksum(notes):
    """Return the SHA-256 of kinds and texts, by which coefficients name what they were trained on."""
    text = "\n".join(f"{note.kind}\t{note.text}" for note in notes)
    return hashlib.sha256(text.encode()).hexdigest()


def sign_columns(texts):
    """Return which sign is in which text (n, signs), and the sum of their weights as a last column."""
    columns = np.zeros((len(texts), len(LABELS) + 1))
    for row, text in zip(columns, texts, strict=True):
        for found in pitch_features(tidy(text)):
            row[LABELS.index(found.label)] = 1
    columns[:, -1] = columns[:, :-1] @ WEIGHTS
    return columns


def fitted(columns, truth, strength):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return LogisticRegression(C=strength, max_iter=5000).fit(columns, truth)


def held_out(columns, truth, families, strength):
    """Return log odds of each note from models that saw no note of its family (repeats, n)."""
    found = np.empty((REPEATS, len(truth)))
    for repeat in range(REPEATS):
        folds = StratifiedGroupKFold(SPLITS, shuffle=True, random_state=repeat)
        for train, test in folds.split(columns, truth, families):
            model = fitted(columns[train], truth[train], strength)
            found[repeat, test] = model.decision_function(columns[test])
    return found


def platt(odds, truth):
    """Return slope and intercept that turn held-out log odds into log odds that can be trusted."""
    model = fitted(odds.reshape(-1, 1), np.tile(truth, len(odds)), 1e6)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def expected_error(chances, truth):
    """Return the expected calibration error over ten bins of equal width."""
    bins = np.minimum((chances * 10).astype(int), 9)
    gaps = [
        abs(chances[bins == b].mean() - truth[bins == b].mean()) * (bins == b).mean()
        for b in set(bins)
    ]
    return float(sum(gaps))


@dataclass(frozen=True)
class Judged:
    """One judge on families it has not seen."""

    name: str
    strength: float
    odds: np.ndarray
    """Calibrated log odds (repeats, n)."""
    line: str
    loss: float


def judged(name, columns, truth, families):
    """Return the judge on these columns with the strength that does best on families left out."""
    best = None
    for strength in STRENGTHS:
        odds = held_out(columns, truth, families, strength)
        slope, intercept = platt(odds, truth)
        odds = slope * odds + intercept
        chances = 1 / (1 + np.exp(-odds))
        loss = log_loss(np.tile(truth, REPEATS), chances.ravel())
        if best is None or loss < best.loss:
            best = Judged(name, strength, odds, line(name, chances, truth), loss)
    return best


def line(name, chances, truth, limit=PITCH_CHANCE):
    each = [figures(one, truth, limit) for one in np.atleast_2d(chances)]
    means = np.mean(each, axis=0)
    return f"| {name} | " + " | ".join(f"{one:.3f}" for one in means) + " |"


def figures(chances, truth, limit):
    called = chances >= limit
    return (
        average_precision_score(truth, chances),
        roc_auc_score(truth, chances),
        called[truth].mean(),
        called[~truth].mean(),
        brier_score_loss(truth, chances),
        expected_error(chances, truth),
    )


def columns_of(texts, vectors):
    signs = sign_columns(texts)
    return {
        "plain features": signs,
        "embedding": vectors,
        "embedding and plain features": np.hstack([vectors, signs]),
    }


def study(encoder):
    """Return the judges by cross-validation, the notes, their columns and what is true of them."""
    notes = read_notes()
    texts = [note.text for note in notes]
    truth = np.array([note.is_pitch for note in notes])
    families = np.array([note.family for note in notes])
    columns = columns_of(texts, encoder.encode([note_body(text) for text in texts]).astype(float))
    return (
        [judged(name, one, truth, families) for name, one in columns.items()],
        notes,
        columns,
        truth,
    )


def report(judges, notes, columns, truth):
    """Return the comparison as lines of Markdown."""
    weights = columns["plain features"][:, -1]
    called = weights >= 0.6
    plain = (
        f"{average_precision_score(truth, weights):.3f} | {roc_auc_score(truth, weights):.3f} | "
        f"{called[truth].mean():.3f} | {called[~truth].mean():.3f} | - | -"
    )
    families = {note.family for note in notes}
    lines = [
        f"{len(notes)} notes in {len(families)} families written for this project, {truth.sum()} of them pitches; "
        f"{SPLITS}-fold cross-validation that leaves out whole families, {REPEATS} times. Called a pitch from "
        f"{PITCH_CHANCE:.0%} on.",
        "",
        "| judge | average precision | AUC | recall | false on the others | Brier | calibration error |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        f"| sum of weights, before the model has read the note | {plain} |",
        *(one.line for one in judges),
        "",
        "| kind | notes | called a pitch |",
        "| --- | --- | --- |",
    ]
    best = min(judges, key=lambda one: one.loss)
    chances = (1 / (1 + np.exp(-best.odds))).mean(axis=0)
    for kind in dict.fromkeys(note.kind for note in notes):
        mine = np.array([note.kind == kind for note in notes])
        lines.append(f"| {kind} | {mine.sum()} | {(chances[mine] >= PITCH_CHANCE).mean():.0%} |")
    return lines


def trained(judges, columns, truth, notes):
    """Return the document with the coefficients of the judge on vectors and signs."""
    one = next(judge for judge in judges if judge.name == "embedding and plain features")
    data = columns[one.name]
    odds = held_out(data, truth, np.array([note.family for note in notes]), one.strength)
    slope, intercept = platt(odds, truth)
    model = fitted(data, truth, one.strength)
    whole = slope * model.coef_[0]
    width = data.shape[1] - len(LABELS) - 1
    signs = whole[width:-1] + whole[-1] * WEIGHTS
    document = {
        "model": DEFAULT_MODEL,
        "text_sha256": text_checksum(notes),
        "strength": one.strength,
        "intercept": round(slope * float(model.intercept_[0]) + intercept, 4),
        "signs": {
            label: round(float(value), 4) for label, value in zip(LABELS, signs, strict=True)
        },
        "vector": [round(float(value), 4) for value in whole[:width]],
    }
    return document | {"checksum": pitch_checksum(document)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    found = study(load_encoder())
    print("\n".join(report(*found)))
    if asked.write:
        judges, notes, columns, truth = found
        MODEL.parent.mkdir(exist_ok=True)
        MODEL.write_text(
            json.dumps(trained(judges, columns, truth, notes), indent=None) + "\n", "utf-8"
        )
