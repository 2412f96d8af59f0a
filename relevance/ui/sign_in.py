"""Signing in with an OpenID provider: asked of everybody as soon as others can reach the dashboard.

The provider stands in Streamlit's secrets (`[auth]`), whom it may let in among the settings (`sign_in_addresses`).
"""

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError
from streamlit.runtime.scriptrunner import get_script_run_ctx

from relevance.config import Settings
from relevance.texts import _
from relevance.ui.reach import host_of, is_loopback, reaches_beyond
from relevance.ui.widgets import accented, plain

__all__ = [
    "how_to_sign_in",
    "is_let_in",
    "is_sign_in_asked",
    "redirect_address",
    "signed_in",
    "what_is_missing",
]

_PROVIDER = ("client_id", "client_secret", "server_metadata_url")
_SECRET_CHARACTERS = 32
_CALLBACK = "/oauth2callback"
_LET_IN: set[str] = set()


def is_sign_in_asked(settings: Settings) -> bool:
    """Whether the settings ask everybody to sign in, on this machine too."""
    return bool(settings.sign_in_addresses)


def redirect_address() -> str | None:
    """Return the address to which the provider sends people back, null where none is set."""
    found = _auth().get("redirect_uri")
    return str(found) if found else None


def what_is_missing(settings: Settings) -> list[str]:
    """Return what must still be done before people can sign in, all of it; empty where they can."""
    auth = _auth()
    redirect = str(auth.get("redirect_uri", ""))
    providers = _providers(auth)
    lacking = sorted(
        {key for one in providers.values() for key in _PROVIDER if not one.get(key)}
        or ({*_PROVIDER} if not providers else set())
    )
    metadata = [str(one.get("server_metadata_url", "")) for one in providers.values()]
    secret = str(auth.get("cookie_secret", ""))
    checks = (
        (
            all(find_spec(name) for name in ("authlib", "httpx")),
            _("install the extra: pip install 'feed-relevance[sign-in]'"),
        ),
        (bool(auth), _("write [auth] into .streamlit/secrets.toml")),
        (not lacking, _("set {lacking} there", lacking=", ".join(lacking))),
        (
            redirect.endswith(_CALLBACK) and _is_private(redirect),
            _(
                "set redirect_uri there to https://, the name of this machine, and {callback}",
                callback=_CALLBACK,
            ),
        ),
        (
            all(_is_private(one) for one in metadata if one),
            _("let server_metadata_url begin with https://"),
        ),
        (
            len(secret) >= _SECRET_CHARACTERS,
            _(
                "set cookie_secret there to at least {secret_characters} random characters",
                secret_characters=_SECRET_CHARACTERS,
            ),
        ),
        (
            bool(settings.sign_in_addresses),
            _(
                'name who may see the dashboard in relevance.toml: sign_in_addresses = ["you@example.org"]'
            ),
        ),
    )
    return [todo for is_done, todo in checks if not is_done]


def how_to_sign_in(settings: Settings, refusal: str) -> str:
    """Return `refusal` and, after it, everything that must be done for others to reach the dashboard."""
    steps = "; ".join(what_is_missing(settings))
    return _(
        "{refusal} Other machines may only reach it once people sign in with an OpenID provider. To do: {steps}. "
        "README.md shows both files. Or let it listen on 127.0.0.1 only.",
        refusal=refusal,
        steps=steps,
    )


def is_let_in(session_id: str) -> bool:
    """Whether somebody has signed in within this session of the dashboard."""
    return session_id in _LET_IN


def signed_in(settings: Settings) -> bool:
    """Whether this session may see the dashboard; where not, say why and offer to sign in."""
    if not is_sign_in_asked(settings) and not reaches_beyond():
        return True
    if what_is_missing(settings):
        st.error(plain(how_to_sign_in(settings, _("Nothing is shown."))), icon=":material/lock:")
        return False
    if not st.user.is_logged_in:
        _offer()
        return False
    address = _verified_address()
    if address not in {one.casefold() for one in settings.sign_in_addresses}:
        _refuse(address)
        return False
    context = get_script_run_ctx()
    if context is not None:
        _LET_IN.add(context.session_id)
    with st.sidebar:
        st.caption(_("Signed in as {address}", address=plain(address)))
        st.button(_("Sign out"), icon=":material/logout:", on_click=st.logout)
    return True


def _offer() -> None:
    st.title(_("Feed Relevance"))
    st.write(_("This dashboard holds other people's messages. Sign in to see it."))
    for name in _providers(_auth()):
        label = _("Sign in with {name}", name=plain(name)) if name else _("Sign in")
        st.button(
            accented(label, icon="login"),
            key=f"sign in {name}",
            type="primary",
            on_click=st.login,
            args=(name or None,),
        )


def _refuse(address: str) -> None:
    who = (
        _("as {address}", address=plain(address))
        if address
        else _("without an e-mail address that is verified")
    )
    st.error(
        _(
            "You signed in {who}, and nobody is let in that way. The owner names who is, in `sign_in_addresses`.",
            who=who,
        ),
        icon=":material/lock:",
    )
    st.button(_("Sign out"), icon=":material/logout:", on_click=st.logout)


def _verified_address() -> str:
    """Return the visitor's address; empty where the provider does not say that it is theirs."""
    told = st.user.to_dict()
    is_theirs = str(told.get("email_verified", "")).casefold() == "true"
    return str(told.get("email") or "").casefold() if is_theirs else ""


def _is_private(address: str) -> bool:
    """Whether nobody on the way can read what is sent to an address."""
    return address.startswith("https://") or (
        address.startswith("http://") and is_loopback(host_of(address))
    )


def _auth() -> Mapping[str, Any]:
    try:
        found = st.secrets.get("auth") if st.secrets.load_if_toml_exists() else None
    except StreamlitSecretNotFoundError:
        return {}
    return found if isinstance(found, Mapping) else {}


def _providers(auth: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the providers by name; the one without a name under the empty one."""
    named = {
        name: one for name, one in auth.items() if isinstance(one, Mapping) and one.get("client_id")
    }
    return {"": auth, **named} if auth.get("client_id") else named
