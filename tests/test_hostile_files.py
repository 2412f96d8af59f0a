"""Workbooks, names and folders that are made to do harm; archives stand in `test_archive.py`, XML in `test_web.py`."""

import io
import os
import resource
import zipfile
from pathlib import Path

import pytest

from relevance.errors import UnreadableFileError
from relevance.sources import text
from relevance.sources.reader import read_path
from relevance.sources.text import excel_rows
from tests.linkedin_export import workbook
from tests.tried import tried

SHEET = "xl/worksheets/sheet1.xml"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
NAMES = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(10))


def with_sheet(xml: str) -> bytes:
    """Return a workbook whose only sheet is this XML."""
    out = io.BytesIO()
    honest = zipfile.ZipFile(io.BytesIO(workbook([["a"]])))
    with honest, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in honest.namelist():
            made.writestr(name, xml if name == SHEET else honest.read(name))
    return out.getvalue()


def sheet_of(rows: str, doctype: str = "") -> str:
    return f"{HEAD}{doctype}<worksheet {NAMES}><sheetData>{rows}</sheetData></worksheet>"


def words_of(data: bytes) -> str:
    try:
        return "\n".join(cell for row in excel_rows(data) for cell in row)
    except UnreadableFileError as error:
        return f"refused: {error}"


def test_entities_in_a_workbook_are_neither_expanded_nor_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the owner's secret")
    for entity in ("e9", "file"):
        doctype = f'<!DOCTYPE worksheet [{BOMB}<!ENTITY file SYSTEM "{secret.as_uri()}">]>'
        cell = f'<row r="1"><c r="A1" t="inlineStr"><is><t>&{entity};</t></is></c></row>'
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        said = words_of(with_sheet(sheet_of(cell, doctype)))
        assert "secret" not in said
        assert len(said) < 1_000
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000
    tried("entities that blow up or read files, in workbooks", 2, "neither expanded nor fetched")


def test_a_few_bytes_that_stand_for_billions_of_cells_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(text, "_EXCEL_CELLS", 100_000)
    rows = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 50))
    assert "more than 100,000 cells" in words_of(with_sheet(sheet_of(rows)))
    # One wide row makes every short one as wide.
    rows = '<row r="1"><c r="XFD1"><v>1</v></c></row>' + "".join(
        f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(2, 50)
    )
    assert "more than 100,000 cells" in words_of(with_sheet(sheet_of(rows)))
    tried("workbooks of a few bytes that stand for billions of cells", 2, "refused in words")


def test_an_honest_wide_sheet_is_read() -> None:
    rows = list(excel_rows(workbook([["name"] * 300, [f"Ana {n}" for n in range(300)]])))
    assert [len(row) for row in rows] == [300, 300]


def test_names_of_files_that_would_colour_a_terminal_or_turn_letters_are_told_harmlessly(
    tmp_path: Path,
) -> None:
    name = "posts\x1b[31m\u202evsc.csv"
    (tmp_path / name).write_text("no,header\nthat,says\n")
    [found] = read_path(tmp_path / name)
    assert found.kind == "unknown"
    path = tmp_path / "in.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, "no,header\nthat,says\n")
    [found] = read_path(path)
    assert "\x1b" not in found.path
    assert "\u202e" not in found.path


@pytest.mark.skipif(os.name != "posix", reason="links need rights on other systems")
def test_a_link_in_a_folder_that_leads_out_of_it_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.csv").write_text("author,text\nAna,Secret text\n")
    (tmp_path / "in" / "posts.csv").symlink_to(tmp_path / "secret.csv")
    (tmp_path / "in" / "deeper").symlink_to(tmp_path, target_is_directory=True)
    assert all(one.result is None for one in read_path(tmp_path / "in"))
