import numpy as np
import pytest

from course_utils.exercises.kit import sequences

QUESTION = sequences.calls([0, 1, 0], "add", np.array([1.0, 10.0, 2.0]))


class Total:
    def __init__(self):
        self.total = np.zeros(1)

    def add(self, value):
        self.total += value
        return self.total


def answers(thing, question=QUESTION, **arguments):
    return sequences.asks(lambda thing, question: thing(), **arguments)(thing, question)


def test_each_object_is_fresh_and_has_its_own_calls():
    answer = answers(Total)
    assert [answer[part].item() for part in sequences.parts(0, 3)] == [1, 10, 3]


def test_a_result_is_kept_as_it_was_when_it_was_returned():
    answer = answers(Total)  # which returns one array and changes it
    assert answer["call 0"] == 1


def test_a_call_that_raises_takes_no_other_with_it():
    class Fragile(Total):
        def add(self, value):
            if value == 10:
                raise ValueError("ten is too much")
            return super().add(value)

    answer = answers(Fragile)
    assert "ten is too much" in str(answer["call 1.error"])
    assert answer["call 2"] == 3


def test_an_object_that_cannot_be_made_is_the_error_of_the_whole_case():
    with pytest.raises(TypeError):
        answers(lambda: 1 + "a")


def test_another_method_name_is_a_sentence():
    class Other:
        def plus(self, value):
            return value

    assert "has no method add" in str(answers(Other)["call 0.error"])


def test_an_object_itself_may_be_called():
    question = sequences.calls([0, 0], "__call__", [3, 4])
    answer = answers(lambda: lambda step: step % 4, question)
    assert [answer["call 0"], answer["call 1"]] == [3, 0]


def test_an_object_cannot_change_the_question():
    question = sequences.calls([0, 0], "clear", np.ones((2, 3)))

    class Clears:
        def clear(self, value):
            value[:] = 0
            return value

    answers(Clears, question)
    assert question["argument"].all()


def test_what_to_keep_of_a_result_can_be_chosen():
    question = sequences.calls([0], "get", [5])

    class Batch:
        def get(self, value):
            return {"images": value}

    assert answers(Batch, question, keep=lambda result: result["images"])["call 0"] == 5


def test_a_sentence_counts_calls_and_objects_from_one():
    assert sequences.label(QUESTION, "call 1") == "the result of call 2, object 2.add(10),"
