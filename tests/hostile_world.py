"""The small world of `tests/world.py` once more, with names, notes and posts that are written to do harm.

Nobody here has a harmless name: whatever a page, a table, a chart or a command shows of them must come out as letters.
"""

from pathlib import Path
from typing import NamedTuple

import pytest

from relevance.config import Settings
from relevance.interests import Interest
from relevance.store import Store
from tests import world

__all__ = ["ATTACKS", "HIDDEN", "SIGN", "Attack", "fill"]

SIGN = "evil"
"""Stands in every attack, so that whatever is made of one can be found."""

_SITE = "http://evil.example"


class Attack(NamedTuple):
    """What somebody writes, and by what it would be known if it were obeyed."""

    written: str
    obeyed: str
    """Stands in text that Markdown is made of only where nothing prevents it."""


ATTACKS = {
    "bea-brook": Attack("**evil** __evil__ ~~evil~~", "**evil"),
    "carl-cole": Attack("<b>evil</b><script>alert('evil')</script>", "<b>evil"),
    "dina-dahl": Attack(f"![evil]({_SITE}/a.png)", "![evil]("),
    "eli-east": Attack(f"[evil]({_SITE})", "[evil]("),
    "fay-ford": Attack(":red[evil] :material/evil: :smile:", ":red[evil"),
    "gus-gray": Attack("$\\evil^2$ `evil` $$evil$$", "$\\evil"),
    "hana-holm": Attack(f"{_SITE}/plain", f"{_SITE}/plain"),
    "sam-smith-1": Attack("# evil\n- evil\n> evil", "\n- evil"),
    "ida-inge": Attack(f"<img src='{_SITE}/b.png' onerror=evil()>", f"<img src='{_SITE}"),
    "jo-june": Attack(f"<a href='{_SITE}'>evil</a> | evil |\n|---|", f"<a href='{_SITE}"),
    "kim-kane": Attack("&lt;b&gt;evil&#x202e; www.evil.example", "&lt;b"),
    "lou-lark": Attack("evil@evil.example {{ evil }} {% evil %}", "evil@evil.example"),
}
"""By the slug of whoever carries it in their name."""

HIDDEN = "\u202e\u2066\u2067\u202d\x1b[31m\x07\x00\u200b"
"""Turns the order of letters around, colours a terminal, rings: nobody sees it, and it is shown nowhere."""


def _named(slug: str, name: str) -> str:
    attack = ATTACKS.get(slug)
    return f"{name} {attack.written}{HIDDEN}" if attack else name


def _posts() -> list[dict[str, str]]:
    rows = world.post_rows()
    for row in rows:
        slug = row["author_url"].rsplit("/", 1)[1]
        row["author"] = _named(slug, row["author"])
        row["text"] = f"{_named(slug, row['text'])} {row['text']}"
    return rows


def fill(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Import the hostile world as its people would have written it, and embed it."""
    connections = [
        (slug, _named(slug, given), family, _named(slug, company), _named(slug, position), day)
        for slug, given, family, company, position, day in world.CONNECTIONS
    ]
    invites = [
        (slug, _named(slug, name), sent, _named(slug, note) if note else "")
        for slug, name, sent, note in world.INVITES
    ]
    interests = (
        Interest(_named("carl-cole", "Design"), 100, (_named("dina-dahl", "design"),)),
        *world.INTERESTS[1:],
    )
    posts = _posts()
    monkeypatch.setattr(world, "CONNECTIONS", connections)
    monkeypatch.setattr(world, "INVITES", invites)
    monkeypatch.setattr(world, "INTERESTS", interests)
    monkeypatch.setattr(world, "post_rows", lambda: posts)
    return world.fill(store, folder)
