"""Whatever the fuzzer found once is tried from then on; and it fuzzes all that is read."""

import subprocess
from pathlib import Path

import pytest

from relevance.sources.reader import SOURCES
from tests.fuzzing.runs import FOUND, fuzz
from tests.fuzzing.targets import TARGETS
from tests.test_mutated_files import FAMILIES

SECONDS = 20


def test_everything_that_is_read_is_fuzzed() -> None:
    kinds = {kind if kind == "linkedin.page" else kind.split(".")[0] for kind in SOURCES}
    assert kinds == set(FAMILIES)
    written_by_hand = {"interests", "settings", "templates", "notes", "histories"}
    assert set(TARGETS) == kinds | written_by_hand


@pytest.mark.parametrize("family", TARGETS)
def test_what_fuzzing_begins_with_and_nothing_at_all_are_taken(family: str) -> None:
    for sample in (*TARGETS[family].samples, b"", b"\x00", b"\xff" * 40):
        TARGETS[family].take(sample)


@pytest.mark.parametrize("family", TARGETS)
def test_what_was_found_once_is_taken(family: str) -> None:
    for path in sorted((FOUND / family).glob("*.bin")):
        TARGETS[family].take(path.read_bytes())


def test_what_fails_is_kept_and_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    said = b"#99 NEW cov: 12 ft: 3\nValueError: boom\nstat::number_of_executed_units: 120\n"

    def ran(words: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        place = next(one for one in words if one.startswith("-artifact_prefix="))
        Path(place.partition("=")[2], "crash-1").write_bytes(b"\x00bad")
        return subprocess.CompletedProcess(words, 77, b"", said)

    monkeypatch.setattr("tests.fuzzing.runs.FOUND", tmp_path)
    monkeypatch.setattr(subprocess, "run", ran)
    run = fuzz("notes", 1)
    assert (run.tried, run.reached) == (120, 12)
    assert run.finding is not None
    assert run.finding.parent == tmp_path / "notes"
    assert run.finding.read_bytes() == b"\x00bad"
    assert "boom" in run.verdict


def test_a_fuzzer_that_is_not_there_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = subprocess.CompletedProcess([], 1, b"", b"No module named 'atheris'")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: ended)
    with pytest.raises(RuntimeError, match=r"did not run; .*installs it"):
        fuzz("notes", 1)


@pytest.mark.slow
@pytest.mark.parametrize("family", TARGETS)
def test_fuzzing_finds_nothing(family: str) -> None:
    run = fuzz(family, SECONDS)
    assert run.finding is None, run.said
    assert run.tried > 20
    run.write_down()
