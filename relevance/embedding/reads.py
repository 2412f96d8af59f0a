"""Which languages a model reads, as its own description says."""

from collections.abc import Iterable
from pathlib import Path

from relevance.embedding.files import DEFAULT_MODEL, model_folder, model_id_of
from relevance.errors import ModelError

__all__ = ["languages_read"]

_DEFAULT_READS = frozenset({"en"})
_EVERY = frozenset({"multilingual", "multi", "*"})


def languages_read(model: str | None = None) -> frozenset[str] | None:
    """Return the codes of the languages that a model reads (such as "en"), or None for any.

    A sentence-transformers model names them in the head of its README.md. One that says nothing, names "multilingual",
    or is not at hand is taken to read any: its scores then say themselves what it makes of a post.

    Args:
        model: None for the default, a folder, or a name on the hub that is in the local cache.
    """
    try:
        if model_id_of(model) == DEFAULT_MODEL:
            return _DEFAULT_READS
        folder = model_folder(model)
    except ModelError:
        return None
    named = _named(folder / "README.md")
    return None if not named or named & _EVERY else named


def _named(readme: Path) -> frozenset[str]:
    from huggingface_hub.repocard import metadata_load
    from yaml import YAMLError

    try:
        said = (metadata_load(readme) or {}).get("language") if readme.is_file() else None
    except (YAMLError, ValueError, OSError, AttributeError):  # a damaged head says nothing
        return frozenset()
    if said is False:  # YAML reads the code of Norwegian so
        said = "no"
    listed: Iterable[object] = [said] if isinstance(said, str) else said or ()
    codes = ("no" if one is False else str(one) for one in listed)
    return frozenset(code.casefold().split("-")[0] for code in codes)
