"""Start the dashboard's server with safe local settings, wherever the package is installed."""

import logging
import os
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

from streamlit import net_util
from streamlit.web import bootstrap

from relevance.errors import UsageError, without_words

__all__ = ["entry_script", "forbid_address_lookup", "keep_words_out_of_logs", "launch"]

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
    logging.getLogger("streamlit.error_util").addFilter(_FILTER)


def launch(port: int) -> None:
    """Serve the dashboard on this machine until it is stopped.

    Raises:
        UsageError: the settings that are shipped with the dashboard are not there.
    """
    script = entry_script()
    options = {**_options(script.parent / ".streamlit" / "config.toml"), "server.port": port}
    forbid_address_lookup()
    # Loaded before anyone knocks, so that the first page does not wait for it.
    import_module("relevance.ui.shell")
    bootstrap.load_config_options(flag_options=options)
    bootstrap.run(str(script), is_hello=False, args=[], flag_options=options)


def _options(path: Path) -> dict[str, Any]:
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        msg = f"The dashboard's settings {path} are missing. Install Feed Relevance again."
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


if __name__ == "__main__":
    launch(int(sys.argv[1]) if len(sys.argv) > 1 else 8501)
