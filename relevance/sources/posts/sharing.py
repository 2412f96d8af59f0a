"""How a post came into the feed, by a kind column or a line such as "Ana Silva likes this"."""

import re
from typing import NamedTuple

import polars as pl

__all__ = [
    "KIND_OF",
    "Proof",
    "is_true",
    "kind_column",
    "kind_is_known",
    "not_a_post",
    "proof_frame",
    "social_proof",
]

_SYNONYMS = {
    "post": "post own original originalpost regular text article image video document poll newpost",
    "reshare": (
        "reshare share shared reshared quote quoted quotepost repostwiththoughts sharewiththoughts "
        "repostedwiththoughts repostwithcomment repostedwithcomment sharedwithcomment"
    ),
    "bare_reshare": "barereshare repost reposted repostedthis instantrepost retweet boost reblog",
    "like": (
        "like liked likes likesthis likedthis love loved loves lovesthis celebrate celebrated "
        "celebrates celebratesthis support supported supports supportsthis insightful funny praise "
        "empathy appreciation interest entertainment maybe reaction reacted react reactedtothis "
        "comment commented comments commentedon commentedonthis reply replied"
    ),
}
KIND_OF = {word: kind for kind, words in _SYNONYMS.items() for word in words.split()}
_RESHARED_TYPES = [word for word, kind in KIND_OF.items() if kind in {"reshare", "bare_reshare"}]

# Such a line is short; what is longer is something else, and would take long to search.
_LONGEST_HEADER = 300

_TAIL = r"(?:$|\s*[•·|].*$|\s.*\b(?:this|posts?|comments?|article|poll|video|photo|document)\b.*$)"
_REPOSTED = re.compile(rf"^(?P<who>.+?)\s+(?P<verb>reposted|reshared|shared){_TAIL}", re.IGNORECASE)
_LIKED = re.compile(
    r"^(?P<who>.+?)\s+(?P<verb>likes?|liked|loves?|loved|celebrates?|celebrated|supports?|supported|"
    r"finds?|found|reacted|reacts|commented|comments|replied|contributed|laughed)" + _TAIL,
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"^(?P<verb>liked|loved|celebrated|supported|reposted|reshared|shared|commented(?: on)?)"
    r"\s+by\s+(?P<who>.+?)\s*(?:[•·|].*)?$",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"(?:\s*,)?\s+(?:and|&)\s+(?:[\d.,]+\s+)?(?:others?|other people|connections?)\b.*$",
    re.IGNORECASE,
)
_NOBODY = {"you", "others", "someone", "a connection", "…", "..."}
_ONE_PERSON = {"likes", "loves", "celebrates", "supports", "finds"}


class Proof(NamedTuple):
    """Who brought a post in, and how: `repost`, or `like` for a reaction or a comment."""

    name: str
    act: str


def social_proof(header: str) -> Proof | None:
    """Return who brought a post in by the words over it, or null where they name nobody.

    Of several people ("Ana Silva and 3 others like this") it is the first. Words that LinkedIn puts
    there by itself ("Recommended for you") name nobody.
    """
    text = " ".join(header.split()).removeprefix("Feed post").strip()
    if len(text) > _LONGEST_HEADER:
        return None
    found = _PASSIVE.match(text) or _REPOSTED.match(text) or _LIKED.match(text)
    if not found:
        return None
    verb = found.group("verb").casefold()
    name = _first_person(found.group("who"), alone=verb in _ONE_PERSON)
    if name.casefold() in _NOBODY or not any(char.isalpha() for char in name) or name[0].isdigit():
        return None
    return Proof(name, "repost" if verb in {"reposted", "reshared", "shared"} else "like")


def _first_person(who: str, *, alone: bool) -> str:
    several = _OTHERS.sub("", who)
    if several == who and alone:
        return who.strip(" ,")
    # A name holds "and" where it is an organisation's: people have two words on either side of it.
    for mark in (" and ", " & ", ", "):
        head, found, tail = several.partition(mark)
        if found and len(head.split()) > 1 and len(tail.split()) > 1:
            several = head
    return several.strip(" ,")


def proof_frame(headers: pl.Series) -> pl.DataFrame:
    """Return the distinct `headers` that name somebody, with columns header, proof_name, act."""
    found = {text: proof for text in headers.unique().drop_nulls() if (proof := social_proof(text))}
    return pl.DataFrame(
        {
            "header": list(found),
            "proof_name": [proof.name for proof in found.values()],
            "act": [proof.act for proof in found.values()],
        },
        schema={"header": pl.String, "proof_name": pl.String, "act": pl.String},
    )


def _word(column: pl.Expr) -> pl.Expr:
    return column.str.to_lowercase().str.replace_all(r"[\s_\-./]+", "")


def kind_column(kind: pl.Expr) -> pl.Expr:
    """Return the kind of post that a kind column names: `post` where its word is not known."""
    known = _word(kind).replace_strict(KIND_OF, default="post", return_dtype=pl.String)
    return pl.when(kind.is_not_null()).then(known)


def kind_is_known(kind: pl.Expr) -> pl.Expr:
    """Return whether the word of a kind column says how a post counts; true where there is no word."""
    return _word(kind).is_in(list(KIND_OF)).fill_null(value=True)


def not_a_post(kind: pl.Expr) -> pl.Expr:
    """Return why a row is no post, going by its type: it is a comment or a reaction; else null."""
    word = _word(kind)
    return (
        pl.when(word.is_in(["comment", "comments", "reply"]))
        .then(pl.lit("a comment, not a post"))
        .when(word.is_in(["reaction", "reactions"]))
        .then(pl.lit("a reaction, not a post"))
    )


def is_reshare_type(kind: pl.Expr) -> pl.Expr:
    """Return whether a producer's type column says that a row shares another post."""
    return _word(kind).is_in(_RESHARED_TYPES).fill_null(value=False)


def is_true(flag: pl.Expr, *, is_id: bool) -> pl.Expr:
    """Return whether a mark of a reshare is set: true, an address or an id, but not a count.

    Args:
        flag: column of strings.
        is_id: a number there is the id of a post, not how often something happened.
    """
    word = flag.str.to_lowercase()
    empty = word.is_in(["", "false", "no", "none", "null", "nan", "[]", "{}", "0", "0.0"])
    count = (
        pl.lit(value=False)
        if is_id
        else word.str.contains(r"^[0-9.]+$") & ~word.is_in(["1", "1.0"])
    )
    return (~empty & ~count).fill_null(value=False)
