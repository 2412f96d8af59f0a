"""The kinds of drafts, and what a template of any kind may use."""

from typing import Literal

from relevance.invites.rungs import Verdict
from relevance.texts import marked

__all__ = ["KINDS", "VARIABLES", "DraftKind", "kind_for"]

DraftKind = Literal["accept_and_write", "ask", "decline", "group", "pitch_reply"]

KINDS: dict[DraftKind, str] = {
    "accept_and_write": marked("accept and start a conversation"),
    "ask": marked("ask what they hope to get from connecting"),
    "decline": marked("decline politely"),
    "group": marked("meet in a group instead"),
    "pitch_reply": marked("answer a sales pitch"),
}
"""Each kind of draft (its template is `<kind>.txt`) and what it is for."""

VARIABLES = {
    "first_name": marked("the inviter's first name"),
    "owner_first_name": marked("your first name"),
    "has_note": marked("true where they wrote a note of their own"),
    "their_words": marked(
        "the sentence of their note that says why, where it is short enough to quote"
    ),
    "asks": marked("true where their note asks you something"),
    "their_question": marked("the question itself, where it is short enough to quote"),
    "shared_place": marked("an employer or school that you share"),
    "shared_together": marked("true where you were there at the same time"),
    "talked_where": marked("where you last had contact, such as 'on Mastodon'"),
    "talked_year": marked("the year of that contact"),
    "headline": marked("their headline, where it is short enough to quote"),
    "posts": marked("how many of their posts are known"),
    "intrigues": marked("true where their profile or posts are close to your interests"),
    "is_pitch": marked("true where their note reads like a sales pitch"),
    "group": marked("the name of your group, where your export names exactly one"),
    "groups": marked("the names of your groups, at most three, where it names several"),
}
"""What a template may use, and what each variable holds."""


def kind_for(verdict: Verdict) -> DraftKind:
    """Return the kind of draft that suits a verdict, also where the ladder itself writes none."""
    if verdict.draft_kind:
        return verdict.draft_kind
    if verdict.decision == "decline":
        return "pitch_reply" if verdict.note.kind == "pitch" else "decline"
    return "accept_and_write" if verdict.decision == "accept" else "ask"
