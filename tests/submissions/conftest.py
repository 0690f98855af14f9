"""The zoo, graded once for all tests: three classes, two at a time."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from autograder.authoring import release

from tests.autograder.conftest import new_course
from tests.submissions import runs, zoo
from tests.submissions.stage import Stage


@pytest.fixture(scope="session")
def released_course(tmp_path_factory):
    """A course with all assignments registered and no submission."""
    course = new_course(tmp_path_factory.mktemp("zoo"))
    release.register(course)
    return course


@pytest.fixture(scope="session")
def runs_folder(tmp_path_factory):
    """Where the runs that submissions carry are kept."""
    return tmp_path_factory.mktemp("runs")


@pytest.fixture(scope="session", params=["warm", pytest.param("cold", marks=pytest.mark.slow)])
def stages(request, released_course, runs_folder, tmp_path_factory):
    """The graded classes: slow, quick and variant; by nbgrader's command, and by the parallel one.

    The second starts its kernels warm. Every case must get the same grades there.
    """
    classes = zoo.classes()
    made = {
        name: Stage(
            tmp_path_factory.mktemp(name) / "s",
            released_course,
            cases[0].assignment,
            warm=request.param == "warm",
        )
        for name, cases in classes.items()
    }

    def grade(name):
        if name == "variant":
            runs.make(runs_folder)
        for case in classes[name]:
            made[name].submit(case, runs_folder)
        made[name].start()
        made[name].finish()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(grade, ("slow", "variant", "quick")))
    return made


@pytest.fixture(scope="session")
def seen(stages):
    """What came of each submission, by student."""
    found = {}
    for stage in stages.values():
        found |= stage.look()
    return found
