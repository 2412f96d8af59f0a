"""The background worker: one at a time, in order, and every end is told in a sentence."""

import subprocess
import sys
import threading
import weakref
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from relevance import jobs
from relevance.errors import DataError, JobError, NotFoundError
from relevance.jobs import JobRunner, JobState

ROOT = Path(__file__).parents[1]
# Nothing here takes longer than a moment; the bound only keeps a mistake from hanging the suite.
SOON = 30.0


class Gate:
    """Work that says when it has begun, and ends when it is let go."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.go = threading.Event()

    def __call__(self, handle) -> None:
        self.begun.set()
        assert self.go.wait(SOON)
        handle.cancelled()


@pytest.fixture
def saved() -> list[JobState]:
    return []


@pytest.fixture
def runner(saved):
    made = JobRunner(saved.append)
    yield made
    made.shutdown(SOON)
    assert not made._thread or not made._thread.is_alive()


@pytest.fixture
def gate(runner):
    """Work that is let go at the latest when the test ends, before the runner is shut down."""
    made = Gate()
    yield made
    made.go.set()


def states(saved, job_id) -> list[str]:
    return [state.state for state in saved if state.job_id == job_id]


def test_a_job_is_queued_runs_and_is_done(runner, saved) -> None:
    before = datetime.now(UTC)
    job = runner.submit("embed", lambda handle: handle.progress(3, 5, "reading"))
    end = runner.wait(job, SOON)
    assert (end.job_id, end.kind, end.state, end.finished) == (job, "embed", "done", True)
    assert (end.done, end.total, end.message, end.error) == (3, 5, "reading", None)
    assert before <= end.started_at <= end.updated_at <= datetime.now(UTC)
    assert end.updated_at.utcoffset() == timedelta(0)
    assert runner.state(job) == runner.latest("embed") == end == saved[-1]
    assert states(saved, job) in (["queued", "running", "done"], ["running", "done"])


def test_a_waiting_job_has_not_started(runner, saved, gate) -> None:
    runner.submit("first", gate)
    second = runner.submit("second", lambda handle: None)
    state = runner.state(second)
    assert (state.state, state.started_at, state.done, state.total) == ("queued", None, 0, 0)
    assert not state.finished
    assert states(saved, second) == ["queued"]


def test_jobs_run_one_at_a_time_in_the_order_they_came(runner, gate) -> None:
    ran: list[tuple[int, str]] = []

    def note(number):
        return lambda handle: ran.append((number, threading.current_thread().name))

    runner.submit("gate", gate)
    ids = [runner.submit(f"kind {i}", note(i)) for i in range(20)]
    gate.go.set()
    assert [runner.wait(job, SOON).state for job in ids] == ["done"] * 20
    assert ran == [(i, "relevance-jobs") for i in range(20)]


def test_a_kind_that_waits_or_runs_is_not_started_twice(runner, gate) -> None:
    def never(handle) -> None:
        pytest.fail("the second job of a kind ran")

    running = runner.submit("embed", gate)
    assert gate.begun.wait(SOON)
    waiting = runner.submit("score", lambda handle: None)
    assert runner.submit("embed", never) == running
    assert runner.submit("score", never) == waiting
    gate.go.set()
    assert runner.wait(waiting, SOON).state == "done"
    again = runner.submit("embed", lambda handle: None)
    assert again not in (running, waiting)
    assert runner.wait(again, SOON).state == "done"
    assert runner.latest("embed").job_id == again


def test_many_threads_that_submit_at_once_start_one_job(runner, gate) -> None:
    ids: list[str] = []
    begin = threading.Barrier(8)

    def submit() -> None:
        begin.wait(SOON)
        ids.append(runner.submit("embed", gate))

    threads = [threading.Thread(target=submit) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SOON)
    assert len(ids) == 8
    assert len(set(ids)) == 1


def test_a_running_job_learns_that_it_is_cancelled(runner, saved, gate) -> None:
    seen: list[bool] = []

    def work(handle) -> None:
        seen.append(handle.cancelled())
        gate(handle)
        seen.append(handle.cancelled())

    job = runner.submit("embed", work)
    assert gate.begun.wait(SOON)
    runner.cancel(job)
    assert runner.state(job).state == "running"
    gate.go.set()
    assert runner.wait(job, SOON).state == "cancelled"
    assert seen == [False, True]
    assert saved[-1].state == "cancelled"


def test_work_that_lets_time_pass_goes_on_or_learns_at_once_that_it_is_cancelled(runner) -> None:
    told: list[bool] = []
    begun = threading.Event()

    def work(handle) -> None:
        told.append(handle.wait(0.01))
        begun.set()
        told.append(handle.wait(2 * SOON))

    job_id = runner.submit("wait", work)
    assert begun.wait(SOON)
    runner.cancel(job_id)
    assert runner.wait(job_id, SOON).state == "cancelled"
    assert told == [False, True]


def test_a_job_that_waits_is_cancelled_at_once_and_never_runs(runner, saved, gate) -> None:
    runner.submit("gate", gate)
    job = runner.submit("embed", lambda handle: pytest.fail("a cancelled job ran"))
    runner.cancel(job)
    assert runner.wait(job, 0).state == "cancelled"
    assert states(saved, job) == ["queued", "cancelled"]
    gate.go.set()
    last = runner.submit("last", lambda handle: None)
    assert runner.wait(last, SOON).state == "done"
    assert runner.state(job).started_at is None


def test_work_that_ended_before_it_could_learn_of_the_cancel_is_done(runner) -> None:
    begun, go = threading.Event(), threading.Event()

    def work(handle) -> None:
        begun.set()
        assert go.wait(SOON)

    job = runner.submit("embed", work)
    assert begun.wait(SOON)
    runner.cancel(job)
    go.set()
    assert runner.wait(job, SOON).state == "done"


def test_a_finished_job_stays_as_it_ended(runner, saved) -> None:
    job = runner.submit("embed", lambda handle: None)
    end = runner.wait(job, SOON)
    runner.cancel(job)
    assert runner.state(job) is end
    assert saved[-1] is end


def test_work_that_raises_because_of_the_cancel_is_cancelled_and_has_no_error(runner, gate) -> None:
    def work(handle) -> None:
        gate(handle)
        raise RuntimeError("stopped half-way")

    job = runner.submit("embed", work)
    assert gate.begun.wait(SOON)
    runner.cancel(job)
    gate.go.set()
    end = runner.wait(job, SOON)
    assert (end.state, end.error) == ("cancelled", None)


def raiser(error):
    def work(handle) -> None:
        handle.progress(2, 9)
        raise error

    return work


def test_an_error_made_for_people_is_shown_as_it_is(runner, saved, caplog) -> None:
    job = runner.submit("import", raiser(DataError("Row 3 has no author. Add one.")))
    end = runner.wait(job, SOON)
    assert (end.state, end.error) == ("failed", "Row 3 has no author. Add one.")
    assert (end.done, end.total) == (2, 9)
    assert saved[-1] is end


@pytest.mark.parametrize(
    ("error", "what"),
    [
        (ZeroDivisionError("division by zero"), "ZeroDivisionError: division by zero"),
        (KeyError("post_id"), "KeyError: 'post_id'"),
        (MemoryError(), "MemoryError"),
        (SystemExit(3), "SystemExit: 3"),
    ],
)
def test_any_other_error_becomes_a_sentence_and_the_worker_lives(
    runner, caplog, error, what
) -> None:
    end = runner.wait(runner.submit("score", raiser(error)), SOON)
    assert end.state == "failed"
    assert end.error == (
        f"The work `score` stopped at an unexpected error ({what}). "
        "Start it again; if it stops again, the log has the details."
    )
    assert type(error).__name__ in caplog.text
    assert "test_jobs.py" in caplog.text  # where it came from
    assert runner.wait(runner.submit("score", lambda handle: None), SOON).state == "done"


def test_a_job_tells_how_long_the_rest_takes_while_it_runs(runner, monkeypatch) -> None:
    clock = [100.0]
    monkeypatch.setattr(jobs, "_now", lambda: clock[0])
    seen: list[float | None] = []

    def work(handle) -> None:
        handle.progress(0, 100)
        clock[0] += 60  # loading the model is no work on posts
        for done in (10, 20, 30):
            clock[0] += 2
            handle.progress(done, 100)
            seen.append(runner.latest("embed").seconds_left)
        handle.progress(30, 0)
        seen.append(runner.latest("embed").seconds_left)

    end = runner.wait(runner.submit("embed", work), SOON)
    # 10 units take 2 s; what 2 s alone say is not told, and of a job without a total nothing is.
    assert seen == [None, None, pytest.approx(14.0), None]
    assert end.seconds_left is None


def test_progress_is_seen_at_once_and_saved_twice_a_second(runner, saved, monkeypatch) -> None:
    clock = [100.0]
    monkeypatch.setattr(jobs, "_now", lambda: clock[0])
    seen: list[int] = []

    def work(handle) -> None:
        for done in range(1, 31):
            clock[0] += 0.125
            handle.progress(done, 30)
            seen.append(runner.latest("embed").done)

    job = runner.submit("embed", work)
    end = runner.wait(job, SOON)
    assert seen == list(range(1, 31))
    assert end.done == 30
    running = [state.done for state in saved if state.state == "running"]
    # Every half second, which is every fourth of these.
    assert running == [0, 4, 8, 12, 16, 20, 24, 28]
    assert saved[-1].done == 30


def test_the_end_is_saved_before_it_is_told() -> None:
    slow, told = threading.Event(), threading.Event()

    def save(state) -> None:
        if state.finished:
            told.set()
            assert slow.wait(SOON)

    runner = JobRunner(save)
    job = runner.submit("embed", lambda handle: None)
    assert told.wait(SOON)
    assert runner.wait(job, 0).state == "running"
    slow.set()
    assert runner.wait(job, SOON).state == "done"
    runner.shutdown(SOON)


def test_a_late_cancel_does_not_save_an_older_state_over_the_end() -> None:
    slow, ending = threading.Event(), threading.Event()
    saved: list[str] = []

    def save(state) -> None:
        saved.append(state.state)
        if state.finished:
            ending.set()
            assert slow.wait(SOON)

    runner = JobRunner(save)
    job = runner.submit("embed", lambda handle: None)
    assert ending.wait(SOON)
    late = threading.Thread(target=runner.cancel, args=(job,))
    late.start()
    late.join(0.1)  # it waits for the save of the end; without that wait it would be done by now
    slow.set()
    late.join(SOON)
    runner.shutdown(SOON)
    assert saved[-1] == "done"


def test_a_store_that_fails_does_not_stop_the_work(caplog) -> None:
    def save(state) -> None:
        raise OSError("no space left for Zoe Private")

    runner = JobRunner(save)
    job = runner.submit("embed", lambda handle: handle.progress(1, 1))
    assert runner.wait(job, SOON).state == "done"
    runner.shutdown(SOON)
    assert all("OSError at test_jobs.py" in record.getMessage() for record in caplog.records)
    assert "Zoe" not in caplog.text


def test_a_save_may_ask_the_runner() -> None:
    answers: list[JobState | None] = []
    runner = JobRunner(lambda state: answers.append(runner.latest(state.kind)))
    job = runner.submit("embed", lambda handle: handle.progress(1, 1))
    runner.wait(job, SOON)
    runner.shutdown(SOON)
    assert {answer.job_id for answer in answers} == {job}


def test_saves_never_overlap_and_never_go_back() -> None:
    busy = threading.Lock()
    alone: list[bool] = []
    order: dict[str, list[str]] = {}

    def save(state) -> None:
        alone.append(busy.acquire(blocking=False))
        order.setdefault(state.job_id, []).append(state.state)
        busy.release()

    runner = JobRunner(save)
    begin = threading.Barrier(6)

    def submit(kind) -> None:
        begin.wait(SOON)
        for i in range(20):
            job = runner.submit(f"{kind} {i}", lambda handle: handle.progress(1, 1))
            runner.cancel(job)
            runner.wait(job, SOON)

    threads = [threading.Thread(target=submit, args=(f"kind {i}",)) for i in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SOON)
    runner.shutdown(SOON)
    assert all(alone)
    assert len(order) == 120
    rank = {"queued": 0, "running": 1, "done": 2, "cancelled": 2}
    for told in order.values():
        ranks = [rank[state] for state in told]
        assert ranks == sorted(ranks)
        assert ranks.count(2) == 1


def test_waiting_ends_when_the_time_is_up(runner, gate) -> None:
    job = runner.submit("embed", gate)
    assert gate.begun.wait(SOON)
    assert runner.wait(job, 0).state == "running"
    assert runner.wait(job, 0.01).state == "running"


@pytest.mark.parametrize("ask", ["state", "cancel", "wait"])
def test_an_id_that_is_not_known_is_an_error(runner, ask) -> None:
    with pytest.raises(NotFoundError, match="No job has the id `nothing`"):
        getattr(runner, ask)("nothing")


def test_a_kind_that_never_ran_has_no_latest_job(runner) -> None:
    runner.wait(runner.submit("embed", lambda handle: None), SOON)
    assert runner.latest("score") is None


def test_shutting_down_cancels_everything(saved, gate) -> None:
    runner = JobRunner(saved.append)
    running = runner.submit("running", gate)
    waiting = runner.submit("waiting", lambda handle: pytest.fail("a cancelled job ran"))
    assert gate.begun.wait(SOON)
    runner.shutdown(0)
    assert runner.state(waiting).state == "cancelled"
    with pytest.raises(JobError, match="`late` was not started"):
        runner.submit("late", lambda handle: None)
    gate.go.set()
    runner.shutdown(SOON)
    assert runner.state(running).state == "cancelled"
    assert {state.job_id: state.state for state in saved} == {
        running: "cancelled",
        waiting: "cancelled",
    }
    assert not runner._thread.is_alive()


def test_a_runner_without_work_has_no_thread(saved) -> None:
    runner = JobRunner(saved.append)
    before = threading.active_count()
    runner.shutdown()
    assert threading.active_count() == before
    assert not saved


def test_finished_work_is_let_go(runner) -> None:
    class Texts:
        pass

    texts = Texts()
    gone = weakref.ref(texts)
    job = runner.submit("embed", lambda handle, texts=texts: None)
    del texts
    runner.wait(job, SOON)
    # The worker's own frame lets go when it turns to the next job.
    runner.wait(runner.submit("next", lambda handle: None), SOON)
    assert gone() is None


FOREVER = """
import threading
from relevance.jobs import JobRunner
begun = threading.Event()
def work(handle):
    begun.set()
    threading.Event().wait()
JobRunner(lambda state: None).submit("embed", work)
assert begun.wait(30)
print("leaving")
"""


def test_a_running_job_does_not_keep_the_program_open() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FOREVER],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout, done.stderr, done.returncode) == ("leaving\n", "", 0)
