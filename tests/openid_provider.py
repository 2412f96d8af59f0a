"""An OpenID provider on this machine: discovery, a page to choose an account, tokens signed with RS256, its keys.

Whoever is sent there says by a form who they are; there are no passwords.
"""

import base64
import hashlib
import html
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

__all__ = ["CLIENT", "SECRET", "Provider", "provider"]

CLIENT, SECRET = "feed-relevance", "only a test"


@dataclass
class Provider:
    """What a provider knows, and what it can be made to do wrong."""

    address: str
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    signs_with: RSAKey | None = None
    """Another key than the one that it publishes; null to sign as it should."""
    is_verified: bool = True
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def discovery(self) -> dict[str, object]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def token(self, code: str, verifier: str) -> dict[str, object]:
        """Return the tokens for a code, which holds once and for whoever asked for it."""
        known = self.codes.pop(code)
        digest = hashlib.sha256(verifier.encode()).digest()
        assert base64.urlsafe_b64encode(digest).decode().rstrip("=") == known["code_challenge"]
        now = int(time.time())
        claims = {
            "iss": self.address,
            "aud": CLIENT,
            "sub": known["email"],
            "email": known["email"],
            "email_verified": self.is_verified,
            "nonce": known["nonce"],
            "iat": now,
            "exp": now + 300,
        }
        key = self.signs_with or self.key
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, key)
        return {
            "id_token": signed,
            "access_token": secrets.token_urlsafe(),
            "token_type": "Bearer",
            "expires_in": 300,
        }


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        known: Provider = self.server.provider  # type: ignore[attr-defined]
        place = urlsplit(self.path)
        given = {name: values[0] for name, values in parse_qs(place.query).items()}
        known.asked.append(place.path)
        if place.path == "/.well-known/openid-configuration":
            self._send(json.dumps(known.discovery()), "application/json")
        elif place.path == "/keys":
            self._send(json.dumps({"keys": [known.key.as_dict(private=False)]}), "application/json")
        elif place.path == "/authorize":
            assert given["client_id"] == CLIENT
            hidden = "".join(
                f'<input type="hidden" name="{name}" value="{html.escape(value)}">'
                for name, value in given.items()
            )
            form = f'<form action="/chosen">{hidden}<input name="email" aria-label="Who"><button>Go</button></form>'
            self._send(f"<!DOCTYPE html><title>Who are you?</title>{form}", "text/html")
        elif place.path == "/chosen":
            code = secrets.token_urlsafe()
            known.codes[code] = given
            back = urlencode({"code": code, "state": given["state"]})
            self.send_response(302)
            self.send_header("Location", f"{given['redirect_uri']}?{back}")
            self.end_headers()
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        known: Provider = self.server.provider  # type: ignore[attr-defined]
        known.asked.append(self.path)
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        given = {name: values[0] for name, values in parse_qs(body).items()}
        client = base64.b64decode(self.headers["Authorization"].removeprefix("Basic ")).decode()
        if (
            self.path != "/token"
            or client.replace("%20", " ").replace("+", " ") != f"{CLIENT}:{SECRET}"
        ):
            self.send_error(401)
            return
        self._send(
            json.dumps(known.token(given["code"], given["code_verifier"])), "application/json"
        )

    def _send(self, text: str, kind: str) -> None:
        data = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def provider() -> Iterator[Provider]:
    """Run a provider until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    known = Provider(f"http://127.0.0.1:{server.server_port}")
    server.provider = known  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield known
    finally:
        server.shutdown()
        server.server_close()
