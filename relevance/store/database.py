"""The database of one owner: one connection for each process, one cursor for each thread."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial

import duckdb
import numpy as np
import polars as pl

from relevance.errors import NotFoundError, StoreError
from relevance.schema import FACTS, Table
from relevance.store.access import Access
from relevance.store.connecting import fetched, registered, translated
from relevance.store.facts import TakenIn
from relevance.store.origins import take_back, take_in
from relevance.texts import _

__all__ = ["Store"]

DEFAULT_WIDTH = 384
_VECTORS_AT_ONCE = 61_440
_VECTORS_OF_FEW = 2_048
_FEW = 4_096
_ROWS_COPIED = 4_096

_PERSON_COLUMNS = (
    "person_id",
    "name",
    "comparable_name",
    "former_names",
    "headline",
    "company",
    "position",
    "url",
    "is_company",
    "is_owner",
)


_VECTOR_TABLES = (
    "SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'embedding%' AND NOT temporary"
)


def _contract(table: str) -> Table:
    if table not in FACTS:
        msg = _(
            "There is no table of facts {table!r}; there are {facts}.",
            table=table,
            facts=sorted(FACTS),
        )
        raise NotFoundError(msg)
    return FACTS[table]


class Store(Access):
    """Everything that is kept, in one DuckDB file; how it is shared between threads, see `Access`."""

    # -- facts -------------------------------------------------------------------------------------

    def take_in(
        self,
        accepted: Mapping[str, pl.DataFrame | Iterable[pl.DataFrame]],
        *,
        file_id: int = 0,
        is_conformed: bool = False,
    ) -> dict[str, TakenIn]:
        """Take in frames of facts by table name, in one transaction; return what changed, by table.

        Args:
            accepted: frames of facts, those of a large table one after the other.
            file_id: the file they come from (see `next_file`); 0 for what the owner says.
            is_conformed: every frame is what `Table.conform` gave, or rows of it; half a million are not checked twice.

        Raises:
            NotFoundError: there is no such table of facts.
            StoreError: the rows cannot be written; nothing of them is kept.
        """
        taken = {}
        with self.transaction(), translated("Taking in facts"):
            cursor = self._cursor()
            for name, given in accepted.items():
                contract = _contract(name)
                taken[name] = TakenIn()
                for frame in [given] if isinstance(given, pl.DataFrame) else given:
                    whole = frame if is_conformed else contract.conform(frame)
                    taken[name] += take_in(cursor, contract, whole, file_id)
        return taken

    def take_back(self, file_ids: Sequence[int]) -> dict[str, TakenIn]:
        """Forget what only these files said, and the files; return what went and changed, by table.

        Raises:
            StoreError: the rows cannot be written; everything stays.
        """
        with self.transaction(), translated("Undoing an import"):
            cursor = self._cursor()
            changed = take_back(cursor, file_ids)
            for table in ("import_file", "import_reject"):
                cursor.execute(
                    f"DELETE FROM {table} WHERE list_contains(?, file_id)", [list(file_ids)]
                )
        return changed

    def facts(self, table: str) -> pl.DataFrame:
        """Return a whole table of facts.

        Raises:
            NotFoundError: there is no such table of facts.
        """
        return self.frame(f"SELECT * FROM {_contract(table).name} ORDER BY ALL")

    def count(self, table: str) -> int:
        """Return the number of rows of one of the store's own tables."""
        return int(self.frame(f"SELECT count(*) AS n FROM {table}")["n"][0])

    # -- people ------------------------------------------------------------------------------------

    def save_people(self, people: pl.DataFrame, links: pl.DataFrame) -> None:
        """Replace all persons and links (columns as in the tables `person` and `person_link`)."""
        with self.transaction():
            self.execute("DELETE FROM person")
            self.execute("DELETE FROM person_link")
            self.insert("person", people.select(_PERSON_COLUMNS))
            self.insert("person_link", links)
            self.bump()

    def people(self) -> pl.DataFrame:
        """Return all persons, the owner included, by name."""
        return self.frame(
            f"SELECT {', '.join(_PERSON_COLUMNS)} FROM person ORDER BY name, person_id"
        )

    # -- vectors -----------------------------------------------------------------------------------

    def save_vectors(
        self, model: str, keys: Sequence[str], vectors: np.ndarray, *, part: str = "vectors"
    ) -> None:
        """Keep unit vectors of texts, shape (n, width), float32; texts that have one already are left as they are.

        `part` counts the change: "phrases" where nothing but an interest says any of these texts.
        """
        table = self._vector_table(int(vectors.shape[1]))
        width = int(vectors.shape[1])
        frame = pl.DataFrame(
            {
                "text_key": list(keys),
                "model": [model] * len(keys),
                "vector": pl.Series(
                    np.ascontiguousarray(vectors, dtype=np.float32),
                    dtype=pl.Array(pl.Float32, width),
                ),
            }
        ).unique("text_key", keep="first", maintain_order=True)
        keep = partial(self._keep_vectors, table, frame, (f"width.{model}", str(width)), part)
        # To pass over what is there DuckDB reads all keys, a million for every batch. To find out that something is
        # there takes its index, but ends the transaction, which must not be somebody else's.
        if not self.is_writing:
            try:
                keep("")
            except StoreError as error:
                if not isinstance(error.__cause__, duckdb.ConstraintException):
                    raise
            else:
                return
        keep("ON CONFLICT DO NOTHING")

    def _keep_vectors(
        self, table: str, frame: pl.DataFrame, told: tuple[str, str], part: str, on_conflict: str
    ) -> None:
        with self.transaction(), translated("Keeping vectors"):
            cursor = self._cursor()
            with registered(cursor, "appended", frame):
                cursor.execute(f"INSERT INTO {table} BY NAME SELECT * FROM appended {on_conflict}")
            self.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", told)
            self.bump(part)

    def keep_vectors(self, keys: Sequence[str]) -> None:
        """Forget the vectors, of all models, of texts that are not among `keys`."""
        kept = pl.DataFrame({"text_key": list(keys)}, schema={"text_key": pl.String})
        with self.transaction(), translated("Forgetting vectors"):
            cursor = self._cursor()
            with registered(cursor, "kept", kept):
                for (table,) in cursor.execute(_VECTOR_TABLES).fetchall():
                    cursor.execute(f"DELETE FROM {table} WHERE text_key NOT IN (FROM kept)")
            self.bump("vectors")

    def vector_keys(self, model: str) -> set[str]:
        """Return the keys of all texts that have a vector of this model."""
        table = self._table_of(model)
        return set(self.frame(f"SELECT text_key FROM {table} WHERE model = ?", [model])["text_key"])

    def vectors(self, model: str, keys: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Return the vectors of `keys` in their order, and which of the keys have one.

        Returns:
            Vectors of shape (n, width), float32, rows of zeros where there is none; and a mask of shape (n,).
        """
        out = np.zeros((len(keys), self.width_of(model)), dtype=np.float32)
        there = np.zeros(len(keys), dtype=bool)
        for places, some in self.vector_blocks(model, pl.Series("text_key", keys, dtype=pl.String)):
            out[places] = some
            there[places] = True
        return out, there

    def vector_blocks(self, model: str, keys: pl.Series) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Yield the vectors of `keys` some at a time: places among `keys` (n,), and vectors (n, width), float32.

        They come in stretches of the table and, in each, by rising places, once for every key that is theirs; keys
        without one do not come.
        """
        table = self._table_of(model)
        wanted = keys.alias("text_key").to_frame().with_row_index("place")
        many = wanted.height > _FEW
        size = _VECTORS_AT_ONCE if many else _VECTORS_OF_FEW
        for stretch in self._all_stretches(table) if many else self._stretches_with(table, wanted):
            first = stretch * size
            found = self.frame(
                f"SELECT text_key, vector FROM {table} WHERE rowid >= ? AND rowid < ? AND model = ?",
                [first, first + size, model],
            ).with_row_index("at")
            pairs = wanted.join(found.select("text_key", "at"), on="text_key").sort("place")
            if pairs.height:
                vectors = found["vector"].to_numpy()
                # Copies of many rows at once would be fresh memory each time, which costs more than the copying.
                for some in pairs.iter_slices(_ROWS_COPIED):
                    yield some["place"].to_numpy(), vectors[some["at"].to_numpy()]
            if many:
                self.let_go()

    def _all_stretches(self, table: str) -> range:
        last = self.frame(f"SELECT coalesce(max(rowid), -1) AS n FROM {table}")["n"][0]
        return range(int(last) // _VECTORS_AT_ONCE + 1)

    def _stretches_with(self, table: str, wanted: pl.DataFrame) -> list[int]:
        """Return the short stretches of a table that may hold one of a few wanted vectors: reading all takes long."""
        with self._gate.inside(), translated("Reading vectors"):
            cursor = self._cursor()
            with registered(cursor, "wanted", wanted):
                found = fetched(
                    cursor.sql(
                        f"SELECT DISTINCT held.rowid // {_VECTORS_OF_FEW} AS stretch "
                        f"FROM {table} AS held SEMI JOIN wanted USING (text_key) ORDER BY ALL"
                    )
                )
        return [int(one) for one in found["stretch"]]

    def vector_width(self, model: str) -> int | None:
        """Return how many numbers a vector of this model has, null where it has none yet."""
        rows = self.frame("SELECT value FROM meta WHERE name = ?", [f"width.{model}"])
        return int(rows["value"][0]) if rows.height else None

    def width_of(self, model: str) -> int:
        """Return how many numbers a vector of this model has, or would have where it has none yet."""
        return self.vector_width(model) or DEFAULT_WIDTH

    def _table_of(self, model: str) -> str:
        return self._vector_table(self.width_of(model))

    def _vector_table(self, width: int) -> str:
        if width == DEFAULT_WIDTH:
            return "embedding"
        table = f"embedding_{int(width)}"
        there = self.frame("SELECT 1 AS found FROM duckdb_tables() WHERE table_name = ?", [table])
        if not there.height:
            self.execute(
                f"CREATE TABLE {table} (text_key VARCHAR NOT NULL, model VARCHAR NOT NULL, "
                f"vector FLOAT[{int(width)}] NOT NULL, PRIMARY KEY (text_key, model))"
            )
        return table

    # -- facts about the owner ---------------------------------------------------------------------

    def owner_facts(self, kind: str) -> list[str]:
        """Return what the exports say about the owner under one kind, in order of the alphabet."""
        return self.frame("SELECT value FROM owner_fact WHERE kind = ? ORDER BY value", [kind])[
            "value"
        ].to_list()

    def newest_snapshot(self) -> date | None:
        """Return the date of the newest snapshot among the imported files, null where none is known."""
        newest: date | None = self.frame("SELECT max(as_of) AS newest FROM import_file")["newest"][
            0
        ]
        return newest
