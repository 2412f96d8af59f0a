"""Everything about one person: records, encounters, posts that raise and lower, parts that add up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from relevance.cleaning import clean
from relevance.config import Settings
from relevance.errors import AmbiguousNameError, NotFoundError
from relevance.invites import PositionFact, SharedPlace
from relevance.names import comparable_name
from relevance.pipeline.histories import history_of, shared_past
from relevance.pipeline.parts import mean_parts
from relevance.pipeline.scores import Scores
from relevance.store import Store
from relevance.texts import _

__all__ = ["PersonPage", "find_person", "person_page", "posts_of", "ranked_posts"]


@dataclass(frozen=True)
class PersonPage:
    """What a person's page shows."""

    person: Mapping[str, object]
    """The row of the person in `people_table`, or in the store where there are no scores."""
    records: pl.DataFrame
    """record_id, source, name, url, company, position, headline, how it was linked, probability, evidence, as_of."""
    encounters: pl.DataFrame
    """at, channel, direction, reference, snippet; newest first."""
    notes: list[str]
    """What the owner wrote about the person."""
    raising: pl.DataFrame
    """Posts above the feed's relevance, the most raising first, see `ranked_posts`."""
    lowering: pl.DataFrame
    """Posts below it, the most lowering first."""
    parts: Mapping[str, float]
    """What each interest and the ratings add to the person's relevance; adds up to the mean over their posts."""
    history: Sequence[PositionFact] = ()
    """Employers and schools, the newest first."""
    shared: Sequence[SharedPlace] = ()
    """Employers and schools that the owner knows from inside, too; surely shared time first."""


def find_person(store: Store, wanted: str) -> str:
    """Return the id of the person with the id or the name `wanted`; a former name finds them too.

    Raises:
        NotFoundError: nobody has this id or name.
        AmbiguousNameError: several people have this name; the message lists their ids.
    """
    people = store.people().filter(~pl.col("is_owner"))
    if wanted in people["person_id"]:
        return wanted
    name = comparable_name(wanted)
    carriers = [
        row["comparable_name"] == name or _was_called(row, name)
        for row in people.iter_rows(named=True)
    ]
    same = people.filter(pl.Series(carriers, dtype=pl.Boolean) & pl.lit(bool(name)))
    if same.is_empty() and name:
        same = people.filter(pl.col("person_id").is_in(_named_in_a_record(store, name)))
    if same.is_empty():
        msg = _(
            "There is nobody with the id or name {wanted!r}. Allowed is an id or a full "
            "name, as `relevance connections` and `relevance invites` show them.",
            wanted=wanted,
        )
        raise NotFoundError(msg)
    if same.height > 1:
        listed = "; ".join(
            f"{row['person_id']} ({row['name']}, {row['company'] or row['headline'] or _('no employer known')})"
            for row in same.sort("person_id").iter_rows(named=True)
        )
        msg = _(
            "{height} people are called {wanted!r}. Name one of them by id: {listed}.",
            height=same.height,
            wanted=wanted,
            listed=listed,
        )
        raise AmbiguousNameError(msg)
    return str(same["person_id"][0])


def _named_in_a_record(store: Store, name: str) -> list[str]:
    """Return the persons with a record of this name: one that was linked to them may be called otherwise."""
    rows = store.frame(
        "SELECT person_id, name FROM record JOIN person_link USING (record_id) WHERE state = 'linked' ORDER BY ALL"
    )
    return [person_id for person_id, one in rows.iter_rows() if comparable_name(one) == name]


def _was_called(row: Mapping[str, object], name: str) -> bool:
    """Whether a former name, alone or with the given name of today, is `name`."""
    words = str(row["comparable_name"]).split()
    former = row["former_names"]
    if not name or not words or not isinstance(former, list):
        return False
    known = {comparable_name(one) for one in former}
    return name in known or any(f"{words[0]} {one}" == name for one in known if one)


def person_page(
    store: Store, person_id: str, scores: Scores | None, settings: Settings | None = None
) -> PersonPage:
    """Return everything about a person.

    Args:
        store: where facts are.
        person_id: who.
        scores: the scores to show, null for what is known without them.
        settings: names that organisations have had, as the owner says.

    Raises:
        NotFoundError: there is no such person.
    """
    person = store.frame("SELECT * FROM person WHERE person_id = ?", [person_id]).to_dicts()
    if not person:
        msg = _("There is no person with the id {person_id!r}.", person_id=person_id)
        raise NotFoundError(msg)
    records = store.frame(
        """
        SELECT record_id, source, name, url, company, position, headline, how, probability, evidence, as_of
        FROM record JOIN person_link USING (record_id)
        WHERE person_id = ? AND state = 'linked' ORDER BY source, name
        """,
        [person_id],
    )
    encounters = store.frame(
        """
        SELECT "at", channel, direction, reference, snippet, conversation
        FROM contact WHERE person_id = ? ORDER BY "at" DESC NULLS LAST, encounter_id
        """,
        [person_id],
    )
    notes = store.frame(
        """
        SELECT owner_note.text FROM owner_note JOIN person_link USING (record_id)
        WHERE person_id = ? ORDER BY created_at, text
        """,
        [person_id],
    )["text"].to_list()
    ranked = ranked_posts(store, scores, person_id) if scores else _NO_POSTS
    return PersonPage(
        person=person[0],
        records=records,
        encounters=encounters,
        notes=notes,
        raising=ranked.filter(pl.col("effect") > 0),
        lowering=ranked.filter(pl.col("effect") < 0).reverse(),
        parts=_parts(scores, person_id) if scores else {},
        history=history_of(store, person_id),
        shared=shared_past(store, person_id, settings or Settings()),
    )


_NO_POSTS = pl.DataFrame(
    schema={
        "post_id": pl.String,
        "text": pl.String,
        "created_at": pl.Datetime("us", "UTC"),
        "kind": pl.String,
        "author": pl.String,
        "url": pl.String,
        "relevance": pl.Float64,
        "attention": pl.Float64,
        "effect": pl.Float64,
        "interest": pl.String,
        "read": pl.String,
        "left_out": pl.String,
    }
)


def ranked_posts(store: Store, scores: Scores, person_id: str) -> pl.DataFrame:
    """Return a person's posts in the window by what each adds to the person's effect, the most raising first.

    Columns: post_id, text, created_at, kind, author, url, relevance (0..1), attention, effect
    (points: relevance above the feed's times attention, over that of all others; an inviter's over that of all
    with theirs; they add up to the person's effect, or to that of adding them), the interest it speaks to most,
    and, where the text was cleaned for the model, what it read and what was left out; null elsewhere.
    """
    at = posts_of(scores, person_id)
    if not len(at):
        return _NO_POSTS
    base = scores.feed or 0.0
    weight = scores.corpus.attention[at]
    whole = _beside(scores, at, float(weight.sum()))
    relevance = scores.relevance[at].astype(np.float64)
    found = scores.corpus.posts[at.tolist()].with_columns(
        relevance=pl.Series(relevance),
        attention=pl.Series(weight),
        effect=pl.Series(100 * weight / whole * (relevance - base)),
        interest=pl.Series([_strongest(scores, row) for row in at], dtype=pl.String),
    )
    texts = store.frame(
        """
        SELECT post_id, text, post.url, name AS author FROM feed_post JOIN post USING (post_id)
        JOIN person ON person.person_id = feed_post.author_id
        WHERE feed_post.person_id = ?
        """,
        [person_id],
    )
    cleanings = [clean(text) for text in texts["text"]]
    texts = texts.with_columns(
        read=pl.Series([one.text if one.removed else None for one in cleanings], dtype=pl.String),
        left_out=pl.Series([", ".join(one.removed) or None for one in cleanings], dtype=pl.String),
    )
    ranked: pl.DataFrame = (
        found.join(texts, on="post_id", how="left")
        .select(list(_NO_POSTS.schema))
        .sort("effect", "post_id", descending=[True, False])
    )
    return ranked


def _beside(scores: Scores, rows: NDArray[np.int64], own: float) -> float:
    """Return the attention that an effect of these posts of one person is measured against, above 0."""
    whole = scores.sums[1]
    beside = whole - own if scores.counted[rows].any() else whole + own
    # Who has the feed to themselves has no effect on it; their posts are still to be ranked.
    return beside if beside > 1e-9 * own else own or 1.0


def posts_of(scores: Scores, person_id: str) -> NDArray[np.int64]:
    """Return the posts of a person in the window that have a relevance, as rows of `Corpus.posts`."""
    people = scores.corpus.people
    codes = people.filter(pl.col("person_id") == person_id)["code"]
    if codes.is_empty():
        return np.zeros(0, dtype=np.int64)
    mine = (scores.corpus.person == codes[0]) & ~np.isnan(scores.relevance)
    return np.flatnonzero(mine)


def _strongest(scores: Scores, row: int) -> str | None:
    """Return the interest that moves a post most, up or down, or null where none is near."""
    strength = np.abs(scores.weights) * scores.matches.posts[:, row]
    if not len(strength) or strength.max() < 0.1:
        return None
    return scores.matches.interests[int(strength.argmax())].name


def _parts(scores: Scores, person_id: str) -> dict[str, float]:
    rows = posts_of(scores, person_id)
    return mean_parts(scores, rows, scores.corpus.attention[rows])
