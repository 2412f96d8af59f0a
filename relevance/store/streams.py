"""Rows on their way between Polars and DuckDB.

This module knows nothing of DuckDB: Polars remembers the type of whatever it is given until after the end of the
program, and DuckDB complains on the error output about anything of its own that is reached by then.
"""

from typing import Protocol

__all__ = ["ArrowStream"]


class _Source(Protocol):
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


class ArrowStream:
    """A frame or a query as nothing but a stream of Arrow, for which pyarrow need not be loaded.

    Of a frame that is known as one, DuckDB would ask a table of pyarrow.
    """

    def __init__(self, source: _Source) -> None:
        self._sources = [source]

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return a new stream of all rows, as long as they have not been let go."""
        return self._sources[0].__arrow_c_stream__(requested_schema)

    def let_go(self) -> None:
        """Hold the rows no longer: DuckDB holds what was registered until the transaction ends."""
        self._sources.clear()
