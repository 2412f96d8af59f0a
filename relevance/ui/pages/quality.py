"""How good is this? The relevance that is shown, held against the owner's own thumbs."""

import streamlit as st

from relevance.pipeline import LEAST_RATINGS, RatedEvaluation, scale_words
from relevance.ui.data import workspace
from relevance.ui.quality_panel import quality_panel
from relevance.ui.widgets import empty_state


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
