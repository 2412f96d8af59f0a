"""What is worked out about other people, from what, and where it stays."""

from dataclasses import dataclass

from relevance.texts import marked

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
        marked("Relevance and effect of a person"),
        marked(
            "their posts in the window and what they brought in, your interests and your thumbs"
        ),
        marked("not kept: worked out anew; a decision keeps the figures of its day"),
    ),
    Inferred(
        marked("How strongly each post, profile and note speaks to your interests"),
        marked("their vectors and words, and the phrases of your interests"),
        marked(
            "with 20,000 posts and more in table beginning, for the next start, until anything of it changes or "
            "somebody is forgotten; otherwise not kept"
        ),
    ),
    Inferred(
        marked("Vector of a post, of a headline, of a job title with its employer"),
        marked("the text itself, read by the model on this machine"),
        marked("table embedding, until no text needs it"),
    ),
    Inferred(
        marked("Language of a post"),
        marked("its text"),
        marked("table text_language, until the post goes"),
    ),
    Inferred(
        marked("Who is who across networks"),
        marked("profiles, accounts, addresses, names, former names, employers, schools"),
        marked(
            "tables person_link and link_pair, worked out anew after each import; your answers "
            "in link_answer"
        ),
    ),
    Inferred(
        marked("Ties: how often, how long ago, in which direction you were in touch"),
        marked("dates of messages, mail, meetings, mentions and comments"),
        marked("not kept: worked out anew"),
    ),
    Inferred(
        marked("A shared past: same employer or school, same years, same place"),
        marked("positions of yours and theirs"),
        marked("not kept: worked out anew"),
    ),
    Inferred(
        marked(
            "Whether a note gives a reason, is a template or a pitch; what the ladder says of an "
            "invitation"
        ),
        marked("the note, the profile, past encounters, your objectives"),
        marked("not kept: worked out anew; a decision keeps its reasons"),
    ),
    Inferred(
        marked("What a yes to an invitation would do to the feed"),
        marked("their posts or else their profile, and how often people of your network post"),
        marked("not kept: worked out anew; a decision keeps the range"),
    ),
)
"""Everything that is worked out about others, in the order of how much it says."""
