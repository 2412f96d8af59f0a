"""Rate: ten posts at a time, those that teach most first; what the ratings moved; each to be taken back."""

from typing import Any

import polars as pl
import streamlit as st

from relevance.errors import RelevanceError
from relevance.pipeline import learning_words, moved_people, questions, rate
from relevance.texts import _, day, number
from relevance.ui.data import Workspace, workspace
from relevance.ui.thumbs import rating_words, take_back
from relevance.ui.why_panel import why_post
from relevance.ui.widgets import empty_state, plain, profile_link, signed

_ROUND = 10
_LISTED = 50
_ASKED, _PLACE = "rate_asked", "rate_place"
_ANSWERS = {
    "up": (_("Relevant"), "u", ":material/thumb_up:"),
    "down": (_("Not relevant"), "d", ":material/thumb_down:"),
    "skip": (_("Skip"), "s", ":material/skip_next:"),
}


def main() -> None:
    """Draw the page."""
    space = workspace()
    st.title(_("Rate"))
    st.write(
        _(
            "Say of a few posts whether you want to read such things. What this teaches is added to your interests and "
            "never replaces them: the sliders stay as they are, and every rating can be taken back."
        )
    )
    _question(space)
    if space.ratings.height:
        _moved(space)
        _ratings(space)


def _question(space: Workspace) -> None:
    asked, place = _round(space)
    if not asked:
        empty_state(
            _("Nothing to ask"),
            _(
                "Posts that the model has read, and at least one interest, are needed before a rating can teach "
                "anything; or you have rated all there is."
            ),
            page="data",
            label=_("Bring posts in"),
        )
        return
    if place >= len(asked):
        st.success(_("{asked} posts done.", asked=len(asked)))
        with st.container(horizontal=True):
            st.button(
                _("Ask more"), key="more", icon=":material/refresh:", shortcut="n", on_click=_again
            )
            _back_button(space, place)
        return
    post = asked[place]
    st.progress(place / len(asked), text=_("{place} of {asked}", place=place + 1, asked=len(asked)))
    with st.container(border=True, key="question"):
        when = day(post["created_at"]) if post["created_at"] else _("no date")
        st.caption(
            _(
                "{author}, {when}: relevance {relevance} so far",
                author=plain(post["author"]),
                when=when,
                relevance=number(100 * post["relevance"]),
            )
        )
        st.text(post["text"])
        profile_link(post["url"], label=_("Open post"), key="post asked about")
        with st.container(horizontal=True):
            for answer, (label, key, icon) in _ANSWERS.items():
                st.button(
                    label,
                    key=f"answer {answer}",
                    icon=icon,
                    shortcut=key,
                    on_click=_answer,
                    args=(space, post, answer),
                )
            _back_button(space, place)
        why_post(space, post["post_id"], place="asked")


def _round(space: Workspace) -> tuple[list[dict[str, Any]], int]:
    """Return the posts of this round and how many are done; a round stays as it is until it is over."""
    mark, asked = st.session_state.get(_ASKED, (None, []))
    if mark != str(space.store.path) or not asked:
        asked = questions(space.store, space.scores, _ROUND).to_dicts()
        st.session_state[_ASKED] = (str(space.store.path), asked)
        st.session_state[_PLACE] = 0
    return asked, int(st.session_state[_PLACE])


def _again() -> None:
    st.session_state.pop(_ASKED, None)


def _answer(space: Workspace, post: dict[str, Any], answer: str) -> None:
    if answer != "skip":
        try:
            rate(space.store, post["post_id"], answer)
        except RelevanceError as error:
            st.toast(plain(str(error)))
    st.session_state[_PLACE] += 1


def _back_button(space: Workspace, place: int) -> None:
    st.button(
        _("Back"),
        key="back",
        icon=":material/undo:",
        shortcut="b",
        disabled=place == 0,
        help=_("Go back one post and take its rating back."),
        on_click=_back,
        args=(space,),
    )


def _back(space: Workspace) -> None:
    _, asked = st.session_state[_ASKED]
    st.session_state[_PLACE] -= 1
    post_id = asked[st.session_state[_PLACE]]["post_id"]
    if post_id in space.ratings.filter(source="thumb")["subject_id"]:
        take_back(space, post_id)


def _moved(space: Workspace) -> None:
    scores = space.scores
    st.subheader(_("What your ratings do"), anchor=False)
    st.write(learning_words(scores, space.ratings))
    people = moved_people(scores)
    if people.is_empty():
        return
    st.dataframe(
        people.select(
            pl.col("name").alias("Person"),
            pl.when(pl.col("points") > 0)
            .then(pl.lit(_("▲ up")))
            .otherwise(pl.lit(_("▼ down")))
            .alias("Moved"),
            (100 * pl.col("before")).round(0).alias("Without"),
            (100 * pl.col("after")).round(0).alias("With"),
            pl.col("points")
            .map_elements(lambda one: signed(one, digits=1), return_dtype=pl.String)
            .alias("Points"),
        ),
        hide_index=True,
        key="moved",
        alt=_("People whose relevance your ratings moved by a point or more"),
    )


def _ratings(space: Workspace) -> None:
    listed = space.ratings
    with st.expander(_("All ratings ({height})", height=listed.height), key="all ratings"):
        st.caption(_("A thumb counts fully; what you liked, shared or commented on counts less."))
        for row in listed.head(_LISTED).iter_rows(named=True):
            _rating(space, row)
        if listed.height > _LISTED:
            st.caption(
                _(
                    "and {listed} more: `relevance ratings` lists all",
                    listed=listed.height - _LISTED,
                )
            )


def _rating(space: Workspace, row: dict[str, Any]) -> None:
    with st.container(border=True, key=f"rating {row['subject_id']}"):
        title = row["title"] or row["subject_id"]
        st.text(title if len(title) <= 160 else title[:160].rsplit(" ", 1)[0] + " …")
        by = _(" by {author}", author=plain(row["author"])) if row["author"] else ""
        st.caption(f"{row['subject']}{by}, {day(row['at'])}: {rating_words(row)}")
        with st.container(horizontal=True):
            if row["source"] == "thumb":
                other = "down" if row["value"] > 0 else "up"
                st.button(
                    _("Change to {other}", other=other),
                    key=f"change {row['subject_id']}",
                    on_click=_change,
                    args=(space, row["subject_id"], other),
                )
            st.button(
                _("Let it count again") if row["value"] == 0 else _("Take back"),
                key=f"take back {row['subject_id']}",
                icon=":material/undo:",
                on_click=take_back,
                args=(space, row["subject_id"]),
            )


def _change(space: Workspace, subject_id: str, thumb: str) -> None:
    rate(space.store, subject_id, thumb)


main()
