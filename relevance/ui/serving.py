"""Serving the dashboard at one address and port, and telling the owner's browser where it is."""

import errno
import gc
import socket
import threading
import webbrowser
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

import uvicorn
from streamlit import App, config

from relevance.errors import RelevanceError
from relevance.texts import _
from relevance.ui.data import Ahead, put_away, take_hold
from relevance.ui.next_steps_panel import FEW_CHANGES
from relevance.ui.reach import host_of, is_loopback
from relevance.ui.sign_in import redirect_address

__all__ = ["attended", "serve", "shown_address"]

_PATIENCE_SECONDS = 3
_OPEN_AFTER_SECONDS = 0.5


def serve(app: App, address: str, port: int, listening: Callable[[], None]) -> None:
    """Serve until a signal says to stop; `listening` is called once the port is ours.

    Raises:
        RelevanceError: the port is taken, or the address is not one of this machine.
    """
    # Once it has stopped, the server raises the signal that stopped it again.
    with suppress(KeyboardInterrupt), _listening(address, port) as listener:
        listening()
        _server(app).run(sockets=[listener])


@contextmanager
def _listening(address: str, port: int) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        listener = socket.create_server((address, port), family=family, backlog=128)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        what = _("something else, maybe this dashboard, listens there") if taken else str(error)
        msg = _(
            "The dashboard cannot listen on {address}, port {port}: {what}. Look at {shown}, or choose "
            "another port with --port.",
            address=address,
            port=port,
            what=what,
            shown=shown_address(),
        )
        raise RelevanceError(msg) from error
    with listener:
        yield listener


def _server(app: App) -> uvicorn.Server:
    settings = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        ws="websockets-sansio",
        ws_max_size=int(config.get_option("server.maxMessageSize")) << 20,
        ssl_certfile=config.get_option("server.sslCertFile"),
        ssl_keyfile=config.get_option("server.sslKeyFile"),
        # A browser that has gone to sleep never ends its connection by itself.
        timeout_graceful_shutdown=_PATIENCE_SECONDS,
    )
    return uvicorn.Server(settings)


@asynccontextmanager
async def attended(_: App) -> AsyncIterator[None]:
    """Open database and browser once the dashboard is served, and put everything away once it is not."""
    if not config.get_option("server.headless"):
        threading.Timer(_OPEN_AFTER_SECONDS, webbrowser.open, [shown_address()]).start()
    take_hold()
    # After each run of a page Streamlit looks through everything for garbage, and sends nothing meanwhile. Modules that
    # are loaded by now are none: without them that takes .04 s instead of .13 s.
    gc.freeze()
    ahead = Ahead(FEW_CHANGES)
    yield
    # Whoever reads still may hold a database; the process ends all the same, and what was written is safe.
    closing = threading.Thread(target=put_away, daemon=True)
    closing.start()
    closing.join(_PATIENCE_SECONDS)
    ahead.end(_PATIENCE_SECONDS)


def shown_address() -> str:
    """Return the address at which people find the dashboard."""
    scheme = "https" if config.get_option("server.sslCertFile") else "http"
    redirect = redirect_address()
    if redirect and not is_loopback(host_of(redirect)):
        return redirect.removesuffix("/oauth2callback")
    return f"{scheme}://localhost:{config.get_option('server.port')}"
