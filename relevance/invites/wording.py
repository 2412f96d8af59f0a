"""Plain words for names, days, channels and quotes. Everything from outside passes through `plain`."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from relevance.invites.facts import EncounterFact, InviteFacts
from relevance.texts import _, day, marked

__all__ = ["contact_words", "day_words", "joined", "plain", "quote", "who"]

_LONGEST_NAME = 80
# What is read of any text: notes have at most 300 characters, headlines 220.
_LONGEST_READ = 4000
_LONGEST_QUOTE = 120

# A contact as a noun; who it came from follows.
_CONTACTS = {
    "linkedin message": marked("a LinkedIn message"),
    "linkedin comment": marked("a LinkedIn comment"),
    "linkedin reaction": marked("a LinkedIn reaction"),
    "linkedin recommendation": marked("a LinkedIn recommendation"),
    "linkedin endorsement": marked("a LinkedIn endorsement"),
    "x mention": marked("a mention on X (Twitter)"),
    "x reply": marked("a reply on X (Twitter)"),
    "x message": marked("a direct message on X (Twitter)"),
    "x like": marked("a like on X (Twitter)"),
    "mastodon mention": marked("a mention on Mastodon"),
    "bluesky reply": marked("a reply on Bluesky"),
    "mail": marked("a mail"),
    "slack": marked("a Slack message"),
    "hipchat": marked("a HipChat message"),
    "blog comment": marked("a blog comment"),
    "periscope": marked("a Periscope comment"),
}


def plain(text: str | None, *, longest: int = _LONGEST_READ) -> str:
    """Return the first `longest` characters on one line, without control, format or unpaired characters."""
    given = (text or "")[:longest]
    # What can be printed has no character of these kinds, and most texts can.
    if given.isprintable():
        return " ".join(given.split())
    kept = (
        char
        if unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
        or char == "\u200d"
        else " "
        for char in given
    )
    return " ".join("".join(kept).split())


def quote(text: str | None, *, longest: int = _LONGEST_QUOTE) -> str:
    """Return `text` in quotation marks, cut at a word where it is longer than `longest` characters."""
    line = plain(text)
    if len(line) > longest:
        line = (line[:longest].rsplit(" ", 1)[0] or line[:longest]).rstrip(" ,;:.") + " …"
    return f"“{line}”"


def who(facts: InviteFacts) -> str:
    """Return how to call the inviter in a sentence, with an earlier name that the name does not show."""
    name = plain(facts.name, longest=_LONGEST_NAME) or _("This person")
    earlier = [plain(one, longest=_LONGEST_NAME) for one in facts.former_names]
    hidden = [one for one in earlier if one and one.casefold() not in name.casefold()]
    return (
        _("{name} (formerly {hidden})", name=name, hidden=_(" and ").join(hidden[:2]))
        if hidden
        else name
    )


def day_words(when: date | None) -> str:
    """Return "on 4 May 2016", or "on a day that is not known"."""
    return _("on {day}", day=day(when)) if when else _("on a day that is not known")


def contact_words(contact: EncounterFact) -> str:
    """Return one contact as a noun with its side and day: "a mail from them on 4 May 2016"."""
    channel = plain(contact.channel, longest=_LONGEST_NAME).casefold() or "other"
    side = {"incoming": _("from them"), "outgoing": _("from you")}.get(contact.direction) or _(
        "between you"
    )
    if channel == "meeting":
        return _("a meeting {day_words}", day_words=day_words(contact.at))
    named = _CONTACTS.get(channel)
    words = f"{_(named) if named else _('a contact ({channel})', channel=channel)} {side}"
    return f"{words} {day_words(contact.at)}"


def joined(parts: Sequence[str]) -> str:
    """Return "a", "a and b" or "a, b and c"."""
    return _(" and ").join([part for part in (", ".join(parts[:-1]), *parts[-1:]) if part])


def words_of(text: str | None) -> list[str]:
    """Return the words of `text` in lower case, without accents and punctuation."""
    folded = unicodedata.normalize("NFKD", (text or "").casefold())
    bare = "".join(char for char in folded if not unicodedata.combining(char))
    return re.findall(r"[^\W_]+(?:['’][^\W_]+)?", bare)
