"""The thresholds of the ladder in words: what each place of a slider stands for."""

from collections.abc import Mapping
from dataclasses import dataclass

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
        "You know somebody from",
        {
            1: "one message each way",
            2: "two messages each way",
            3: "three messages each way",
            5: "five messages each way",
            10: "ten messages each way",
        },
        "A meeting, a recommendation or a note of yours is enough by itself.",
    ),
    "note_words": Slider(
        2,
        "A note says why from",
        {1: "one word", 4: "a few words", 8: "a short sentence", 15: "a sentence", 25: "two or three sentences"},
        "Words of their own, greetings not counted.",
    ),
    "pitch_weight": Slider(
        2,
        "A note is a pitch where it is",
        {0.3: "faintly like an offer", 0.6: "like an offer", 0.9: "plainly an offer", 1.5: "nothing but an offer"},
        "Further left more notes count as sales pitches, and so as no note.",
    ),
    "overlap_days": Slider(
        3,
        "A shared past counts from",
        {1: "a day together", 31: "a month together", 91: "three months together", 183: "half a year together",
         365: "a year together"},
        "Time at one employer or school at the same time.",
    ),
    "intrigue_margin": Slider(
        5,
        "Somebody intrigues where their posts are",
        {0.0: "as relevant as your feed", 0.03: "a little more relevant", 0.06: "more relevant",
         0.12: "much more relevant", 0.25: "far more relevant"},
        "Their posts, or their profile while no post is known, beside your feed as it is.",
    ),
    "intrigue_floor": Slider(
        5,
        "and reach at least",
        {0.0: "any relevance", 0.15: "15 of 100", 0.25: "25 of 100", 0.4: "40 of 100", 0.5: "50 of 100"},
        "However poor the feed is.",
    ),
    "intrigue_enough": Slider(
        5,
        "Whatever your feed, enough is",
        {0.4: "40 of 100", 0.5: "50 of 100", 0.6: "60 of 100", 0.75: "75 of 100", 1.0: "100 of 100"},
        "From here on somebody intrigues even where your feed is as good.",
    ),
    "objective_enough": Slider(
        5,
        "or comes near what you want, from",
        {0.5: "50 of 100", 0.6: "60 of 100", 0.75: "75 of 100", 0.85: "85 of 100", 1.0: "100 of 100"},
        "Headline and company beside what you say below that you want from your network.",
    ),
}  # fmt: skip
"""Each threshold that has a slider, by its name."""
