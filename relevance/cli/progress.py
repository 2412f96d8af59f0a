"""How far the model is, told on standard error while a command reads texts."""

import time
from collections.abc import Callable

from relevance.cli.output import Output
from relevance.pace import Pace, time_left
from relevance.texts import _, number

__all__ = ["reading_notes"]

_SAY_EVERY_SECONDS = 5.0
_now = time.monotonic


def reading_notes(output: Output) -> Callable[[int, int], None]:
    """Return what is told how many texts are read and of how many, and notes it every 5 s.

    The time left is named once it can be told.
    """
    pace = Pace()
    said_at = _now()

    def tell(done: int, total: int) -> None:
        nonlocal said_at
        now = _now()
        pace.note(done, now)
        if now - said_at < _SAY_EVERY_SECONDS or not done:
            return
        said_at = now
        left = pace.seconds_left(total)
        rest = "" if left is None else f", {time_left(left)}"
        output.note(
            _(
                "{done} of {total} texts read by the model{rest}.",
                done=number(done),
                total=number(total),
                rest=rest,
            )
        )

    return tell
