"""The text of a note without what every note has: greetings, names, sign-offs, stock sentences."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from relevance.invites.wording import plain

__all__ = [
    "is_english",
    "note_body",
    "note_key",
    "own_words",
    "repeated_notes",
    "tidy",
    "without_greeting",
]

_LEAST_REPEATED_WORDS = 5

_GREETING = re.compile(
    r"^\W*(?:hi+|hiya|hello|hey|dear|greetings|good (?:morning|afternoon|evening|day)|hallo|guten tag|"
    r"liebe[rs]?|bonjour|salut|hola|buenos d[ií]as|ciao|buongiorno|ol[áa]|hej|moin|beste|cześć|dzień dobry)"
    r"\b(?: there| all| both)?(?:(?: (?!and\b|i\b|it\b|this\b|we\b|my\b)[^\s,!.:;–—-]+[.]?(?:-[^\s,!.:;]+)?){1,4}?"
    r"(?=\s*[,!.:;–—-]|\s*$| (?i:i|we|my|it|this|just|saw|thank|thanks|would|your|you|how|great)\b)"
    r"|(?=\s*[,!.:;–—-])|\s*$)\s*[,!.:;–—-]*\s*",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    r"[\s,.!–—-]*(?:\b(?:(?:kind(?:est)?|best|warm(?:est)?|many)?\s?(?:regards|wishes)|best|cheers|"
    r"thanks(?: again)?|thank you|many thanks|thanks in advance|sincerely|yours|all the best|take care|"
    r"viele grüße|mfg|cordialement|saludos|saluti)\b[\s,.!–—-]*(?:[^\W\d_]+[.]?(?:\s|$)){0,4}"
    r"|[–—-]\s*(?:[^\W\d_]+[.]?(?:\s|$)){1,3})$",
    re.IGNORECASE,
)
_NAME_LIKE = re.compile(
    r"(?<![.!?]\s)(?<!^)\b[^\W\d_a-z][^\W\d_]*[^\W\d_A-Z][\w'’-]*(?: [^\W\d_a-z][\w'’-]*)*"
)
_ADDRESS = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+", re.IGNORECASE)

# What any professional writes to any other; whoever wrote only this wrote nothing.
_STOCK = re.compile(
    r"\b(?:"
    r"(?:i(?:'d| would)?|we(?:'d| would)?|it would be)?\s?(?:really |very )?(?:like|love|great|nice|good|keen|happy|"
    r"want|pleased|delighted|honou?red)(?: to have the (?:opportunity|chance))? to (?:be )?"
    r"(?:connect(?:ed)?|link up|network|stay in touch|keep in touch|be in touch)(?: and network)?"
    r"(?: with (?:you|each other))?(?: (?:here|too|and stay in touch|on linkedin|here on linkedin))?|"
    r"let'?s (?:connect|link up|network|stay in touch|keep in touch)(?: on linkedin)?|"
    r"(?:i )?look(?:ing)? forward to (?:connecting|hearing from you|being connected|staying in touch)(?: with you)?|"
    r"(?:please )?(?:accept|add|approve) (?:me|my (?:invitation|invite|request|connection request))"
    r"(?: to connect| to your network)?|"
    r"(?:i )?(?:just )?(?:came across|stumbled (?:up)?on|found|saw|viewed|noticed|was looking at|checked out) "
    r"your (?:linkedin )?profile(?: (?:on linkedin|here|online|today))?|"
    r"(?:and )?(?:i )?(?:was|am|'m)? ?(?:very |really |so |truly )?impressed (?:by|with) your "
    r"(?:profile|background|experience|work|career|achievements)(?: and \w+)?|"
    r"your (?:profile|background|experience) (?:looks?|is|seems?|really )?(?: ?very| really| quite)? ?"
    r"(?:impressive|interesting|great|amazing|caught my (?:eye|attention)|stood out(?: to me)?)|"
    r"(?:and )?(?:i )?(?:thought|think|believe|feel) (?:that )?(?:we should|it would be (?:great|good|nice) to|"
    r"we could|i would|i'd) (?:connect|reach out|network)|"
    r"(?:i'?m |i am )?(?:always )?(?:looking|trying|hoping|seeking|here|keen|working|want(?:ing)?)? ?(?:to )?"
    r"(?:expand|grow|build|extend|widen|increas)(?:e|ing)? (?:my|our) (?:\w+ )?(?:network|connections|circle)"
    r"(?: (?:on linkedin|here|of professionals))?|"
    r"(?:connect(?:ing)? |network )?with (?:other )?like[- ]?minded (?:professionals|people|individuals|leaders)|"
    r"(?:i (?:see|notice|noticed|saw) (?:that )?)?we (?:have|share)(?: (?:several|many|some|a few|lots of|quite a few|"
    r"a number of|\d+))? (?:(?:mutual|shared|common) )?(?:connections|contacts|friends)(?: in common)?|"
    r"(?:i (?:see|notice|noticed|saw) (?:that )?)?we(?:'re| are)? (?:both )?(?:in|work in|share) the same "
    r"(?:industry|field|sector|space|line of work|groups?)|"
    r"(?:i )?hope (?:that )?(?:you(?:'re| are)?|this (?:message |note |email )?|all is)(?: is)?(?: keeping| doing|"
    r" having a)?(?: well| finds you(?: well)?| good| great| great day| good day| good week| great week)*|"
    r"(?:it'?s )?(?:nice|pleasure|good|great|lovely) to (?:meet|e-?meet) you(?: here)?|"
    r"thank(?:s| you)(?: so much| very much)?(?: in advance)?(?: for (?:connecting|accepting|your time|considering|"
    r"adding me))?(?: my (?:request|invitation|invite))?|"
    r"have a (?:great|nice|good|lovely|wonderful|fantastic) (?:day|week|weekend|evening|one)(?: ahead)?|"
    r"(?:i'?m |i am )?(?:just )?reaching out(?: to (?:you|connect|say hello))?|how are you(?: doing)?(?: today)?|"
    r"(?:on|via|through|over) linkedin"
    r")(?!\w)"
)
_FILLERS_TEXT = (
    "a an the and or but so to of in on at for with by from i im i'd i'm we you your my me it is are was be been "
    "this that there here also just very really as well too hi hello hey dear please thanks thank regards best "
    "would will can could should if have has had not no do does did am our us its it's out up get any some"
)
_FILLERS = frozenset(_FILLERS_TEXT.split())
_ENGLISH_TEXT = (
    "the and to of in is you your that it for on with as are at be this have from i we my me our was what would "
    "like about how hi hello thanks thank please an or if can could will not but they there so do am been has "
    "had by more when who which connect see saw just who's i'm i'd we're let let's us here up out"
)
_ENGLISH = frozenset(_ENGLISH_TEXT.split())
_OTHERS_TEXT = (
    # German, Dutch, Scandinavian
    "der die das und ich sie wir ist nicht mit ein eine einen für auf von zu im dem den es auch mein meine ihre "
    "ihr ihrem ihrer ihnen hallo gerne würde habe haben uns sich wie beim aus bei über sehr freue mich het een ik "
    "je jij uw wij niet voor van met zijn naar graag och jag att det som för är på av med til og jeg vil gerne "
    "din dig mig ikke som vi har "
    # French, Spanish, Portuguese, Italian
    "le la les des et je vous nous est une dans pour sur avec que qui votre vos mon ma mes pas plus suis bonjour "
    "serais ravi el los las y yo usted nosotros es un una en para con su sus mi por lo hola gusta gustaría como "
    "muy soy o os e eu você seu sua com não uma um em por meu minha gostaria olá il gli ed io lei noi è nel per "
    "con suo sua mio mia non che della delle dei di ciao vorrei piacere sono ho abbiamo "
    # Polish, Turkish
    "jest się nie na do dzień dobry chciałbym chciałabym oraz ve bir bu için ile merhaba"
)
_SHARED_TEXT = "a i in on so at is was do on me an am as had been us men"
_OTHERS = frozenset(_OTHERS_TEXT.split()) - frozenset(_SHARED_TEXT.split())


def tidy(note: str | None) -> str:
    """Return the first 4,000 characters of a note on one line, quotation marks and blanks made even."""
    return plain(note).replace("’", "'").replace("‘", "'").replace("`", "'")


def without_greeting(text: str) -> str:
    """Return `text` (as `tidy` gives it) without the greeting and the sign-off, where there are any."""
    return _SIGN_OFF.sub("", _GREETING.sub("", text[:200]) + text[200:]).strip()


def note_body(note: str | None) -> str:
    """Return what a model reads of a note: no greeting, which names the reader, and no sign-off; "" for no note."""
    text = tidy(note)
    return without_greeting(text) or text


def own_words(text: str) -> list[str]:
    """Return the words of `text` that are neither greeting, sign-off, stock sentence nor filler."""
    rest = _STOCK.sub(" ", without_greeting(text).lower())
    words = re.findall(r"[^\W_]+(?:'[^\W_]+)?", rest)
    return [word for word in words if word not in _FILLERS]


# The same note is compared with others each time that anything is decided anew.
@lru_cache(maxsize=16_384)
def note_key(note: str | None) -> str:
    """Return a note as it is compared with those of others: no greeting, names, figures, case or marks.

    What stands in for a name is "#", so that a mail merge gives one key however its fields are filled.
    The result is "" where too little is left to call two notes the same.
    """
    text = without_greeting(_ADDRESS.sub("#", tidy(note)))
    text = re.sub(r"\d+", "0", _NAME_LIKE.sub("#", text))
    words = re.findall(r"[^\W_]+(?:'[^\W_]+)?|#", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(words) if sum(word != "#" for word in words) >= _LEAST_REPEATED_WORDS else ""


def repeated_notes(notes: Iterable[str | None]) -> set[str]:
    """Return the keys (`note_key`) of notes that two or more inviters wrote; one note for each inviter."""
    counts = Counter(note_key(note) for note in notes)
    return {key for key, count in counts.items() if count > 1 and key}


def is_english(text: str) -> bool:
    """Return whether a note can be judged as English; very short ones count as English."""
    letters = [char for char in text[:600] if char.isalpha()]
    latin = sum(char < "ɐ" for char in letters)
    if letters and latin < 0.6 * len(letters):
        return False
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text[:600].casefold())
    foreign = sum(word in _OTHERS for word in words)
    marked = sum(not word.isascii() for word in words)
    english = sum(word in _ENGLISH for word in words)
    return foreign + 0.5 * marked <= english or (foreign < 2 and marked < 2)
