"""The thresholds of the ladder in words: what each place of a slider stands for."""

from collections.abc import Mapping
from dataclasses import dataclass

from relevance.texts import _

__all__ = ["SLIDERS", "Slider"]


@dataclass(frozen=True)
class Slider:
    """One threshold that can be tuned."""

    rung: int
    label: str
    places: Mapping[float, str]
    """Each value on offer, from the loosest or strictest on in rising order, and its words."""
    help: str

    def words(self, value: float) -> str:
        """Return what a value stands for; the figure itself where it has no words of its own."""
        return self.places.get(value, f"{value:g}")


SLIDERS: dict[str, Slider] = {
    "messages_each_way": Slider(
        1,
        _("You know somebody from"),
        {
            1: _("one message each way"),
            2: _("two messages each way"),
            3: _("three messages each way"),
            5: _("five messages each way"),
            10: _("ten messages each way"),
        },
        _("A meeting, a recommendation or a note of yours is enough by itself."),
    ),
    "note_words": Slider(
        2,
        _("A note says why from"),
        {1: _("one word"), 4: _("a few words"), 8: _("a short sentence"), 15: _("a sentence"), 25: _("two or three "
        "sentences")},
        _("Words of their own, greetings not counted."),
    ),
    "pitch_weight": Slider(
        2,
        _("A note is a pitch where it is"),
        {0.3: _("faintly like an "
        "offer"), 0.6: _("like an offer"), 0.9: _("plainly an offer"), 1.5: _("nothing but an offer")},
        _("Further left more notes count as sales pitches, and so as no note."),
    ),
    "overlap_days": Slider(
        3,
        _("A shared past counts from"),
        {1: _("a day together"), 31: _("a month together"), 91: _("three months "
        "together"), 183: _("half a year together"),
         365: _("a year together")},
        _("Time at one employer or school at the same time."),
    ),
    "intrigue_margin": Slider(
        5,
        _("Somebody intrigues where their posts are"),
        {0.0: _("as relevant as your feed"), 0.03: _("a little more relevant"), 0.06: _("more relevant"),
         0.12: _("much more relevant"), 0.25: _("far more relevant")},
        _("Their posts, or their profile while no post is known, beside your feed as it is."),
    ),
    "intrigue_floor": Slider(
        5,
        _("and reach at least"),
        {0.0: _("any relevance"), 0.15: _("15 of 100"), 0.25: _("25 of 100"), 0.4: _("40 of 100"), 0.5: _("50 of 100")},
        _("However poor the feed is."),
    ),
    "intrigue_enough": Slider(
        5,
        _("Whatever your feed, enough is"),
        {0.4: _("40 of 100"), 0.5: _("50 of 100"), 0.6: _("60 of 100"), 0.75: _("75 of 100"), 1.0: _("100 of 100")},
        _("From here on somebody intrigues even where your feed is as good."),
    ),
    "objective_enough": Slider(
        5,
        _("or comes near what you want, from"),
        {0.5: _("50 of 100"), 0.6: _("60 of 100"), 0.75: _("75 of 100"), 0.85: _("85 of 100"), 1.0: _("100 of 100")},
        _("Headline and company beside what you say below that you want from your network."),
    ),
}  # fmt: skip
"""Each threshold that has a slider, by its name."""
