"""Web addresses, services and user names of an address book -> a LinkedIn profile, and handles as `network:name`."""

import re
from collections.abc import Iterable
from urllib.parse import unquote

from relevance.names import profile_slug

__all__ = ["address_of", "handles_in", "linkedin_in"]

_X = re.compile(
    r"(?:https?://)?(?:www\.|mobile\.|m\.)?(?:twitter|x)\.com/(?:#!/)?@?(\w{1,50})/?(?:$|[?#])", re.IGNORECASE
)  # fmt: skip
_X_PAGES = frozenset({"home", "share", "search", "intent", "i", "hashtag", "explore", "settings"})
_BLUESKY = re.compile(r"(?:https?://)?(?:www\.)?bsky\.app/profile/([\w.:-]+)/?(?:$|[?#])", re.IGNORECASE)  # fmt: skip
_MASTODON = re.compile(r"https?://([\w.-]+\.\w+)/(?:web/)?(?:@|users/)(\w+)/?(?:$|[?#])", re.IGNORECASE)  # fmt: skip
_MASTODON_NAME = re.compile(r"@?(\w+)@([\w-]+(?:\.[\w-]+)+)")
# Where an at sign begins a user name as well.
_NO_MASTODON = re.compile(
    r"(?:^|\.)(?:medium|youtube|tiktok|threads|substack|patreon|flipboard|pinterest|quora|telegram|instagram|rumble|"
    r"odysee|vimeo|npmjs|figma|producthunt|steemit|hive|google)\.\w+$|^t\.me$",
    re.IGNORECASE,
)
_NAME = re.compile(r"[\w.-]{1,100}")


def address_of(service: str, user: str) -> str:
    """Return the web address of a user of a service, "" where it cannot be told.

    Args:
        service: as address books name it, for example `Twitter` or `linkedin`.
        user: the name, or an address in any of the forms that stand in for one (`x-apple:ana`, `twitter:ana`).
    """
    told = unquote(user.replace("\\:", ":")).strip()
    if re.match(r"https?://", told, re.IGNORECASE) or "linkedin.com/" in told.casefold():
        return told
    scheme, mark, rest = told.partition(":")
    named = scheme if mark and scheme.casefold() != "x-apple" else service
    name = (rest if mark else told).strip().lstrip("@/")
    network = re.sub(r"[^a-z]", "", named.casefold())
    if network == "mastodon":
        found = _MASTODON_NAME.fullmatch(name)
        return f"https://{found[2]}/@{found[1]}" if found else ""
    if not _NAME.fullmatch(name):
        return ""
    if network in {"twitter", "x", "xtwitter", "twitterx"}:
        return f"https://x.com/{name}"
    if network == "linkedin":
        return f"https://www.linkedin.com/in/{name}"
    return f"https://bsky.app/profile/{name}" if network in {"bluesky", "bsky"} else ""


def linkedin_in(addresses: Iterable[str]) -> str | None:
    """Return the first LinkedIn profile of a person among web addresses, null where there is none."""
    found = [one for one in addresses if "linkedin.com/" in one.casefold() and profile_slug(one)]
    people = [one for one in found if (profile_slug(one) or "").startswith(("in:", "member:"))]
    return next(iter(people), None)


def handles_in(addresses: Iterable[str]) -> list[str]:
    """Return the handles that web addresses tell, each once."""
    found: list[str] = []
    for address in addresses:
        if (known := _X.match(address)) and known[1].casefold() not in _X_PAGES:
            found.append(f"x:{known[1]}")
        elif known := _BLUESKY.match(address):
            found.append(f"bluesky:{known[1]}")
        elif (known := _MASTODON.match(address)) and not _NO_MASTODON.search(known[1]):
            found.append(f"mastodon:{known[2]}@{known[1]}")
    return list(dict.fromkeys(found))
