"""Write data/demo/vectors.parquet: what the model makes of the demo's texts and interests.

Run `python -m tests.benchmarks.demo_vectors` after changing a text of the demo.
"""

import tempfile
from pathlib import Path

import numpy as np
import polars as pl

from relevance.config import Settings, shipped_folder
from relevance.pipeline import build_demo, embed
from relevance.store import Store

VECTORS = shipped_folder() / "demo" / "vectors.parquet"


def main() -> None:
    """Embed everything of the demo and write its vectors in half precision."""
    VECTORS.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.duckdb"
        with Store.open(path) as store:
            build_demo(store, Settings(database=path), with_vectors=False)
            embed(store)
            frame = store.frame("SELECT text_key, model, vector FROM embedding ORDER BY text_key")
    half = frame["vector"].to_numpy().astype(np.float16)
    out = frame.drop("vector").with_columns(
        vector=pl.Series(half.tolist(), dtype=pl.List(pl.Float16))
    )
    out.write_parquet(VECTORS, compression="zstd", compression_level=19)
    print(f"{out.height} vectors, {VECTORS.stat().st_size / 1e6:.2f} MB in {VECTORS}")


if __name__ == "__main__":
    main()
