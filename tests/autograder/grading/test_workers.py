"""Workers run each job once, or say that they died; the pipeline hands it out again."""

import os
import signal
import time

import psutil
import pytest

from autograder.grading import pipeline, workers
from autograder.grading.pipeline import outcome_of
from autograder.grading.workers import Here, Pool
from autograder.sandbox import run
from autograder.sandbox.run import Job, Outcome

pytestmark = pytest.mark.ci  # each starts processes, some seconds


def job(name):
    return Job(name, {}, {}, (), {}, {}, 2)


def do(one):
    """What stands for running a notebook, in a worker's process."""
    if one.notebook == "dies":
        os._exit(1)
    if one.notebook == "raises":
        raise ValueError("no such thing")
    if one.notebook == "takes long":
        time.sleep(600)
    return Outcome(notebook=f"{one.notebook} in {os.getpid()}")


@pytest.fixture
def pool(monkeypatch):
    monkeypatch.setattr(run, "do_warm", do)
    made = Pool(2)
    yield made
    made.close()


def test_two_jobs_run_in_two_processes_of_their_own(pool):
    promises = [pool.submit(job(name)) for name in ("one", "two")]
    done = [promise.result().notebook.split(" in ") for promise in promises]
    assert [name for name, _ in done] == ["one", "two"]
    assert len({pid for _, pid in done} | {str(os.getpid())}) == 3


def test_a_worker_that_dies_breaks_its_own_promise_and_is_replaced(pool):
    dead, alive = pool.submit(job("dies")), pool.submit(job("one"))
    assert workers.died(dead.exception())
    assert alive.result().notebook.startswith("one in")
    again = [pool.submit(job(name)) for name in ("two", "three")]
    assert [promise.result().notebook.split()[0] for promise in again] == ["two", "three"]


def test_a_worker_that_dies_while_it_has_nothing_to_do_is_replaced(pool):
    before = [pool.submit(job(name)).result() for name in ("one", "two")]
    pids = {int(one.notebook.split(" in ")[1]) for one in before}
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
        while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
            time.sleep(0.01)
    promises = [pool.submit(job(name)) for name in ("three", "four")]
    kept = [outcome_of(promise, 1) for promise in promises]
    assert all(one is None or one.notebook.split()[0] in ("three", "four") for one in kept)
    assert pool.submit(job("five")).result().notebook.startswith("five in")


def test_a_job_that_waits_begins_when_another_one_ends(pool):
    promises = [pool.submit(job(str(number))) for number in range(8)]
    done = [promise.result(timeout=60).notebook.split(" in ") for promise in promises]
    assert [name for name, _ in done] == [str(number) for number in range(8)]
    assert len({pid for _, pid in done}) <= 2


def test_a_job_that_waits_is_not_broken_with_the_one_before_it(pool):
    dying = [pool.submit(job("dies")) for _ in range(4)]
    waiting = [pool.submit(job(str(number))) for number in range(4)]
    assert all(workers.died(promise.exception(timeout=60)) for promise in dying)
    assert [one.result(timeout=60).notebook.split()[0] for one in waiting] == list("0123")


def test_where_no_process_starts_the_promise_says_so(pool, monkeypatch):
    def refused(*_):
        raise OSError("no more processes")

    monkeypatch.setattr(workers, "Worker", refused)
    assert str(pool.submit(job("one")).exception(timeout=60)) == "no more processes"


def test_a_failure_of_a_job_is_no_death(pool):
    error = pool.submit(job("raises")).exception()
    assert not workers.died(error)


def test_closing_ends_what_runs_at_once(monkeypatch):
    monkeypatch.setattr(run, "do_warm", do)
    made = Pool(1)
    runs, waits = (made.submit(job("takes long")) for _ in range(2))
    made.close()
    assert workers.died(runs.exception(timeout=60))
    assert waits.cancelled()


def test_a_job_runs_here_and_is_done_at_once(monkeypatch):
    monkeypatch.setattr(run, "do", do)
    promise = Here().submit(job("one"))
    assert promise.done()
    assert promise.result().notebook == f"one in {os.getpid()}"


def test_a_job_is_handed_out_three_times_before_its_workers_deaths_are_put_down_to_it(pool):
    outcomes = [
        outcome_of(pool.submit(job("dies")), attempt) for attempt in range(1, pipeline.ATTEMPTS + 1)
    ]
    assert outcomes[:2] == [None, None]
    assert outcomes[2].error == "its worker died 3 times"


def test_a_workers_own_failure_is_an_outcome(pool):
    assert outcome_of(pool.submit(job("raises")), 1).error == "ValueError: no such thing"
