"""Loads a model and turns texts into unit vectors."""

import os
import warnings
from collections import deque
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from threading import Lock, Thread
from typing import Any, Protocol, cast

import numpy as np
import numpy.typing as npt

from relevance.embedding.files import checked_model
from relevance.errors import ModelError

__all__ = ["Encoder", "Vectors", "load_encoder"]

Vectors = npt.NDArray[np.float32]

# Small batches stay in the processor's cache, and one-threaded batches side by side do not wait for
# each other as the threads of a single batch do. On 2 cores in float32, posts of 930 characters on
# average: 1.5 to 1.7 times the posts/s of SentenceTransformer.encode as it comes, much the same from
# 768 to 2048 tokens; one batch of 1024 at a time gives 1.3, and 128 texts a batch .6.
_BATCH_TOKENS = 768
# Beyond these the interpreter's lock holds the threads up; further cores share in each batch.
_MOST_WORKERS = 4


class Encoder(Protocol):
    """Turns texts into unit vectors; the real model and a test's fake are interchangeable."""

    @property
    def model_id(self) -> str:
        """Names the weights; vectors of different ids are never compared."""
        ...

    @property
    def dimensions(self) -> int:
        """Length of a vector, 1 or more."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (len(texts), dimensions), each row of unit length."""
        ...


def load_encoder(model: str | None = None) -> Encoder:
    """Load a sentence-transformers model from this machine; importing the library takes seconds.

    The encoder runs on the processor, in bfloat16 where that is native and else in float32, and may
    be used from several threads. An empty text has a vector like any other.

    Args:
        model: None for the default, a folder, or a name on the hub that is in the local cache.

    Raises:
        ModelError: The model is missing, damaged or incomplete, has pickled weights only, or wants
            to run code of its own.
    """
    folder, model_id = checked_model(model)
    return _load_folder(folder, model_id)


class _SentenceEncoder:
    """A sentence-transformers model on the processor."""

    def __init__(self, model: Any, model_id: str, workers: int) -> None:
        self._model = model.eval()
        self._model_id = model_id
        self._workers = workers
        self._dimensions = int(model.get_embedding_dimension())
        self._prompt = model.prompts.get(model.default_prompt_name)
        # A tokenizer keeps the settings of a call in itself, so threads take turns.
        self._tokenizing = Lock()

    @property
    def model_id(self) -> str:
        return self._model_id

    @property
    def dimensions(self) -> int:
        return self._dimensions

    def encode(self, texts: Sequence[str]) -> Vectors:
        clean = [_valid_unicode(text) for text in texts]
        vectors = np.empty((len(clean), self._dimensions), dtype=np.float32)

        def fill(batch: list[int]) -> None:
            vectors[batch] = self._forward([clean[i] for i in batch])

        _work_through(fill, _token_batches(self._token_counts(clean)), self._workers)
        return _unit_rows(vectors)

    def _forward(self, texts: list[str]) -> Vectors:
        import torch

        with torch.inference_mode():
            with self._tokenizing:
                features = self._model.preprocess(texts, prompt=self._prompt)
            # A model may be made to be cut: its first dimensions are then its vector.
            rows = self._model(features)["sentence_embedding"][:, : self._dimensions]
            return cast("Vectors", rows.float().numpy())

    def _token_counts(self, texts: list[str]) -> list[int]:
        tokenizer = getattr(self._model, "tokenizer", None)
        if not texts or not callable(tokenizer):
            # Some models have no such tokenizer; the count only groups like with like.
            return [1 + len(text) // 4 for text in texts]
        with self._tokenizing:
            tokens = tokenizer(texts, truncation=True, max_length=self._model.max_seq_length)
        return [len(ids) for ids in tokens["input_ids"]]


def _token_batches(counts: Sequence[int]) -> list[list[int]]:
    """Cut positions into batches of few tokens, padding included, the longest texts first."""
    order = sorted(range(len(counts)), key=lambda i: -counts[i])
    batches = []
    start = 0
    while start < len(order):
        size = max(1, _BATCH_TOKENS // max(1, counts[order[start]]))
        batches.append(order[start : start + size])
        start += size
    return batches


def _work_through(
    work: Callable[[list[int]], None], batches: Sequence[list[int]], workers: int
) -> None:
    """Share batches out between threads; raise what the first of them raised."""
    waiting = deque(batches)
    errors: list[BaseException] = []

    def drain() -> None:
        while not errors:
            try:
                batch = waiting.popleft()
            except IndexError:
                return
            try:
                work(batch)
            except BaseException as error:  # noqa: BLE001 - raised again by the caller's thread
                errors.append(error)

    # Daemons, unlike those of an executor, do not keep a closing program waiting.
    helpers = [Thread(target=drain, daemon=True) for _ in range(min(workers, len(batches)) - 1)]
    for helper in helpers:
        helper.start()
    drain()
    for helper in helpers:
        helper.join()
    if errors:
        raise errors[0]


def _unit_rows(vectors: Vectors) -> Vectors:
    if not np.isfinite(vectors).all():
        msg = (
            "The model gave vectors that are not finite numbers: its weights are damaged or do not "
            "suit this processor. Choose another model."
        )
        raise ModelError(msg)
    # A model that knows no word of a text may give zeros, which have no direction; all directions
    # alike is the nearest to none.
    vectors = np.where(vectors.any(axis=1, keepdims=True), vectors, np.float32(1))
    norms: Vectors = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / norms


def _valid_unicode(text: str) -> str:
    """Join surrogate pairs and replace lone halves, which tokenizers refuse, by U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _load_folder(folder: Path, model_id: str) -> Encoder:
    """Load a checked folder without a word on the console and without the network."""
    # Read when the hub's client is imported, which then refuses to reach out.
    os.environ["HF_HUB_OFFLINE"] = "1"
    # Texts are short, and the tokenizer's own threads complain at every fork.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import torch
        from safetensors import SafetensorError
        from sentence_transformers import SentenceTransformer

        _silence()
        workers = _set_threads()
        dtype = torch.bfloat16 if _has_native_bfloat16() else torch.float32
        try:
            model = SentenceTransformer(
                str(folder),
                device="cpu",
                local_files_only=True,
                trust_remote_code=False,
                model_kwargs={"use_safetensors": True, "dtype": dtype},
            )
        except (
            SafetensorError,
            OSError,
            RuntimeError,
            ValueError,
            TypeError,
            LookupError,
        ) as error:
            msg = (
                f"The model in {folder} cannot be loaded ({type(error).__name__}: {error}). "
                "It must be a complete sentence-transformers model; get it again or choose another."
            )
            raise ModelError(msg) from error
    return _SentenceEncoder(model, model_id, workers)


def _silence() -> None:
    from transformers.utils import logging as chatter

    chatter.disable_progress_bar()  # type: ignore[no-untyped-call]
    chatter.set_verbosity_error()  # type: ignore[no-untyped-call]


def _has_native_bfloat16() -> bool:
    # Elsewhere bfloat16 is emulated and slower than float32.
    import torch

    present = torch.cpu.get_capabilities()
    return bool(present.get("avx512_bf16") or present.get("amx_bf16"))


# Once a process: torch's own count of the cores is gone afterwards.
@cache
def _set_threads() -> int:
    """Share the cores out; return how many batches are worked on at a time."""
    import torch

    cores = _usable_cores(torch.get_num_threads())
    workers = min(cores, _MOST_WORKERS)
    torch.set_num_threads(cores // workers)
    return workers


def _usable_cores(preferred: int) -> int:
    """Return how many threads compute best: one a physical core that this process may use.

    `preferred` is torch's own count, which heeds physical cores and OMP_NUM_THREADS, but neither
    pinning nor a container's quota.
    """
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else preferred
    return max(1, min(preferred, allowed, _quota_cores(Path("/sys/fs/cgroup/cpu.max"), preferred)))


def _quota_cores(limits: Path, unlimited: int) -> int:
    try:
        quota, period = limits.read_text("ascii").split()
        return -(-int(quota) // int(period))
    except (OSError, ValueError):
        # No such file outside containers, and "max" where there is no quota.
        return unlimited
