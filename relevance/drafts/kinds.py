"""The kinds of drafts, and what a template of any kind may use."""

from typing import Literal

from relevance.invites.rungs import Verdict

__all__ = ["KINDS", "VARIABLES", "DraftKind", "kind_for"]

DraftKind = Literal["accept_and_write", "ask", "decline", "group", "pitch_reply"]

KINDS: dict[DraftKind, str] = {
    "accept_and_write": "accept and start a conversation",
    "ask": "ask what they hope to get from connecting",
    "decline": "decline politely",
    "group": "meet in a group instead",
    "pitch_reply": "answer a sales pitch",
}
"""Each kind of draft (its template is `<kind>.txt`) and what it is for."""

VARIABLES = {
    "first_name": "the inviter's first name",
    "owner_first_name": "your first name",
    "has_note": "true where they wrote a note of their own",
    "their_words": "the sentence of their note that says why, where it is short enough to quote",
    "asks": "true where their note asks you something",
    "their_question": "the question itself, where it is short enough to quote",
    "shared_place": "an employer or school that you share",
    "shared_together": "true where you were there at the same time",
    "talked_where": "where you last had contact, such as 'on Mastodon'",
    "talked_year": "the year of that contact",
    "headline": "their headline, where it is short enough to quote",
    "posts": "how many of their posts are known",
    "intrigues": "true where their profile or posts are close to your interests",
    "is_pitch": "true where their note reads like a sales pitch",
    "group": "the name of your group, where your export names exactly one",
    "groups": "the names of your groups, at most three, where it names several",
}
"""What a template may use, and what each variable holds."""


def kind_for(verdict: Verdict) -> DraftKind:
    """Return the kind of draft that suits a verdict, also where the ladder itself writes none."""
    if verdict.draft_kind:
        return verdict.draft_kind
    if verdict.decision == "decline":
        return "pitch_reply" if verdict.note.kind == "pitch" else "decline"
    return "accept_and_write" if verdict.decision == "accept" else "ask"
