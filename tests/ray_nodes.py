"""A Ray cluster of several nodes on this machine, each with processes of its own, on the loopback address."""

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["Nodes", "ray_nodes"]

_SETTINGS = {
    "RAY_USAGE_STATS_ENABLED": "0",
    # Listen on the loopback address only, on every system.
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",
    "RAY_AUTH_MODE": "token",
}


@dataclass
class Nodes:
    """A head without a processor, where the driver is, and nodes that compute."""

    cluster: Any
    environment: dict[str, str]
    """What a driver needs in its environment to join."""
    nodes: list[Any] = field(default_factory=list)

    @property
    def address(self) -> str:
        return str(self.cluster.address)

    def add(self, **options: Any) -> None:
        self.nodes.append(self.cluster.add_node(**_OPTIONS, **{"num_cpus": 1, **options}))

    def kill(self, place: int) -> None:
        """End all processes of a node at once, as a machine that loses its power."""
        self.cluster.remove_node(self.nodes.pop(place), allow_graceful=False)


_OPTIONS = {
    "node_ip_address": "127.0.0.1",
    "include_dashboard": False,
    "object_store_memory": 100 << 20,
}


@contextmanager
def ray_nodes(count: int) -> Iterator[Nodes]:
    """Run a cluster with `count` nodes of one processor each; must come before anything imports Ray."""
    with tempfile.TemporaryDirectory(prefix="ray-", ignore_cleanup_errors=True) as folder:
        # Ray notes the address of its last cluster in its usual folder, which it does not make for that.
        Path(folder, "ray").mkdir()
        settings = {**_SETTINGS, "RAY_AUTH_TOKEN": secrets.token_hex(32), "RAY_TMPDIR": folder}
        os.environ |= settings
        from ray.cluster_utils import Cluster

        cluster = Cluster()
        try:
            cluster.add_node(num_cpus=0, temp_dir=folder, **_OPTIONS)
            found = Nodes(cluster, settings)
            for _ in range(count):
                found.add()
            yield found
        finally:
            cluster.shutdown()
            for name in settings:
                os.environ.pop(name, None)
