"""Grading on a Dask cluster: a real scheduler and real workers, one of which is killed."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time

import psutil
import pytest

from autograder.course import ROOT
from autograder.grading.workers import Cluster, ClusterError
from tests.autograder.conftest import RIGHT, START_HERE, WRONG
from tests.autograder.grading.test_grade import grade
from tests.benchmarks import grading as load
from tests.submissions import zoo
from tests.submissions.zoo import Case, Cell

SLOW = "import time\ntime.sleep(3)\n"


def test_a_scheduler_that_does_not_answer_is_a_sentence(monkeypatch):
    monkeypatch.setattr("autograder.grading.workers.SCHEDULER_SECONDS", 1)
    with pytest.raises(ClusterError, match=r"No Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        Cluster("tcp://127.0.0.1:9")


def test_a_missing_dask_is_a_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match="needs Dask"):
        Cluster("tcp://127.0.0.1:9")


class Machines:
    """A scheduler and workers, as on a cluster's nodes: their own folders, none of the course's."""

    def __init__(self, folder):
        self.folder = folder
        self.processes = []
        scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        self.address = self._said(scheduler, r"Scheduler at:\s+(tcp://\S+)")

    def add(self, name):
        worker = self._start(
            *("worker", self.address, "--nthreads", "1", "--name", name, "--no-nanny"),
            *("--no-dashboard", "--local-directory", str(self.folder / name)),
        )
        self._said(worker, "Registered to")
        return worker

    def _start(self, *arguments):
        process = subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:]],
            cwd=ROOT,
            env={**os.environ, "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "3"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.processes.append(process)
        return process

    def _said(self, process, pattern):
        for line in process.stdout:
            if found := re.search(pattern, line):
                threading.Thread(target=process.stdout.read, daemon=True).start()
                return found[1] if found.groups() else line
        raise AssertionError("it ended")

    def close(self):
        for process in reversed(self.processes):
            process.kill()
            process.wait()


@pytest.fixture
def machines(tmp_path):
    machines = Machines(tmp_path)
    yield machines
    machines.close()


def submit(course, count):
    for number in range(count):
        solution = (RIGHT, WRONG)[number % 2]
        cells = (Cell("channel_means_solution", "code", SLOW + solution),)
        zoo.hand_in(Case("class", str(number), "", "nothing", None, None, cells=cells), course, {})


@pytest.mark.ci
def test_a_scheduler_without_workers_is_a_sentence(machines):
    with pytest.raises(ClusterError, match="has no worker"):
        Cluster(machines.address)


@pytest.mark.ci
def test_a_worker_killed_in_the_middle_costs_no_grade(machines, new_class):
    one, two = new_class().course, new_class().course
    shutil.rmtree(two)
    submit(one, 6)
    shutil.copytree(one, two)
    victim = machines.add("first")
    machines.add("second")
    killed = threading.Event()

    def kill():
        while not psutil.Process(victim.pid).children(recursive=True):
            time.sleep(0.1)  # until it runs a kernel
        time.sleep(2)
        victim.send_signal(signal.SIGKILL)
        killed.set()

    threading.Thread(target=kill, daemon=True).start()
    status, said, log = grade(one, "--scheduler", machines.address)
    assert killed.is_set()
    assert (status, said[:9]) == (0, "6 graded "), log
    status, _, log = grade(two, "--workers=2")
    assert status == 0, log
    assert load.everything(one, START_HERE) == load.everything(two, START_HERE)
    assert {scores[1] for scores in load.everything(one, START_HERE).values()} == {0.0, 1.0}
