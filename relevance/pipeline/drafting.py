"""Templates of drafts: the owner's own beside the database before the shipped ones; and drafts written with them."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from relevance.config import shipped_folder
from relevance.drafts import (
    KINDS,
    Draft,
    DraftKind,
    Occasion,
    check_template,
    draft,
)
from relevance.errors import UsageError
from relevance.store import Store
from relevance.texts import _

__all__ = [
    "Template",
    "read_templates",
    "reset_template",
    "save_template",
    "written",
]


@dataclass(frozen=True)
class Template:
    """The template of one kind of draft."""

    kind: DraftKind
    source: str
    """Its text, the owner's where that can be used."""
    shipped: str
    """The text that it came with."""
    is_own: bool = False
    problem: str | None = None
    """Why the owner's own cannot be used, so that the shipped one stands in."""


def _own_folder(store: Store) -> Path:
    return store.path.absolute().parent / "own_templates"


def read_templates(store: Store) -> dict[DraftKind, Template]:
    """Return the template of each kind; one of the owner's that cannot be used is said, and the shipped one taken."""
    return {kind: _template(store, kind) for kind in KINDS}


def _template(store: Store, kind: DraftKind) -> Template:
    shipped = (shipped_folder() / "templates" / f"{kind}.txt").read_text("utf-8")
    file = _own_folder(store) / f"{kind}.txt"
    if not file.is_file():
        return Template(kind, shipped, shipped)
    try:
        own = file.read_text("utf-8-sig")
        check_template(own, file.name)
    except UsageError as error:
        return Template(kind, shipped, shipped, problem=str(error))
    except (OSError, UnicodeDecodeError) as error:
        problem = _(
            "The template {file} cannot be read: {error}. Mend it, or take it away.",
            file=file,
            error=error,
        )
        return Template(kind, shipped, shipped, problem=problem)
    return Template(kind, own, shipped, is_own=True)


def written(
    kind: DraftKind, occasion: Occasion, templates: Mapping[DraftKind, Template]
) -> tuple[Draft, str | None]:
    """Return a draft, and why the owner's template could not be used for it, where it could not."""
    template = templates[kind]
    problem = template.problem
    try:
        return draft(kind, occasion, template.source), problem
    except UsageError as error:
        if not template.is_own:
            raise
        problem = str(error)
    return draft(kind, occasion, template.shipped), problem


def save_template(store: Store, kind: DraftKind, source: str) -> None:
    """Keep the owner's own template of a kind.

    Raises:
        UsageError: it cannot be used, or not be written; what was kept before stays.
    """
    check_template(source, f"{kind}.txt")
    folder = _own_folder(store)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        new = folder / f"{kind}.txt.new"
        new.write_text(source.replace("\r\n", "\n"), "utf-8")
        new.replace(folder / f"{kind}.txt")
    except (OSError, UnicodeEncodeError) as error:
        said = getattr(error, "strerror", None) or error
        msg = _(
            "The template cannot be kept in {folder}: {said}. Check the rights on the folder.",
            folder=folder,
            said=said,
        )
        raise UsageError(msg) from error


def reset_template(store: Store, kind: DraftKind) -> None:
    """Take the shipped template of a kind again; the owner's own goes."""
    folder = _own_folder(store)
    (folder / f"{kind}.txt").unlink(missing_ok=True)
    with suppress(OSError):  # it holds others still, or was never there
        folder.rmdir()
