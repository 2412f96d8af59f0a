"""The command that takes in an invitation which no export names."""

from typing import Annotated

import typer

from relevance.cli.histories import pasted_text
from relevance.cli.session import session_of
from relevance.errors import UsageError
from relevance.pipeline import HandWritten, add_invite, delete_invite
from relevance.texts import _

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add this command to `app`."""
    app.command("invite")(_invite)


def _invite(
    context: typer.Context,
    who: Annotated[str, typer.Argument(metavar="NAME|INVITE_ID")],
    url: Annotated[str, typer.Option("--url", help="Address of their profile.")] = "",
    headline: Annotated[str, typer.Option("--headline", help="The line under the name.")] = "",
    note: Annotated[str, typer.Option("--note", help="What they wrote.")] = "",
    profile: Annotated[
        str | None,
        typer.Option(
            "--profile",
            metavar="FILE|-",
            help="Employers and schools: text copied from their profile; - reads a pipe.",
        ),
    ] = None,
    delete: Annotated[
        bool, typer.Option("--delete", help="Delete the one with this id, entered by hand.")
    ] = False,
) -> int:
    """Enter an invitation by hand; it runs down the ladder like any other."""
    session = session_of(context)
    if delete:
        if any((url, headline, note, profile)):
            msg = _("`--delete` takes the id of an invitation and nothing else.")
            raise UsageError(msg)
        with session.reading_store() as store:
            name = delete_invite(store, who, session.settings)
        session.output.document({"invite_id": who, "name": name, "deleted": True})
        session.output.say(_("The invitation of {name} is deleted.", name=name))
        return 0
    text = "" if profile is None else pasted_text(profile)
    entered = HandWritten(who, url, headline, note, text)
    with session.store() as store:
        added = add_invite(store, entered, session.settings)
    session.output.document(
        {
            "invite_id": added.invite_id,
            "person_id": added.person_id,
            "name": who,
            "import_id": added.import_id,
            "is_pending": added.is_pending,
            "positions": added.positions,
            "unread": added.unread,
        }
    )
    held = _(" is held already") if added.import_id is None else _(" is kept")
    waits = _("see `relevance invites`") if added.is_pending else _("they are a connection already")
    session.output.say(
        _(
            "The invitation of {who}{held} as {invite_id}: {waits}.",
            who=who,
            held=held,
            invite_id=added.invite_id,
            waits=waits,
        )
    )
    if profile is not None:
        session.output.say(
            _(
                "{positions} employers and schools were understood, {unread} lines were not.",
                positions=added.positions,
                unread=added.unread,
            )
        )
    return 0
