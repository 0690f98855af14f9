"""No callable of the package that students get earns a point when it is offered to a task."""

import pytest

from tests.exercises import offered
from tests.exercises.answering import TASKS

pytestmark = [pytest.mark.ci, pytest.mark.trust]


@pytest.mark.parametrize("name", TASKS)
def test_no_callable_of_the_package_earns_a_point(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with offered.offering():
        found = {
            call: share
            for call, made in offered.offers(name)
            if (share := offered.earned(name, made)) > 0
        }
    assert found == {}
