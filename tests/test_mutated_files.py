"""Files of every source, damaged in a thousand ways: a sentence or fewer rows, never a traceback or half an import.

The samples come from the writers in `tests/writers`; every one of them is tried, a few times by default and 2,000
times for each family of sources in the slow suite.
"""

import pkgutil
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest

import tests.writers
from relevance.config import Settings
from relevance.errors import RelevanceError
from relevance.pipeline import import_paths
from relevance.schema import FACTS
from relevance.sources.archive import SourceFile
from relevance.sources.reader import SOURCES
from relevance.store import Store

SLOW = 2_000
QUICK = 4
LONGEST_SECONDS = 10.0
"""No file of a few kilobytes may take longer, however it is damaged."""

SPECIALS = (
    b'"', b"'", b"\x00", b"\xff", b"\xfe\xff", b"\r\n", b"\n\n", b",,,,", b"{", b"}", b"[", b"]", b"<", b">", b"&",
    b"<![CDATA[", b"BEGIN:", b"From ", b"\\", b"=?utf-8?q?", b"99999999999999999999999", b"-1", b"null",
    b"\xed\xa0\x80", b"%", b"\x1f\x8b", b"PK\x03\x04", b"\xe2\x80\xae", b"T" * 5000,
)  # fmt: skip


def _all_samples() -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for module in pkgutil.iter_modules(tests.writers.__path__):
        found |= import_module(f"tests.writers.{module.name}").samples()
    return found


SAMPLES = _all_samples()


def kind_of(name: str, data: bytes) -> str:
    head = data[:65536]
    return next((kind for kind, one in SOURCES.items() if one.recognises(name, head)), "unknown")


def _families() -> dict[str, list[str]]:
    families: dict[str, list[str]] = defaultdict(list)
    for name, data in SAMPLES.items():
        kind = kind_of(name, data)
        families[kind if kind == "linkedin.page" else kind.split(".")[0]].append(name)
    return dict(families)


FAMILIES = _families()


def flipped(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 8)):
        data[chance.randrange(len(data))] = chance.randrange(256)


def cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def without_a_part(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    del data[start : start + chance.randint(1, 200)]


def with_a_part_twice(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    part = data[start : start + chance.randint(1, 400)]
    at = chance.randrange(len(data))
    data[at:at] = part * chance.randint(1, 4)


def with_specials(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        data[at:at] = chance.choice(SPECIALS)


def in_another_encoding(data: bytearray, chance: random.Random) -> None:
    text = data.decode("utf-8", "replace")
    data[:] = text.encode(chance.choice(["utf-16", "cp1252", "utf-32", "latin-1"]), "replace")


WAYS: tuple[Callable[[bytearray, random.Random], None], ...] = (
    flipped,
    cut,
    without_a_part,
    with_a_part_twice,
    with_specials,
    with_specials,
    in_another_encoding,
)


def mutants(name: str, count: int) -> Iterator[bytes]:
    for number in range(count):
        chance = random.Random(f"{name} {number}")
        data = bytearray(SAMPLES[name])
        for _ in range(chance.randint(1, 3)):
            if data:
                chance.choice(WAYS)(data, chance)
        yield bytes(data)


def _attempts(family: str, times: int) -> Iterator[tuple[str, bytes]]:
    names = FAMILIES[family]
    each = -(-times // len(names))
    for name in names:
        for mutant in mutants(name, each):
            yield name, mutant


def _read_all(family: str, times: int) -> int:
    tried = 0
    for name, mutant in _attempts(family, times):
        kind = kind_of(name, SAMPLES[name])
        began = time.monotonic()
        kind_of(name, mutant)  # recognising never raises
        try:
            result = SOURCES[kind].read(SourceFile.from_bytes(name, mutant))
            assert len(result.rejected) <= result.read or result.read == 0, name
        except RelevanceError as error:
            assert len(str(error).split()) > 3, name
        assert time.monotonic() - began < LONGEST_SECONDS, name
        tried += 1
    return tried


def _import_some(family: str, times: int, folder: Path) -> None:
    with Store.open(folder / "fuzz.duckdb") as store:
        for number, (name, mutant) in enumerate(_attempts(family, times)):
            before = {table: store.count(table) for table in (*FACTS, "import_file", "person")}
            path = folder / str(number) / Path(name).name
            path.parent.mkdir()
            path.write_bytes(mutant)
            reports = import_paths(
                store, [path], settings=Settings(), kind=kind_of(name, SAMPLES[name])
            )
            after = {table: store.count(table) for table in before}
            if not any(report.usable for report in reports):
                assert after == before, name
                assert any(report.error or report.known for report in reports), name


def test_every_kind_has_a_sample() -> None:
    kinds = {kind_of(name, data) for name, data in SAMPLES.items()}
    assert kinds == set(SOURCES)


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_what_every_kind_of_file_adds_is_counted(family: str, tmp_path: Path) -> None:
    for number, name in enumerate(FAMILIES[family]):
        path = tmp_path / str(number) / Path(name).name
        path.parent.mkdir()
        path.write_bytes(SAMPLES[name])
        with Store.open(tmp_path / f"{number}.duckdb") as store:
            kind = kind_of(name, SAMPLES[name])
            [report] = import_paths(store, [path], settings=Settings(), kind=kind)
        assert report.added > 0 or not report.usable, name


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_damaged_files_are_read_or_refused_in_words(family: str) -> None:
    assert _read_all(family, QUICK * len(FAMILIES[family])) >= QUICK


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_damaged_files_are_imported_whole_or_not_at_all(family: str, tmp_path: Path) -> None:
    _import_some(family, 3, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_two_thousand_damaged_files_of_each_family(family: str, tmp_path: Path) -> None:
    assert _read_all(family, SLOW) >= SLOW
    _import_some(family, 100, tmp_path)
