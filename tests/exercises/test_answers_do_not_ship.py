"""No callable of the package that students get earns a point when it is offered to a task.

The exercises' kit and the task's own room, where what judges an answer comes near to it, are tried
in seconds, and so are the networks where one is asked for; the whole package takes a minute a task.
"""

import pytest

from tests.exercises import offered
from tests.exercises.answering import TASKS

pytestmark = pytest.mark.trust


def earning(name, *rooms, seconds=offered.SECONDS):
    """What earns something, and which share of the points."""
    with offered.offering(seconds):
        return {
            call: share
            for call, made in offered.offers(name, offered.of_rooms(*rooms))
            if (share := offered.earned(name, made)) > 0
        }


@pytest.mark.ci
@pytest.mark.parametrize("name", TASKS)
def test_no_callable_of_a_tasks_own_room_earns_a_point(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assignment, task = TASKS[name]
    networks = ("models", "cifar10") if task.kind == "model" else ()
    rooms = ("exercises.kit", f"exercises.{assignment[3:]}", *networks)
    assert earning(name, *rooms, seconds=offered.FEWER_SECONDS) == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", TASKS)
def test_no_callable_of_the_package_earns_a_point(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert earning(name) == {}
