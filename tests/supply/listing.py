"""The bill of materials (CycloneDX) and the list of licences of everything that is pinned."""

import json
import subprocess
import sys
from typing import Any

from tests.supply.programs import ROOT, pinned, program

__all__ = ["LICENCES", "SBOM", "write_lists"]

SBOM = ROOT / "docs" / "sbom.cdx.json"
LICENCES = ROOT / "docs" / "licences.md"

_HEAD = """# Licences

What Feed Relevance and its tests install that others wrote, as pinned in `constraints.txt`, with the licence that each
package states of itself. `make sbom` writes this list, and `sbom.cdx.json` with the same for machines.

| package | version | licence |
| --- | --- | --- |
"""


def write_lists() -> None:
    """Write both lists from what is installed beside this interpreter.

    Raises:
        RuntimeError: a pinned package is not installed, or in another version.
    """
    bill = _bill()
    wanted = pinned()
    kept = {}
    for component in bill["components"]:
        name = component["name"].lower().replace("_", "-").replace(".", "-")
        version = component["version"].split("+")[0]
        if wanted.get(name) == version:
            kept[name] = _plain(component, name, version)
    missing = sorted(set(wanted) - set(kept))
    if missing:
        msg = (
            f"Not installed as pinned: {', '.join(missing)}. Install with -c constraints.txt first."
        )
        raise RuntimeError(msg)
    listed = [kept[name] for name in sorted(kept)]
    document = {key: bill[key] for key in ("$schema", "bomFormat", "specVersion", "version")}
    document["metadata"] = {"component": _project(bill)}
    document["components"] = listed
    SBOM.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", "utf-8")
    rows = [f"| {one['name']} | {one['version']} | {_licence(one)} |" for one in listed]
    LICENCES.write_text(_HEAD + "\n".join(rows) + "\n", "utf-8")


def _bill() -> dict[str, Any]:
    words = ["environment", sys.executable, "--pyproject", str(ROOT / "pyproject.toml")]
    form = ["--output-reproducible", "--short-PURLs", "--spec-version", "1.6"]
    made = subprocess.run(
        [program("cyclonedx-py"), *words, *form], check=True, capture_output=True, text=True
    )
    bill: dict[str, Any] = json.loads(made.stdout)
    return bill


def _project(bill: dict[str, Any]) -> dict[str, Any]:
    known = bill["metadata"]["component"]
    return {key: known[key] for key in ("type", "name", "version", "description") if key in known}


def _plain(component: dict[str, Any], name: str, version: str) -> dict[str, Any]:
    """Return what is true on every machine: no addresses, no build of one platform."""
    licences = [
        {
            kind: {key: one[kind][key] for key in ("id", "name") if key in one[kind]}
            if kind == "license"
            else one[kind]
        }
        for one in component.get("licenses", ())
        for kind in ("license", "expression")
        if kind in one
    ]
    return {
        "type": "library",
        "bom-ref": f"{name}=={version}",
        "name": component["name"],
        "version": version,
        "purl": f"pkg:pypi/{name}@{version}",
        "licenses": _told_once(licences),
    }


def _told_once(licences: list[dict[str, Any]]) -> list[dict[str, Any]]:
    # CycloneDX takes either one expression or any number of licences.
    for one in licences:
        if "expression" in one:
            return [{"expression": one["expression"]}]
    return [one for at, one in enumerate(licences) if one not in licences[:at]]


def _licence(component: dict[str, Any]) -> str:
    told = [
        one.get("expression") or one["license"].get("id") or one["license"].get("name", "")
        for one in component["licenses"]
    ]
    lines = [
        one.strip().splitlines()[0].removeprefix("License :: OSI Approved :: ")
        for one in told
        if one.strip()
    ]
    return ", ".join(dict.fromkeys(lines)).replace("|", "/") or "not stated in its metadata"
