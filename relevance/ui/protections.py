"""What every request to the dashboard is checked for, and the headers that every answer carries.

Streamlit checks Host and Origin of its websocket only, and sends no headers that keep a browser from asking others.
"""

import hashlib
import re
from base64 import b64encode
from functools import cache
from pathlib import Path

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config

from relevance.config import load_settings
from relevance.errors import RelevanceError
from relevance.texts import _
from relevance.ui.reach import host_of, is_loopback
from relevance.ui.sign_in import (
    how_to_sign_in,
    is_let_in,
    is_sign_in_asked,
    redirect_address,
    what_is_missing,
)

__all__ = ["known_hosts", "protections"]

_THIS_MACHINE = ("localhost", "127.0.0.1", "::1", "[::1]")
_UPLOADS = "/_stcore/upload_file/"
_FIGURES_OF_THE_SERVER = "/_stcore/metrics"
_INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


def protections() -> list[Middleware]:
    """Return what stands between the network and Streamlit, the outermost first."""
    return [
        Middleware(_Guarded),
        Middleware(TrustedHostMiddleware, allowed_hosts=known_hosts(), www_redirect=False),
    ]


def known_hosts() -> list[str]:
    """Return the host names under which the dashboard answers: this machine's, those set, the one of the sign-in."""
    redirect = redirect_address()
    named = [one for one in config.get_option("server.allowedHosts") if "*" not in one]
    return [*dict.fromkeys([*_THIS_MACHINE, *named, *([host_of(redirect)] if redirect else [])])]


class _Guarded:
    """Refuses foreign pages, and other machines while nobody has to sign in; adds headers to what goes out."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or say why not."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        refusal = _refusal(scope)
        if refusal is not None:
            answer = PlainTextResponse(refusal, status_code=403, headers=_headers())
            await answer(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_headers())
                # What pages show of people belongs into no cache; what says otherwise is Streamlit's own code.
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, sending)


def _refusal(scope: Scope) -> str | None:
    """Return why a request is refused, null where it is not."""
    headers = Headers(scope=scope)
    origin = headers.get("origin")
    if origin is not None and not _is_same(origin, headers.get("host")):
        return _("Refused: a page of another address asked for this.")
    client = scope.get("client")
    if client is not None and not is_loopback(client[0]) and (why := _why_not_beyond()):
        return why
    path = str(scope["path"])
    if _UPLOADS in path and _asks():
        session_id = path.partition(_UPLOADS)[2].partition("/")[0]
        return None if is_let_in(session_id) else _("Refused: sign in first.")
    return _("Refused.") if path.endswith(_FIGURES_OF_THE_SERVER) else None


def _is_same(origin: str, host: str | None) -> bool:
    return host is not None and origin.casefold().partition("://")[2] == host.casefold()


@cache
def _why_not_beyond() -> str | None:
    """Return why other machines get nothing, null where people can sign in."""
    refusal = _("Refused: this dashboard is for its own machine.")
    try:
        settings = load_settings()
    except RelevanceError:
        return refusal
    return how_to_sign_in(settings, refusal) if what_is_missing(settings) else None


@cache
def _asks() -> bool:
    """Whether people must sign in; so they must while the settings cannot be read."""
    try:
        return is_sign_in_asked(load_settings())
    except RelevanceError:
        return True


@cache
def _headers() -> dict[str, str]:
    """Return the headers of every answer: everything comes from this server, and nobody puts it into a frame."""
    page = Path(streamlit.__file__).parent / "static" / "index.html"
    inline = " ".join(
        f"'sha256-{b64encode(hashlib.sha256(one).digest()).decode()}'"
        for one in _INLINE_SCRIPT.findall(page.read_bytes())
    )
    policy = {
        "default-src": "'self'",
        # Streamlit reads the numbers of its messages by a small piece of WebAssembly.
        "script-src": f"'self' 'wasm-unsafe-eval' {inline}",
        # Streamlit and Plotly write styles into the page itself.
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "frame-src": "'none'",
        "frame-ancestors": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
