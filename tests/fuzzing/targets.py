"""What is fuzzed: for each family a function that takes any bytes and never fails, and samples to begin with."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from relevance.config import load_settings, shipped_folder
from relevance.drafts import Occasion, draft
from relevance.errors import DataError, UsageError
from relevance.interests import parse_interests
from relevance.invites import Ladder, analyse_note, decide
from relevance.sources.positions import pasted_history
from relevance.sources.reader import SOURCES, read_path
from tests.invite_cases import OWNER, WHY, invite
from tests.test_mutated_files import FAMILIES, SAMPLES, SPECIALS, kind_of
from tests.written_notes import PITCHES

__all__ = ["LONGEST_SECONDS", "TARGETS", "WORDS", "Target"]

LONGEST_SECONDS = 20
"""No input of a few kilobytes may take longer."""

WORDS = SPECIALS
"""Pieces that are worth trying in every format."""

_FOLDER = TemporaryDirectory(prefix="fuzzing-")
_HISTORY = b"Experience\nTrainer\nFenland Water\nJan 2016 - Dec 2019\nLeeds\nEducation\nLeeds\nBA, 2000-2003\n"
_INTERESTS = b'[[interest]]\nname = "A"\nweight = 80\nkeywords = ["b", "c"]\nlabels = ["d"]\n'
_SETTINGS = (
    b'window_days = 30\nbar = 0.5\nmodel = "a/b"\nown_addresses = ["a@b.example"]\n'
    b'time_zone = "Europe/Lisbon"\nrenamed_organisations = ["A = B"]\nallow_fetching = true\n'
)
_TEMPLATE = b"{% if first_name %}Hi {{ first_name }},{% else %}Hi,{% endif %} {{ gap('x') }} {{ pick('a', 'b') }}\n"


_FACTS = invite("Ana Silva", note=WHY, headline="Learning designer at Fenland Water")
_OCCASION = Occasion(_FACTS, OWNER, decide(_FACTS, OWNER, Ladder()), ("Learning in Leeds",))


@dataclass(frozen=True)
class Target:
    """One thing to fuzz."""

    take: Callable[[bytes], None]
    """Takes any bytes; whatever it raises is a finding."""
    samples: tuple[bytes, ...]


def _file(names: list[str], folder: Path, data: bytes) -> None:
    """Read `data` as a file of a family; its first byte chooses which of the family's files it is called."""
    name = names[data[0] % len(names)] if data else names[0]
    path = folder / Path(name).name
    path.write_bytes(data[1:])
    began = time.monotonic()
    found = list(read_path(path, kind=kind_of(name, SAMPLES[name])))
    for one in (*found, *read_path(path)):
        assert one.error is None or len(one.error.split()) > 3, one.error
        assert one.result is None or one.result.kind in SOURCES
    assert time.monotonic() - began < LONGEST_SECONDS, name


def _families() -> dict[str, Target]:
    folder = Path(_FOLDER.name)
    return {
        family: Target(
            partial(_file, names, folder),
            tuple(bytes([at]) + SAMPLES[name] for at, name in enumerate(names)),
        )
        for family, names in FAMILIES.items()
    }


def _interests(data: bytes) -> None:
    try:
        parse_interests(data.decode("utf-8", "replace"))
    except DataError as error:
        assert len(str(error)) < 6_000


def _settings(data: bytes) -> None:
    path = Path(_FOLDER.name) / "relevance.toml"
    path.write_bytes(data)
    try:
        load_settings({"RELEVANCE_CONFIG": str(path)})
    except UsageError as error:
        assert str(path) in str(error)


def _template(data: bytes) -> None:
    try:
        draft("accept_and_write", _OCCASION, data.decode("utf-8", "replace"))
    except UsageError as error:
        assert "template" in str(error)


def _shipped_templates() -> list[bytes]:
    return [one.read_bytes() for one in sorted((shipped_folder() / "templates").glob("*.txt"))]


def _note(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    found = analyse_note(text)
    assert found == analyse_note(text, repeated=())


def _history(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    found = pasted_history(text)
    lines = len(text.splitlines()) + text.count("\n") + 1
    assert all(1 <= one.number <= lines for one in found.left)


TARGETS: dict[str, Target] = {
    **_families(),
    "interests": Target(_interests, (_INTERESTS,)),
    "settings": Target(_settings, (_SETTINGS,)),
    "templates": Target(_template, (_TEMPLATE, *_shipped_templates())),
    "notes": Target(_note, tuple(one.encode() for one in PITCHES[:20])),
    "histories": Target(_history, (_HISTORY,)),
}
"""By family: every family of files, and what the owner or others write by hand."""
