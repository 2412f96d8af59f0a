"""What owners call a channel, in the product's words."""

import re
from collections.abc import Mapping

__all__ = ["CHANNELS", "channel_of"]


def _words(listed: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in listed.split(","))


CHANNELS: Mapping[str, tuple[str, ...]] = {
    "linkedin message": _words(
        "linkedin, linkedin message, linkedin messages, linkedin messaging, linkedin inmail, inmail, linkedin chat, "
        "linkedin dm"
    ),
    "linkedin comment": _words("linkedin comment, linkedin comments, comment on linkedin"),
    "linkedin reaction": _words("linkedin reaction, linkedin like"),
    "linkedin recommendation": _words("linkedin recommendation, recommendation"),
    "linkedin endorsement": _words("linkedin endorsement, endorsement"),
    "x mention": _words(
        "x mention, twitter mention, twitter, x, x com, tweet, tweets, x post, tweet chat, tweetchat, twitter chat, "
        "x chat, mention on twitter, mention on x"
    ),
    "x reply": _words("x reply, twitter reply, reply on twitter, reply on x"),
    "x message": _words(
        "x message, twitter message, twitter dm, x dm, twitter direct message, x direct message, "
        "direct message on twitter"
    ),
    "x like": _words("x like, twitter like"),
    "mastodon mention": _words("mastodon mention, mastodon, mastodon reply, mastodon message, fediverse"),
    "bluesky reply": _words("bluesky reply, bluesky, bsky, bluesky mention, bluesky message"),
    "mail": _words("mail, mails, email, emails, e mail, email message, email thread"),
    "meeting": _words(
        "meeting, met, meet, meetup, in person, in real life, irl, face to face, f2f, live, call, phone, phone call, "
        "telephone, video call, video chat, video conference, videoconference, conference call, coffee, lunch, dinner, "
        "breakfast, drinks, conference, event, workshop, seminar, webinar, training, visit, zoom, teams, "
        "ms teams, microsoft teams, google meet, google hangouts, google hangout, hangouts, hangout, "
        "skype, skype call, webex, facetime, gotomeeting"
    ),
    "slack": _words("slack, slack message, slack dm, slack channel, slack thread"),
    "hipchat": _words("hipchat, hip chat, hipchat message, hipchat room"),
    "blog comment": _words(
        "blog comment, blog comments, blog, comment on blog, comment on my blog, comment section, comments section, "
        "wordpress comment"
    ),
    "periscope": _words("periscope, periscope comment, periscope broadcast"),
}  # fmt: skip
"""By channel, its names in lower case without hyphens; everything else is `other`."""

_BY_WORD = {word: channel for channel, words in CHANNELS.items() for word in words}
_HASHTAG = re.compile(r"#\w+(?:\s+(?:tweet\s?)?chat)?", re.IGNORECASE)
_BEFORE = re.compile(r"^(?:via|on|at|by|over|through|in)\s+(?!person|real)")


def channel_of(word: str) -> str:
    """Return the channel that an owner's word means, `other` for any that is not known.

    A bare hashtag is a tweet chat.
    """
    plain = " ".join(re.sub(r"[_\-./]+", " ", word.casefold()).split())
    if _HASHTAG.fullmatch(plain):
        return "x mention"
    return _BY_WORD.get(plain) or _BY_WORD.get(_BEFORE.sub("", plain), "other")
