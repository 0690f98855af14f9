"""Nothing that a kernel does with the hidden images comes back to its student.

``test_attacks`` grades the same submissions in kernels that start warm.
"""

from dataclasses import replace

import pytest

from tests.autograder.grading.test_workers_cluster import Machines
from tests.submissions import zoo
from tests.submissions.stage import Stage
from tests.submissions.test_attacks import expected
from tests.submissions.zoo import VARIANT, Cell

pytestmark = [pytest.mark.ci, pytest.mark.trust]

# They answer no exercise that imports TensorFlow: a cold kernel takes four seconds for that.
QUICK = """\
def random_shift(images):
    return images


answered = check


def check(name, thing):
    if name in ("ablation_effects", "accuracy"):
        answered(name, thing)
"""
FAMILY = [
    replace(case, cells=(*case.cells, Cell("random_shift_solution", "code", QUICK)))
    for case in zoo.attacks()
    if case.family == "hidden_images"
]


@pytest.fixture(scope="module", params=["cold", "cluster"])
def seen(request, released_course, tmp_path_factory):
    """What came of each submission, by student: of kernels that start cold, and of a cluster's."""
    folder = tmp_path_factory.mktemp(request.param)
    machines = Machines(folder) if request.param == "cluster" else None
    try:
        if machines:
            machines.add("first")
            machines.add("second")
        address = machines.address if machines else ""
        stage = Stage(folder / "s", released_course, VARIANT, scheduler=address)
        for case in FAMILY:
            stage.submit(case)
        stage.start()
        stage.finish()
    finally:
        if machines:
            machines.close()
    assert stage.status == 0, stage.log[-3000:]
    return stage.look()


@pytest.mark.parametrize("case", [expected(case) for case in FAMILY])
def test_no_hidden_image_comes_back(seen, case):
    assert seen[case.student].leaked == []
    assert seen[case.student].score == case.grade
