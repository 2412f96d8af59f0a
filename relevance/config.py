"""Settings: one frozen object from built-in defaults, a TOML file and the environment, in this order.

Environment: `RELEVANCE_DB` names the database file, `RELEVANCE_CONFIG` the TOML file. A setting in the file has the
name of the field below, for example `window_days = 180`.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import tzinfo
from pathlib import Path
from typing import Any, get_type_hints
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from platformdirs import user_data_path

from relevance.errors import UsageError

__all__ = ["Settings", "data_folder", "load_settings", "shipped_folder"]

_PACKAGE = Path(__file__).resolve().parent


def shipped_folder() -> Path:
    """Return the folder of what is shipped: the demo network, default interests and draft templates."""
    checkout = _PACKAGE.parent / "data"
    return checkout if _is_checkout() else _PACKAGE / "_shipped" / "data"


def data_folder() -> Path:
    """Return the folder for databases: `data/` of a checkout, else the user's data folder of this system."""
    return (
        _PACKAGE.parent / "data"
        if _is_checkout()
        else user_data_path("feed-relevance", appauthor=False)
    )


def _is_checkout() -> bool:
    return (_PACKAGE.parent / "pyproject.toml").is_file() and (_PACKAGE.parent / "data").is_dir()


@dataclass(frozen=True)
class Settings:
    """Everything that can be set. Units and ranges stand under each field."""

    database: Path = Path("data/relevance.duckdb")
    """The owner's database file."""
    model: str = ""
    """Embedding model: empty for the built-in one, else a local path or a hub name that is in the local cache."""
    window_days: int = 365
    """Length of the feed's window in days, counted back from the newest post; 1 to 3650."""
    half_life_days: float = 90.0
    """A post this many days older counts half as much; above 0."""
    daily_cap: int = 3
    """Posts of one person on one day that count; at least 1."""
    reshare_attention: float = 0.8
    """Attention of a reshare with a comment, where an own post has 1; 0 to 1."""
    bare_reshare_attention: float = 0.6
    """Attention of a reshare without a word; 0 to 1."""
    like_attention: float = 0.4
    """Attention of a post that a connection's like or comment brought in; 0 to 1."""
    bar: float = 0.5
    """Relevance from which on a post is worth the owner's time, 0 to 1; only counted with, nothing is left out."""
    model_languages: tuple[str, ...] = ()
    """Languages that the model reads, as codes such as "en", where its own description does not tell or is wrong; "*"
    stands for all."""
    invite_age_days: int = 183
    """An incoming invitation older than this on the day of the export counts as no longer pending; 1 to 36500."""
    unknown_invite: str = "decline"
    """What the ladder says where nothing at all is known of an inviter: decline or ask."""
    elsewhere_invite: str = "accept"
    """What the ladder says where an inviter was at an employer or school of yours at the same time, but in another
    place, as with a large employer: accept or ask."""
    renamed_organisations: tuple[str, ...] = ()
    """Employers and schools that changed their names, each as "earlier name = later name"."""
    own_addresses: tuple[str, ...] = ()
    """The owner's own profile URLs, e-mail addresses and handles, beside those that the exports tell."""
    time_zone: str = "UTC"
    """Zone of moments that a source writes without one, for example Europe/Lisbon."""
    language: str = "en-GB"
    """Language and country of texts, numbers and dates, for example en-US or fr; what is not translated is English."""
    allow_fetching: bool = False
    """Let `relevance fetch` ask the addresses that the owner names; nothing is ever asked by itself."""
    link_at: float = 0.99
    """Two records are taken for one person by themselves from this probability on, if more than names speaks for it."""
    propose_at: float = 0.05
    """From this probability on the owner is asked whether two records are one person; 0 to `link_at`."""
    sign_in_addresses: tuple[str, ...] = ()
    """E-mail addresses of those who may see the dashboard; where any is named, everybody has to sign in."""
    objectives: str = ""
    """What the owner wants from the network, in their own words."""
    keep_years: int = 0
    """Years that posts, messages, invitations and everything else with a date is kept: what is older goes whenever the
    database is opened and after each import, with people of whom nothing else is known, from the known backups as well.
    0 keeps all; 0 to 100."""
    max_member_bytes: int = 1 << 30
    """Largest unpacked size of one file of an archive, in bytes."""
    max_archive_bytes: int = 4 << 30
    """Largest unpacked size of one archive, in bytes."""
    max_members: int = 100_000
    """Most files in one archive."""
    max_ratio: int = 200
    """Largest ratio of unpacked to packed size."""
    max_nesting: int = 2
    """How deep archives may lie in archives."""

    def __post_init__(self) -> None:
        mistakes = [
            f"`{name}` must be {allowed}, got {getattr(self, name)!r}"
            for name, allowed, ok in self._rules()
            if not ok
        ]
        if mistakes:
            msg = "; ".join(mistakes)
            raise UsageError(msg)

    def _rules(self) -> list[tuple[str, str, bool]]:
        shares = ("bar", "reshare_attention", "bare_reshare_attention", "like_attention")
        counts = ("max_member_bytes", "max_archive_bytes", "max_members", "max_ratio")
        return [
            ("window_days", "from 1 to 3650", 1 <= self.window_days <= 3650),
            ("half_life_days", "above 0", self.half_life_days > 0),
            ("daily_cap", "at least 1", self.daily_cap >= 1),
            ("invite_age_days", "from 1 to 36500", 1 <= self.invite_age_days <= 36_500),
            ("unknown_invite", "'decline' or 'ask'", self.unknown_invite in {"decline", "ask"}),
            ("elsewhere_invite", "'accept' or 'ask'", self.elsewhere_invite in {"accept", "ask"}),
            (
                "renamed_organisations",
                "a list of texts such as 'Earlier Ltd = Later Ltd'",
                all(len(self._both_names(one)) == 2 for one in self.renamed_organisations),
            ),
            ("language", "a language such as 'en-GB' or 'fr'", _is_language(self.language)),
            ("time_zone", "a zone such as 'Europe/Lisbon'", _is_zone(self.time_zone)),
            (
                "sign_in_addresses",
                "a list of e-mail addresses",
                all("@" in one for one in self.sign_in_addresses),
            ),
            ("keep_years", "from 0 to 100", 0 <= self.keep_years <= 100),
            ("max_nesting", "0 or more", self.max_nesting >= 0),
            ("link_at", "above 0.5 and at most 1", 0.5 < self.link_at <= 1),
            ("propose_at", "above 0 and at most `link_at`", 0 < self.propose_at <= self.link_at),
            *((name, "from 0 to 1", 0 <= getattr(self, name) <= 1) for name in shares),
            *((name, "above 0", getattr(self, name) > 0) for name in counts),
        ]

    @staticmethod
    def _both_names(text: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in text.split("=") if part.strip())

    @property
    def renamed(self) -> tuple[tuple[str, str], ...]:
        """The earlier and the later name of each organisation of `renamed_organisations`."""
        found = (self._both_names(one) for one in self.renamed_organisations)
        return tuple((one[0], one[1]) for one in found)

    @property
    def zone(self) -> tzinfo:
        """The time zone that `time_zone` names."""
        return ZoneInfo(self.time_zone)

    @property
    def demo_database(self) -> Path:
        """The file of the demo network, beside the owner's own and never the same."""
        name = "demo.duckdb"
        return self.database.with_name(f"invented-{name}" if self.database.name == name else name)

    def with_database(self, path: str | Path | None) -> "Settings":
        """Return these settings with another database file, or the same settings for null."""
        return replace(self, database=Path(path)) if path else self


def _is_language(name: str) -> bool:
    # It becomes the name of a file: letters, digits and single lines only.
    return re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", name) is not None


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return False
    return True


def load_settings(env: Mapping[str, str] | None = None) -> Settings:
    """Return the settings that hold here: defaults, then the TOML file, then the environment.

    Args:
        env: environment variables; those of this process unless given.

    Raises:
        UsageError: the file cannot be read, or a setting is unknown, of the wrong type or out of range.
    """
    env = os.environ if env is None else env
    folder = data_folder()
    values: dict[str, Any] = {"database": folder / "relevance.duckdb"}
    named = env.get("RELEVANCE_CONFIG")
    path = Path(named).expanduser() if named else folder / "relevance.toml"
    if named or path.is_file():
        values |= _from_file(path)
    if env.get("RELEVANCE_DB"):
        values["database"] = Path(env["RELEVANCE_DB"]).expanduser()
    return Settings(**values)


def _from_file(path: Path) -> dict[str, Any]:
    try:
        document = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        msg = (
            f"The settings file {path} cannot be read: {error}. Mend it, or unset RELEVANCE_CONFIG."
        )
        raise UsageError(msg) from error
    types = get_type_hints(Settings)
    allowed = [field.name for field in fields(Settings)]
    values: dict[str, Any] = {}
    mistakes: list[str] = []
    for name, value in document.items():
        if name not in types:
            mistakes.append(f"`{name}` is unknown")
            continue
        fitting = _typed(value, types[name], path)
        if fitting is None:
            mistakes.append(f"`{name}` must be {_WORDS[types[name]]}, got {value!r}")
        else:
            values[name] = fitting
    try:
        Settings(**values)
    except UsageError as error:
        mistakes.append(str(error))
    if mistakes:
        msg = f"The settings file {path} has mistakes: {'; '.join(mistakes)}. Allowed settings: {', '.join(allowed)}."
        raise UsageError(msg)
    return values


_WORDS: dict[Any, str] = {
    Path: "a path in quotes",
    str: "a text in quotes",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    tuple[str, ...]: "a list of texts",
}


def _typed(value: Any, kind: Any, path: Path) -> Any:
    """Return `value` as the type of its setting, or null where it is of another."""
    if kind is Path and isinstance(value, str):
        return (path.parent / Path(value).expanduser()).resolve()
    if isinstance(value, bool) or kind is bool:
        return value if isinstance(value, bool) and kind is bool else None
    if kind is float and isinstance(value, int):
        return float(value)
    if kind == tuple[str, ...]:
        fits = isinstance(value, list) and all(isinstance(one, str) for one in value)
        return tuple(value) if fits else None
    return value if isinstance(value, kind) else None
