"""Sends blocks of texts to the workers of a Ray cluster and writes what comes back; nothing else knows Ray.

Blocks stream: a worker asks for the next when it is done, so that neither the cluster nor this machine holds
more than some of them. A block whose worker is lost goes to another. Vectors come back through Ray to this
machine, which writes each block to a file of its own: workers need no disk in common with it.
"""

import importlib.util
import logging
import os
import re
import secrets
import socket
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, redirect_stdout, suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from relevance.cluster.blocks import texts_of
from relevance.cluster.vector_files import write_vectors
from relevance.embedding import Encoder, load_encoder, precision_of
from relevance.errors import ModelError, UsageError
from relevance.texts import _, number

__all__ = ["ClusterRun", "embed_blocks", "require_ray"]

_ADDRESS = re.compile(r"auto|[^/\s]+:\d{1,5}")
_ANSWER_SECONDS = 10
# Blocks and vectors on their way are some megabytes each; Ray would take a third of the memory.
_OBJECT_BYTES = 256 << 20


@dataclass(frozen=True, slots=True)
class ClusterRun:
    """What one run of `embed_blocks` did.

    Attributes:
        embedded: Texts whose vectors were written.
        workers: Processes that embedded, those that were lost included.
        nodes: Machines, or nodes of one machine, that they ran on.
        retried: Blocks that were begun again because their worker was lost.
        seconds: From the first worker's having loaded the model to the last vector's being written.
        worker_bytes: The most memory that one worker had taken when it began a block.
    """

    embedded: int = 0
    workers: int = 0
    nodes: int = 0
    retried: int = 0
    seconds: float = 0.0
    worker_bytes: int = 0


def require_ray(address: str | None = None) -> None:
    """Refuse to go on where Ray is missing, or the address is none that a run can use.

    Raises:
        UsageError: Ray is not installed, the address is one of a Ray client, or nothing listens there.
    """
    if importlib.util.find_spec("ray") is None:
        msg = _(
            "`--engine ray` needs Ray, which is not installed here; the engines are local "
            "(always there) and ray. Run `pip install 'feed-relevance[cluster]'`, or leave "
            "`--engine` out."
        )
        raise UsageError(msg)
    if address is not None and not _ADDRESS.fullmatch(address):
        msg = _(
            "`--address` must be `auto` or host:port of a Ray cluster that this machine is a "
            "node of, got {address!r}. Join it first with `ray start --address=HOST:PORT`, "
            "and give that address.",
            address=address,
        )
        raise UsageError(msg)
    _require_answer(address)


def embed_blocks(
    blocks: Sequence[Path],
    *,
    model: str,
    model_id: str,
    out: Path,
    address: str | None = None,
    workers: int | None = None,
    progress: Callable[[int], None] = lambda _done: None,
) -> ClusterRun:
    """Have the texts of `blocks` embedded by the workers of a cluster, and write their vectors to `out`.

    What was written stays, whatever happens later: a run that was killed is resumed with the blocks that are
    left. A block may be embedded twice, and its file is then written twice and the same.

    Args:
        blocks: Files as `write_blocks` writes them, on this machine.
        model: Empty for the built-in one, else a path or a name that leads to the same model on every worker.
        model_id: Its id, which every worker compares with that of its own files.
        out: An existing folder of this machine, see `write_vectors`.
        address: Of a cluster that this machine is a node of; None starts workers on this machine alone.
        workers: The most blocks that are embedded at a time; None is one for each processor of the cluster.
        progress: Told how many texts have their vector, after each block.

    Raises:
        UsageError: Ray is missing, there is no cluster at the address, or none of its nodes has a processor.
        ModelError: A worker has not this model, or it cannot be loaded there.
    """
    require_ray(address)
    if not blocks:
        return ClusterRun()
    with _connected(address, workers):
        return _run(blocks, model, model_id, out, workers, progress)


def _run(
    blocks: Sequence[Path],
    model: str,
    model_id: str,
    out: Path,
    workers: int | None,
    progress: Callable[[int], None],
) -> ClusterRun:
    import ray
    import ray.data
    from ray.exceptions import RayError

    # Everything but the embedding itself stays on this machine's node, where the blocks lie.
    here = {"ray.io/node-id": ray.get_runtime_context().get_node_id()}
    register = ray.remote(num_cpus=0)(_Register).options(label_selector=here).remote()
    paths = ray.data.from_items(
        [{"path": str(one)} for one in blocks], override_num_blocks=len(blocks)
    )
    whole: dict[str, Any] = {"batch_size": None, "batch_format": "pyarrow"}
    texts = paths.map_batches(_block, num_cpus=0, concurrency=1, label_selector=here, **whole)
    work = partial(_embedded, model=model, model_id=model_id, register=register)
    results = texts.map_batches(work, num_cpus=1, concurrency=workers, **whole)
    embedded = 0
    try:
        for table in results.iter_batches(prefetch_batches=0, **whole):
            embedded += _write(table, model_id, out)
            progress(embedded)
        ended = time.time()
        register_of = ray.get(register.told.remote())
    except RayError as error:
        problem = ""
        with suppress(RayError):  # the cluster may be gone altogether
            problem = ray.get(register.problem.remote())
        raise _in_words(error, problem, embedded) from error
    return _summary(register_of, embedded, ended)


def _write(table: pa.Table, model_id: str, out: Path) -> int:
    if table.num_rows:
        column = table["vector"].combine_chunks()
        vectors = column.flatten().to_numpy().reshape(table.num_rows, -1)
        precision = table["precision"][0].as_py()
        keys = table["text_sha256"].to_pylist()
        write_vectors(out, keys, vectors, model=model_id, precision=precision)
    return int(table.num_rows)


@dataclass(frozen=True, slots=True)
class _Beginning:
    """A worker began a block: which one, who, where, and how much memory it had taken by then."""

    block: str
    worker: str
    node: str
    bytes: int
    at: float


class _Register:
    """Lives on the driver's node and is told of every block that is begun, and of what a worker cannot do."""

    def __init__(self) -> None:
        self._beginnings: list[_Beginning] = []
        self._problem = ""

    def began(self, beginning: _Beginning) -> None:
        self._beginnings.append(beginning)

    def failed(self, problem: str) -> None:
        self._problem = problem

    def told(self) -> list[_Beginning]:
        return self._beginnings

    def problem(self) -> str:
        return self._problem


def _summary(beginnings: Sequence[_Beginning], embedded: int, ended: float) -> ClusterRun:
    times = Counter(one.block for one in beginnings)
    return ClusterRun(
        embedded=embedded,
        workers=len({one.worker for one in beginnings}),
        nodes=len({one.node for one in beginnings}),
        retried=sum(times.values()) - len(times),
        seconds=ended - min((one.at for one in beginnings), default=ended),
        worker_bytes=max((one.bytes for one in beginnings), default=0),
    )


# --- on the workers -------------------------------------------------------------------------------


def _block(path: pa.Table) -> pa.Table:
    return pq.read_table(path["path"][0].as_py())


def _embedded(table: pa.Table, *, model: str, model_id: str, register: Any) -> pa.Table:
    """Return hashes and vectors of a block, and the number format they were computed in."""
    import ray

    keys = table["text_sha256"].to_pylist()
    try:
        encoder = _encoder_of(model, model_id)
        register.began.remote(_beginning(keys[0]))
        vectors = encoder.encode(texts_of(table))
    except ModelError as error:
        # What Ray makes of an error on its way does not keep its words.
        ray.get(register.failed.remote(str(error)))
        raise
    flat = pa.array(vectors.ravel(), type=pa.float32())
    return pa.table(
        {
            "text_sha256": table["text_sha256"],
            "vector": pa.FixedSizeListArray.from_arrays(flat, vectors.shape[1]),
            "precision": pa.array([precision_of(encoder)] * len(keys), pa.string()),
        }
    )


def _beginning(block: str) -> _Beginning:
    import ray

    context = ray.get_runtime_context()
    return _Beginning(
        block=block,
        worker=str(context.get_worker_id()),
        node=str(context.get_node_id()),
        bytes=_peak_bytes(),
        at=time.time(),
    )


def _peak_bytes() -> int:
    """Return the most memory that this process has taken; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return unit * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@cache
def _encoder_of(model: str, model_id: str) -> Encoder:
    """Return the encoder, which a worker loads once, from files of its own machine."""
    encoder = load_encoder(model or None)
    if encoder.model_id != model_id:
        msg = _(
            "The worker on {host} has the model `{model_id}`, but vectors of "
            "`{wanted}` are wanted. Put the same files at the same path on every machine "
            "of the cluster.",
            host=socket.gethostname(),
            model_id=encoder.model_id,
            wanted=model_id,
        )
        raise ModelError(msg)
    return encoder


# --- the cluster ----------------------------------------------------------------------------------


@contextmanager
def _connected(address: str | None, workers: int | None) -> Iterator[None]:
    # Read when Ray is imported: it counts its use on a server of its makers otherwise.
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    with ExitStack() as stack:
        own = address is None
        given = stack.enter_context(_own(workers or _cores())) if own else {"address": address}
        import ray
        import ray.data

        _silence()
        # When a node is lost Ray prints its state there, where the command's own answer belongs.
        nowhere = stack.enter_context(Path(os.devnull).open("w", encoding="utf-8"))
        stack.enter_context(redirect_stdout(nowhere))
        try:
            ray.init(log_to_driver=False, configure_logging=False, **given)
        except Exception as error:  # where a node does not start in time Ray raises no other
            raise _not_connected(address, error) from error
        stack.callback(ray.shutdown)
        if not ray.cluster_resources().get("CPU"):
            msg = _(
                "The Ray cluster at `--address` {address} has no processor to embed with. "
                "Add a machine to it with `ray start --address=HOST:PORT`.",
                address=address,
            )
            raise UsageError(msg)
        yield


def _require_answer(address: str | None) -> None:
    """Refuse an address where nothing listens; Ray itself would go on asking for minutes."""
    if address in (None, "auto"):
        return
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=_ANSWER_SECONDS).close()
    except (OSError, OverflowError) as error:
        raise _not_connected(address, error) from error


def _not_connected(address: str | None, error: Exception) -> UsageError:
    why = " ".join(str(error).split())[:200]
    if address is None:
        msg = _(
            "Ray could not start workers on this machine ({why}). Run the command again when "
            "the machine has less to do, or leave `--engine` out to embed without Ray.",
            why=why,
        )
    else:
        msg = _(
            "There is no Ray cluster at `--address` {address} that this machine is a node of "
            "({why}). Start one with `ray start --head`, join it with `ray start "
            "--address=HOST:PORT`, or leave the address out.",
            address=address,
            why=why,
        )
    return UsageError(msg)


@contextmanager
def _own(cores: int) -> Iterator[dict[str, Any]]:
    """Yield how to start workers on this machine for the time of one run.

    They listen on the loopback address only and ask for a token that nobody else knows; their folder, where
    Ray may put blocks that do not fit its memory, is the owner's alone and goes with them.
    """
    os.environ |= {
        # What Ray calls so decides on every system whether it listens on the loopback address only.
        "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",
        "RAY_AUTH_MODE": "token",
        "RAY_AUTH_TOKEN": secrets.token_hex(32),
    }
    with tempfile.TemporaryDirectory(prefix="relevance-", ignore_cleanup_errors=True) as folder:
        yield {
            "address": "local",
            "num_cpus": cores,
            "include_dashboard": False,
            "object_store_memory": _OBJECT_BYTES,
            "_temp_dir": folder,
        }


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _silence() -> None:
    """Keep Ray's progress off the console, whose output is the command's own."""
    import ray.data

    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    for name in ("ray", "ray.data"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _in_words(error: Exception, problem: str, embedded: int) -> ModelError:
    """Return what a failure on a worker means here; Ray's own message, which may quote texts, is left out."""
    why = problem or _("It ended with {name}.", name=type(error).__name__)
    msg = _(
        "The cluster could not embed all texts. {why} The vectors of {embedded} texts are "
        "kept; mend this and run the same command again, and it goes on with the rest.",
        why=why,
        embedded=number(embedded),
    )
    return ModelError(msg)
