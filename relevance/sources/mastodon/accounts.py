"""Addresses of accounts and statuses: who they are of."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from relevance.sources.fedi_taking import FediTaking

__all__ = ["actor_of_status", "handle_of", "handle_of_actor", "person_of_account"]

_USER_PATH = re.compile(r"/(?:users/|@)([A-Za-z0-9_.-]{1,60})(?:/|$)")
_STATUS_PATH = re.compile(
    r"(https?://[^/\s]{3,200}/(?:users/|@|ap/users/)[A-Za-z0-9_.-]{1,60})(?:/statuses)?/\w+"
)


def handle_of(address: str) -> str:
    """Return `user@host` of `@user@host` in lower case."""
    return address.strip().lstrip("@").casefold()


def handle_of_actor(url: str) -> str | None:
    """Return `user@host` of the address of an account, null where it holds a number only."""
    parts = urlsplit(url) if len(url) < 500 else None
    found = _USER_PATH.search(parts.path) if parts else None
    if not parts or not parts.hostname or not found or "/ap/users/" in parts.path:
        return None
    return f"{found[1]}@{parts.hostname}".casefold()


def actor_of_status(uri: str) -> str | None:
    """Return the address of the account that a status is of, null where its own does not tell."""
    found = _STATUS_PATH.match(uri)
    return found[1].replace("/@", "/users/") if found else None


def person_of_account(taking: FediTaking, account: Mapping[str, Any]) -> str | None:
    """Return the record of an account as the API gives it; a local one has no host in its `acct`."""
    url, acct = str(account.get("url") or ""), str(account.get("acct") or "")
    handle = acct if "@" in acct else handle_of_actor(url)
    uri = str(account.get("uri") or "") or url.replace("/@", "/users/")
    name = account.get("display_name") or account.get("username")
    return taking.person(uri or None, handle=handle, name=name)
