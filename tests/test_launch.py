"""The dashboard is for this machine only, whichever way it is started."""

import logging
import tomllib
from pathlib import Path

import pytest
from streamlit import net_util
from streamlit.web.server.app_discovery import discover_asgi_app

from relevance.ui.launch import entry_script, forbid_address_lookup, keep_words_out_of_logs
from relevance.ui.reach import is_loopback

ROOT = Path(__file__).parents[1]


def test_the_shipped_settings_are_the_safe_ones() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    server, browser = settings["server"], settings["browser"]
    assert server["address"] == "127.0.0.1"
    assert server["allowedHosts"] == ["localhost", "127.0.0.1"]
    assert (server["enableXsrfProtection"], server["enableCORS"]) == (True, True)
    assert browser["gatherUsageStats"] is False
    assert settings["client"]["showErrorDetails"] == "type"
    assert "enableAgentApi" not in server


def test_the_public_address_is_never_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(net_util, "_external_ip", None)
    monkeypatch.setattr(net_util, "_make_blocking_http_get", lambda url, **_: asked.append(url))
    net_util.get_external_ip()
    assert len(asked) > 0  # this is what the launcher has to stop
    asked.clear()
    forbid_address_lookup()
    assert net_util.get_external_ip() == "127.0.0.1"
    assert asked == []


def test_the_entry_script_is_the_one_of_the_checkout() -> None:
    assert entry_script() == ROOT / "app.py"


def test_what_streamlit_logs_of_an_error_quotes_nobody(caplog) -> None:
    keep_words_out_of_logs()
    try:
        raise ValueError("Zoe Private wrote: see you at noon")
    except ValueError as error:
        logging.getLogger("streamlit.error_util").error("Uncaught app execution", exc_info=error)
    assert "ValueError at test_launch.py" in caplog.text
    assert "Zoe" not in caplog.text


def test_streamlit_run_finds_what_checks_every_request() -> None:
    found = discover_asgi_app(ROOT / "app.py")
    assert (found.is_asgi_app, found.import_string) == (True, "app:app")


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.9.9.9", "localhost", "LOCALHOST.", "::1", "[::1]", "::ffff:127.0.0.1"],
)
def test_this_machine_is_known_by_all_its_names(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host",
    [
        None,
        "",
        "0.0.0.0",
        "::",
        "10.0.0.1",
        "localhost.example.org",
        "127.0.0.1.example.org",
        "::ffff:10.0.0.1",
    ],
)
def test_everything_else_is_beyond_it(host: str | None) -> None:
    assert not is_loopback(host)
