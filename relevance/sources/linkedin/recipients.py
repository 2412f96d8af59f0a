"""Who a message went to, where names and profile URLs stand in two lists that need not agree."""

import re
from collections import defaultdict
from collections.abc import Callable

from relevance.names import comparable_name, is_credential, profile_slug
from relevance.sources.linkedin.people_of_rows import is_hidden

__all__ = ["Directory", "Party", "match_recipients", "split_names"]

Party = tuple[str, str]
"""Name and profile URL; either may be empty."""

_URL = re.compile(r"(?:https?://|www\.)[^\s,;]+", re.IGNORECASE)


def split_names(cell: str) -> list[str]:
    """Return the names in a cell that joins them by `, `, though names hold `, PhD` too."""
    names: list[str] = []
    for part in cell.split(","):
        text = part.strip()
        if names and text and _is_addition(text):
            names[-1] = f"{names[-1]}, {text}"
        elif text:
            names.append(text)
    return names


def _is_addition(text: str) -> bool:
    words = text.split()
    if all(is_credential(word) for word in words):
        return True
    # Letters that no list knows; nobody's whole name is written so.
    return len(words) == 1 and 2 <= len(text) <= 6 and text.isupper()


class Directory:
    """Which profile URLs the senders of a file go by, to give recipients their URL or name."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, str, str]] = set()
        self._names: dict[str, str] = {}
        self._urls: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)

    def learn(self, conversation: str, name: str, url: str) -> None:
        """Note that a sender in `conversation` is called `name` and has `url`."""
        if not url or not name or (conversation, name, url) in self._seen:
            return
        self._seen.add((conversation, name, url))
        slug = profile_slug(url)
        if slug:
            self._names.setdefault(slug, name)
            plain = comparable_name(name)
            self._urls[(conversation, plain)][slug] = url
            self._urls[("", plain)][slug] = url

    def name_of(self, url: str) -> str:
        """Return the name under which the owner of `url` wrote, or an empty text."""
        return self._names.get(profile_slug(url) or "", "")

    def url_of(self, conversation: str, name: str) -> str:
        """Return the URL of the one sender called `name`, here or else anywhere, or an empty text.

        Of two namesakes neither is guessed.
        """
        plain = comparable_name(name)
        for place in (conversation, ""):
            urls = self._urls.get((place, plain))
            if urls:
                return next(iter(urls.values())) if len(urls) == 1 else ""
        return ""


def match_recipients(
    to: str, urls_cell: str, conversation: str, directory: Directory
) -> list[Party]:
    """Return the recipients of a message; hidden members are left out.

    A name goes to a URL where its owner wrote under it, where the URL spells it, where one of each
    is left, and in order only where both lists are equally long. What cannot be told stays a URL
    without a name.
    """
    urls = _profile_urls(urls_cell)
    names = [name for name in split_names(to) if not is_hidden(name)]
    if not urls:
        return [(name, directory.url_of(conversation, name)) for name in names]
    aligned = len(names) == len(urls)
    if aligned and len(urls) == 1:
        return [(names[0], urls[0])]
    matched: dict[str, str] = {}
    for find in (_by_sender(directory), _by_spelling):
        for url in [url for url in urls if url not in matched]:
            fitting = [name for name in names if find(name, url)]
            if len(fitting) == 1:
                matched[url] = fitting[0]
                names.remove(fitting[0])
    left = [url for url in urls if url not in matched]
    if aligned or len(names) == len(left) == 1:
        matched.update(zip(left, names, strict=True))
        names, left = [], []
    matched.update({url: directory.name_of(url) for url in left})
    # With URLs left over the names left over are most likely theirs: no second record for them.
    rest = [] if left else [(name, directory.url_of(conversation, name)) for name in names]
    return [(matched[url], url) for url in urls] + rest


def _by_sender(directory: Directory) -> Callable[[str, str], bool]:
    def find(name: str, url: str) -> bool:
        known = directory.name_of(url)
        return bool(known) and comparable_name(known) == comparable_name(name)

    return find


def _by_spelling(name: str, url: str) -> bool:
    words = [word for word in comparable_name(name).split() if len(word) > 1]
    slug = comparable_name((profile_slug(url) or "").partition(":")[2].replace("-", " "))
    return bool(words) and all(word in slug.split() for word in words)


def _profile_urls(cell: str) -> list[str]:
    # By pattern, not by comma: some exports leave URLs out, or put blanks between them.
    found: dict[str, str] = {}
    for url in _URL.findall(cell):
        slug = profile_slug(url)
        if slug:
            found.setdefault(slug, url)
    return list(found.values())
