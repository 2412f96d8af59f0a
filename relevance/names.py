"""Names, profile URLs and handles in the form in which they are compared.

Names are kept as written for display; what this module returns is only ever compared.
"""

import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote, urlsplit

__all__ = [
    "comparable_name",
    "former_names",
    "is_credential",
    "profile_slug",
    "profile_url",
    "website_of",
]

# Letters after a name that say what someone holds, not who they are. Only whole, trailing parts are
# dropped. Those that are names as well ("Ma", "Med") count only with two capitals or a dot.
_LETTERS = (
    "phd dphil edd mba emba msc bsc mphil mres llm llb dba cpa cfa pmp cptd aptd cplp cissp cipd "
    "fcipd mcipd assoccipd shrm-cp shrm-scp sphr phr gphr flpi mlpi fhea sfhea pfhea frsa prosci "
    "csm cspo acc pcc mcc icf esq pgce pgcert pgdip pgcap cmgr mcmi fcmi dipped acca aca cima ceng "
    "fiet miet cbe jr sr ii iii iv"
)
_CREDENTIALS = frozenset(_LETTERS.split())
_SHORT_CREDENTIALS = frozenset(
    {"MA", "BA", "MS", "BS", "MD", "DR", "PE", "RN", "JD", "OBE", "MBE", "MED", "BED", "EDM"}
)
_TITLES = frozenset({"dr", "prof", "professor", "mr", "mrs", "ms", "miss", "mx", "sir", "dame"})
_LATER_TITLES = frozenset({"med.", "rer.", "nat.", "phil.", "ing.", "jur.", "h.c.", "rev."})
_SMALL_WORDS = "van von der den de del della di da dos das du la le ter ten zu al el"
_PARTICLES = frozenset(_SMALL_WORDS.split())

# Most names and addresses are of these shapes, in which there is nothing to leave out.
_BARE_NAME = re.compile(r"([A-Za-z]\w*)(?: [A-Za-z]\w*)?", re.ASCII)
_BARE_PROFILE = re.compile(r"https?://(?:www\.)?linkedin\.com/in/([a-z0-9-]+)/?")

_LONGEST = 1_000  # characters that are looked at: no name is longer, hostile texts are
_SIGNS = re.compile("[©®™℠]")  # before NFKC, which writes them out as letters
_DASHES = re.compile("[‐-―−﹘﹣－]")
_APOSTROPHES = re.compile("[‘’ʼʹ`´＇]")
_OPENING_BRACKETS = re.compile(r"^\s*[(\[{«\"“]([^()\[\]{}«»\"“”]*)[)\]}»\"”]")
_BRACKETS = re.compile(r"[(\[{«\"“][^()\[\]{}«»\"“”]*[)\]}»\"”]")
_PRONOUNS = re.compile(
    r"\b(?:she|he|they|ze|elle|ella|el|sie|er)(?:\s*/\s*(?:her|hers|him|his|them|theirs|they|she|he|"
    r"zir|elle|ella|el|ihr|ihm))+\b",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s[-|•·/]+\s|\|")
# Lower case only where no bracket and no accent marks it: "Nee" is a given name too.
_FORMER_IN_BRACKETS = re.compile(
    r"[(\[]\s*(?:n[ée]e?|born|formerly|prev(?:iously)?\.?|maiden name|geb(?:\.|oren|orene)?)"
    r"\s*[:.]?\s+([^()\[\]]+)[)\]]",
    re.IGNORECASE,
)
_FORMER = re.compile(r"(?:^|[\s,])(?:[Nn]ée?|NÉE?|nee|formerly|geb\.)\s+([^,|()\[\]]+)")
_ACCENTED_FORMER = re.compile(r"\s(?:[Nn]ée?|NÉE?)\s.*")
# Accents, points of Hebrew and vowel signs of Arabic. Marks of other scripts are letters' own parts.
_ACCENTS = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f]"
)
_FOLDED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
_PROFILE_PATH = re.compile(
    r"^/*(?:mwlite/)?(in|pub|company|school|showcase)/+([^/?#]+)([^?#]*)", re.IGNORECASE
)
_MEMBER_ID = re.compile(r"^ACo[A-Z][A-Za-z0-9_-]*$")
_BARE_SLUG = re.compile(r"[^\W_][\w-]*")
_NO_SLUGS = frozenset({"null", "none", "nan", "unknown", "undefined", "anonymous", "true", "false"})
_UNSAFE = re.compile(r"[\s/?#%\x00-\x1f\x7f]")


def comparable_name(name: str | None) -> str:
    """Return `name` as it is compared: no credentials, titles, pronouns, emoji, accents or case.

    Brackets are dropped unless the name begins with them. "Last, First" is turned round where the
    part after the comma is no credential; what follows a full name and a comma or bar is about the
    person, not their name. The result is words separated by one blank, or "" where nothing is left.
    Scripts other than Latin are kept.
    """
    if not name:
        return ""
    bare = _BARE_NAME.fullmatch(name)
    if bare and len(name) <= _LONGEST and bare[1].casefold() not in _TITLES:
        return name.casefold()
    return _comparable(name[:_LONGEST])


@lru_cache(maxsize=1 << 16)
def _comparable(name: str) -> str:
    text = _compared_once(name)
    for _ in range(8):  # what is left may only now show a credential at its end
        again = _compared_once(text)
        if again == text:
            break
        text = again
    return text


def _compared_once(name: str) -> str:
    text = name
    if not name.isascii():
        text = unicodedata.normalize("NFKC", _SIGNS.sub(" ", name))
        text = _APOSTROPHES.sub("'", _DASHES.sub("-", text))
        text = _ACCENTED_FORMER.sub("", text)
    text = _BRACKETS.sub(" ", _OPENING_BRACKETS.sub(r" \1 ", text))
    text = _PRONOUNS.sub(" ", text)
    if not text.isascii():
        unseen = {"So", "Sk", "Cs", "Co", "Cf"}
        text = "".join(" " if unicodedata.category(char) in unseen else char for char in text)
    words = _without_credentials(_in_order(_before_separator(text)))
    return _folded(" ".join(words))


def _folded(text: str) -> str:
    folded = text.casefold()
    if not folded.isascii():
        parts = unicodedata.normalize("NFKD", folded.translate(_FOLDED))
        folded = unicodedata.normalize("NFC", _ACCENTS.sub("", parts))
    kept = "".join(char if char in " '-" or _in_word(char) else " " for char in folded)
    return " ".join(bare for word in kept.split() if (bare := word.strip("'-")))


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "_" or unicodedata.category(char).startswith("M")


def _before_separator(text: str) -> str:
    parts = _SEPARATOR.split(text)
    return parts[0] if len(parts[0].split()) > 1 else " ".join(parts)


def _in_order(text: str) -> str:
    head, comma, tail = text.partition(",")
    after = [word for part in tail.split(",") for word in part.split()]
    if not comma:
        return text
    # "SILVA, ANA" in capitals is a name; "Ana Silva, XYZ" is a name and letters that some body
    # awards; "van der Berg, Jan" is a surname of several words.
    full = len(head.split()) > 1 and not _is_surname(head)
    kept = [word for word in after if not _is_credential(word, after_comma=full)]
    if not kept:
        return head
    if not full:
        return " ".join([*kept, head])
    # "Jane Doe, Head of Learning": what follows a full name is about the person.
    return head


def _is_surname(head: str) -> bool:
    *before, _ = head.split()
    particles = all(word.casefold() in _PARTICLES for word in before)
    return particles and (before[0].islower() or head.isupper())


def _is_credential(word: str, *, after_comma: bool, shouting: bool = False) -> bool:
    bare = word.strip(".,;|/®™").replace(".", "")
    if bare.casefold() in _CREDENTIALS:
        return True
    if bare.upper() in _SHORT_CREDENTIALS and (
        "." in word or (not shouting and sum(char.isupper() for char in bare) > 1)
    ):
        return True
    return after_comma and len(bare) >= 2 and bare.isupper()


def is_credential(word: str) -> bool:
    """Return whether `word` is letters such as PhD or MBA that say what someone holds."""
    return _is_credential(word, after_comma=False)


def _without_credentials(text: str) -> list[str]:
    words = [word for word in re.split(r"[\s|/]+", text) if word.strip(".,;-·•")]
    titled = False
    while len(words) > 1 and (
        words[0].strip(".").casefold() in _TITLES
        or (titled and words[0].casefold() in _LATER_TITLES)
        or words[0].casefold() == "rev."
    ):
        words.pop(0)
        titled = True
    shouting = text.isupper()
    while len(words) > 2 and _is_credential(words[-1], after_comma=False, shouting=shouting):
        words.pop()
    return words


def former_names(name: str | None) -> list[str]:
    """Return the earlier names that `name` itself states, such as "Berg" in "Ana Silva (née Berg)"."""
    text = unicodedata.normalize("NFKC", (name or "")[:_LONGEST])
    found = [*_FORMER_IN_BRACKETS.findall(text), *_FORMER.findall(_BRACKETS.sub(" ", text))]
    out = []
    for one in found:
        words = one.split(",")[0].split()
        while words and is_credential(words[-1]):
            words.pop()
        out.append(" ".join(words[:4]))
    return [one for one in out if one]


def profile_url(url: str | None) -> str | None:
    """Return a profile URL in normal form, or null where `url` names no profile.

    LinkedIn profiles become `https://www.linkedin.com/in/<slug>` (lower case, percent-decoded,
    without query, locale host or trailing slash), pages `.../company/<slug>`; a bare slug counts as
    a LinkedIn profile. Addresses of other networks keep host and path. A LinkedIn member id
    (`/in/ACoAA...`) is no profile URL: `profile_slug` gives it.
    """
    slug = profile_slug(url)
    if slug is None:
        return None
    kind, _, name = slug.partition(":")
    if kind == "member":
        return None
    if kind == "web":
        return f"https://{name}"
    return f"https://www.linkedin.com/{kind}/{name}"


def profile_slug(url: str | None) -> str | None:
    """Return `in:<slug>`, `company:<slug>`, `member:<id>` or `web:<host/path>`, null for no profile.

    A LinkedIn slug can be renamed by its owner, so it identifies a profile at one time only; a
    member id is kept in the case in which it came, since it is case-sensitive.
    """
    text = (url or "").strip()
    if bare := _BARE_PROFILE.fullmatch(text):
        return f"in:{bare[1]}"
    if not text or re.search(r"\s", text):
        return None
    if _PROFILE_PATH.match(text):
        return _linkedin_slug(text)
    if not re.search(r"[/.:@]", text):
        return _bare_slug(text)
    parts = _split(text)
    if parts is None:
        return None
    host, path, query = parts
    if host == "linkedin.com" or host.endswith(".linkedin.com"):
        return _linkedin_slug(path)
    # Where the path is a script, only the query tells one profile from another.
    asked = f"?{query}" if query and path.endswith((".php", ".aspx")) else ""
    return f"web:{host.removeprefix('www.')}{path.rstrip('/')}{asked}"


def _bare_slug(text: str) -> str | None:
    if _MEMBER_ID.match(text) and len(text) > 7:
        return f"member:{text}"
    slug = _clean_slug(text)
    if slug in _NO_SLUGS or not _BARE_SLUG.fullmatch(slug):
        return None
    return f"in:{slug}"


def _split(text: str) -> tuple[str, str, str] | None:
    has_scheme = re.match(r"^[a-zA-Z][a-zA-Z0-9+.-]*://", text)
    full = text if has_scheme else f"https://{text.lstrip('/')}"
    try:
        parts = urlsplit(full)
        host = (parts.hostname or "").casefold()
    except ValueError:
        return None
    if parts.scheme.casefold() not in {"http", "https"} or "." not in host or "@" in parts.netloc:
        return None
    return host, parts.path, parts.query


def _linkedin_slug(path: str) -> str | None:
    found = _PROFILE_PATH.match(path)
    if not found:
        return None
    kind, raw = found.group(1).casefold(), found.group(2)
    if kind in {"in", "pub"} and _MEMBER_ID.match(raw):
        return f"member:{raw}"
    slug = _clean_slug(raw)
    if kind == "pub":
        kind, slug = "in", _public_slug(slug, found.group(3))
    return f"{kind}:{slug}" if slug else None


def _public_slug(slug: str, rest: str) -> str:
    """Return the slug that the old form `/pub/ana-silva/1/2a/3b4` redirects to: `ana-silva-3b402a1`."""
    numbers = [part for part in rest.casefold().split("/") if part]
    if len(numbers) != 3 or not all(re.fullmatch(r"[0-9a-f]{1,3}", part) for part in numbers):
        return slug
    first, second, third = numbers
    return f"{slug}-{third.rjust(3, '0')}{second.rjust(3, '0')}{first}"


def _clean_slug(raw: str) -> str:
    text = unicodedata.normalize("NFC", unquote(raw)).casefold()
    seen = "".join(char for char in text if unicodedata.category(char) not in {"Cf", "Cs"})
    return _UNSAFE.sub(lambda found: f"%{ord(found.group()):02x}", seen.strip())


def website_of(url: str | None) -> str | None:
    """Return `url` if it is a plain http or https address that may be offered as a link, else null."""
    text = (url or "").strip()
    if not re.match(r"^https?://", text, re.IGNORECASE) or re.search(r"\s", text):
        return None
    return text if _split(text) else None
