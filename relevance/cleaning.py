"""What a post says once the trimmings are off: the text that the model reads.

A wall of hashtags, a row of emoji, "thrilled to announce", a call to follow and a signature say little
of what a post is about, and the model reads only its first 256 tokens. A quoted reshare is read for
what the sharer added. In doubt a text stays as it is; where only trimmings would be left, they are
what the post says.
"""

import re
from dataclasses import dataclass

__all__ = ["Cleaning", "clean", "cleaned"]

# With fewer words of their own a sharer added nothing, and the quoted text is what counts.
_LEAST_OWN_WORDS = 3
# A call or a signature is short; a longer line says something.
_LONGEST_CALL = 120
_MOST_CLOSING_LINES = 6

# One emoji may be several characters: a picture, its colour, and further pictures joined to it.
_PICTURE = (
    "[\U0001f000-\U0001f3fa\U0001f400-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u2190-\u21ff"
    "\u2300-\u23ff\u25a0-\u25ff]"
)
_JOINED = "[\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
_EMOJI = f"{_PICTURE}(?:{_JOINED}|\u200d{_PICTURE})*"
_TAG = r"[#\uff03](?=\w*[^\W\d_])[\w\u200d-]+"
_TAGS = re.compile(rf"(?:^|(?<=\s)){_TAG}(?:[\s,;.|·]*{_TAG}){{2,}}[ \t,;|·]*")
_EMOJI_ROW = re.compile(rf"(?:{_EMOJI}[ \t]*){{3,}}")
# A line of emoji, rules or dots only.
_DECOR_LINE = re.compile(rf"^(?:{_EMOJI}|[-–—_=*~•.·|\s])+$", re.MULTILINE)

_FEELING = (
    r"(?:thrilled|excited|delighted|happy|proud|honou?red|humbled|pleased|grateful|stoked|pumped|"
    r"overjoyed|elated|ecstatic|privileged|glad)"
)
_OPENER = re.compile(
    r"^\W*(?:(?:i['’]?m|i am|we['’]?re|we are|(?:super|so|very|really|truly|beyond|absolutely|"
    rf"incredibly|extremely)|{_FEELING}\s+and)\s+)*{_FEELING}\s+to\s+(?:finally\s+|be\s+able\s+to\s+|"
    r"officially\s+)*(?:announce|share|say|report|reveal|tell\s+you|let\s+you\s+know)"
    r"(?:\s+with\s+you(?:\s+all)?|\s+the\s+news)?(?:\s+that\b)?[\s:,!]*",
    re.IGNORECASE,
)
_PLEASURE = re.compile(
    r"^\W*it\s+is\s+with\s+(?:great|immense|much)\s+(?:pleasure|pride|joy|excitement)\s+that\s+"
    r"(?:i|we)\s+(?:announce|share)(?:\s+that\b)?[\s:,!]*",
    re.IGNORECASE,
)
_BIG_NEWS = re.compile(
    r"^\W*(?:some\s+)?(?:big|exciting|great|huge)\s+(?:news|announcement)(?:\s+alert)?\s*[!:.]+\s*",
    re.IGNORECASE,
)

_CALL = re.compile(
    r"^\W*(?:p\.?\s?s\.?\W*)?(?:please\s+)?(?:"
    r"(?:re-?post|re-?share|share)\s+(?:this|if|to|with|it)\b|follow\s+(?:me\b|@|[A-Z])|"
    r"(?:like|save|bookmark|comment)\s+(?:and|&|this|if|below)\b|subscribe\b|"
    r"(?:d\.?m\.?|message)\s+me\b|link\s+in\s+(?:the\s+)?(?:first\s+)?(?:comments?|bio)\b|"
    r"(?:hit|ring)\s+(?:the|my)\s+(?:bell|🔔)|(?:let['’]s\s+)?connect\s+with\s+me\b|"
    r"tag\s+(?:someone|a\s+(?:friend|colleague))\b|(?:agree|thoughts)\s*\?\s*\W*$|"
    r"what\s+do\s+you\s+think\s*\?\s*\W*$|sent\s+from\s+my\b|enjoyed?\s+this\s*\?|"
    r"if\s+you\s+(?:like|enjoy|found)[^.!?]{0,60}\b(?:follow|share|re-?post|subscribe)\b)",
    re.IGNORECASE,
)
_FAREWELL = re.compile(
    r"^\W*(?:(?:best|kind|warm|many)\s+(?:regards|wishes)|regards|cheers|sincerely|yours"
    r"(?:\s+(?:truly|sincerely))?|best|thanks|many\s+thanks)\s*[,!.]?\s*$",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"^\W*(?:(?:e-?mail|phone|tel|mobile)\.?\s*:?\s*)?"
    r"(?:[\w.+-]+@[\w-]+\.[\w.-]+|\+?\d[\d\s()/.-]{8,}\d)\W*$",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"\n-- ?\n(?:[^\n]{0,80}(?:\n|$)){1,5}\Z")

_QUOTED = re.compile(
    r"^[ \t]*(?:[-–—=*_\[(]*[ \t]*(?:original\s+post|shared\s+post|quoted\s+post|quoted\s+text|"
    r"re-?posted\s+from|re-?shared\s+from|forwarded\s+message|originally\s+posted\s+by)\b[^\n]{0,80}$|"
    r"[^\n]{1,80}\b(?:wrote|posted|shared)\s*:[ \t]*\n(?=[ \t]*[>“\"]))",
    re.IGNORECASE | re.MULTILINE,
)
_RETWEET = re.compile(r"(?:^|\s)(?:RT|QT)\s*:?\s*@\w+\s*:?", re.MULTILINE)

_WORD = re.compile(r"[^\W\d_]{2,}")
_BLANKS = re.compile(r"[ \t]{2,}")
_EMPTY_LINES = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")


@dataclass(frozen=True)
class Cleaning:
    """A text as the model reads it, and what was taken off."""

    text: str
    """The cleaned text; the text as written where nothing is taken off."""
    removed: tuple[str, ...]
    """Which kinds of trimmings: quoted text, signature, opener, hashtags, emoji."""


def clean(text: str) -> Cleaning:
    """Return what the model reads of `text`, and what was taken off; a text without trimmings stays."""
    left, removed = text, []
    for what, step in _STEPS:
        shorter = step(left)
        if shorter != left and _WORD.search(shorter):
            left = shorter
            removed.append(what)
    if not removed:
        return Cleaning(text, ())
    return Cleaning(_EMPTY_LINES.sub("\n\n", _BLANKS.sub(" ", left)).strip(), tuple(removed))


def cleaned(text: str) -> str:
    """Return what the model reads of `text`."""
    return clean(text).text


def _without_quoted(text: str) -> str:
    for mark in (_QUOTED, _RETWEET):
        found = mark.search(text)
        if found:
            own = text[: found.start()]
            if len(_WORD.findall(own)) >= _LEAST_OWN_WORDS:
                return own.rstrip()
    return text


def _without_signature(text: str) -> str:
    text = _SIGNATURE.sub("", text)
    lines = text.rstrip().split("\n")
    kept = len(lines)
    for place in range(len(lines) - 1, max(len(lines) - 1 - _MOST_CLOSING_LINES, 0), -1):
        line = lines[place].strip()
        # Walls and rows may stand below the call; they are taken off by themselves.
        if not line or _TAGS.fullmatch(line) or _DECOR_LINE.match(line):
            continue
        if (
            len(line) <= _LONGEST_CALL and (_CALL.match(line) or _CONTACT.match(line))
        ) or _FAREWELL.match(line):
            kept = place
        elif kept < len(lines) or not _names_somebody(line):
            break
    return text if kept == len(lines) else "\n".join(lines[:kept]).rstrip()


def _names_somebody(line: str) -> bool:
    # What stands under "Best regards" is a name or a title: a few words without an end.
    return len(line) <= 60 and len(line.split()) <= 6 and line[-1] not in ".!?:;)"


def _without_opener(text: str) -> str:
    for opener in (_BIG_NEWS, _OPENER, _PLEASURE):
        text = opener.sub("", text, count=1)
    return text


def _without_tags(text: str) -> str:
    return _TAGS.sub(" ", text) if text.count("#") + text.count("\uff03") > 2 else text


def _without_emoji(text: str) -> str:
    # Plain letters have no emoji, and rules of dashes need three of them.
    if text.isascii() and not re.search(r"[-_=*~.]{3}", text):
        return text
    return _EMOJI_ROW.sub(" ", _decor_gone(text))


def _decor_gone(text: str) -> str:
    kept = [line for line in text.split("\n") if not line.strip() or not _DECOR_LINE.match(line)]
    return "\n".join(kept)


_STEPS = (
    ("quoted text", _without_quoted),
    ("signature", _without_signature),
    ("opener", _without_opener),
    ("hashtags", _without_tags),
    ("emoji", _without_emoji),
)
