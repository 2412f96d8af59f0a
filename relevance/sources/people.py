"""One person record of one source, with the id by which facts refer to it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from relevance.names import comparable_name, former_names, profile_slug, profile_url
from relevance.schema import stable_id

__all__ = ["person_record"]


def person_record(
    source: str,
    name: str | None,
    *,
    url: str | None = None,
    account_id: str | None = None,
    emails: Iterable[str] = (),
    handles: Iterable[str] = (),
    former: Iterable[str] = (),
    since: date | None = None,
    **more: Any,
) -> dict[str, Any] | None:
    """Return a row of the table `record`, or null where nothing names anybody.

    What identifies the record within its source is, in this order: the profile URL, the LinkedIn member id or
    `account_id`, the first e-mail address together with the name, since people of one office share one, the first
    handle, and last the name together with `since`, so that two namesakes in one list stay two. Without a name the
    slug, handle or address stands in for it.

    Args:
        source: kind of file, for example `linkedin.connections`.
        name: full name as written.
        url: profile URL in any form; kept in normal form.
        account_id: id of the account as `network:id`.
        emails: e-mail addresses in any case.
        handles: user names as `network:handle` in any case.
        former: earlier names the source states; those that `name` itself states are added.
        since: day of connecting or following, where it tells namesakes apart.
        more: further columns of the table `record`.
    """
    slug = profile_slug(url)
    if slug and slug.startswith("member:"):
        account_id = account_id or f"linkedin:{slug.removeprefix('member:')}"
        slug = None
    mails = [mail.strip().casefold() for mail in emails if mail and "@" in mail]
    names = [handle.strip().casefold() for handle in handles if handle and handle.strip()]
    written = " ".join((name or "").split())
    shown = written or (slug or "").partition(":")[2] or (names or mails or [account_id or ""])[0]
    if not shown:
        return None
    key = slug or account_id
    if key is None:
        plain = comparable_name(written) or written
        key = f"{mails[0]}|{plain}" if mails else names[0] if names else f"{plain}|{since or ''}"
    return {
        "record_id": stable_id("r", source, key),
        "source": source,
        "name": shown,
        "former_names": sorted({*former_names(written), *(one for one in former if one)}),
        "url": profile_url(url),
        "account_id": account_id,
        "handles": names,
        "emails": mails,
        "is_company": bool(slug and slug.split(":")[0] in {"company", "school", "showcase"}),
        "is_owner": False,
        "since": since,
        **more,
    }
