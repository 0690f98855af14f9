import numpy as np
import pytest

from course_utils.exercises.kit.functions import Call, asks

QUESTION = {"x": np.array([1.0, 2.0]), "n": np.array(3), "bad": np.array([-1.0])}


def twice(x):
    return 2 * x


def test_each_call_answers_parts_of_its_own():
    ask = asks(Call(("x",), ("y",)), Call(("n",), ("z",)))
    answer = ask(twice, QUESTION)
    np.testing.assert_array_equal(answer["y"], [2, 4])
    assert answer["z"] == 6


def test_several_results_are_parts_by_their_order():
    answer = asks(Call(("x",), ("least", "most")))(lambda x: (x.min(), x.max()), QUESTION)
    assert (answer["least"], answer["most"]) == (1, 2)


def test_a_call_that_raises_takes_no_other_with_it():
    def root(x):
        if x.min() < 0:
            raise ValueError("negative")
        return np.sqrt(x)

    answer = asks(Call(("bad",), ("first",)), Call(("x",), ("second",)))(root, QUESTION)
    assert "negative" in str(answer["first.error"])
    assert "second" in answer


def test_a_call_that_changes_its_input_does_not_change_the_next_ones():
    def clears(x):
        y = 2 * x
        x[:] = 0
        return y

    ask = asks(Call(("x",), ("a",)), Call(("x",), ("b",)), Call(("n",), ("c",)))
    answer = ask(lambda x: x if isinstance(x, int) else clears(x), QUESTION)
    np.testing.assert_array_equal(answer["a"], answer["b"])


def test_a_call_that_changes_its_input_loses_the_last_part_of_the_last_call():
    def clears(x):
        y = 2 * x
        x[:] = 0
        return y, y

    answer = asks(Call(("x",), ("a", "b")))(clears, QUESTION)
    assert "changes its argument number 1" in str(answer["b.error"])
    assert "a" in answer
    assert "b" not in answer


def test_one_array_of_several_numbers_gives_a_part_each():
    answer = asks(Call(("x",), ("a", "b")))(lambda x: x, QUESTION)
    assert (answer["a"], answer["b"]) == (1, 2)


def test_a_number_is_handed_over_as_a_python_number():
    answer = asks(Call(("n",), ("length",)))(lambda n: len([0] * n), QUESTION)
    assert answer["length"] == 3


@pytest.mark.parametrize(
    ("function", "says"),
    [
        (lambda x: x[0], "returned 1 value instead of 2. End it with: return a, b."),
        (lambda x: (x, x, x), "returned 3 values instead of 2"),
        (lambda x: (x, None), "(b) returned None"),
        (7, "this is a int. Pass the function itself"),
        (lambda x: exit(), "asked Python to exit"),
    ],
)
def test_something_else_than_was_asked_for_is_a_sentence(function, says):
    answer = asks(Call(("x",), ("a", "b")))(function, QUESTION)
    assert says in str(answer["a.error"])
