"""DuckDB's own encryption needs more than this tool installs: as long as that is so, docs/threat-model.md says it."""

from pathlib import Path

import duckdb
import pytest

THREATS = Path(__file__).parents[1] / "docs" / "threat-model.md"
SAID = "DuckDB currently has a read-only crypto module loaded"


def test_an_encrypted_database_cannot_be_written_without_loading_an_extension(
    tmp_path: Path,
) -> None:
    with duckdb.connect() as connection:
        # As it is installed: nothing is fetched from anywhere.
        connection.execute("SET autoinstall_known_extensions = false")
        connection.execute("SET autoload_known_extensions = false")
        with pytest.raises(duckdb.Error, match=SAID):
            connection.execute(f"ATTACH '{tmp_path / 'a.duckdb'}' AS a (ENCRYPTION_KEY 'a key')")
    assert SAID in " ".join(THREATS.read_text("utf-8").split())
