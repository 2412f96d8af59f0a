"""Beyond one machine: texts cut into blocks, embedded by the workers of a Ray cluster, vectors as Parquet files.

Importing this package is cheap and needs no Ray, which is an extra of its own: `pip install 'feed-relevance[cluster]'`.

    blocks.py        texts that have no vector yet, cut into blocks of some seconds' work
    on_ray.py        sends blocks to workers and writes what comes back; the only module that knows Ray
    vector_files.py  Parquet files of vectors: written whole or not at all, read with every row looked at
"""

from relevance.cluster.blocks import TextBlocks, write_blocks
from relevance.cluster.on_ray import ClusterRun, embed_blocks, require_ray
from relevance.cluster.vector_files import (
    keys_in,
    precision_in,
    read_vectors,
    result_files,
    write_vectors,
)

__all__ = [
    "ClusterRun",
    "TextBlocks",
    "embed_blocks",
    "keys_in",
    "precision_in",
    "read_vectors",
    "require_ray",
    "result_files",
    "write_blocks",
    "write_vectors",
]
