from types import SimpleNamespace

import numpy as np
import pytest

from course_utils.exchange import ExchangeError
from course_utils.exercises.kit import variables


def variable(path, *shape):
    return SimpleNamespace(path=path, name=path.split("/")[-1], shape=shape)


def owner(*own, trained=None):
    return SimpleNamespace(variables=own, trainable_variables=own if trained is None else trained)


def test_a_variable_is_found_by_the_end_of_its_path():
    kernel = variable("my_layer/dense/kernel", 3, 2)
    assert variables.find(owner(kernel), {"kernel": (3, 2)}) == {"kernel": kernel}
    assert variables.find(owner(kernel), {"dense/kernel": (3, 2)}) == {"dense/kernel": kernel}


def test_half_a_name_is_no_name():
    with pytest.raises(ExchangeError, match="no variable named kernel"):
        variables.find(owner(variable("layer/my_kernel", 3, 2)), {"kernel": (3, 2)})


def test_of_several_of_one_name_the_one_of_the_right_shape_counts():
    first, second = variable("a/kernel", 3, 2), variable("b/kernel", 2, 5)
    found = variables.find(owner(first, second, trained=()), {"kernel": (2, 5)})
    assert found == {"kernel": second}


@pytest.mark.parametrize(
    ("own", "says"),
    [
        ((variable("kernel", 2, 3),), r"kernel has the shape \(2, 3\), but \(3, 2\)"),
        ((variable("w", 3, 2),), r"no variable named kernel of shape \(3, 2\). It has: w \(3, 2\)"),
        ((), "It has: none"),
        ((variable("a/kernel", 3, 2), variable("b/kernel", 3, 2)), "several variables named"),
        ((variable("kernel", 3, 2), variable("bias", 2)), "trains a variable .* bias of shape"),
    ],
)
def test_what_does_not_fit_is_told_with_what_is_there(own, says):
    with pytest.raises(ExchangeError, match=says):
        variables.find(owner(*own), {"kernel": (3, 2)})


def test_variables_that_are_not_trained_may_be_there():
    kernel, mean = variable("kernel", 3, 2), variable("moving_mean", 2)
    assert variables.find(owner(kernel, mean, trained=(kernel,)), {"kernel": (3, 2)})


def test_values_in_a_question_are_found_by_their_stated_names():
    question = {"inputs": np.zeros(2), **variables.given({"conv1/kernel": np.ones(3)})}
    assert list(variables.stated(question)) == ["conv1/kernel"]
