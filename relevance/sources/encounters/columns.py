"""What columns of a table of encounters are called."""

from collections.abc import Iterable, Mapping

from relevance.sources.table_rows import compared

__all__ = ["CANDIDATES", "is_table", "value_of"]


def _names(listed: str) -> tuple[str, ...]:
    return tuple(listed.split())


CANDIDATES: Mapping[str, tuple[str, ...]] = {
    "person": _names("person name with who contact fullname personname withwhom contactname whom met"),
    "people": _names("people persons participants attendees names contacts guests members"),
    "given": _names("firstname givenname first"),
    "family": _names("lastname familyname surname last"),
    "sender": _names("from sender fromname sendername author"),
    "recipient": _names("to recipient toname recipientname recipients"),
    "email": _names("email mail emailaddress emails personemail contactemail peopleemail mailaddress"),
    "url": _names(
        "url profile profileurl linkedin linkedinurl linkedinprofile personurl contacturl personlinkedin website "
        "peopleurl link"
    ),
    "handle": _names("handle username account personhandle screenname"),
    "x": _names("twitter twitterhandle xhandle persontwitter twittername twitterurl"),
    "bluesky": _names("bluesky blueskyhandle personbluesky"),
    "mastodon": _names("mastodon mastodonhandle personmastodon"),
    "channel": _names("channel where network medium place platform via media how channelname source tool app"),
    "at": _names("at date when time datetime day timestamp sentat createdat dateandtime metat meton dateutc on"),
    "clock": _names("time timeofday clock starttime"),
    "direction": _names(
        "direction initiator whostarted initiatedby startedby whoinitiated whowrote initiated inout incomingoutgoing"
    ),
    "reference": _names("reference subject topic occasion event about title context"),
    "snippet": _names(
        "snippet text note notes summary whatwassaid message comment comments details description content"
    ),
}  # fmt: skip
"""Names in compared form, the better ones first."""

_WHO = frozenset(CANDIDATES["person"]) | set(CANDIDATES["people"])
_CHANNEL = frozenset(CANDIDATES["channel"][:8])
# Words that make a table one of posts or of connections.
_CLAIMED = frozenset(
    {"authorurl", "authorname", "surfacedby", "connectedon", "sharelink", "headline"}
)


def is_table(names: Iterable[str]) -> bool:
    """Return whether columns of these names make a table of encounters: who, where and when."""
    held = {compared(str(name)) for name in names}
    if held & _CLAIMED or {"author", "text"} <= held:
        return False
    who = held & _WHO or any(
        held & set(CANDIDATES[one]) and held & set(CANDIDATES[other])
        for one, other in (("given", "family"), ("sender", "recipient"))
    )
    return bool(who and held & _CHANNEL and held & set(CANDIDATES["at"]))


def value_of(row: Mapping[str, str], target: str) -> str:
    """Return the first filled value of a row (names in compared form) for one of `CANDIDATES`."""
    return next((row[name].strip() for name in CANDIDATES[target] if row.get(name, "").strip()), "")
