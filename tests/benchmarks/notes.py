"""Measure the note analysis on labelled notes and ordinary short messages.

    python -m tests.benchmarks.notes FOLDER [--write]

FOLDER holds invite_notes.csv (text, kind, pitch, lang) and short_spam.parquet (text, spam). The figures go
to standard output and, with --write, to tests/benchmarks/results/notes.md.
"""

import argparse
import re
import time
from pathlib import Path

import polars as pl

from relevance.invites import analyse_note

RESULTS = Path(__file__).parent / "results" / "notes.md"
KEYWORDS = re.compile(
    r"\b(?:demo|calendly|leads?|sales|offer|discount|free|guarantee\w*|services?|solutions?|clients?|revenue|roi|"
    r"pricing|investment|opportunity|agency)\b",
    re.IGNORECASE,
)


def by_features(text):
    return analyse_note(text).kind == "pitch"


def by_keywords(text):
    return KEYWORDS.search(text) is not None


def table(name, judge, notes, messages):
    called = pl.Series([judge(text) for text in notes["text"]])
    pitch = notes["pitch"] == 1
    hits, wrong = int((called & pitch).sum()), int((called & ~pitch).sum())
    false = sum(judge(text) for text in messages) / len(messages)
    precision = f"{hits / (hits + wrong):.3f}" if hits + wrong else "-"
    return f"| {name} | {hits / pitch.sum():.3f} | {precision} | {wrong} of {(~pitch).sum()} | {false:.2%} |"


def report(folder):
    notes = pl.read_csv(folder / "invite_notes.csv")
    english = notes.filter(pl.col("lang") == "en")
    spam = pl.read_parquet(folder / "short_spam.parquet")
    messages = spam.filter(pl.col("spam") == 0)["text"].to_list()
    lines = [
        "# Pitches in invitation notes",
        "",
        f"{len(english)} English notes, {int(english['pitch'].sum())} of them pitches; {len(messages)} ordinary "
        "short messages (non-spam). The signs were written from what sales messages have in common, without reading "
        "the notes that they miss; the threshold was chosen with these counts in view.",
        "",
        "| judge | recall | precision | false on notes | false on ordinary messages |",
        "| --- | --- | --- | --- | --- |",
        table("plain features", by_features, english, messages),
        table("keyword baseline", by_keywords, english, messages),
        "",
        "| kind of note | notes | called a pitch | personal and says why | no note (default, template) |",
        "| --- | --- | --- | --- | --- |",
    ]
    for (kind,), group in english.group_by("kind", maintain_order=True):
        found = [analyse_note(text) for text in group["text"]]
        pitches = sum(one.kind == "pitch" for one in found)
        why = sum(one.says_why for one in found)
        stock = sum(one.kind in {"default", "template", "repeated"} for one in found)
        lines.append(f"| {kind} | {len(group)} | {pitches} | {why} | {stock} |")
    others = notes.filter(pl.col("lang") != "en")["text"].to_list()
    untold = sum(analyse_note(text).kind == "could_not_tell" for text in others)
    start = time.perf_counter()
    for text in english["text"]:
        analyse_note(text + " ")
        analyse_note(f"{text} {start}")
    speed = 1000 * (time.perf_counter() - start) / len(english)
    lines += ["", f"Notes in other languages called `could_not_tell`: {untold} of {len(others)}."]
    lines += [
        "",
        f"One note takes {speed:.1f} ms the first time, and nothing to speak of afterwards.",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    text = report(asked.folder)
    print(text)
    if asked.write:
        RESULTS.parent.mkdir(parents=True, exist_ok=True)
        RESULTS.write_text(text, "utf-8")
