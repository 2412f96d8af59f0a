"""Accounts elsewhere that a profile names in its own words: "X: @name", an address of a profile."""

import re
from collections.abc import Iterator

from relevance.names import profile_url

__all__ = ["named_handles", "named_profiles"]

_X = re.compile(
    r"(?:\btwitter\b|\bx\b(?=\s*:|\.com/))(?:\.com/|\s*:\s*|\s+(?=@))@?(\w{2,15})\b(?!\.\w)",
    re.IGNORECASE,
)
_MASTODON = re.compile(r"(?<![\w.])@(\w{1,60})@([\w-]+(?:\.[\w-]+)+)")
_MASTODON_URL = re.compile(r"https?://([\w-]+(?:\.[\w-]+)+)/@(\w{1,60})\b")
_BLUESKY = re.compile(
    r"(?:bsky\.app/profile/|\bbluesky\s*:\s*@?|\bbsky\s*:\s*@?)([\w-]+(?:\.[\w-]+)+)", re.IGNORECASE
)
_LINKEDIN = re.compile(r"(?:[a-z]{2,3}\.)?linkedin\.com/in/[^\s/?#,;|)]+", re.IGNORECASE)
# Paths of x.com that are nobody's.
_NOBODY = frozenset(
    [
        "home",
        "search",
        "share",
        "intent",
        "hashtag",
        "explore",
        "settings",
        "messages",
        "login",
        "signup",
        "i",
    ]
)
_LONGEST = 1_000


def named_handles(text: str | None) -> Iterator[str]:
    """Yield the handles that a headline or address names, as network:handle in lower case."""
    shown = (text or "")[:_LONGEST]
    for found in _X.finditer(shown):
        if found[1].casefold() not in _NOBODY:
            yield f"x:{found[1].casefold()}"
    for found in _MASTODON.finditer(shown):
        yield f"mastodon:{found[1]}@{found[2]}".casefold()
    for found in _MASTODON_URL.finditer(shown):
        yield f"mastodon:{found[2]}@{found[1]}".casefold()
    for found in _BLUESKY.finditer(shown):
        yield f"bluesky:{found[1].rstrip('.')}".casefold()


def named_profiles(text: str | None) -> Iterator[str]:
    """Yield the LinkedIn profiles that a text names, in normal form."""
    for found in _LINKEDIN.finditer((text or "")[:_LONGEST]):
        if url := profile_url(found[0]):
            yield url
