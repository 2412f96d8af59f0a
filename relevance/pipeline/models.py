"""Which model's vectors the scores come from: the chosen one, or the one before while that still reads."""

from dataclasses import dataclass

from relevance.config import Settings
from relevance.embedding import languages_read, model_id_of
from relevance.errors import ModelError
from relevance.identity import OWNER
from relevance.store import Store

__all__ = [
    "ModelInUse",
    "choose_model",
    "chosen_model",
    "model_in_use",
    "note_precision",
    "precisions_of",
]


@dataclass(frozen=True)
class ModelInUse:
    """The model that scores come from."""

    name: str
    """As it was chosen: empty for the built-in one, else a path or a hub name."""
    identity: str
    """The id that its vectors are kept under."""
    languages: frozenset[str] | None
    """Codes of the languages it reads, null for any."""
    next_identity: str | None = None
    """The chosen model, while it has read less than this one; null where this one is the chosen."""
    next_missing: int = 0
    """Texts of posts that the chosen model has yet to read."""

    def is_foreign(self, language: str | None) -> bool:
        """Whether the model cannot read a text in `language`; one that is not known counts as readable."""
        if self.languages is None or language in (None, "und"):
            return False
        return language not in self.languages


def chosen_model(store: Store, settings: Settings) -> str:
    """Return the model that is wanted: the setting, else the one last named to `embed`.

    Empty means the built-in one. Scores of different models are never mixed; vectors of others wait until theirs is
    chosen again.
    """
    return settings.model or _kept(store, "model")


def choose_model(store: Store, model: str) -> None:
    """Want the vectors of `model` (a local path, or the name of a cached model) from now on.

    The scores stay those of the model before until the new one has read as much; see `model_in_use`.

    Raises:
        ModelError: there is no such model on this machine.
    """
    model_id_of(model or None)
    try:
        before = model_in_use(store, Settings()).name
    except ModelError:  # the one chosen before has gone from this machine
        before = ""
    with store.transaction():
        _keep(store, "model.before", before)
        _keep(store, "model", model)
        store.bump("vectors")


def model_in_use(store: Store, settings: Settings) -> ModelInUse:
    """Return the model that scores come from now.

    That is the chosen one, unless the one in use before it, or the built-in one, has read more of the posts at hand.
    So the old scores hold until the new model has caught up, and never longer.

    Raises:
        ModelError: the chosen model is not on this machine.
    """
    chosen = chosen_model(store, settings)
    identity = model_id_of(chosen or None)
    wanted = _ModelState(chosen, identity)
    others = _others(store, chosen, identity)
    if not others:
        return _as_used(wanted, settings)
    texts = set(
        store.frame(
            "SELECT DISTINCT text_key FROM feed_post WHERE author_id <> ? AND person_id <> ?",
            [OWNER, OWNER],
        )["text_key"]
    )
    read = len(texts & store.vector_keys(identity))
    best = max(others, key=lambda one: len(texts & store.vector_keys(one.identity)))
    if read >= len(texts & store.vector_keys(best.identity)):
        return _as_used(wanted, settings)
    return _as_used(best, settings, next_identity=identity, next_missing=len(texts) - read)


def note_precision(store: Store, identity: str, precision: str) -> None:
    """Note that vectors of the model with this id were computed in `precision`, such as "bfloat16"."""
    known = precisions_of(store, identity)
    if precision not in known:
        _keep(store, f"precision.{identity}", " ".join((*known, precision)))


def precisions_of(store: Store, identity: str) -> tuple[str, ...]:
    """Return the number formats that vectors of the model with this id were computed in, the first one first.

    Empty where none was noted, as for the vectors that come with the demo.
    """
    return tuple(_kept(store, f"precision.{identity}").split())


@dataclass(frozen=True)
class _ModelState:
    name: str
    identity: str


def _others(store: Store, chosen: str, identity: str) -> list[_ModelState]:
    """Return the models, other than the chosen one, that have vectors and may still be in use."""
    names = dict.fromkeys([_kept(store, "model.before"), _kept(store, "model"), ""])
    found = []
    for name in names:
        if name == chosen:
            continue
        try:
            other = model_id_of(name or None)
        except ModelError:  # it has gone from this machine: its vectors wait
            continue
        if other != identity and _kept(store, f"width.{other}"):
            found.append(_ModelState(name, other))
    return found


def _as_used(
    one: _ModelState, settings: Settings, *, next_identity: str | None = None, next_missing: int = 0
) -> ModelInUse:
    said = frozenset(settings.model_languages)
    languages = (None if "*" in said else said) if said else languages_read(one.name or None)
    return ModelInUse(one.name, one.identity, languages, next_identity, next_missing)


def _kept(store: Store, name: str) -> str:
    rows = store.frame("SELECT value FROM meta WHERE name = ?", [name])
    return str(rows["value"][0]) if rows.height else ""


def _keep(store: Store, name: str, value: str) -> None:
    store.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [name, value])
