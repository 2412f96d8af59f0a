"""Entry of the command line: options that every command takes, errors in words, exit codes.

Exit 0 done, 1 nothing usable or partly failed, 2 wrong usage.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from relevance.cli import (
    by_hand,
    connections,
    data,
    decisions,
    embedding,
    evaluate,
    explain,
    feed,
    interests,
    keeping,
    ladder,
    network,
    outreach,
    people,
    plans,
    ratings,
    reports,
    topics,
    views,
    whatifs,
)
from relevance.cli.output import Output
from relevance.cli.session import Session
from relevance.config import load_settings
from relevance.errors import RelevanceError, UsageError, no_room
from relevance.texts import _

__all__ = ["main"]


def _exit(code: int, **_: object) -> None:
    raise typer.Exit(code)


app = typer.Typer(
    result_callback=_exit,
    name="relevance",
    help="Shows which connections and pending invitations raise or dilute the relevance of your feed.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
data.register(app)
embedding.register(app)
keeping.register(app)
interests.register(app)
feed.register(app)
connections.register(app)
views.register(app)
network.register(app)
by_hand.register(app)
decisions.register(app)
ladder.register(app)
outreach.register(app)
people.register(app)
whatifs.register(app)
plans.register(app)
ratings.register(app)
topics.register(app)
reports.register(app)
explain.register(app)
evaluate.register(app)


@app.callback()
def _relevance(
    context: typer.Context,
    db: Annotated[
        Path | None,
        typer.Option("--db", help="Database file (else RELEVANCE_DB, else data/relevance.duckdb)."),
    ] = None,
    as_json: Annotated[
        bool,
        typer.Option("--json", help="Print one JSON document; taken before and after COMMAND."),
    ] = False,
    debug: Annotated[  # noqa: ARG001  # read in `main`, declared here for --help
        bool, typer.Option("--debug", help="Show where an error came from.")
    ] = False,
) -> None:
    context.obj = Session(
        settings=load_settings().with_database(db),
        output=Output(as_json=as_json),
        explicit_database=bool(db or os.environ.get("RELEVANCE_DB")),
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `relevance` with these arguments, those of the process unless given, and exit."""
    # Whatever is written, a copy or an export as well, holds other people's messages.
    os.umask(0o077)
    given = _with_common_options_first(sys.argv[1:] if arguments is None else list(arguments))
    debug = "--debug" in given
    err = Output(as_json=False)
    try:
        app(given, prog_name="relevance")
    except RelevanceError as error:
        if debug:
            raise
        err.note(str(error))
        sys.exit(2 if isinstance(error, UsageError) else 1)
    except BrokenPipeError:
        # Whoever read the output, such as `head`, has enough of it; nothing may be flushed into it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:  # the last resort: a sentence instead of a traceback
        if debug:
            raise
        err.note(
            no_room(error)
            or _(
                "Something went wrong that should not: {name}: {error}. What was saved before "
                "stays. Run the command again with --debug to see where, and report that.",
                name=type(error).__name__,
                error=error,
            )
        )
        sys.exit(1)


def _with_common_options_first(arguments: list[str]) -> list[str]:
    """Move --db, --json and --debug before the command, where they are declared.

    Everything after `--` is left alone.
    """
    common: list[str] = []
    rest: list[str] = []
    left = iter(arguments)
    for word in left:
        if word == "--":
            rest += [word, *left]
        elif word in {"--json", "--debug"} or word.startswith("--db="):
            common.append(word)
        elif word == "--db":
            common += [word, *([value] if (value := next(left, None)) is not None else [])]
        else:
            rest.append(word)
    return common + rest
