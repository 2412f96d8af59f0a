"""Copies of the database: where they are, and whether they are still what was written.

Beside each copy lies `<copy>.check.json` with its SHA-256 and the number of rows of each table; beside the database
lies `<database>.copies.json` with the places of the copies that were made elsewhere.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from relevance.errors import StoreError
from relevance.texts import _

__all__ = ["Copy", "known_copies", "made_by_itself", "newest_good", "note_copy", "remove_copy"]

_PIECE = 1 << 20


@dataclass(frozen=True)
class Copy:
    """What was written down of a copy when it was made."""

    sha256: str
    bytes: int
    made_at: str
    """Moment in UTC, as ISO 8601."""
    rows: Mapping[str, int]
    """Number of rows by table."""

    @classmethod
    def of(cls, file: Path, rows: Mapping[str, int]) -> "Copy":
        """Return what is to be written down of `file`."""
        made_at = datetime.now(UTC).isoformat(timespec="seconds")
        return cls(_sha256(file), file.stat().st_size, made_at, dict(rows))

    @classmethod
    def read(cls, file: Path) -> "Copy | None":
        """Return what was written down of `file`, null where nothing was.

        Raises:
            StoreError: what lies beside it is no such note.
        """
        note = _note(file)
        try:
            return cls(**json.loads(note.read_text("utf-8")))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError) as error:
            msg = _(
                "{note} cannot be read: {error}. Remove it to use {file} without its checksum.",
                note=note,
                error=error,
                file=file,
            )
            raise StoreError(msg) from error

    def write(self, file: Path) -> None:
        """Write this down beside `file`, readable by the owner only."""
        note = _note(file)
        note.write_text(json.dumps(asdict(self), indent=1), "utf-8")
        note.chmod(0o600)

    def holds_of(self, file: Path) -> bool:
        """Whether `file` has the bytes that it had when this was written down."""
        return file.stat().st_size == self.bytes and _sha256(file) == self.sha256


def note_copy(database: Path, file: Path, rows: Mapping[str, int]) -> Copy:
    """Write down a copy that was just made of `database`, and where it is; return what was written down."""
    copy = Copy.of(file, rows)
    copy.write(file)
    place = str(file.absolute())
    if place not in (listed := _listed(database)) and file not in made_by_itself(database):
        index = _index(database)
        index.write_text(json.dumps([*listed, place], indent=1), "utf-8")
        index.chmod(0o600)
    return copy


def made_by_itself(database: Path) -> list[Path]:
    """Return the copies that were made before a migration or a restore, beside the database."""
    found = [
        one
        for ending in ("before", "replaced")
        for one in database.parent.glob(f"{_escaped(database.name)}.{ending}-*")
        if not one.name.endswith((".check.json", ".wal"))
    ]
    return sorted(found)


def known_copies(database: Path) -> list[Path]:
    """Return all copies of `database` that are known and still there, the newest first."""
    found = {*made_by_itself(database), *(Path(one) for one in _listed(database))}
    there = [one for one in found if one.is_file()]
    return sorted(there, key=lambda one: (one.stat().st_mtime_ns, one.name), reverse=True)


def newest_good(database: Path, opens: Callable[[Path], bool]) -> Path | None:
    """Return the newest copy that is what was written or, where nothing was written down of it, that `opens`."""
    for file in known_copies(database):
        with suppress(StoreError, OSError):
            copy = Copy.read(file)
            if copy.holds_of(file) if copy else opens(file):
                return file
    return None


def remove_copy(file: Path) -> None:
    """Delete a copy and what was written down of it."""
    for one in (file, _note(file), file.with_name(f"{file.name}.wal")):
        one.unlink(missing_ok=True)


def _note(file: Path) -> Path:
    return file.with_name(f"{file.name}.check.json")


def _index(database: Path) -> Path:
    return database.with_name(f"{database.name}.copies.json")


def _listed(database: Path) -> list[str]:
    with suppress(OSError, ValueError):
        found = json.loads(_index(database).read_text("utf-8"))
        if isinstance(found, list):
            return [str(one) for one in found]
    return []


def _escaped(name: str) -> str:
    return "".join(f"[{char}]" if char in "*?[" else char for char in name)


def _sha256(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as bytes_of:
        while piece := bytes_of.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()
