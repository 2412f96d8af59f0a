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
from relevance.embedding.packed import PackedModel, packed_model
from relevance.errors import ModelError
from relevance.texts import _

__all__ = ["Encoder", "Vectors", "load_encoder", "precision_of"]

Vectors = npt.NDArray[np.float32]

# Small batches stay in the processor's cache, and one-threaded batches side by side do not wait for
# each other as the threads of a single batch do. `python -m tests.benchmarks.embedding` compares ways.
_BATCH_TOKENS = 768
# A graphics card has to be kept busy.
_DEVICE_BATCH_TOKENS = 16_384
_PACK_TOKENS = 1536
# A token of English is about so long; only how even the shares of work are depends on it.
_TOKEN_CHARACTERS = 4
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


def precision_of(encoder: Encoder) -> str:
    """Return the number format that an encoder computes in, such as "bfloat16".

    Vectors of one model agree to a cosine of 0.999 whatever it is, so they may stand side by side.
    """
    return str(getattr(encoder, "precision", "float32"))


def load_encoder(model: str | None = None) -> Encoder:
    """Load a sentence-transformers model from this machine; importing the library takes seconds.

    The encoder runs on a graphics card or an Apple chip where torch finds one, else on the processor; in
    bfloat16 where that is native and else in float32. It may be used from several threads. An empty text
    has a vector like any other.

    Args:
        model: None for the default, a folder, or a name on the hub that is in the local cache.

    Raises:
        ModelError: The model is missing, damaged or incomplete, has pickled weights only, or wants
            to run code of its own.
    """
    folder, model_id = checked_model(model)
    return _load_folder(folder, model_id)


class _SentenceEncoder:
    """A sentence-transformers model on one device."""

    def __init__(
        self,
        model: Any,
        model_id: str,
        workers: int,
        *,
        device: str = "cpu",
        packed: PackedModel | None = None,
    ) -> None:
        self._model = model.eval()
        self._model_id = model_id
        self._workers = workers
        self._dimensions = int(model.get_embedding_dimension())
        self._prompt = model.prompts.get(model.default_prompt_name)
        self._device = device
        self._packed = packed
        # A tokenizer keeps the settings of a call in itself, so threads take turns.
        self._tokenizing = Lock()

    @property
    def model_id(self) -> str:
        return self._model_id

    @property
    def dimensions(self) -> int:
        return self._dimensions

    @property
    def precision(self) -> str:
        return str(self._model.dtype).removeprefix("torch.")

    def encode(self, texts: Sequence[str]) -> Vectors:
        clean = [_valid_unicode(text) for text in texts]
        vectors = np.empty((len(clean), self._dimensions), dtype=np.float32)

        def fill(batch: list[int]) -> None:
            # A model may be made to be cut: its first dimensions are then its vector.
            vectors[batch] = self._rows([clean[i] for i in batch])[:, : self._dimensions]

        _work_through(fill, self._batches(clean), self._workers)
        return _unit_rows(vectors)

    def _batches(self, texts: list[str]) -> list[list[int]]:
        if self._packed:
            # Tokens are counted by whoever computes them, while others compute.
            longest = _TOKEN_CHARACTERS * self._model.max_seq_length
            sizes = [min(len(text), longest) // _TOKEN_CHARACTERS + 2 for text in texts]
            return _even_batches(sizes, _PACK_TOKENS)
        most = _BATCH_TOKENS if self._device == "cpu" else _DEVICE_BATCH_TOKENS
        return _token_batches(self._token_counts(texts), most)

    def _rows(self, texts: list[str]) -> Vectors:
        if self._packed:
            return self._packed.vectors(texts, 2 * _PACK_TOKENS)
        import torch

        with torch.inference_mode():
            with self._tokenizing:
                features = self._model.preprocess(texts, prompt=self._prompt)
            if self._device != "cpu":
                from sentence_transformers.util import batch_to_device

                features = batch_to_device(features, torch.device(self._device))
            rows = self._model(features)["sentence_embedding"]
            return cast("Vectors", rows.float().cpu().numpy())

    def _token_counts(self, texts: list[str]) -> list[int]:
        tokenizer = getattr(self._model, "tokenizer", None)
        if not texts or not callable(tokenizer):
            # Some models have no such tokenizer; the count only groups like with like.
            return [1 + len(text) // 4 for text in texts]
        with self._tokenizing:
            tokens = tokenizer(texts, truncation=True, max_length=self._model.max_seq_length)
        return [len(ids) for ids in tokens["input_ids"]]


def _token_batches(counts: Sequence[int], most_tokens: int = _BATCH_TOKENS) -> list[list[int]]:
    """Cut positions into batches of few tokens, padding included, the longest texts first."""
    order = sorted(range(len(counts)), key=lambda i: -counts[i])
    batches = []
    start = 0
    while start < len(order):
        size = max(1, most_tokens // max(1, counts[order[start]]))
        batches.append(order[start : start + size])
        start += size
    return batches


def _even_batches(sizes: Sequence[int], most: int) -> list[list[int]]:
    """Cut positions into batches of at most `most` in all, those of like size together, largest first."""
    batches: list[list[int]] = []
    room = 0
    for i in sorted(range(len(sizes)), key=lambda i: -sizes[i]):
        if not batches or sizes[i] > room:
            batches.append([])
            room = most
        batches[-1].append(i)
        room -= sizes[i]
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
        msg = _(
            "The model gave vectors that are not finite numbers: its weights are damaged or "
            "do not suit this processor. Choose another model."
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
        device = _device()
        workers = _set_threads() if device == "cpu" else 1
        dtype = torch.bfloat16 if device == "cpu" and _has_native_bfloat16() else torch.float32
        try:
            model = SentenceTransformer(
                str(folder),
                device=device,
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
            msg = _(
                "The model in {folder} cannot be loaded ({name}: {error}). It must be a "
                "complete sentence-transformers model; get it again or choose another.",
                folder=folder,
                name=type(error).__name__,
                error=error,
            )
            raise ModelError(msg) from error
    model.eval()
    packed = packed_model(model) if device == "cpu" else None
    return _SentenceEncoder(model, model_id, workers, device=device, packed=packed)


def _silence() -> None:
    from transformers.utils import logging as chatter

    chatter.disable_progress_bar()  # type: ignore[no-untyped-call]
    chatter.set_verbosity_error()  # type: ignore[no-untyped-call]


def _device() -> str:
    """Return where to compute; a card is used in float32, which is fast enough there."""
    import torch

    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


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
