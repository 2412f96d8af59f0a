"""Start the dashboard's server with safe local settings, wherever the package is installed."""

import logging
import os
import sys
import tomllib
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from streamlit import App, config, net_util
from streamlit.web import bootstrap

from relevance.config import load_settings
from relevance.errors import RelevanceError, UsageError, without_words
from relevance.texts import _
from relevance.ui.memory import hold_little
from relevance.ui.protections import known_hosts, protections
from relevance.ui.reach import is_loopback
from relevance.ui.serving import attended, serve, shown_address
from relevance.ui.sign_in import how_to_sign_in, what_is_missing

__all__ = ["entry_script", "forbid_address_lookup", "keep_words_out_of_logs", "launch", "main"]

_PACKAGE = Path(__file__).resolve().parents[1]


def entry_script() -> Path:
    """Return the path of `app.py`: in the checkout, else as shipped with the package."""
    checkout = _PACKAGE.parent / "app.py"
    return checkout if checkout.is_file() else _PACKAGE / "_shipped" / "app.py"


def forbid_address_lookup() -> None:
    """Keep Streamlit from asking a server on the internet for this machine's public address.

    It does so when a page of another origin knocks, whatever the configuration says; an address that
    it takes for known already is never asked for.
    """
    net_util._external_ip = "127.0.0.1"  # the only switch there is; a test watches it


class _WithoutWords(logging.Filter):
    """Lets a log say what kind of error came up and where, and nothing that the error quotes."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Take the error itself out of a record, and say where it came from."""
        if record.exc_info and record.exc_info[1] is not None:
            record.msg = f"{record.getMessage()}: {without_words(record.exc_info[1])}"
            record.args, record.exc_info, record.exc_text = (), None, None
        return True


_FILTER = _WithoutWords()


def keep_words_out_of_logs() -> None:
    """Keep names and texts out of what Streamlit logs of an error in a page, and new files private."""
    os.umask(0o077)
    # Streamlit prints errors with all that they quote, past every log, where Rich is installed.
    config.set_option("logger.enableRich", value=False)
    logging.getLogger("streamlit.error_util").addFilter(_FILTER)


def launch(port: int, address: str = "127.0.0.1") -> None:
    """Serve the dashboard until it is stopped, on this machine only unless `address` is another one.

    Raises:
        UsageError: others could reach it and nobody would have to sign in, or the settings that are shipped with
            the dashboard are not there.
        RelevanceError: the port is taken, or the address is not one of this machine.
    """
    hold_little()
    forbid_address_lookup()
    script = entry_script()
    sys.argv = [str(script)]
    bootstrap.load_config_options(flag_options=_chosen(script, port, address))
    _refuse_strangers(address)
    # Loaded before anyone knocks, so that the first page does not wait for it.
    import_module("relevance.ui.shell")
    app = App(script, middleware=protections(), lifespan=attended)
    serve(
        app,
        address,
        port,
        lambda: _tell(
            _("The dashboard is at {address}; Ctrl-C stops it.", address=shown_address())
        ),
    )


def _tell(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


def _chosen(script: Path, port: int, address: str) -> dict[str, Any]:
    options = _options(script.parent / ".streamlit" / "config.toml")
    folders = (Path.home(), Path.cwd(), script.parent)
    files = dict.fromkeys(str(one / ".streamlit" / "secrets.toml") for one in folders)
    return {
        **options,
        "server.port": port,
        "server.address": address,
        "secrets.files": list(files),
    }


def _refuse_strangers(address: str) -> None:
    """Let nobody in from elsewhere who does not sign in; and answer under the name that people sign in at."""
    settings = load_settings()
    if not is_loopback(address) and what_is_missing(settings):
        refusal = _(
            "The dashboard was not started: at --address {address} other machines can reach it.",
            address=address,
        )
        raise UsageError(how_to_sign_in(settings, refusal))
    # Streamlit looks at this list as well, for its websocket.
    config.set_option("server.allowedHosts", known_hosts())


def _options(path: Path) -> dict[str, Any]:
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        msg = _(
            "The dashboard's settings {path} are missing. Install Feed Relevance again.", path=path
        )
        raise UsageError(msg) from error
    return _flat(document)


def _flat(document: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in document.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{prefix}{name}.")
        else:
            flat[f"{prefix}{name}"] = value
    return flat


def main(words: Sequence[str]) -> int:
    """Serve the dashboard at the port and address that `words` name; return the exit code."""
    try:
        launch(int(words[0]) if words else 8501, *words[1:2])
    except RelevanceError as error:
        _tell(str(error))
        return 2 if isinstance(error, UsageError) else 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
