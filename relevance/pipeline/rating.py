"""Thumbs: given, shown with where they came from, taken back; what they moved, and what to ask next."""

from datetime import datetime
from typing import Any

import numpy as np
import polars as pl

from relevance.errors import NotFoundError, UsageError
from relevance.feedback import LEAST_OF_EACH, next_questions, questions_in_view
from relevance.interests.calibration import log_odds
from relevance.pipeline.person import find_person
from relevance.pipeline.room import taken
from relevance.pipeline.scores import Scores, score
from relevance.store import Store, ratings_now, save_rating, take_back_rating
from relevance.texts import _, number, signed

__all__ = [
    "learning_words",
    "moved_people",
    "questions",
    "rate",
    "rated",
    "scale_shift",
    "scale_words",
    "unrate",
]

THUMBS = {"up": 1, "down": -1}

# A change of relevance that is worth a row, 0 to 1.
_MOVED = 0.01
_HALF_LIFE_DAYS = 90.0
# Relevances, 0 to 100, whose place on the owner's scale is said.
_SHOWN_SCALE = (20, 50, 80)
# Below this a shift reads as 0.0.
_SEEN_POINTS = 0.05


def rate(store: Store, wanted: str, thumb: str) -> dict[str, Any]:
    """Keep the owner's thumb on a post or person, in place of an earlier one, and return what was recorded.

    Args:
        store: where ratings are kept.
        wanted: id of a post, or id or name of a person.
        thumb: up or down.

    Raises:
        UsageError: the thumb is neither up nor down.
        NotFoundError: there is no such post or person.
        AmbiguousNameError: several people have this name.
    """
    if thumb not in THUMBS:
        msg = _("A rating must be up or down, got {thumb!r}.", thumb=thumb)
        raise UsageError(msg)
    subject, subject_id, title = _subject(store, wanted)
    number = save_rating(store, subject, subject_id, THUMBS[thumb])
    row = ratings_now(store).filter(subject=subject, subject_id=subject_id).to_dicts()[0]
    return {"rating_id": number, **_told(row, title), "rating": thumb}


def unrate(store: Store, wanted: str) -> dict[str, Any]:
    """Take back the rating of a post or person and return what holds now.

    Under a thumb a like or comment counts again; a like or comment itself counts no more, until it is
    taken back once more.

    Raises:
        NotFoundError: there is no such post or person, or it is not rated.
        AmbiguousNameError: several people have this name.
    """
    subject, subject_id, title = _subject(store, wanted)
    take_back_rating(store, subject, subject_id)
    left = ratings_now(store).filter(subject=subject, subject_id=subject_id).to_dicts()
    row = left[0] if left else {"subject": subject, "subject_id": subject_id}
    return {**_told(row, title), "rating": None, "undone": True}


def _told(row: dict[str, Any], title: str) -> dict[str, Any]:
    kind, at = row["subject"], row.get("at")
    return {
        "subject": kind,
        f"{kind}_id": row["subject_id"],
        "title": title,
        "value": row.get("value"),
        "source": row.get("source"),
        "at": at,
    }


def _subject(store: Store, wanted: str) -> tuple[str, str, str]:
    """Return subject, id and title of what the owner named; the id stands for the title of what is rated but gone."""
    post = store.frame("SELECT post_id, text FROM post WHERE post_id = ?", [wanted])
    if post.height:
        return "post", wanted, str(post["text"][0])
    try:
        person_id = find_person(store, wanted)
    except NotFoundError as error:
        # Undoing an import takes posts and people, and leaves what the owner said of them.
        kept = ratings_now(store).filter(subject_id=wanted)["subject"].to_list()
        if kept:
            return kept[0], wanted, wanted
        msg = _(
            "There is no post with the id {wanted!r}, and no person with this id or name. "
            "Ids of posts are in `relevance person NAME --json` and `relevance rate --next "
            "--json`, those of people in `relevance connections --json`.",
            wanted=wanted,
        )
        raise NotFoundError(msg) from error
    name = store.frame("SELECT name FROM person WHERE person_id = ?", [person_id])
    return "person", person_id, str(name["name"][0])


def rated(store: Store) -> pl.DataFrame:
    """Return what is rated, newest first: the columns of `ratings_now`, with title and author.

    The title is a post's text or a person's name; the author is null for people.
    """
    posts = store.frame(
        """
        SELECT 'post' AS subject, post_id AS subject_id, post.text AS title, person.name AS author
        FROM post LEFT JOIN feed_post USING (post_id) LEFT JOIN person ON person.person_id = feed_post.author_id
        WHERE post_id IN (SELECT subject_id FROM rating)
        """
    ).unique(["subject", "subject_id"], keep="first", maintain_order=True)
    people = store.frame(
        "SELECT 'person' AS subject, person_id AS subject_id, name AS title, NULL::VARCHAR AS author FROM person"
    )
    return ratings_now(store).join(
        pl.concat([posts, people]),
        on=["subject", "subject_id"],
        how="left",
        maintain_order="left",
    )


def moved_people(scores: Scores) -> pl.DataFrame:
    """Return whom the ratings moved by a point or more, the most first.

    Columns: person_id, name, before and after (relevance without and with the ratings, 0 to 1), points.
    """
    plain = score(scores.corpus, scores.matches, list(scores.weights * 100))
    return (
        scores.corpus.people.select(
            "person_id",
            "name",
            before=pl.Series(plain.estimates.relevance),
            after=pl.Series(scores.estimates.relevance),
        )
        .with_columns(pl.col("before", "after").fill_nan(None))
        .with_columns(points=100 * (pl.col("after") - pl.col("before")))
        .filter(pl.col("points").abs() >= 100 * _MOVED)
        .sort(pl.col("points").abs(), "person_id", descending=[True, False])
    )


def learning_words(scores: Scores, ratings: pl.DataFrame) -> str:
    """Say what the ratings do: how many there are, what is missing, how strongly they count, and the scale."""
    liked = ratings.filter(pl.col("value") > 0).height
    disliked = ratings.filter(pl.col("value") < 0).height
    given = _("Ratings: {liked} up and {disliked} down.", liked=liked, disliked=disliked)
    words = (
        given,
        _taste_words(scores, liked, disliked),
        scale_words(scores),
        _moved_words(scores),
    )
    return " ".join(filter(None, words))


def _moved_words(scores: Scores) -> str:
    if not scores.taught.is_something:
        return ""
    people = moved_people(scores).height
    moved = _("1 person") if people == 1 else _("{people} people", people=people)
    return _("All in all they moved {moved} by a point or more.", moved=moved)


def _taste_words(scores: Scores, liked: int, disliked: int) -> str:
    missing = [
        _("{least_of_each} more {what}", least_of_each=LEAST_OF_EACH - n, what=what)
        for n, what in ((liked, "up"), (disliked, "down"))
        if n < LEAST_OF_EACH
    ]
    if missing:
        return _(
            "What you like is not learned before there are {missing}.",
            missing=" and ".join(missing),
        )
    learned = scores.taught.learned
    if learned is None or np.isnan(learned.gain):
        return _("Too few of them are about posts of this window that the model has read.")
    if learned.strength == 0:
        return _("They say nothing yet of what you like that your interests do not say.")
    return _(
        "What they teach of what you like counts with {strength} % of its full strength "
        "beside your interests.",
        strength=number(100 * learned.strength),
    )


def scale_shift(scores: Scores) -> float | None:
    """Return by how many points the ratings moved the feed through the scale alone; null for an empty feed."""
    weight = scores.corpus.attention[scores.counted]
    if not weight.sum() > 0:
        return None
    moved = scores.relevance.astype(np.float64) - scores.unscaled
    return 100 * float(moved[scores.counted] @ weight / weight.sum())


def scale_words(scores: Scores) -> str:
    """Say how the thumbs on posts moved the scale; empty while there are none."""
    scale, points = scores.taught.scale, scale_shift(scores)
    if not scale.ratings or points is None:
        return ""
    before = np.array(_SHOWN_SCALE) / 100
    after = scale.probability(log_odds(before))
    thumbs = _("thumb on a post") if scale.ratings == 1 else _("thumbs on posts")
    became = [round(100 * float(now)) for now in after]
    if became == [*_SHOWN_SCALE] and abs(points) < _SEEN_POINTS:
        return _(
            "{ratings} {thumbs} left the scale of relevance as it was.",
            ratings=scale.ratings,
            thumbs=thumbs,
        )
    steps = ", ".join(
        _("{one} became {now}", one=one, now=now)
        for one, now in zip(_SHOWN_SCALE, became, strict=True)
        if one != now
    )
    shown = f": {steps}" if steps else ""
    return _(
        "{ratings} {thumbs} moved the scale of relevance by {points} points on average over "
        "your feed{shown}. The order of posts is not touched by this.",
        ratings=scale.ratings,
        thumbs=thumbs,
        points=signed(points + 0.0, 1),
        shown=shown,
    )


def questions(store: Store, scores: Scores, count: int = 10) -> pl.DataFrame:
    """Return the posts whose rating would teach most, at most `count`, the best first.

    Columns: post_id, author, created_at, kind, url, text, relevance (0 to 1).
    """
    posts = scores.corpus.posts
    answered = posts["post_id"].is_in(ratings_now(store)["subject_id"].to_list()).to_numpy()
    # Asked on the built-in scale: it says no less about what is in doubt, and is the one that was measured.
    unscaled = scores.unscaled
    odds = log_odds(np.nan_to_num(unscaled, nan=0.5))
    odds[np.isnan(unscaled) | _repeated(posts)] = np.nan
    recency = _recency(posts, scores.corpus.newest)
    view = questions_in_view(odds, recency, answered)
    vectors = taken(scores.corpus.vectors, view)
    rows = view[next_questions(vectors, odds[view], recency[view], answered[view], count)]
    chosen = posts[rows.tolist()].with_columns(relevance=pl.Series(scores.relevance[rows]))
    texts = store.frame(
        """
        SELECT post_id, text, post.url, person.name AS author FROM post
        JOIN feed_post USING (post_id) JOIN person ON person.person_id = feed_post.author_id
        WHERE post_id IN (SELECT unnest(?))
        """,
        [chosen["post_id"].to_list()],
    ).unique("post_id", keep="first", maintain_order=True)
    asked: pl.DataFrame = chosen.join(texts, on="post_id", how="left", maintain_order="left")
    return asked.select("post_id", "author", "created_at", "kind", "url", "text", "relevance")


def _repeated(posts: pl.DataFrame) -> np.ndarray:
    """Return which posts are a copy of one above them: the owner is asked about one text once."""
    return ~posts["text_code"].is_first_distinct().to_numpy()


def _recency(posts: pl.DataFrame, newest: datetime | None) -> np.ndarray:
    age = (
        pl.lit(newest, pl.Datetime("us", "UTC")) - pl.col("created_at")
    ).dt.total_seconds() / 86_400
    days = posts.select(age.cast(pl.Float64).fill_null(np.inf).alias("age"))["age"]
    return np.asarray(0.5 ** (days.to_numpy() / _HALF_LIFE_DAYS), dtype=np.float64)
