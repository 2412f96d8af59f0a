"""What all tests share: no network, no settings of this machine, fresh folders."""

import pytest


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.delenv("RELEVANCE_DB", raising=False)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
