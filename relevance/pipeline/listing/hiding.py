"""Hiding who somebody is within texts, so that only what they write is judged."""

import re
import unicodedata
from collections.abc import Callable, Iterable

from relevance.store import Store

__all__ = ["hider", "hider_of"]

_HIDDEN = "…"
_SHORTEST = 2
_SHORTEST_HANDLE = 4


def hider(names: Iterable[str], phrases: Iterable[str] = ()) -> Callable[[str], str]:
    """Return what puts dots in the place of names in a text, whatever their case and accents.

    Args:
        names: names of a person; each word of them is hidden, and all of them written as one.
        phrases: what is hidden as a whole: employers, addresses, handles.
    """
    wanted: set[str] = set()
    for name in names:
        words = [_folded(one) for one in re.findall(r"[^\W\d_]{2,}", name)]
        wanted |= {word for word in words if len(word) >= _SHORTEST}
        if len(words) > 1:
            wanted |= {"".join(words), "".join((words[0], words[-1]))}
    wanted |= {_folded(one.strip()) for one in phrases if len(one.strip()) >= _SHORTEST}
    if not wanted:
        return lambda text: text
    longest_first = sorted(wanted, key=lambda one: (-len(one), one))
    named = re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, longest_first))})(?![^\W_])")

    def without(text: str) -> str:
        parts, at = [], 0
        composed = unicodedata.normalize("NFC", text)
        for found in named.finditer(_folded(composed)):
            parts += [composed[at : found.start()], _HIDDEN]
            at = found.end()
        return "".join([*parts, composed[at:]])

    return without


def _folded(text: str) -> str:
    """Return text without accents and case, letter for letter, so that places in it stay what they are."""
    return "".join(
        unicodedata.normalize("NFKD", one)[0].lower()[0]
        for one in unicodedata.normalize("NFC", text)
    )


def hider_of(store: Store, person_id: str) -> Callable[[str], str]:
    """Return what hides a person by all that is known of them: names, employers, addresses and handles."""
    rows = store.frame(
        """
        SELECT record.name, record.former_names, record.company, record.url, record.handles, record.emails
        FROM record JOIN person_link USING (record_id) WHERE person_id = ? AND state = 'linked'
        UNION ALL
        SELECT name, former_names, company, url, NULL, NULL FROM person WHERE person_id = ?
        """,
        [person_id, person_id],
    )
    names: list[str] = []
    phrases: list[str] = []
    for row in rows.iter_rows(named=True):
        names += [one for one in (row["name"], *(row["former_names"] or ())) if one]
        phrases += [row["company"]] if row["company"] else []
        for address in (row["url"], *(row["handles"] or ()), *(row["emails"] or ())):
            phrases += _parts_of_address(address) if address else []
    return hider(names, phrases)


def _parts_of_address(address: str) -> list[str]:
    bare = re.sub(r"^https?://(?:www\.)?", "", address).rstrip("/")
    last = re.split(r"[/:]", bare)[-1]
    found = (address, bare, last, last.split("@")[0])
    return [one for one in found if len(one) >= _SHORTEST_HANDLE]
