"""How good is this? The relevance that is shown, held against the owner's own thumbs."""

import polars as pl
import streamlit as st

from relevance.interests import Calibration
from relevance.pipeline import LEAST_RATINGS, RatedEvaluation, measured, scale_words
from relevance.ui.data import workspace
from relevance.ui.quality_panel import quality_panel
from relevance.ui.widgets import empty_state, plain


def main() -> None:
    """Draw the page."""
    space = workspace()
    st.title("How good is this?")
    st.write(
        "Your thumbs are the judge. What you rated first is learned from, as always; the relevance that comes of it is "
        "then held against your newer thumbs, which it has not seen."
    )
    found = space.quality
    if found.figures is None:
        _missing(found)
    else:
        quality_panel(found, found.figures)
    words = scale_words(space.scores)
    if words:
        st.subheader("What your ratings did to the scale")
        st.write(words)
    _built_in(space.corpus.calibration)


def _built_in(calibration: Calibration) -> None:
    known = measured()
    with st.expander("How the built-in scale was measured"):
        st.write(
            f"On {known.owners} simulated owners, none of them you: interests as professionals would put them, posts "
            "of five Stack Exchange sites as their feeds, the tags of the posts as their thumbs. Half of each feed "
            "could be asked about as the page Rate asks; the relevance of the other half was held against its tags."
        )
        st.dataframe(
            pl.DataFrame([vars(one) for one in known.ratings]).rename(
                {"ratings": "Ratings", "ece": "Calibration error", "brier": "Brier score"}
            ),
            hide_index=True,
            key="measured",
            alt="Calibration error and Brier score by the number of ratings",
        )
        st.write(
            "Questions and answers are not your feed, tags are narrower than what one likes to read, and the built-in "
            "constants were chosen on posts of these same sites: expect no better of your feed before you have rated. "
            f"{_changed(known.calibration, calibration)}"
        )


def _changed(then: str, now: Calibration) -> str:
    if then == str(now):
        return ""
    if repr(now.model_id) not in then:
        return f"Your model, {plain(now.model_id)}, was not measured."
    return "The built-in scale has been changed since these figures were measured."


def _missing(found: RatedEvaluation) -> None:
    count = min(found.ratings, LEAST_RATINGS)
    st.progress(count / LEAST_RATINGS, text=f"{count} of {LEAST_RATINGS} thumbs on posts")
    if count < LEAST_RATINGS:
        thumbs = "thumb" if found.missing == 1 else "thumbs"
        title = f"{found.missing} more {thumbs} until there are figures"
        text = (
            f"With fewer than {LEAST_RATINGS} thumbs on posts that the model has read, a percentage "
            "would be chance."
        )
    else:
        title, text = "No figures yet", found.reason
    empty_state(title, text, page="rate", label="Rate posts")


main()
