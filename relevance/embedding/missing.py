"""Embeds the texts that have no vector yet, and saves as it goes."""

import hashlib
import time
from collections import Counter, deque
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from relevance.embedding.encoder import Encoder, Vectors
from relevance.errors import ModelError, UsageError
from relevance.texts import _

__all__ = ["EmbedReport", "embed_missing", "text_key"]

_WINDOW_TEXTS = 256
_PART_CHARACTERS = 32_768
_SAVE_SECONDS = 10.0

_now = time.monotonic


@dataclass(frozen=True, slots=True)
class EmbedReport:
    """What one run of `embed_missing` did.

    Attributes:
        embedded: Distinct texts that were embedded and saved.
        reused: Texts that have a vector without having been embedded now: it was known before, or
            an equal text was embedded. `embedded + reused` is below `total` only where a limit or a
            cancel left texts for the next run.
        total: All texts.
        model: The id of the model.
        posts_per_second: Texts embedded per second of work, without imports and the loading of the
            model; 0 when nothing was embedded.
        cancelled: True when a cancel ended the run.
    """

    embedded: int
    reused: int
    total: int
    model: str
    posts_per_second: float
    cancelled: bool


def text_key(text: str) -> str:
    """Return the SHA-256 of the exact text as 64 hexadecimal digits.

    Half surrogate pairs, which broken exports contain, count as they are.
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def embed_missing(
    texts: Sequence[str],
    *,
    model_id: str,
    encoder: Callable[[], Encoder],
    known: Container[str],
    save: Callable[[list[str], Vectors], None],
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    cancelled: Callable[[], bool] = lambda: False,
    limit: int | None = None,
    rearrange: Callable[[Sequence[int]], Sequence[int]] | None = None,
) -> EmbedReport:
    """Embed the texts that have no vector yet, in their order, and save as it goes.

    A batch is saved at least every 256 texts, and before 10 s of work would be at stake. What was
    saved is kept whatever happens later, so a run that was killed or cancelled is resumed by calling
    again with the new `known`.

    Args:
        texts: All texts, the most urgent first.
        model_id: The model whose vectors are wanted, as `model_id_of` gives it.
        encoder: Gives the encoder; called at most once, and only when a text has to be embedded.
        known: Keys (`text_key`) of the texts that have a vector of this model.
        save: Keeps one batch, given the keys and float32 (n, dimensions); what it raises goes through.
        progress: Told how many texts of this run are embedded, and how many it will embed.
        cancelled: Asked about once a second; True saves what is embedded and ends the run.
        limit: The most texts to embed in this run, 0 or more; None is all.
        rearrange: Asked at the start and after every 256 texts for a better order of what is left: is given
            positions in `texts` and returns the same ones, the most urgent first.

    Returns:
        What was done.

    Raises:
        UsageError: `limit` is below 0.
        ModelError: The encoder cannot be loaded, or is of another model than `model_id`.
    """
    if limit is not None and limit < 0:
        msg = _(
            "`limit` must be 0 or more, got {limit}. Leave it out to embed all posts.", limit=limit
        )
        raise UsageError(msg)
    keys = [text_key(text) for text in texts]
    missing = Counter(key for key in keys if key not in known)
    # Which copy is encoded makes no difference; the first is the most urgent.
    place: dict[str, int] = {}
    for i, key in enumerate(keys):
        if key in missing:
            place.setdefault(key, i)
    todo = list(place.values())
    run = _Run(texts, keys, todo, save, progress, cancelled, rearrange, limit)
    stopped = run.embed(model_id, encoder) if todo and limit != 0 else False
    copies = sum(missing[key] for key in run.saved)
    embedded = len(run.saved)
    return EmbedReport(
        embedded=embedded,
        reused=len(keys) - missing.total() + copies - embedded,
        total=len(keys),
        model=model_id,
        posts_per_second=embedded / run.seconds if run.seconds > 0 else 0.0,
        cancelled=stopped,
    )


class _Run:
    """One run of `embed_missing`: what is embedded but not saved, and what is saved."""

    def __init__(
        self,
        texts: Sequence[str],
        keys: Sequence[str],
        todo: Sequence[int],
        save: Callable[[list[str], Vectors], None],
        progress: Callable[[int, int], None],
        cancelled: Callable[[], bool],
        rearrange: Callable[[Sequence[int]], Sequence[int]] | None,
        limit: int | None,
    ) -> None:
        self._texts = texts
        self._keys = keys
        self._left = deque(todo)
        self._wanted = len(todo) if limit is None else min(limit, len(todo))
        self._rearrange = rearrange or (lambda left: left)
        self._save = save
        self._progress = progress
        self._cancelled = cancelled
        self._pending: list[tuple[str, npt.NDArray[np.float32]]] = []
        self._pending_since = 0.0
        self._slowest = 0.0
        self.saved: list[str] = []
        self.seconds = 0.0

    def embed(self, model_id: str, load: Callable[[], Encoder]) -> bool:
        """Embed all that is to do; return True when a cancel ended it."""
        self._progress(0, self._wanted)
        if self._cancelled():
            return True
        encoder = load()
        if encoder.model_id != model_id:
            msg = _(
                "The encoder is of the model `{model_id}`, but vectors of `{wanted}` are "
                "wanted, and the two cannot be compared. Embed again with one model for both.",
                model_id=encoder.model_id,
                wanted=model_id,
            )
            raise ModelError(msg)
        begun = _now()
        stopped = self._embed_windows(encoder)
        self.seconds = _now() - begun
        return stopped

    def _embed_windows(self, encoder: Encoder) -> bool:
        while len(self.saved) < self._wanted:
            rearranged = self._rearrange(self._left)
            if rearranged is not self._left:
                self._left = deque(rearranged)
            size = min(_WINDOW_TEXTS, self._wanted - len(self.saved))
            window = [self._left.popleft() for _taken in range(size)]
            for part in self._parts(window):
                if self._cancelled():
                    self._flush()
                    return True
                self._embed_part(encoder, part)
            self._flush()
        return False

    def _parts(self, window: Sequence[int]) -> Iterator[list[int]]:
        """Cut a window into parts of about a second's work, with texts of like length together."""
        part: list[int] = []
        size = 0
        for i in sorted(window, key=lambda i: -len(self._texts[i])):
            size += len(self._texts[i])
            if part and size > _PART_CHARACTERS:
                yield part
                part, size = [], len(self._texts[i])
            part.append(i)
        yield part

    def _embed_part(self, encoder: Encoder, part: Sequence[int]) -> None:
        begun = _now()
        # Saved now if this part, should it be as slow as the slowest, would end too late.
        if begun - self._pending_since + self._slowest > _SAVE_SECONDS:
            self._flush()
            begun = _now()
        if not self._pending:
            self._pending_since = begun
        vectors = encoder.encode([self._texts[i] for i in part])
        self._pending += zip((self._keys[i] for i in part), vectors, strict=True)
        self._slowest = max(self._slowest, _now() - begun)
        self._progress(len(self.saved) + len(self._pending), self._wanted)

    def _flush(self) -> None:
        if self._pending:
            keys, rows = zip(*self._pending, strict=True)
            self._save(list(keys), np.stack(rows))
            self.saved += keys
            self._pending = []
