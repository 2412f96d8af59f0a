"""The command that looks beyond the queue: own invitations, whom to invite, and whom to meet elsewhere."""

import typer

from relevance.cli.session import session_of
from relevance.pipeline import (
    advise,
    current_scores,
    meet_elsewhere,
    unanswered_invites,
    worth_inviting,
)
from relevance.texts import _

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add this command to `app`."""
    app.command("outreach")(_outreach)


def _outreach(context: typer.Context) -> int:
    """List your invitations without an answer, whom to invite, and whom to meet in a group instead."""
    session = session_of(context)
    with session.reading_store() as store:
        scores = current_scores(store, session.settings)
        waiting = unanswered_invites(store, session.settings)
        worth = worth_inviting(store, scores)
        advice = advise(store, scores, session.settings)
    elsewhere = meet_elsewhere(advice, scores.feed)
    session.output.document(
        {
            "unanswered": waiting.to_dicts(),
            "worth_inviting": worth.to_dicts(),
            "meet_elsewhere": [
                {
                    "invite_id": one.invite_id,
                    "person_id": one.person_id,
                    "name": one.name,
                    "headline": one.headline,
                    "url": one.url,
                    "relevance": one.relevance,
                }
                for one in elsewhere
            ],
        }
    )
    output = session.output
    output.table(
        _("Your invitations without an answer ({height})", height=waiting.height),
        ("name", "sent", "days"),
        [
            (row["name"], row["sent_at"].date(), row["days"])
            for row in waiting.iter_rows(named=True)
        ],
    )
    output.table(
        _("Worth inviting ({height})", height=worth.height),
        ("name", "effect", "contacts", "followed"),
        [
            (
                row["name"],
                None if row["effect"] is None else f"{row['effect']:+.2f}",
                row["contacts"],
                "yes" if row["is_following"] else "no",
            )
            for row in worth.iter_rows(named=True)
        ],
    )
    output.table(
        _("Meet in a group, or follow without connecting ({elsewhere})", elsewhere=len(elsewhere)),
        ("name", "relevance", "headline"),
        [(one.name, f"{100 * (one.relevance or 0):.0f}", one.headline) for one in elsewhere],
    )
    return 0
