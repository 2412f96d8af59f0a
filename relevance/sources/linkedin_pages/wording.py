"""What the texts on LinkedIn's pages mean: ages, banners, names with badges glued to them."""

import re
from datetime import datetime, timedelta
from typing import NamedTuple

__all__ = ["Banner", "age_of", "banner_of", "clean_name", "mutual_connections"]

_MINUTE, _HOUR, _MONTH, _YEAR = 1 / 1440, 1 / 24, 30.44, 365.25
_UNITS = {
    **dict.fromkeys(("s", "sec", "second"), 0.0),
    **dict.fromkeys(("m", "min", "minute"), _MINUTE),
    **dict.fromkeys(("h", "hr", "hour"), _HOUR),
    **dict.fromkeys(("d", "day"), 1.0),
    **dict.fromkeys(("w", "wk", "week"), 7.0),
    **dict.fromkeys(("mo", "month"), _MONTH),
    **dict.fromkeys(("y", "yr", "year"), _YEAR),
}
_AGE = re.compile(
    r"(?:sent\s+)?(\d{1,3})\s*(seconds?|secs?|s|minutes?|mins?|mo|months?|m|hours?|hrs?|h|days?|d|weeks?|wks?|w|years?|yrs?|yr|y)\b",
    re.IGNORECASE,
)
_BADGES = re.compile(
    r"\s*(?:,?\s*(?:Premium|Verified|Influencer|Top Voice|Hiring|Open to work)(?:\s+(?:Profile|Member))?|"
    r"•\s*(?:1st|2nd|3rd\+?|Following|You)|(?:View|See)\b.*profile)\s*$",
    re.IGNORECASE,
)
_LIKED = r"likes|loves|celebrates|supports|finds this|liked|loved"
_BANNER = re.compile(
    rf"(?P<who>.{{1,120}}?)\s+(?:(?P<like>(?:{_LIKED})\b)|(?P<comment>commented)|(?P<repost>reposted))",
    re.DOTALL,
)
_AND_OTHERS = re.compile(
    r"\s+and\s+\d[\d,.]*\s+others?.*$|\s*,\s*[^,]+\s+and\s+\d.*$", re.IGNORECASE
)
_NOBODY = re.compile(
    r"^(?:recommended for you|suggested|voices worth following|promoted|popular|because you)",
    re.IGNORECASE,
)
_MUTUAL_MORE = re.compile(r"and\s+(\d[\d,.]*)\s+other mutual connections?", re.IGNORECASE)
_MUTUAL_ALONE = re.compile(r"(\d[\d,.]*)\s+mutual connections?", re.IGNORECASE)
_MUTUAL_ONE = re.compile(r"is a mutual connection", re.IGNORECASE)
_MUTUAL_TWO = re.compile(r"\band\b.*are mutual connections", re.IGNORECASE)


class Banner(NamedTuple):
    """The line above a post that says who brought it in."""

    who: str
    kind: str
    """like, or bare_reshare."""


def age_of(text: str, now: datetime | None) -> datetime | None:
    """Return the moment that an age such as `3w` or `2 weeks ago` means, null where it means none."""
    if now is None:
        return None
    plain = " ".join(text.replace("\xa0", " ").split()).casefold()
    if "yesterday" in plain[:20]:
        return now - timedelta(days=1)
    if plain.removeprefix("sent ").startswith(("today", "now", "just now")):
        return now
    found = _AGE.match(plain)
    if not found:
        return None
    unit = found[2].casefold()
    days = _UNITS.get(unit) or _UNITS.get(unit.removesuffix("s")) or 0
    return now - timedelta(days=days * int(found[1]))


def banner_of(text: str) -> Banner | None:
    """Return who brought a post in and how, null where the line names nobody."""
    plain = " ".join(text.split())
    if _NOBODY.match(plain):
        return None
    found = _BANNER.match(plain)
    if not found:
        return None
    who = clean_name(_AND_OTHERS.sub("", found["who"]))
    # A comment brings a post in as a like does; only a repost is one.
    return Banner(who, "bare_reshare" if found["repost"] else "like") if who else None


def clean_name(text: str) -> str:
    """Return a name without the badges and degrees that stand behind it, and not twice in a row."""
    name = " ".join(text.replace("\xa0", " ").split())
    for _ in range(6):
        shorter = _BADGES.sub("", name).strip(" •,")
        if shorter == name:
            break
        name = shorter
    half = len(name) // 2
    if len(name) > 3 and name[:half] == name[half:]:
        return name[:half]
    return name


def mutual_connections(text: str) -> int | None:
    """Return how many connections are shared, null where the text does not say."""
    if found := _MUTUAL_MORE.search(text):
        return 1 + int(re.sub(r"\D", "", found[1]))
    if found := _MUTUAL_ALONE.search(text):
        return int(re.sub(r"\D", "", found[1]))
    if _MUTUAL_TWO.search(text):
        return 2
    return 1 if _MUTUAL_ONE.search(text) else None
