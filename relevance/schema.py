"""Every table of source facts as a frame contract: column, type, meaning, grain and key.

Sources fill these frames, the store keeps them. A fact names the *record* it came with, never a person: which person
a record belongs to is decided afterwards (`relevance.identity`) and can be undone without touching a fact.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from polars._typing import PolarsDataType

from relevance.cleaning import cleaned
from relevance.errors import DataError, NotFoundError
from relevance.unseen import seen_only

__all__ = [
    "FACTS",
    "Column",
    "Table",
    "fact_frame",
    "stable_id",
    "stable_ids",
    "text_key",
    "vector_key",
]

_TEXTS = pl.List(pl.String)
_MOMENT = pl.Datetime("us", "UTC")
_CUT = "\x1f"
_AT_ONCE = 16_384


@dataclass(frozen=True)
class Column:
    """One column: its name, its Polars type, what it means (with unit or range), and whether it may be null."""

    name: str
    dtype: PolarsDataType
    meaning: str
    nullable: bool = True


@dataclass(frozen=True)
class Table:
    """A frame contract. `grain` says what one row is; `key` names the columns that are unique together."""

    name: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def schema(self) -> pl.Schema:
        """Column names and types, in order."""
        return pl.Schema({column.name: column.dtype for column in self.columns})

    def conform(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return `frame` with exactly the columns of this contract, in order, and one row for each key.

        Columns that are absent become null; of rows with an equal key the last one stays. Texts lose what nobody sees.

        Raises:
            DataError: an unknown column, a value that does not fit its type, or a null where none is allowed.
        """
        unknown = [name for name in frame.columns if name not in self.schema]
        if unknown:
            msg = f"Table {self.name!r} has no column {unknown}; allowed are {list(self.schema)}."
            raise DataError(msg)
        absent = [
            pl.lit(None, dtype=dtype).alias(name)
            for name, dtype in self.schema.items()
            if name not in frame.columns
        ]
        try:
            whole = frame.with_columns(absent).select(list(self.schema)).cast(self.schema)
        except pl.exceptions.PolarsError as error:
            msg = f"Table {self.name!r}: a value does not fit its column's type. {error}"
            raise DataError(msg) from error
        whole = seen_only(whole, key=vector_key)
        for column in self.columns:
            if not column.nullable and whole[column.name].null_count():
                msg = f"Table {self.name!r}: column {column.name!r} must not be empty ({column.meaning})."
                raise DataError(msg)
        keys = whole.select(self.key)
        # A frame whose keys are all different is not copied: a mailbox has half a million rows.
        if keys.height == keys.n_unique():
            return whole
        return whole.unique(subset=list(self.key), keep="last", maintain_order=True)


def stable_id(prefix: str, *parts: object) -> str:
    """Return an id that depends only on `parts`: `prefix` and 16 hexadecimal digits of their SHA-256.

    The same facts get the same id in every import and on every machine, so importing twice adds nothing.
    """
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    digest = hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{prefix}{digest[:16]}"


def stable_ids(prefix: str, *parts: pl.Series) -> pl.Series:
    """Return `stable_id(prefix, ...)` of each row of `parts`, whose values are taken as text."""
    joined = pl.select(
        pl.concat_str([part.cast(pl.String).fill_null("") for part in parts], separator="\x1f")
    ).to_series()
    whole = [
        pl.Series([hashlib.sha256(one).hexdigest() for one in some.to_series().to_list()])
        for some in joined.cast(pl.Binary).to_frame().iter_slices(_AT_ONCE)
    ]
    digests = pl.concat(whole) if whole else pl.Series([], dtype=pl.String)
    return pl.select(pl.lit(prefix) + digests.str.head(16)).to_series().alias("")


def text_key(text: str) -> str:
    """Return the SHA-256 of the exact text as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def vector_key(text: str) -> str:
    """Return the key of a post's vector: that of what the model reads of it, see `cleaning.cleaned`."""
    return text_key(cleaned(text))


def fact_frame(table: str, rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Return `rows` (mappings of column to value) as a frame that keeps the contract of `table`.

    Raises:
        NotFoundError: there is no such table of facts.
        DataError: a row breaks the contract, see `Table.conform`.
    """
    if table not in FACTS:
        msg = f"There is no table of facts {table!r}; there are {sorted(FACTS)}."
        raise NotFoundError(msg)
    contract = FACTS[table]
    listed = list(rows)
    unknown = {name for row in listed for name in row} - set(contract.schema)
    if unknown:
        msg = (
            f"Table {table!r} has no column {sorted(unknown)}; allowed are {list(contract.schema)}."
        )
        raise DataError(msg)
    columns = [_series(contract, column, listed) for column in contract.columns]
    return contract.conform(pl.DataFrame(columns))


def _series(table: Table, column: Column, rows: Iterable[Mapping[str, Any]]) -> pl.Series:
    values = [row.get(column.name) for row in rows]
    try:
        if column.dtype == _TEXTS:
            return _lists_of_texts(column.name, values)
        return pl.Series(column.name, values, dtype=column.dtype)
    except (TypeError, ValueError, OverflowError, pl.exceptions.PolarsError) as error:
        msg = (
            f"Table {table.name!r}: a value does not fit column {column.name!r}, which holds {column.meaning} as "
            f"{column.dtype}. {error}"
        )
        raise DataError(msg) from error


def _lists_of_texts(name: str, values: Sequence[Sequence[str] | None]) -> pl.Series:
    """Return a series of lists, which Polars alone would build one by one, 40 times as slowly."""
    if any(isinstance(one, str) for one in values):
        msg = "A text came where a list of texts is needed."
        raise TypeError(msg)
    try:
        # A mark before each text, so that no text and one empty text differ.
        joined = [one if one is None else "".join([_CUT + text for text in one]) for one in values]
    except TypeError:  # a null or a number among the texts
        return pl.Series(name, values, dtype=_TEXTS)
    cut = pl.Series(name, joined, dtype=pl.String).str.split(_CUT).list.slice(1)
    counts = [one if one is None else len(one) for one in values]
    if cut.list.len().to_list() != counts:  # a text that holds the mark itself
        return pl.Series(name, values, dtype=_TEXTS)
    return cut


_RECORD_ID = Column("record_id", pl.String, "the record this fact came with", nullable=False)
_AS_OF = Column("as_of", pl.Date, "date of the snapshot that says so")

FACTS: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "record",
            "one person record of one source",
            ("record_id",),
            (
                _RECORD_ID,
                Column(
                    "source",
                    pl.String,
                    "kind of file, for example linkedin.connections",
                    nullable=False,
                ),
                Column("name", pl.String, "full name as written there", nullable=False),
                Column("given_name", pl.String, "given name, where the source tells it apart"),
                Column("family_name", pl.String, "family name, where the source tells it apart"),
                Column(
                    "former_names",
                    _TEXTS,
                    "earlier names that the source states, such as a maiden name",
                ),
                Column("headline", pl.String, "the line under the name"),
                Column("company", pl.String, "employer on the day of the snapshot"),
                Column("position", pl.String, "job title on the day of the snapshot"),
                Column(
                    "url", pl.String, "profile URL in normal form, see relevance.names.profile_url"
                ),
                Column("account_id", pl.String, "id of the account, as network:id"),
                Column("handles", _TEXTS, "user names, as network:handle in lower case"),
                Column("emails", _TEXTS, "e-mail addresses in lower case"),
                Column("is_company", pl.Boolean, "an organisation's page, not a human being"),
                Column("is_owner", pl.Boolean, "the source says that this is the owner"),
                Column("since", pl.Date, "connected on, or followed since; tells namesakes apart"),
                _AS_OF,
                Column("location", pl.String, "town or region, as written"),
            ),
        ),
        Table(
            "connection",
            "one record the owner is connected to",
            ("record_id",),
            (_RECORD_ID, Column("connected_on", pl.Date, "day of connecting"), _AS_OF),
        ),
        Table(
            "follow",
            "one record the owner follows",
            ("record_id",),
            (
                _RECORD_ID,
                Column("since", pl.Date, "followed since"),
                Column("active", pl.Boolean, "false once unfollowed"),
                _AS_OF,
            ),
        ),
        Table(
            "invite",
            "one invitation to connect",
            ("invite_id",),
            (
                Column("invite_id", pl.String, "id of the invitation", nullable=False),
                Column("record_id", pl.String, "the other person's record", nullable=False),
                Column("owner_record_id", pl.String, "the owner's record on the other side of it"),
                Column("direction", pl.String, "incoming or outgoing", nullable=False),
                Column(
                    "sent_at",
                    _MOMENT,
                    "when it was sent; the export names no time zone, taken as UTC",
                ),
                Column("note", pl.String, "the note that came with it, null where there is none"),
                Column(
                    "mutual_connections",
                    pl.Int64,
                    "how many connections are shared, where it is known",
                ),
                _AS_OF,
                Column(
                    "is_approximate",
                    pl.Boolean,
                    "the time was worked out from words such as '2 weeks ago'",
                ),
            ),
        ),
        Table(
            "encounter",
            "one dated contact from one record to another; the store tells which side is the owner",
            ("encounter_id",),
            (
                Column(
                    "encounter_id", pl.String, "id of the contact and its two sides", nullable=False
                ),
                Column(
                    "sender_record_id", pl.String, "who wrote, called or invited", nullable=False
                ),
                Column("recipient_record_id", pl.String, "who received it", nullable=False),
                Column(
                    "channel", pl.String, "linkedin message, mail, meeting, ...", nullable=False
                ),
                Column("at", _MOMENT, "when"),
                Column("conversation", pl.String, "id of the thread, room or series it belongs to"),
                Column("reference", pl.String, "subject, title or URL of it"),
                Column("snippet", pl.String, "its first 300 characters, plain text"),
                Column(
                    "is_approximate",
                    pl.Boolean,
                    "the source names no time zone, or only a day; the time may be hours off",
                ),
            ),
        ),
        Table(
            "engagement",
            "one act of the owner on a post: what they liked, commented on, passed on, voted on or kept",
            ("engagement_id",),
            (
                Column("engagement_id", pl.String, "id of the act and its object", nullable=False),
                Column("kind", pl.String, "like, comment, reshare, vote or save", nullable=False),
                Column("detail", pl.String, "the reaction or the option chosen, as written"),
                Column("at", _MOMENT, "when the owner did it, null where the source keeps it back"),
                Column("url", pl.String, "address of the post, as written"),
                Column(
                    "post_key",
                    pl.String,
                    "network:id of the post in its own network, null where the address tells none",
                ),
                Column("posted_at", _MOMENT, "when the post was made, where its id tells"),
                Column("text", pl.String, "what the owner wrote, or what the liked post says"),
            ),
        ),
        Table(
            "position",
            "one record at one employer or school in one stretch of time",
            ("position_id",),
            (
                Column("position_id", pl.String, "id of the stretch", nullable=False),
                _RECORD_ID,
                Column("kind", pl.String, "employer or school", nullable=False),
                Column("organisation", pl.String, "its name as written", nullable=False),
                Column("title", pl.String, "job title or degree"),
                Column("started_on", pl.Date, "first day known; a bare year means 1 January"),
                Column("finished_on", pl.Date, "last day known; null means unknown or still there"),
                Column("is_current", pl.Boolean, "true where the source says that it goes on"),
                Column("place", pl.String, "where it was, as written"),
                Column(
                    "started_grain", pl.String, "year, month or day: how exact the first day is"
                ),
                Column(
                    "finished_grain", pl.String, "year, month or day: how exact the last day is"
                ),
                _AS_OF,
            ),
        ),
        Table(
            "post",
            "one post as it reached, or would reach, the feed: by its author, or brought in by its surfacer",
            ("post_id",),
            (
                Column("post_id", pl.String, "id of the post and the way it came", nullable=False),
                Column("author_record_id", pl.String, "who wrote it", nullable=False),
                Column(
                    "surfacer_record_id", pl.String, "whose like, comment or repost brought it in"
                ),
                Column("kind", pl.String, "post, reshare, bare_reshare or like", nullable=False),
                Column("text", pl.String, "the text as written", nullable=False),
                Column(
                    "text_key",
                    pl.String,
                    "SHA-256 of the cleaned text, the key of its vector",
                    nullable=False,
                ),
                Column("created_at", _MOMENT, "when it was written"),
                Column(
                    "is_approximate", pl.Boolean, "the time was worked out from words such as '3w'"
                ),
                Column("url", pl.String, "where it can be read"),
                Column("network", pl.String, "linkedin unless said otherwise"),
                Column(
                    "duplicate_group",
                    pl.String,
                    "shared by near-duplicates; null where there are none",
                ),
            ),
        ),
        Table(
            "owner_note",
            "one note that the owner wrote about a person",
            ("record_id", "text"),
            (
                _RECORD_ID,
                Column("text", pl.String, "the note", nullable=False),
                Column("created_at", _MOMENT, "when it was written"),
            ),
        ),
        Table(
            "owner_fact",
            "one thing the exports say about the owner",
            ("kind", "value"),
            (
                Column(
                    "kind",
                    pl.String,
                    "name, maiden name, url, email, handle, headline, summary, industry, skill, hashtag, "
                    "company follow, group, interest, event, website, hidden connections",
                    nullable=False,
                ),
                Column("value", pl.String, "the thing itself", nullable=False),
                Column("detail", pl.String, "what else the source says of it"),
                Column("at", _MOMENT, "since when"),
            ),
        ),
    )
}
