"""A file beyond the limits of the settings, brought in on the page: a sentence with the limit, and nothing is kept."""

import zipfile
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from relevance.ui.data import own_workspace
from tests.ui.fresh import label_of

APP = Path(__file__).parents[2] / "app.py"
PAGE = Path(__file__).parents[2] / "relevance" / "ui" / "pages" / "data.py"
LIMIT = 10_000


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive with a member of twice the limit."""
    settings = tmp_path / "relevance.toml"
    settings.write_text(f"max_member_bytes = {LIMIT}\n", "utf-8")
    monkeypatch.setenv("RELEVANCE_CONFIG", str(settings))
    path = tmp_path / "large.zip"
    rows = "".join(f"Ada Beispiel,text {number}\n" for number in range(LIMIT // 8))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("posts.csv", "author,text\n" + rows)
    return path


def test_an_archive_beyond_the_limit_is_said_on_the_page(filled: Path, large: Path) -> None:
    at = AppTest.from_file(str(APP), default_timeout=60)
    at.session_state["demo"] = False
    at.run()
    at.switch_page(str(PAGE)).run()
    before = own_workspace().store.row_counts()
    at.text_input(key="import_path").set_value(str(large)).run()
    next(one for one in at.button if label_of(one) == "Import").click()
    at.run()
    assert [one.value for one in at.exception] == []
    said = " ".join(str(one.value) for one in at.error).replace("\\", "")
    assert "posts.csv" in said
    assert f"{LIMIT:,}" in said or "max_member_bytes" in said, said
    after = own_workspace().store.row_counts()
    assert {name: after[name] for name in ("post", "record")} == {
        name: before[name] for name in ("post", "record")
    }
