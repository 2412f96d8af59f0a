"""Who wrote an entry: its own author, else the feed's, else the feed itself."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from relevance.names import comparable_name, website_of
from relevance.sources.feeds.shape import one_line
from relevance.sources.feeds.taking import KIND
from relevance.sources.people import person_record

__all__ = ["Author", "author_of", "author_record", "feed_account", "several"]

# Names that a site's software fills in, and addresses that no one reads: they tell nobody apart.
_NOBODY = re.compile(
    r"(?:site ?)?(?:admin(?:istrator)?|author|editors?|webmaster|root|unknown|anonymous|user|"
    r"no[-. ]?reply|null|none|undefined)$",
    re.IGNORECASE,
)
_UNREAD = re.compile(r"(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|noreply\+.*)@", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
# feedparser takes a top-level domain for at most four letters, and the rest of it for a name.
_CUT_DOMAIN = re.compile(r"([a-z]{1,20})(?:\s*\((.*))?$", re.DOTALL)


@dataclass(frozen=True)
class Author:
    """Someone that a feed names as author."""

    name: str = ""
    email: str = ""
    url: str = ""

    @property
    def key(self) -> str:
        """By which two authors of one feed are told apart."""
        return comparable_name(self.name) or self.email


def author_of(named: dict[str, Any]) -> Author:
    """Return the author of an entry or a feed, empty where none is told.

    RSS writes an e-mail address into `author` and the name into `dc:creator`, in any order; Atom
    may list several authors, of whom the first with a name counts.
    """
    listed = dict.get(named, "authors") or []
    found = [_author(one) for one in listed if isinstance(one, dict)]
    plain = dict.get(named, "author")
    if not found and isinstance(plain, str):
        found = [_author({"name": plain})]
    name = next((one.name for one in found if one.name), "")
    same = [one for one in found if one.name in {"", name}]
    return Author(
        name,
        next((one.email for one in same if one.email), ""),
        next((one.url for one in same if one.url), ""),
    )


def _author(told: dict[str, Any]) -> Author:
    name, email = one_line(dict.get(told, "name")), one_line(dict.get(told, "email"))
    cut = _CUT_DOMAIN.match(name) if re.search(r"\.[A-Za-z]{4}$", email) else None
    if cut:
        name, email = (cut[2] or "").strip(" ()"), email + cut[1]
    elif not email and (inside := _MAIL.search(name)):
        email, name = inside[0], name.replace(inside[0], "").strip(" ()<>\"'")
    if "@" in name or _NOBODY.match(name):
        name = ""
    return Author(
        name,
        "" if _UNREAD.match(email) or not _MAIL.fullmatch(email) else email.casefold(),
        website_of(one_line(dict.get(told, "href"))) or "",
    )


def author_record(
    author: Author, *, home: str | None, title: str, feed_url: str | None, is_shared: bool
) -> dict[str, Any] | None:
    """Return a row of the table `record` for the author of an entry, null where nothing names one.

    Where all of a feed is by one author, the page it belongs to is theirs. Where several write, the
    page is nobody's: an author is then known by a page of their own, else by name within the feed.

    Args:
        author: who the entry or the feed names; where that is nobody, the feed's title stands in.
        home: address of the page that the feed belongs to.
        title: the feed's title.
        feed_url: address of the feed itself.
        is_shared: several authors write in this feed.
    """
    emails = [author.email] if author.email else []
    if is_shared and author.key:
        within = feed_account(home or feed_url) or f"{KIND}:{comparable_name(title)}"
        return person_record(
            KIND,
            author.name,
            url=author.url,
            account_id=None if author.url else f"{within}#{author.key}",
            emails=emails,
        )
    return person_record(
        KIND,
        author.name or title,
        url=home or author.url,
        account_id=feed_account(feed_url),
        emails=emails,
        is_company=False if author.name else None,
    )


def feed_account(url: str | None) -> str | None:
    """Return the address of a feed as the id of an account, without scheme and last slash."""
    if website_of(url) is None:
        return None
    parts = urlsplit(str(url).strip())
    asked = f"?{parts.query}" if parts.query else ""
    return f"{KIND}:{parts.netloc.casefold()}{parts.path.rstrip('/')}{asked}"


def several(authors: Iterable[Author]) -> bool:
    """Return whether these are more than one person; an address alone is no second one beside a name."""
    told = list(authors)
    names = {comparable_name(one.name) for one in told} - {""}
    return len(names or {one.email for one in told} - {""}) > 1
