"""One background worker per process: progress, cancel, and a plain sentence when work fails."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Literal
from uuid import uuid4

from relevance.errors import JobError, NotFoundError, RelevanceError, no_room, without_words
from relevance.pace import Pace
from relevance.texts import _

__all__ = ["JobHandle", "JobRunner", "JobState"]

_End = Literal["done", "failed", "cancelled"]

_SAVE_SECONDS = 0.5
_FINISHED = frozenset({"done", "failed", "cancelled"})

_now = time.monotonic
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class JobState:
    """What is known of one job at one moment.

    Attributes:
        job_id: Names the job, unique over all processes.
        kind: What the job does, such as "embed"; at most one job of a kind waits or runs.
        state: Where the job stands.
        done: Units finished, 0 or more.
        total: Units to do, 0 while unknown.
        error: A sentence for the person at the screen; None unless the job failed.
        started_at: When the work began, in UTC; None for a job that has not begun.
        updated_at: When anything here last changed, in UTC.
        message: What the work is at, as it last said; may be empty.
        seconds_left: How long the rest will take at the pace of late; None while nobody can tell.
    """

    job_id: str
    kind: str
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    done: int
    total: int
    error: str | None
    started_at: datetime | None
    updated_at: datetime
    message: str = ""
    seconds_left: float | None = None

    @property
    def finished(self) -> bool:
        """True when the state can not change any more."""
        return self.state in _FINISHED


class JobHandle:
    """What work gets of its own job: it tells how far it is, and learns that it may stop."""

    def __init__(self, report: Callable[[int, int, str], None], cancel: threading.Event) -> None:
        self._report = report
        self._cancel = cancel
        self._told = False

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Tell how far the work is.

        Args:
            done: Units finished, 0 or more.
            total: Units to do, 0 while unknown.
            message: What the work is at.
        """
        self._report(done, total, message)

    def cancelled(self) -> bool:
        """Return True once the job has been cancelled; the work then returns as soon as it can."""
        self._told = self._told or self._cancel.is_set()
        return self._told

    def wait(self, seconds: float) -> bool:
        """Let so much time pass, or less where the job is cancelled meanwhile; return whether it is."""
        self._told = self._cancel.wait(seconds) or self._told
        return self._told

    @property
    def stopped(self) -> bool:
        """True when the work has learnt that it may stop: its end is then no success."""
        return self._told


@dataclass(slots=True)
class _Job:
    """The mutable side of a job, guarded by the runner's lock."""

    state: JobState
    work: Callable[[JobHandle], object]
    cancel: threading.Event
    saved: JobState | None = None
    saved_at: float = float("-inf")
    pace: Pace = field(default_factory=Pace)


class JobRunner:
    """Runs jobs one after the other, first come first served, on a single daemon thread.

    All methods may be called from any thread.
    """

    def __init__(self, save: Callable[[JobState], None]) -> None:
        """Prepare the runner; the thread starts with the first job.

        Args:
            save: Keeps a job's state, newest last. It is called at every change of state and,
                while work makes progress, about twice a second; from the worker or from the
                thread that submits or cancels, never from two at a time. An error of it is
                logged and does not stop the work.
        """
        self._save = save
        self._changed = threading.Condition()
        # Separate from the condition, so that a slow save holds up nobody who only reads;
        # re-entrant, so that `save` may call the runner.
        self._saving = threading.RLock()
        self._jobs: dict[str, _Job] = {}
        self._waiting: deque[str] = deque()
        self._thread: threading.Thread | None = None
        self._closed = False

    def submit(self, kind: str, work: Callable[[JobHandle], object]) -> str:
        """Queue work and return its job id.

        Args:
            kind: What the job does. While a job of this kind waits or runs, no second one is made.
            work: Called once on the worker thread; what it returns is not kept.

        Returns:
            The id of the new job, or of the one of this kind that already waits or runs.

        Raises:
            JobError: The runner has been shut down.
        """
        with self._changed:
            if self._closed:
                msg = _(
                    "The work `{kind}` was not started: a program that is closing takes "
                    "none. Start the program again.",
                    kind=kind,
                )
                raise JobError(msg)
            present = self._latest(kind)
            if present is not None and not present.finished:
                return present.job_id
            job = _Job(_new_state(kind), work, threading.Event())
            self._jobs[job.state.job_id] = job
            self._waiting.append(job.state.job_id)
            self._start_thread()
            self._changed.notify_all()
        self._persist(job)
        return job.state.job_id

    def state(self, job_id: str) -> JobState:
        """Return a job's present state.

        Raises:
            NotFoundError: No job of this process has the id.
        """
        with self._changed:
            return self._find(job_id).state

    def latest(self, kind: str) -> JobState | None:
        """Return the state of the newest job of a kind, or None if there was none."""
        with self._changed:
            return self._latest(kind)

    def cancel(self, job_id: str) -> None:
        """Ask a job to stop; one that waits ends at once, one that has finished stays as it is.

        Raises:
            NotFoundError: No job of this process has the id.
        """
        with self._changed:
            job = self._find(job_id)
            self._cancel(job)
        self._persist(job)

    def wait(self, job_id: str, timeout: float | None = None) -> JobState:
        """Wait until a job has finished.

        Args:
            job_id: The job.
            timeout: The longest wait in seconds, 0 or more; None waits as long as it takes.

        Returns:
            The job's state, not finished when the time was up.

        Raises:
            NotFoundError: No job of this process has the id.
        """
        with self._changed:
            job = self._find(job_id)
            self._changed.wait_for(lambda: job.state.finished, timeout)
            return job.state

    def shutdown(self, timeout: float = 5.0) -> None:
        """Cancel everything, take no more work, and let the running job end; may be called twice.

        Args:
            timeout: The longest wait for the running job in seconds, 0 or more. A job that takes
                longer is left behind on its daemon thread, which ends with the process.
        """
        with self._changed:
            self._closed = True
            stopped = [job for job in self._jobs.values() if not job.state.finished]
            for job in stopped:
                self._cancel(job)
            self._changed.notify_all()
            thread = self._thread
        for job in stopped:
            self._persist(job)
        if thread is not None and thread is not threading.current_thread():
            thread.join(timeout)

    def _find(self, job_id: str) -> _Job:
        try:
            return self._jobs[job_id]
        except KeyError:
            msg = _(
                "No job has the id `{job_id}`: jobs are known until the program ends. Start "
                "the work again if it is still wanted.",
                job_id=job_id,
            )
            raise NotFoundError(msg) from None

    def _latest(self, kind: str) -> JobState | None:
        states = (job.state for job in reversed(self._jobs.values()))
        return next((state for state in states if state.kind == kind), None)

    def _start_thread(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="relevance-jobs", daemon=True)
            self._thread.start()

    def _cancel(self, job: _Job) -> None:
        job.cancel.set()
        if job.state.state == "queued":
            self._waiting.remove(job.state.job_id)
            self._change(job, state="cancelled")

    def _change(self, job: _Job, **changes: object) -> None:
        with self._changed:
            # replace() checks the names; the types are those of the callers in this class.
            job.state = replace(job.state, updated_at=datetime.now(UTC), **changes)  # type: ignore[arg-type]
            self._changed.notify_all()

    def _persist(self, job: _Job) -> None:
        with self._saving:
            # Read under the lock, so that a late thread can not save an older state over a newer.
            self._store(job, job.state)

    def _store(self, job: _Job, state: JobState) -> None:
        if state is job.saved:
            return
        job.saved, job.saved_at = state, _now()
        try:
            self._save(state)
        except Exception as error:  # noqa: BLE001 - the store's troubles are not the work's
            _log.error(
                "The state of job %s (%s) was not saved: %s",
                state.job_id,
                state.kind,
                without_words(error),
            )

    def _run(self) -> None:
        while (job := self._take()) is not None:
            self._persist(job)
            self._work(job)

    def _take(self) -> _Job | None:
        """Wait for the next job and mark it as running; None when the runner closes."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed)
            if not self._waiting:
                return None
            job = self._jobs[self._waiting.popleft()]
            self._change(job, state="running", started_at=datetime.now(UTC))
            return job

    def _work(self, job: _Job) -> None:
        def report(done: int, total: int, message: str) -> None:
            job.pace.note(done, _now())
            left = job.pace.seconds_left(total) if total else None
            self._change(job, done=done, total=total, message=message, seconds_left=left)
            if _now() - job.saved_at >= _SAVE_SECONDS:
                self._persist(job)

        state, error = _outcome(job, JobHandle(report, job.cancel))
        with self._saving:
            end = replace(
                job.state, state=state, error=error, seconds_left=None, updated_at=datetime.now(UTC)
            )
            # Saved before it shows, so that whoever waits for the end finds it in the store.
            self._store(job, end)
            with self._changed:
                job.state = end
                self._changed.notify_all()


def _nothing(_: JobHandle) -> None:
    """Stand in for work that has been done."""


def _new_state(kind: str) -> JobState:
    return JobState(uuid4().hex, kind, "queued", 0, 0, None, None, datetime.now(UTC))


def _outcome(job: _Job, handle: JobHandle) -> tuple[_End, str | None]:
    """Do the work; return the state it ends in and the sentence that says why it failed."""
    # Let go of, because work often holds all texts and the job is remembered.
    work, job.work = job.work, _nothing
    try:
        work(handle)
    except BaseException as error:  # noqa: BLE001 - the worker outlives whatever work raises
        if handle.stopped:
            return "cancelled", None
        _log.error("Job %s (%s) failed: %s", job.state.job_id, job.state.kind, without_words(error))
        return "failed", _sentence(job.state.kind, error)
    return ("cancelled" if handle.stopped else "done"), None


def _sentence(kind: str, error: BaseException) -> str:
    if isinstance(error, RelevanceError):
        return str(error)
    if full := no_room(error):
        return full
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return _(
        "The work `{kind}` stopped at an unexpected error ({what}). Start it again; if it "
        "stops again, the log has the details.",
        kind=kind,
        what=what,
    )
