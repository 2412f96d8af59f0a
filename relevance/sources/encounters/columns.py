"""What columns of a table of encounters are called, and what their values mean."""

from collections.abc import Iterable, Mapping

from relevance.sources.text import normalise

__all__ = ["CANDIDATES", "CHANNELS", "channel_of", "is_incoming", "is_table", "value_of"]

CANDIDATES: Mapping[str, tuple[str, ...]] = {
    "person": ("person", "name", "with", "who", "contact", "fullname", "personname", "withwhom"),
    "email": ("email", "mail", "emailaddress"),
    "url": ("url", "profile", "profileurl", "linkedin", "linkedinurl", "personurl"),
    "handle": ("handle", "username", "account"),
    "channel": ("channel", "where", "network", "medium", "place", "platform", "via"),
    "at": ("at", "date", "when", "time", "datetime", "day", "timestamp"),
    "direction": ("direction", "initiator", "whostarted", "initiatedby"),
    "reference": ("reference", "subject", "topic", "occasion", "event", "about"),
    "snippet": ("snippet", "text", "note", "notes", "summary", "whatwassaid", "message"),
}
"""Names in compared form, the better ones first."""

CHANNELS: Mapping[str, tuple[str, ...]] = {
    "linkedin message": ("linkedin", "linkedin message", "inmail", "linkedin chat"),
    "linkedin comment": ("linkedin comment",),
    "linkedin reaction": ("linkedin reaction", "linkedin like"),
    "linkedin recommendation": ("linkedin recommendation",),
    "linkedin endorsement": ("linkedin endorsement",),
    "x mention": (
        "x mention",
        "twitter mention",
        "twitter",
        "x",
        "tweet",
        "tweet chat",
        "twitter chat",
    ),
    "x reply": ("x reply", "twitter reply"),
    "x message": ("x message", "twitter message", "twitter dm", "x dm"),
    "x like": ("x like", "twitter like"),
    "mastodon mention": ("mastodon mention", "mastodon"),
    "bluesky reply": ("bluesky reply", "bluesky"),
    "mail": ("mail", "email", "e-mail"),
    "meeting": (
        *(
            "meeting",
            "met",
            "in person",
            "in real life",
            "irl",
            "call",
            "phone",
            "phone call",
            "video call",
        ),
        *(
            "coffee",
            "lunch",
            "conference",
            "event",
            "workshop",
            "zoom",
            "teams",
            "google meet",
            "skype",
        ),
    ),
    "slack": ("slack",),
    "hipchat": ("hipchat",),
    "blog comment": ("blog comment", "blog", "comment section"),
    "periscope": ("periscope",),
}
"""What owners call a channel; everything else is `other`, with their own word kept."""

_BY_WORD = {word: channel for channel, words in CHANNELS.items() for word in words}
_THEIRS = frozenset({"incoming", "in", "they", "them", "from them", "received", "inbound", "their"})
_WHO = frozenset(CANDIDATES["person"][:5]) | {"fullname", "personname", "withwhom"}
_CLAIMED = frozenset(
    {"author", "authorurl", "authorname", "surfacedby", "connectedon", "sharelink", "headline"}
)


def is_table(names: Iterable[str]) -> bool:
    """Return whether columns of these names make a table of encounters: who, where, and when or what."""
    held = {normalise(str(name)) for name in names}
    if held & _CLAIMED:
        return False
    when = held & set(CANDIDATES["at"])
    return bool(held & _WHO and held & set(CANDIDATES["channel"]) and when)


def value_of(row: Mapping[str, str], target: str) -> str:
    """Return the first filled value of a row (names in compared form) for one of `CANDIDATES`."""
    return next((row[name].strip() for name in CANDIDATES[target] if row.get(name, "").strip()), "")


def channel_of(word: str) -> str:
    """Return the channel that an owner's word means, `other` for any that is not known."""
    return _BY_WORD.get(" ".join(word.casefold().replace("_", " ").split()), "other")


def is_incoming(word: str) -> bool:
    """Return whether the other person began; the owner did where nothing is said."""
    return word.casefold().strip() in _THEIRS
