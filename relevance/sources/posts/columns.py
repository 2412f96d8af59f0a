"""Under which names the producers of post tables write what: the only list of column names.

A name is compared in lower case without blanks and `_ - . / *`, so `postedAt.timestamp`,
`posted_at/timestamp` and the nested `{"postedAt": {"timestamp": ...}}` are one name. Candidates
stand in the order in which they are tried. The names documented for a table of one's own carry the
prefix `own:` where they must win over a producer's name that would come first otherwise.
"""

from collections.abc import Iterable
from functools import lru_cache

import polars as pl

from relevance.sources.text import normalise

__all__ = [
    "CANDIDATES",
    "OWN_NAMES",
    "PATHS",
    "TEXT_NAMES",
    "WANTED",
    "all_of",
    "column_key",
    "first_of",
    "is_post_table",
]

OWN_NAMES = frozenset({"author", "author_url", "created_at", "headline", "url"})


def _names(listed: str) -> tuple[str, ...]:
    return tuple(listed.split())


_TEXT = _names(
    "text content posttext postcontent commentarytexttext commentarytext commentary sharecommentary "
    "texttext contenttext"
)
_URL = _names(
    "own:url linkedinurl posturl url shareurl sharelinkedinurl sharelink socialcontentshareurl "
    "postlink permalink"
)
_URN = _names(
    "fullurn activityurn urn shareurn entityurn updatemetadataurn entityid id "
    "postid posturn activityid"
)
_AUTHOR_NAME = _names(
    "own:author authorname authorfullname authornametext actornametext actorname author postauthor "
    "postedbyname postedby"
)
_AUTHOR_URL = _names(
    "own:authorurl authorlinkedinurl authorprofileurl authorurl authorcompanyurl authorprofile "
    "actorlinkedinurl actornavigationurl actornavigationcontextactiontarget authorlink useurl "
    "userurl postauthorurl postedbyurl"
)
_AUTHOR_HANDLE = _names("authorpublicidentifier authorusername authorpublicid userid")
_AUTHOR_ID = _names("authorurn authorid authorprofileid authorentityurn actorurn actorid")
_HEADLINE = _names(
    "own:headline authorinfo authorheadline authoroccupation actordescriptiontext actorposition "
    "authorposition headline"
)
_MOMENT = _names(
    "own:createdat postedattimestamp postedatdate postedatiso posttimestamp posteddatetimestamp "
    "dateposted createdat createdattimestamp createdatdate posteddate postedat date publishedat "
    "datepublished postedon publishdate publisheddate"
)
_AGE = _names(
    "timesinceposted postdate postedago postedatrelative postedatpostedagotext "
    "postedatpostedagoshort actorsubdescriptiontext old"
)

# What was shared lies in the row as a post of its own, under one of these names.
_INNER = ("repost", "resharedpost", "resharedupdate")


def _inner(names: Iterable[str]) -> tuple[str, ...]:
    plain = [name for name in names if not name.startswith("own:")]
    return tuple(f"{prefix}{name}" for prefix in _INNER for name in plain)


CANDIDATES: dict[str, tuple[str, ...]] = {
    "text": _TEXT,
    # These two count only in rows that have none of the names above.
    "weak_text": ("description", "message"),
    "url": _URL,
    "urn": _URN,
    "author_name": _AUTHOR_NAME,
    "author_given": ("authorfirstname", "actorfirstname"),
    "author_family": ("authorlastname", "actorlastname"),
    "author_url": _AUTHOR_URL,
    "author_handle": _AUTHOR_HANDLE,
    "author_page": ("authoruniversalname",),
    "author_id": _AUTHOR_ID,
    "author_type": ("authortype",),
    "company_name": ("companyname",),
    "company_url": ("companyurl", "companylinkedinurl"),
    "headline": _HEADLINE,
    "moment": _MOMENT,
    "age": _AGE,
    "kind": ("kind",),
    "type": ("type", "posttype"),
    "surfacer_name": ("surfacedby", "surfacedbyname", "repostedbyname", "repostedby"),
    "surfacer_given": ("repostedbyfirstname",),
    "surfacer_family": ("repostedbylastname",),
    "surfacer_url": (
        "surfacedbyurl",
        "repostedbylinkedinurl",
        "repostedbyprofileurl",
        "repostedbyurl",
        "headernavigationcontextactiontarget",
    ),
    "surfacer_handle": ("repostedbypublicidentifier", "repostedbyusername"),
    "reposter": ("repostedbyname", "repostedby", "repostedbylinkedinurl"),
    "header": (
        "headertexttext",
        "headertext",
        "header",
        "activitydescriptiontext",
        "activitydescription",
        "action",
    ),
    "reshared": (*_INNER, "repostid", "isreshared", "isrepost", "reposted", "sharedposturl"),
    # Whose activity was read: never the author, who is another person on reposts and likes.
    "scraped_url": ("profileurl", "inputurl", "querytargeturl"),
    "scraped_at": ("timestamp", "scrapedat"),
    "network": ("network",),
    "inner_text": _inner(_TEXT),
    "inner_name": _inner(_AUTHOR_NAME),
    "inner_given": _inner(["authorfirstname", "actorfirstname"]),
    "inner_family": _inner(["authorlastname", "actorlastname"]),
    "inner_url": _inner(_AUTHOR_URL),
    "inner_handle": _inner(_AUTHOR_HANDLE),
    "inner_page": _inner(["authoruniversalname"]),
    "inner_id": _inner(_AUTHOR_ID),
    "inner_type": _inner(["authortype"]),
    "inner_headline": _inner(_HEADLINE),
    "inner_moment": _inner(_MOMENT),
    "inner_age": _inner(_AGE),
}

TEXT_NAMES = frozenset(
    name for target in ("text", "weak_text", "inner_text") for name in CANDIDATES[target]
)
WANTED = frozenset(name.removeprefix("own:") for names in CANDIDATES.values() for name in names)
# Every beginning of a wanted name: a nested object is worth opening only under one of these.
PATHS = frozenset(name[:end] for name in WANTED for end in range(1, len(name)))

_AUTHOR_TARGETS = ("author_name", "author_given", "author_url", "author_handle")


@lru_cache(maxsize=4096)
def column_key(name: str) -> str:
    """Return `name` as column names are compared; a documented name is marked with `own:`."""
    key = normalise(name).replace("/", "").replace("*", "").replace("\ufeff", "")
    return f"own:{key}" if name.strip().casefold() in OWN_NAMES else key


def is_post_table(keys: Iterable[str]) -> bool:
    """Return whether `keys` (from `column_key`) hold a text, be it of the post that it shares, and an author."""
    found = set(keys)
    texts = {*CANDIDATES["text"], *CANDIDATES["weak_text"], *CANDIDATES["inner_text"]}
    authors = {name for target in _AUTHOR_TARGETS for name in CANDIDATES[target]}
    # Many tables have a user id; it is an author's only beside the date of a post.
    if "dateposted" not in found:
        authors.discard("userid")
    return bool(found & texts) and bool(found & authors)


def first_of(frame: pl.DataFrame, target: str) -> pl.Expr:
    """Return the first candidate of `target` that has a value, row by row, as strings."""
    present = [pl.col(name) for name in CANDIDATES[target] if name in frame.columns]
    return pl.coalesce(present) if present else pl.lit(None, dtype=pl.String)


def all_of(frame: pl.DataFrame, target: str) -> pl.Expr:
    """Return all candidates of `target` that have a value, one after the other, row by row."""
    present = [pl.col(name) for name in CANDIDATES[target] if name in frame.columns]
    if not present:
        return pl.lit(None, dtype=pl.String)
    joined = pl.concat_str(present, separator=" ", ignore_nulls=True)
    return pl.when(joined != "").then(joined)
