"""How fast work goes and when it will be done, from how fast it went lately."""

import math

from relevance.texts import _, number

__all__ = ["Pace", "time_left"]

# Seconds after which what was measured counts for a third: a wait on the disk or a long text hardly
# moves the estimate, a machine that becomes busy does within a minute.
_MEMORY_SECONDS = 45.0
# Before so much was seen, an estimate would jump about.
_LEAST_SECONDS = 3.0


class Pace:
    """Follows work that tells how much is done, and estimates the time that the rest takes."""

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        self._done = 0
        self._at: float | None = None
        self._work = 0.0
        self._seconds = 0.0
        self._seen = 0.0

    def note(self, done: int, at: float) -> None:
        """Take in that `done` units were finished at the time `at`.

        The time up to the first finished unit does not count, since loading a model says nothing of
        the pace. Work that starts over (`done` falls) is measured anew.

        Args:
            done: Units finished, 0 or more.
            at: Seconds of a clock that never goes back.
        """
        if done < self._done:
            self._start()
        if self._at is not None and done > self._done:
            passed = at - self._at
            kept = math.exp(-passed / _MEMORY_SECONDS)
            self._work = self._work * kept + done - self._done
            self._seconds = self._seconds * kept + passed
            self._seen += passed
        if done > self._done:
            self._done, self._at = done, at

    def seconds_left(self, total: int) -> float | None:
        """Return the seconds until `total` units are done, 0 or more; None while nobody can tell."""
        if self._seen < _LEAST_SECONDS or self._work <= 0:
            return None
        return max(0, total - self._done) * self._seconds / self._work


def time_left(seconds: float) -> str:
    """Return a wait in words, such as "about 4 minutes left"; `seconds` is 0 or more."""
    if seconds < 50:  # rounds to less than a minute
        return _("less than a minute left")
    minutes = round(seconds / 60)
    if minutes < 60:
        return _("about {counted} left", counted=_counted(minutes, "minute"))
    hours = round(seconds / 1800) / 2
    if hours < 10:
        whole, half = divmod(hours, 1)
        said = _("{whole}½ hours", whole=number(whole)) if half else _counted(int(whole), "hour")
        return _("about {said} left", said=said)
    return _("about {seconds} hours left", seconds=round(seconds / 3600))


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
