"""Beyond one machine: posts go to the workers of a Ray cluster, vectors come back as files and are taken in."""

import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from relevance.cluster import (
    ClusterRun,
    TextBlocks,
    embed_blocks,
    keys_in,
    precision_in,
    read_vectors,
    require_ray,
    result_files,
    write_blocks,
)
from relevance.embedding import DEFAULT_MODEL, EmbedReport, model_id_of
from relevance.errors import DataError, ModelError, UsageError
from relevance.pipeline.models import note_precision
from relevance.pipeline.parquet_posts import parquet_texts
from relevance.pipeline.posts_languages import note_languages
from relevance.pipeline.vectors import embed, post_texts
from relevance.store import Store
from relevance.texts import _

__all__ = ["ClusterReport", "TakenFile", "embed_on_cluster", "take_in_vectors"]


_BUILT_IN_WIDTH = 384


@dataclass(frozen=True)
class TakenFile:
    """What became of one file of vectors."""

    file: Path
    taken: int = 0
    """Vectors that the database has now and had not before."""
    known: int = 0
    """Vectors that it had."""
    unused: int = 0
    """Vectors of texts that no post of the database has; they are left where they are."""
    error: str | None = None
    """Why none of the file was taken in; null where it was."""


@dataclass(frozen=True)
class ClusterReport:
    """What one run on a cluster did."""

    embedding: EmbedReport
    run: ClusterRun
    files: list[TakenFile]
    folder: Path
    """Where the vectors were written."""


def embed_on_cluster(
    store: Store,
    *,
    model: str = "",
    address: str | None = None,
    posts: str | None = None,
    out: Path | None = None,
    workers: int | None = None,
    limit: int | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> ClusterReport:
    """Have posts embedded by the workers of a Ray cluster, and take their vectors in.

    The texts of the posts leave this machine for those of the cluster; phrases of interests, profiles and notes of
    invitations do not, and get their vectors here. A run that was killed is resumed by calling again: what was
    written is not embedded again.

    Args:
        store: where the posts are and the vectors go.
        model: empty for the built-in model, else a local path or the name of a cached model, the same everywhere.
        address: `auto` or host:port of a cluster that this machine is a node of; null starts workers here alone.
        posts: a place of posts in Parquet instead of those in the database, see `parquet_texts`.
        out: a folder for the vectors, which stay there; null is one beside the database, from which files go once
            the database has all of their vectors.
        workers: the most blocks of posts that are embedded at a time; null is one for each processor.
        limit: at most this many posts are embedded now; null for all.
        progress: is called with the number of posts done and of those to do.

    Raises:
        UsageError: Ray is missing, or there is no such cluster, or there are no such posts.
        ModelError: the model is missing, damaged or unsafe, here or on a worker.
    """
    require_ray(address)
    identity = model_id_of(model or None)
    folder = _folder(store, out)
    known = keys_in(folder, model=identity)
    texts: Iterable[str]
    if posts is None:
        texts = post_texts(store)
        known |= store.vector_keys(identity)
    else:
        texts = parquet_texts(posts)
    # Texts that wait for a worker lie beside the database, which holds them as well, never on a disk that is shared.
    with tempfile.TemporaryDirectory(
        prefix=f".{store.path.stem}-texts-", dir=store.path.absolute().parent
    ) as waiting:
        blocks = write_blocks(Path(waiting), texts, known=known, limit=limit)
        run = embed_blocks(
            blocks.files,
            model=_same_everywhere(model),
            model_id=identity,
            out=folder,
            address=address,
            workers=workers,
            progress=lambda done: progress(done, blocks.texts),
        )
    files = take_in_vectors(store, folder, model=model)
    if out is None:
        _tidy(folder, files)
    if posts is None:
        embed(store, model=model, limit=0 if blocks.left else limit)
    return ClusterReport(_report(blocks, run, identity), run, files, folder)


def take_in_vectors(store: Store, folder: Path, *, model: str = "") -> list[TakenFile]:
    """Take in the vectors of a folder that a run on a cluster wrote, and say of each file what became of it.

    Each file is taken in whole or not at all; to take a folder in again changes nothing.

    Args:
        store: where the posts are and the vectors go.
        folder: the files; those of other models, of another width and those that are damaged are refused.
        model: empty for the built-in model, else a local path or the name of a cached model.

    Raises:
        UsageError: there is no such folder.
        ModelError: the model is not on this machine.
        StoreError: the vectors cannot be kept; what was taken in before stays.
    """
    identity = model_id_of(model or None)
    post_texts(store)  # posts that came before the cleaning get their keys
    wanted = set(store.frame("SELECT DISTINCT text_key FROM post")["text_key"])
    known = store.vector_keys(identity)
    files = [_taken(store, file, identity, wanted, known) for file in result_files(folder)]
    note_languages(store)
    return files


def _taken(store: Store, file: Path, identity: str, wanted: set[str], known: set[str]) -> TakenFile:
    fresh: set[str] = set()
    seen = unused = 0
    width = store.vector_width(identity)
    if width is None and identity == DEFAULT_MODEL:
        width = _BUILT_IN_WIDTH
    try:
        with store.transaction():
            for keys, vectors in read_vectors(file, model=identity, width=width):
                places = [
                    i
                    for i, key in enumerate(keys)
                    if key in wanted and key not in known and key not in fresh
                ]
                if places:
                    store.save_vectors(identity, [keys[i] for i in places], vectors[places])
                fresh.update(keys[i] for i in places)
                unused += sum(key not in wanted for key in keys)
                seen += len(keys)
            if fresh and (precision := precision_in(file)):
                note_precision(store, identity, precision)
    except (DataError, ModelError) as error:
        return TakenFile(file, error=str(error))
    known |= fresh
    return TakenFile(file, taken=len(fresh), known=seen - unused - len(fresh), unused=unused)


def _folder(store: Store, out: Path | None) -> Path:
    folder = out or store.path.with_name(f"{store.path.stem}-vectors")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        msg = _(
            "`--out` {folder} cannot be made: {reason}. Name a folder that can.",
            folder=folder,
            reason=error.strerror or error,
        )
        raise UsageError(msg) from error
    return folder


def _same_everywhere(model: str) -> str:
    """Return a folder by its whole path, since workers start elsewhere; a name as it is."""
    path = Path(model).expanduser()
    return str(path.resolve()) if model and path.is_dir() else model


def _tidy(folder: Path, files: Iterable[TakenFile]) -> None:
    """Delete the files whose vectors the database has: who is forgotten there is to be nowhere else."""
    for one in files:
        if one.error is None and not one.unused:
            one.file.unlink(missing_ok=True)
    with suppress(OSError):  # something that is not ours or was not used is still in it
        folder.rmdir()


def _report(blocks: TextBlocks, run: ClusterRun, identity: str) -> EmbedReport:
    return EmbedReport(
        embedded=run.embedded,
        reused=blocks.total - run.embedded - blocks.left,
        total=blocks.total,
        model=identity,
        posts_per_second=run.embedded / run.seconds if run.seconds > 0 else 0.0,
        cancelled=False,
    )
