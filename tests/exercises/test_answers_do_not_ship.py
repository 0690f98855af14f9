"""No callable of the package that students get earns a point when it is offered to a task.

The exercises' kit and the task's own room, where what judges an answer comes near to it, are tried
in seconds, and so are the networks where one is asked for; the whole package takes a minute a task.
"""

import pytest

from tests.exercises import offered
from tests.exercises.answering import HEAVY, TASKS, rests_on_a_run

pytestmark = pytest.mark.trust


def earning(name, some, seconds=offered.SECONDS):
    """What earns something, and which share of the points."""
    if TASKS[name][1].kind in HEAVY:
        seconds = offered.ASKED_SECONDS  # TensorFlow's first call takes longer than all others
    with offered.offering(seconds):
        return {
            call: share
            for call, made in offered.offers(name, some)
            if (share := offered.earned(name, made)) > 0
        }


@pytest.mark.ci
@pytest.mark.parametrize("name", TASKS)
def test_no_callable_of_a_tasks_own_room_earns_a_point(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assignment, task = TASKS[name]
    networks = ("models", "cifar10") if task.kind == "model" else ()
    rooms = ("exercises.kit", f"exercises.{assignment[3:]}", *networks)
    assert earning(name, offered.of_rooms(*rooms), offered.FEWER_SECONDS) == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", TASKS)
def test_no_callable_of_the_package_earns_a_point(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert earning(name, offered.of_rooms()) == {}


@pytest.mark.ci
@pytest.mark.parametrize("name", [name for name in TASKS if not rests_on_a_run(name)])
def test_an_answer_that_would_ship_is_found(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shipped = offered.Offered("shipped", offered.right_answer(name))
    assert earning(name, (shipped,)) != {}


@pytest.mark.ci
def test_a_method_of_an_answer_that_would_ship_is_found():
    def exchanged(_capacity, items, place, item):
        items[place], out = item, items[place]
        return out

    assert earning("ShuffleQueue", (offered.Offered("shipped", exchanged),)) != {}
