"""messages.csv: who wrote to whom and when, without drafts, spam, adverts and hidden members."""

from datetime import tzinfo
from functools import partial

import polars as pl

from relevance.schema import fact_frame, stable_ids
from relevance.sources.linkedin.batches import Batch, empty_batch, read_batches
from relevance.sources.linkedin.dates import local_moments
from relevance.sources.linkedin.message_text import (
    flattened,
    has_markup,
    is_advert,
    snippets,
)
from relevance.sources.linkedin.people_of_rows import HIDDEN_NAME, People
from relevance.sources.linkedin.recipients import Directory, match_recipients
from relevance.sources.linkedin.sheet import Sheet
from relevance.sources.linkedin.snapshot import Snapshot
from relevance.sources.result import ImportResult
from relevance.texts import marked

__all__ = ["read_messages"]

CHANNEL = "linkedin message"

_DRAFT = marked("draft")
_SPAM = marked("spam folder")
_ADVERT = marked("advert or sponsored message")
_HIDDEN_SENDER = marked("sender hidden (LinkedIn Member)")
_NO_SENDER = marked("no sender")
_HIDDEN_RECIPIENT = marked("recipient hidden (LinkedIn Member)")
_NO_RECIPIENT = marked("no recipient")
_TO_ONESELF = marked("sender and recipient are the same")
_CROWD = marked("more than 100 recipients")
_TWICE = marked("duplicate row")

_MOST_RECIPIENTS = 100

_CELLS = {
    "conversation": ("conversationid",),
    "title": ("conversationtitle",),
    "sender": ("from",),
    "sender_url": ("senderprofileurl",),
    "to": ("to",),
    "urls": ("recipientprofileurls",),
    "date": ("date",),
    "subject": ("subject",),
    "content": ("content",),
    "folder": ("folder",),
    "draft": ("ismessagedraft", "isconversationdraft"),
    "direction": ("direction",),
}
_SENDER = ["sender", "sender_url"]
_RECIPIENTS = ["conversation", "to", "urls"]


def read_messages(sheet: Sheet, snapshot: Snapshot) -> ImportResult:
    """Return one encounter for each sender and recipient of a message, and a record for each.

    Nothing is decided about which side is the owner, except where exports of 2018 say it.
    """
    messages = _messages(sheet, snapshot.zone)
    people = People(sheet.kind)
    encounters = _encounters(sheet, _with_parties(messages, people), people)
    as_of, newest = snapshot.day(messages["at"].dt.date().unique())
    return ImportResult(
        sheet.kind,
        sheet.read,
        {"record": fact_frame("record", people.rows(as_of)), "encounter": encounters},
        sheet.rejections(),
        as_of,
        newest,
    )


def _messages(sheet: Sheet, zone: tzinfo) -> pl.DataFrame:
    """Return the messages that may be contacts; the others are rejected."""
    frames = list(read_batches(sheet, partial(_read, zone=zone)))
    return pl.concat(frames) if frames else _read(empty_batch(sheet), zone=zone)


def _read(batch: Batch, *, zone: tzinfo) -> pl.DataFrame:
    written = batch.texts(_CELLS).with_columns(number=batch.numbers)
    has_urls = "senderprofileurl" in batch.sheet.columns
    why = written.select(_why_not(has_urls=has_urls)).to_series()
    batch.reject(why)
    kept = written.filter(why.is_null())
    flat = flattened(kept["content"])
    moments = local_moments(kept["date"], zone=zone)
    return kept.with_columns(
        *moments,
        flat=flat,
        snippet=snippets(flat),
        reference=_filled("subject", "title"),
    ).drop("content", "folder", "draft", "subject", "title")


def _filled(*names: str) -> pl.Expr:
    return pl.coalesce([pl.col(name).replace("", None) for name in names])


def _why_not(*, has_urls: bool) -> pl.Expr:
    """Return why a message is no contact, or null."""
    sender, url = pl.col("sender"), pl.col("sender_url")
    # One quick search rules out nearly all messages: no advert and no markup is without one of these.
    content = pl.when(pl.col("content").str.contains("[%<]")).then("content")
    is_drafted = pl.col("draft").str.to_lowercase().is_in(["yes", "true", "1"])
    return (
        pl.when(is_drafted)
        .then(pl.lit(_DRAFT))
        .when(pl.col("folder").str.to_lowercase() == "spam")
        .then(pl.lit(_SPAM))
        .when(is_advert(content))
        .then(pl.lit(_ADVERT))
        .when(sender.str.to_lowercase() == HIDDEN_NAME)
        .then(pl.lit(_HIDDEN_SENDER))
        .when((url == "") & has_markup(content) & has_urls)
        .then(pl.lit(_ADVERT))
        .when((sender == "") & (url == ""))
        .then(pl.lit(_NO_SENDER))
    )


def _with_parties(messages: pl.DataFrame, people: People) -> pl.DataFrame:
    """Return the messages with the record ids of `who` wrote and of `whom` they wrote to."""
    # Of half a million messages most are between the same few.
    between = (
        messages.with_row_index("place")
        .group_by(*_SENDER, *_RECIPIENTS, maintain_order=True)
        .agg(pl.col("at").max(), "place")
    )
    senders = between.group_by(_SENDER, maintain_order=True).agg(pl.col("at").max())
    groups = between.group_by(_RECIPIENTS, maintain_order=True).agg(pl.col("at").max())
    directory = _directory(between)
    whom: list[str] = []
    for conversation, to, urls, at in groups.iter_rows():
        parties = match_recipients(to, urls, conversation, directory)
        ids = [people.add(name, url, at) for name, url in parties]
        whom.append(" ".join(one for one in ids if one is not None))
    who = [people.add(*row) for row in senders.iter_rows()]
    told = between.join(
        senders.select(*_SENDER, who=pl.Series(who, dtype=pl.String)),
        on=_SENDER,
        how="left",
        maintain_order="left",
    ).join(
        groups.select(*_RECIPIENTS, whom=_lists(whom)),
        on=_RECIPIENTS,
        how="left",
        maintain_order="left",
    )
    places = told.select("place", at=pl.int_range(pl.len())).explode("place").sort("place")["at"]
    return messages.with_columns(who=told["who"].gather(places), whom=told["whom"].gather(places))


def _lists(ids: list[str]) -> pl.Series:
    """Return ids in texts, separated by blanks, as lists, which Polars would build one by one."""
    cut = pl.Series(ids, dtype=pl.String).str.split(" ")
    return cut.list.filter(pl.element() != "")


def _directory(messages: pl.DataFrame) -> Directory:
    directory = Directory()
    told = messages.select("conversation", *_SENDER).unique(maintain_order=True)
    for row in told.iter_rows():
        directory.learn(*row)
    return directory


def _encounters(sheet: Sheet, messages: pl.DataFrame, people: People) -> pl.DataFrame:
    """Return one encounter for each message and recipient; messages without any are rejected."""
    why = messages.select(_why_nobody()).to_series()
    _reject(sheet, messages.filter(why.is_not_null()), why.drop_nulls())
    sent = messages.filter(why.is_null())
    _mark_owner(sent, people)
    told = sent.drop(*_SENDER, "to", "urls", "direction")
    pairs = told.explode("whom").filter(pl.col("who") != pl.col("whom"))
    # What is written, not the zone it is taken to be in, makes the id.
    seconds = pl.col("written").dt.epoch("s").cast(pl.String) + ".0"
    when = pairs.select(pl.coalesce(seconds, "date")).to_series()
    parts = [pairs["conversation"], when, pairs["who"], pairs["whom"], pairs["flat"]]
    pairs = pairs.with_columns(encounter_id=stable_ids("e", *parts))
    contacts = pairs.filter(pl.col("encounter_id").is_first_distinct())
    if contacts["number"].n_unique() < sent.height:
        left = sent.join(contacts, on="number", how="anti")
        is_repeated = pl.col("number").is_in(pairs["number"].unique().implode())
        why_left = pl.when(is_repeated).then(pl.lit(_TWICE)).otherwise(pl.lit(_TO_ONESELF))
        _reject(sheet, left, left.select(why_left).to_series())
    return contacts.select(
        "encounter_id",
        pl.col("who").alias("sender_record_id"),
        pl.col("whom").alias("recipient_record_id"),
        pl.lit(CHANNEL).alias("channel"),
        "at",
        pl.col("conversation").replace("", None),
        "reference",
        "snippet",
        "is_approximate",
    )


def _why_nobody() -> pl.Expr:
    parties = pl.col("whom").list.len()
    is_hidden = pl.col("to").str.to_lowercase().str.contains(HIDDEN_NAME, literal=True)
    return (
        pl.when(pl.col("who").is_null())
        .then(pl.lit(_NO_SENDER))
        .when((parties == 0) & is_hidden)
        .then(pl.lit(_HIDDEN_RECIPIENT))
        .when(parties == 0)
        .then(pl.lit(_NO_RECIPIENT))
        .when(parties > _MOST_RECIPIENTS)
        .then(pl.lit(_CROWD))
    )


def _reject(sheet: Sheet, messages: pl.DataFrame, reasons: pl.Series) -> None:
    shown = messages.select("number", "sender", "to", "date", pl.col("snippet").fill_null(""))
    for (number, *row), why in zip(shown.iter_rows(), reasons, strict=True):
        sheet.reject(number, why, row)


def _mark_owner(messages: pl.DataFrame, people: People) -> None:
    """Tell `people` who the owner is, where exports of 2018 say which way a message went."""
    way = pl.col("direction").str.to_uppercase()
    for who in messages.filter(way == "OUTGOING")["who"].unique():
        people.mark_owner(who)
    alone = messages.filter((way == "INCOMING") & (pl.col("whom").list.len() == 1))
    for whom in alone["whom"].list.first().unique():
        people.mark_owner(whom)
