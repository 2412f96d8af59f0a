"""Compares ways to run the model on the processor, and writes the table of what was tried.

    python -m tests.benchmarks.embedding [--texts N] [--rounds N] [--posts POSTS.parquet] [--without WORD ...]

The texts are the demo's, joined to the lengths that people write. Every way takes its turn in each round, and its
ratio is the median over rounds of the same round's figure for `SentenceTransformer.encode` as it comes: other
work on the machine falls on all of them alike. POSTS (columns author, text) adds the rank correlation of people
between the shipped precision and float32. `--without` leaves out ways whose name holds one of the words;
torch.compile needs a compiler and minutes.
"""

import argparse
import os
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import polars as pl
from scipy.stats import spearmanr

from relevance.config import shipped_folder
from relevance.embedding import encoder, files, load_encoder, precision_of
from relevance.feed import person_relevance
from relevance.interests import default_calibration, load_interests
from relevance.scoring import (
    calibrate,
    centre,
    corpus_mean,
    matches,
    post_relevance,
    soft_max_similarity,
)

RESULTS = Path(__file__).parent / "results" / "embedding.md"
BASELINE = "SentenceTransformer.encode, its defaults"
SHIPPED = "as shipped"

Encode = Callable[[Sequence[str]], np.ndarray]


def demo_texts(count: int) -> list[str]:
    """Return invented posts of the lengths that people write: half of them longer than 700 characters."""
    posts = pl.read_csv(shipped_folder() / "demo" / "posts.csv")["text"].to_list()
    random = np.random.default_rng(8)
    texts = []
    for _ in range(count):
        wanted, text = random.lognormal(np.log(700), 0.8), ""
        while len(text) < wanted:
            text = f"{text} {posts[random.integers(len(posts))]}".strip()
        texts.append(text[: max(40, int(wanted))])
    return texts


def plain(dtype: str = "float32") -> Any:
    """Return the library's model as it comes."""
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(
        str(files._packaged_folder()),
        device="cpu",
        local_files_only=True,
        model_kwargs={"dtype": dtype},
    )


def as_it_comes(model: Any, cores: int) -> Encode:
    """Return the library's `encode`, with all cores."""
    import torch

    def encode(texts: Sequence[str]) -> np.ndarray:
        torch.set_num_threads(cores)
        found = model.encode(list(texts), show_progress_bar=False)
        return np.asarray(found, dtype=np.float32)

    return encode


def own(
    *,
    precision: str | None = None,
    padded: bool = False,
    pack_tokens: int | None = None,
    workers: int | None = None,
    threads: int = 1,
    change: Callable[[Any], Any] | None = None,
) -> Encode:
    """Return the product's encoder with something changed."""
    import torch

    with _patched(precision, padded):
        loaded: Any = load_encoder()
    if workers:
        loaded._workers = workers
    if change:
        loaded._model[0].model = change(loaded._model[0].model)

    def encode(texts: Sequence[str]) -> np.ndarray:
        torch.set_num_threads(threads)
        before = encoder._PACK_TOKENS
        encoder._PACK_TOKENS = pack_tokens or before
        try:
            return np.asarray(loaded.encode(texts))
        finally:
            encoder._PACK_TOKENS = before

    return encode


@contextmanager
def _patched(precision: str | None, padded: bool) -> Iterator[None]:
    before = encoder._has_native_bfloat16, encoder.packed_model
    if precision:
        encoder._has_native_bfloat16 = lambda: precision == "bfloat16"
    if padded:
        encoder.packed_model = lambda *_: None
    try:
        yield
    finally:
        encoder._has_native_bfloat16, encoder.packed_model = before


def int8(model: Any) -> Any:
    """Return the model with the weights of its linear layers in 8 bits, and what goes in as it comes."""
    import torch

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch advises another package for this
        return torch.ao.quantization.quantize_dynamic(model, {torch.nn.Linear}, torch.qint8)


def ways(cores: int) -> dict[str, Callable[[], Encode]]:
    """Return how to make everything that is compared, the baseline first."""
    import torch

    return {
        BASELINE: lambda: as_it_comes(plain(), cores),
        "SentenceTransformer.encode, bfloat16 weights": lambda: as_it_comes(
            plain("bfloat16"), cores
        ),
        SHIPPED: own,
        "as shipped, but float32": lambda: own(precision="float32"),
        "padded batches of 768 tokens": lambda: own(padded=True),
        "padded batches, float32": lambda: own(padded=True, precision="float32"),
        "padded batches, int8 by dynamic quantisation": lambda: own(
            padded=True, precision="float32", change=int8
        ),
        "packs of 512 tokens": lambda: own(pack_tokens=512),
        "packs of 4,096 tokens": lambda: own(pack_tokens=4096),
        "one pack at a time on all cores": lambda: own(workers=1, threads=cores),
        "padded batches, torch.compile": lambda: own(
            padded=True, change=lambda model: torch.compile(model, dynamic=True)
        ),
    }


@dataclass
class Measured:
    """What one way took in every round, and how near it comes to float32."""

    seconds: list[float] = field(default_factory=list)
    cosine: float = 1.0


def measure(compared: dict[str, Encode], texts: Sequence[str], rounds: int) -> dict[str, Measured]:
    """Let every way take its turn in each round; a first short turn warms it up."""
    found = {name: Measured() for name in compared}
    exact = unit(compared[BASELINE](texts))
    for name, encode in compared.items():
        encode(texts[:8])
        found[name].cosine = float((unit(encode(texts)) * exact).sum(axis=1).min())
    for _ in range(rounds):
        for name, encode in compared.items():
            begun = time.perf_counter()
            encode(texts)
            found[name].seconds.append(time.perf_counter() - begun)
    return found


def unit(vectors: np.ndarray) -> np.ndarray:
    """Return rows of unit length."""
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def token_lengths(texts: Sequence[str]) -> list[int]:
    """Return how many tokens the model reads of each text."""
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(str(files._packaged_folder()), local_files_only=True)
    return [
        len(ids) for ids in tokenizer(list(texts), truncation=True, max_length=256)["input_ids"]
    ]


def work_of(lengths: Sequence[int], layers: int = 6, width: int = 384) -> float:
    """Return the arithmetic operations that the default model needs for texts of these tokens."""
    linear = 2 * 12 * width * width * layers * sum(lengths)
    return linear + 4 * width * layers * float(np.sum(np.square(lengths, dtype=np.float64)))


def peak(cores: int, dtype: str) -> float:
    """Return operations per second of multiplying matrices on all cores: the best of several sizes and tries."""
    import torch

    torch.set_num_threads(cores)
    best = 0.0
    for size in (768, 1024, 1536, 2048):
        one = torch.ones(size, size, dtype=getattr(torch, dtype))
        for _ in range(8):
            begun = time.perf_counter()
            one @ one
            best = max(best, 2 * size**3 / (time.perf_counter() - begun))
    return best


def ratio(found: dict[str, Measured], name: str) -> float:
    """Return how many times as fast as the baseline: the median over rounds."""
    pairs = zip(found[BASELINE].seconds, found[name].seconds, strict=True)
    return median(base / own_time for base, own_time in pairs)


def people_relevance(
    vectors: np.ndarray, phrases: Sequence[np.ndarray], weights: Sequence[float], who: np.ndarray
) -> np.ndarray:
    """Return the relevance of people (n_people,) as the product works it out, all posts alike loud."""
    calibration = default_calibration(files.DEFAULT_MODEL)
    mean = corpus_mean(vectors, prior=calibration.centre_prior)
    similar = soft_max_similarity(centre(vectors, mean), [centre(one, mean) for one in phrases])
    found = post_relevance(matches(similar, calibration), np.asarray(weights))
    relevance = calibrate(found, calibration)
    return np.asarray(
        person_relevance(relevance, np.ones(len(who)), who, int(who.max()) + 1).relevance
    )


def agreement_of_people(
    path: Path, people: int = 150, posts_each: int = 5
) -> tuple[float, int, float]:
    """Return the rank correlation of people with float32, how many posts they wrote, and the least cosine."""
    table = pl.read_parquet(path, columns=["author", "text"])
    table = table.filter(pl.len().over("author") >= posts_each)
    table = table.group_by("author", maintain_order=True).head(posts_each).head(people * posts_each)
    who = table["author"].rank("dense").to_numpy().astype(np.int64) - 1
    interests = load_interests(shipped_folder() / "interests.toml")
    both, rows = [], []
    for precision in (None, "float32"):
        encode = own(precision=precision)
        phrases = [encode(one.phrases) for one in interests]
        rows.append(encode(table["text"].to_list()))
        weights = [one.weight / 100 for one in interests]
        both.append(people_relevance(rows[-1], phrases, weights, who))
    cosine = float((rows[0] * rows[1]).sum(axis=1).min())
    return float(spearmanr(*both).statistic), table.height, cosine


def report(found: dict[str, Measured], lengths: Sequence[int], cores: int) -> str:
    """Return the table of everything that was compared."""
    peaks = {one: peak(cores, one) for one in ("float32", "bfloat16")}
    needed, tokens = work_of(lengths), sum(lengths)
    lines = [
        f"{len(lengths)} texts of {tokens} tokens. Matrices multiply at {peaks['float32'] / 1e9:.0f} GFLOP/s in "
        f"float32 and {peaks['bfloat16'] / 1e9:.0f} in bfloat16 on {cores} cores. The share is of the larger.",
        "",
        "| way | times the baseline | texts/s | tokens/s | share of the matrix peak | least cosine with float32 |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, one in found.items():
        took = median(one.seconds)
        lines.append(
            f"| {name} | {ratio(found, name):.2f} | {len(lengths) / took:.0f} | {tokens / took:.0f} | "
            f"{100 * needed / took / max(peaks.values()):.1f} % | {one.cosine:.4f} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Write the results page."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--texts", type=int, default=256)
    reader.add_argument("--rounds", type=int, default=3)
    reader.add_argument("--posts", type=Path)
    reader.add_argument("--without", nargs="*", default=[])
    given = reader.parse_args()
    os.environ["HF_HUB_OFFLINE"] = "1"
    import torch

    cores = torch.get_num_threads()
    texts = demo_texts(given.texts)
    wanted = {
        name: make()
        for name, make in ways(cores).items()
        if not any(word in name for word in given.without)
    }
    found = measure(wanted, texts, given.rounds)
    load = os.getloadavg()[0]
    page = _HEADING.format(
        rounds=given.rounds,
        load=f"{load:.0f}",
        precision=precision_of(load_encoder()),
        processor=", ".join(
            k for k, v in torch.cpu.get_capabilities().items() if v and "bf16" in k
        ),
    )
    page += report(found, token_lengths(texts), cores) + "\n"
    if given.posts:
        rank, posts, cosine = agreement_of_people(given.posts)
        page += (
            f"\nPeople of {posts} posts (five of each) ranked by the product from vectors of the shipped precision and "
            f"of float32: rank correlation {rank:.4f}; least cosine of a post {cosine:.4f}.\n"
        )
    RESULTS.write_text(page, "utf-8")
    print(page)


_HEADING = """# Running the model on the processor

Written by `python -m tests.benchmarks.embedding`; change nothing by hand. Median of {rounds} rounds in which every way
took its turn; the machine's load was {load}, so only the ratios of one round mean much. Shipped precision: {precision}
(the processor has {processor}). Packed means texts laid end to end without padding; one pack runs on one core, and
whoever runs it counts its tokens.

"""


if __name__ == "__main__":
    main()
