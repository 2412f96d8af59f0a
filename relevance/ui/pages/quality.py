"""How good is this? The relevance that is shown, held against the owner's own thumbs."""

import polars as pl
import streamlit as st

from relevance.interests import Calibration
from relevance.pipeline import LEAST_RATINGS, RatedEvaluation, measured, scale_words
from relevance.texts import _
from relevance.ui.data import workspace
from relevance.ui.quality_panel import quality_panel
from relevance.ui.widgets import empty_state, plain


def main() -> None:
    """Draw the page."""
    space = workspace()
    st.title(_("How good is this?"))
    st.write(
        _(
            "Your thumbs are the judge. What you rated first is learned from, as always; the "
            "relevance that comes of it is "
            "then held against your newer thumbs, which it has not seen."
        )
    )
    found = space.quality
    if found.figures is None:
        _missing(found)
    else:
        quality_panel(found, found.figures)
    words = scale_words(space.scores)
    if words:
        st.subheader(_("What your ratings did to the scale"))
        st.write(words)
    _built_in(space.corpus.calibration)


def _built_in(calibration: Calibration) -> None:
    known = measured()
    with st.expander(_("How the built-in scale was measured")):
        st.write(
            _(
                "On {owners} simulated owners, none of them you: interests as professionals would put them, posts "
                "of five Stack Exchange sites as their feeds, the tags of the posts as their thumbs. Half of each feed "
                "could be asked about as the page Rate asks; the relevance of the other half was "
                "held against its tags.",
                owners=known.owners,
            )
        )
        st.dataframe(
            pl.DataFrame([vars(one) for one in known.ratings]).rename(
                {"ratings": _("Ratings"), "ece": _("Calibration error"), "brier": _("Brier score")}
            ),
            hide_index=True,
            key="measured",
            alt=_("Calibration error and Brier score by the number of ratings"),
        )
        st.write(
            _(
                "Questions and answers are not your feed, tags are narrower than what one likes to "
                "read, and the built-in "
                "constants were chosen on posts of these same sites: expect no better of your feed "
                "before you have rated. "
                "{calibration}",
                calibration=_changed(known.calibration, calibration),
            )
        )


def _changed(then: str, now: Calibration) -> str:
    if then == str(now):
        return ""
    if repr(now.model_id) not in then:
        return _("Your model, {model_id}, was not measured.", model_id=plain(now.model_id))
    return _("The built-in scale has been changed since these figures were measured.")


def _missing(found: RatedEvaluation) -> None:
    count = min(found.ratings, LEAST_RATINGS)
    st.progress(
        count / LEAST_RATINGS,
        text=_(
            "{count} of {least_ratings} thumbs on posts", count=count, least_ratings=LEAST_RATINGS
        ),
    )
    if count < LEAST_RATINGS:
        thumbs = _("thumb") if found.missing == 1 else _("thumbs")
        title = _(
            "{missing} more {thumbs} until there are figures", missing=found.missing, thumbs=thumbs
        )
        text = _(
            "With fewer than {least_ratings} thumbs on posts that the model has read, a percentage "
            "would be chance.",
            least_ratings=LEAST_RATINGS,
        )
    else:
        title, text = _("No figures yet"), found.reason
    empty_state(title, text, page="rate", label=_("Rate posts"))


main()
