"""Runs a model on texts laid end to end in one row, so that no token of padding is computed.

The library lays texts end to end only for an attention kernel of graphics cards. Here that attention is
made of the processor's own: each text attends to itself alone, texts of one length at a time and without a
mask. Everything else is the library's: the layers, the pooling, the modules after it.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, cast

import numpy as np
import numpy.typing as npt

__all__ = ["PackedModel", "packed_model"]

Vectors = npt.NDArray[np.float32]

_ATTENTION = "relevance_packed"
# Positions count from 0 and nothing else in the model depends on where in a row a text stands.
_FAMILIES = frozenset({"bert"})
_MODULES = frozenset({"Transformer", "Pooling", "Normalize", "Dense"})
# Two texts of unlike lengths and one of the other's length.
_TRIAL = ("one", "a trial of several words, longer than that", "two")
_SAME = 0.999


def packed_model(model: Any) -> "PackedModel | None":
    """Return `model` made ready for packed texts, or None where that would not give its own vectors.

    Args:
        model: A SentenceTransformer on the processor, in evaluation mode.
    """
    prompt = model.prompts.get(model.default_prompt_name) or ""
    kinds = [type(module).__name__ for module in model]
    if kinds[0] != "Transformer" or not set(kinds) <= _MODULES or "Pooling" not in kinds:
        return None
    tokenizer = getattr(model.tokenizer, "backend_tokenizer", None)
    if model[0].auto_model.config.model_type not in _FAMILIES or tokenizer is None:
        return None
    if prompt and not all(getattr(module, "include_prompt", True) for module in model):
        return None  # the pooling leaves the prompt out, which needs to know where each text begins
    before = model[0].auto_model.config._attn_implementation
    padded = model.encode(list(_TRIAL), normalize_embeddings=True, show_progress_bar=False)
    packed = PackedModel(model, prompt)
    found = packed.vectors(_TRIAL)
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    if (found * padded[:, : found.shape[1]]).sum(axis=1).min() >= _SAME:
        return packed
    model[0].auto_model.set_attn_implementation(before)
    return None


class PackedModel:
    """A sentence-transformers model that takes texts packed; may be used from several threads."""

    def __init__(self, model: Any, prompt: str) -> None:
        from tokenizers import Tokenizer

        _register()
        self._transformer = model[0].auto_model
        self._transformer.set_attn_implementation(_ATTENTION)
        self._later = list(model)[1:]
        self._prompt = prompt
        # A copy whose settings nobody changes, so that threads need not take turns.
        self._tokenizer = Tokenizer.from_str(model.tokenizer.backend_tokenizer.to_str())
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(model.max_seq_length)

    def vectors(self, texts: Sequence[str], most_tokens: int = 1 << 30) -> Vectors:
        """Return float32 (len(texts), dimensions), not yet of unit length.

        Args:
            texts: What to embed, at least one.
            most_tokens: So many tokens are computed at a time, unless one text has more.
        """
        encoded = self._tokenizer.encode_batch([self._prompt + text for text in texts])
        ids = [one.ids for one in encoded]
        order = sorted(range(len(ids)), key=lambda i: -len(ids[i]))
        rows: list[Vectors] = [np.empty(0, dtype=np.float32)] * len(ids)
        for pack in _packs(order, [len(one) for one in ids], most_tokens):
            for i, row in zip(pack, self._forward([ids[i] for i in pack]), strict=True):
                rows[i] = row
        return np.stack(rows)

    def _forward(self, ids: Sequence[Sequence[int]]) -> Vectors:
        import torch

        lengths = [len(one) for one in ids]
        with torch.inference_mode():
            row = torch.tensor([[token for one in ids for token in one]])
            ends = torch.tensor([0, *lengths]).cumsum(0)
            hidden = self._transformer(
                input_ids=row,
                position_ids=torch.cat([torch.arange(length) for length in lengths])[None],
                text_lengths=lengths,
            ).last_hidden_state
            features = {"token_embeddings": hidden, "input_ids": row, "cu_seq_lens_q": ends}
            for module in self._later:
                features = module(features)
            return cast("Vectors", features["sentence_embedding"].float().numpy())


def _packs(order: Sequence[int], lengths: Sequence[int], most_tokens: int) -> list[list[int]]:
    packs: list[list[int]] = []
    size = 0
    for i in order:
        if not packs or size + lengths[i] > most_tokens:
            packs.append([])
            size = 0
        packs[-1].append(i)
        size += lengths[i]
    return packs


def _register() -> None:
    from transformers import AttentionInterface, AttentionMaskInterface

    AttentionInterface.register(_ATTENTION, _attention)
    AttentionMaskInterface.register(_ATTENTION, _no_mask)


def _no_mask(*_: Any, **__: Any) -> None:
    """Stand in for a mask: each text is attended to on its own."""


def _attention(
    _module: Any,
    query: Any,
    key: Any,
    value: Any,
    _mask: Any,
    *,
    text_lengths: Sequence[int],
    scaling: float | None = None,
    **_: Any,
) -> tuple[Any, None]:
    """Attend within each text; query, key and value are (1, heads, tokens, width)."""
    import torch
    from torch.nn.functional import scaled_dot_product_attention

    parts = []
    start = 0
    for length, equal in groupby(text_lengths):
        count = len(list(equal))
        end = start + count * length
        shape = (-1, count, length, query.shape[-1])
        one, other, third = (
            rows[0, :, start:end].reshape(shape).transpose(0, 1) for rows in (query, key, value)
        )
        found = scaled_dot_product_attention(one, other, third, scale=scaling)
        parts.append(found.transpose(1, 2).reshape(count * length, -1, query.shape[-1]))
        start = end
    return torch.cat(parts)[None], None
