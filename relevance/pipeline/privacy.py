"""What is worked out about other people, from what, and where it stays."""

from dataclasses import dataclass

__all__ = ["INFERRED", "Inferred"]


@dataclass(frozen=True)
class Inferred:
    """One thing that this tool works out about people who are not its owner."""

    what: str
    source: str
    """From what it is worked out."""
    kept: str
    """Where it stays, and how long."""


INFERRED = (
    Inferred(
        "Relevance and effect of a person",
        "their posts in the window and what they brought in, your interests and your thumbs",
        "not kept: worked out anew; a decision keeps the figures of its day",
    ),
    Inferred(
        "Vector of a post, of a headline, of a job title with its employer",
        "the text itself, read by the model on this machine",
        "table embedding, until no text needs it",
    ),
    Inferred("Language of a post", "its text", "table text_language, until the post goes"),
    Inferred(
        "Who is who across networks",
        "profiles, accounts, addresses, names, former names, employers, schools",
        "tables person_link and link_pair, worked out anew after each import; your answers in link_answer",
    ),
    Inferred(
        "Ties: how often, how long ago, in which direction you were in touch",
        "dates of messages, mail, meetings, mentions and comments",
        "not kept: worked out anew",
    ),
    Inferred(
        "A shared past: same employer or school, same years, same place",
        "positions of yours and theirs",
        "not kept: worked out anew",
    ),
    Inferred(
        "Whether a note gives a reason, is a template or a pitch; what the ladder says of an invitation",
        "the note, the profile, past encounters, your objectives",
        "not kept: worked out anew; a decision keeps its reasons",
    ),
    Inferred(
        "What a yes to an invitation would do to the feed",
        "their posts or else their profile, and how often people of your network post",
        "not kept: worked out anew; a decision keeps the range",
    ),
)
"""Everything that is worked out about others, in the order of how much it says."""
