"""What others wrote: the lists in the repository are those of what is pinned, and every file of it has its hash."""

import json
import re
import tomllib

import pytest

from tests.supply.audit import judged
from tests.supply.listing import LICENCES, SBOM
from tests.supply.lock import LOCK, UNHASHED
from tests.supply.programs import ROOT, pinned

_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+?)(?: ;[^\\]*)? \\$", re.MULTILINE)


def _name(written: str) -> str:
    return re.sub(r"[-_.]+", "-", written).lower()


def test_whatever_the_project_asks_for_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    asked = [*project["dependencies"], *(one for extra in extras for one in extra)]
    assert {_name(re.split(r"[<>=!~ ;\[]", one)[0]) for one in asked} <= set(pinned())


def test_every_pinned_package_has_its_hashes() -> None:
    text = LOCK.read_text("utf-8")
    locked = {_name(name): version for name, version in _LOCKED.findall(text)}
    wanted = {name: version for name, version in pinned().items() if name not in UNHASHED}
    assert locked == wanted
    for part in re.split(r"^(?=[A-Za-z])", text, flags=re.MULTILINE)[1:]:
        hashes = re.findall(r"--hash=sha256:([0-9a-f]{64})(?: \\)?$", part, re.MULTILINE)
        assert len(hashes) == len(part.strip().splitlines()) - 1 > 0, part[:80]


def test_the_bill_of_materials_and_the_licences_are_those_of_what_is_pinned() -> None:
    bill = json.loads(SBOM.read_text("utf-8"))
    assert bill["bomFormat"] == "CycloneDX"
    listed = {_name(one["name"]): one["version"] for one in bill["components"]}
    assert listed == pinned()
    assert all(
        one["purl"] == f"pkg:pypi/{_name(one['name'])}@{one['version']}"
        for one in bill["components"]
    )
    rows = re.findall(r"^\| (\S+) \| (\S+) \| (.+) \|$", LICENCES.read_text("utf-8"), re.MULTILINE)
    assert {_name(name): version for name, version, _ in rows[2:]} == pinned()
    # A licence that would reach what uses the package is not among them.
    assert [row for row in rows if re.search(r"\bA?GPL", row[2]) and "LGPL" not in row[2]] == []


@pytest.mark.parametrize("path", [LOCK, SBOM, LICENCES, ROOT / "constraints.txt"], ids=str)
def test_no_list_names_a_place_to_load_from(path) -> None:
    hosts = set(re.findall(r"https?://([^/\s\"]+)", path.read_text("utf-8")))
    assert hosts <= {"cyclonedx.org"}


def test_an_audit_tells_weaknesses_from_packages_without_data() -> None:
    weak = {"id": "X-2026-1", "fix_versions": ["2.0"], "aliases": [], "description": "bad"}
    answer = {
        "dependencies": [
            {"name": "good", "version": "1.0", "vulns": []},
            {"name": "bad", "version": "1.9", "vulns": [weak, {**weak, "fix_versions": []}]},
            {"name": "own", "skip_reason": "not found"},
        ]
    }
    found = judged(json.dumps(answer))
    assert (found.checked, found.unknown) == (2, 1)
    assert found.weaknesses == (
        "bad 1.9: X-2026-1, mended in 2.0",
        "bad 1.9: X-2026-1, mended in no version yet",
    )
    assert found.verdict == "pip-audit: 2 known weaknesses in 2 packages, no data on 1."


@pytest.mark.parametrize("answer", ["", "Traceback", "[]", '{"dependencies": null}'])
def test_an_audit_without_an_answer_says_that_nothing_was_checked(answer: str) -> None:
    assert "nothing was checked" in judged(answer).verdict


def test_packages_without_data_only_are_not_called_free_of_weaknesses() -> None:
    answer = {"dependencies": [{"name": "own", "skip_reason": "not found"}]}
    assert "nothing was checked" in judged(json.dumps(answer)).verdict
