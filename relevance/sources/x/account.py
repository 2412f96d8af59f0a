"""Whose archive it is: account.js, manifest.js, profile.js, and user_details.js before 2019."""

from collections.abc import Iterable, Mapping
from typing import Any

from relevance.names import website_of
from relevance.sources.people import person_record
from relevance.sources.result import ImportResult
from relevance.sources.x.facts import Facts
from relevance.sources.x.fields import inner, number_id, word
from relevance.sources.x.lists import read_each
from relevance.sources.x.people import KIND, Account, handle_of, owner_row, record_id_of
from relevance.sources.x.times import moment
from relevance.sources.x.wording import readable
from relevance.texts import marked

__all__ = ["add_owner", "read_account", "read_manifest", "read_profile", "read_user_details"]

_NOBODY = marked("names nobody")
_EMPTY = marked("says nothing")


def read_account(items: Iterable[Any], facts: Facts) -> ImportResult:
    """Return the owner's record with account id, handle, name and e-mail address, and these as facts."""

    def take(entry: Mapping[str, Any]) -> str | None:
        account = Account(
            number_id(entry, "accountId"),
            handle_of(word(entry, "username")),
            word(entry, "accountDisplayName"),
        )
        return add_owner(facts, account, word(entry, "email"))

    return read_each(items, facts, "account", take)


def read_manifest(value: Any, facts: Facts) -> ImportResult:
    """Return the owner's record, and the day on which the archive was made."""
    manifest = value if isinstance(value, dict) else {}
    user, archive = inner(manifest, "userInfo"), inner(manifest, "archiveInfo")
    made, _ = moment(word(archive, "generationDate"), facts.zone)
    facts.row()
    account = Account(
        number_id(user, "accountId"), handle_of(word(user, "userName")), word(user, "displayName")
    )
    why = add_owner(facts, account)
    if why:
        facts.reject(why, word(archive, "generationDate"))
    return facts.result(day=made.date() if made else None)


def read_user_details(value: Any, facts: Facts) -> ImportResult:
    """Return the owner's record from an archive before 2019."""
    details = value if isinstance(value, dict) else {}
    facts.row()
    handle = handle_of(word(details, "screen_name"))
    account = Account(number_id(details, "id_str", "id"), handle, word(details, "full_name"))
    why = add_owner(facts, account)
    if why:
        facts.reject(why, word(details, "bio"))
    else:
        _add_profile(facts, word(details, "bio"), word(details, "url"))
    return facts.result()


def read_profile(items: Iterable[Any], facts: Facts) -> ImportResult:
    """Return what the owner says of themselves, as their headline, and their website."""

    def take(entry: Mapping[str, Any]) -> str | None:
        about = inner(entry, "description")
        return _add_profile(facts, word(about, "bio"), word(about, "website"))

    return read_each(items, facts, "profile", take)


def add_owner(facts: Facts, account: Account, mail: str = "") -> str | None:
    """Add the owner's record and facts, or return why there is nothing to add."""
    number = f"{account.network}:{account.id}" if account.id else None
    handles = [f"{account.network}:{account.handle}"] if account.handle else []
    mails = [mail.casefold()] if "@" in mail else []
    if not (number or handles or mails):
        return _NOBODY
    record = person_record(KIND, account.name, account_id=number, handles=handles, emails=mails)
    named = {"record_id": record_id_of(account)} if number or handles else {}
    facts.add("record", (record or {}) | named | {"is_owner": True})
    told = [
        *(("display_name", one) for one in [account.name] if one),
        *(("handle", one.casefold()) for one in handles),
        *(("email", one) for one in mails),
    ]
    for kind, value in told:
        facts.add("owner_fact", {"kind": kind, "value": value, "detail": "X account"})
    return None


def _add_profile(facts: Facts, bio: str, website: str) -> str | None:
    headline, address = " ".join(readable(bio, {}).split()), website_of(website)
    if headline:
        facts.add("record", owner_row() | {"headline": headline})
    if address:
        facts.add("owner_fact", {"kind": "website", "value": address, "detail": "X profile"})
    return None if headline or address else _EMPTY
