import math

import numpy as np
import pytest

from course_utils.exercises.kit.answers import ERROR
from course_utils.exercises.kit.properties import (
    EXACT,
    Asked,
    Mistake,
    Property,
    Symptom,
    Tolerance,
    compares,
)

LOOSE = Tolerance(1_000, "for these tests")
QUESTION = {"x": np.array([1.0, 2.0])}
EXPECTED = {"a": np.array([1.0, 2.0]), "b": np.array(5)}


def judged(answer, *, parts=("a",), tolerance=LOOSE, mistakes=(), expected=EXPECTED):
    one = Property("name", 1.0, parts, tolerance, "All is well.", "Do this next.", mistakes)
    return one.finding(Asked(QUESTION, expected, answer))


def test_a_right_part_earns_its_share():
    assert judged({"a": np.array([1.0, 2.0])}) == ("name", 1.0, 1.0, "All is well.")


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.longdouble, np.int64, np.uint8])
def test_any_type_that_holds_the_right_numbers_is_right(dtype):
    assert judged({"a": np.array([1, 2], dtype)}).passed == 1


@pytest.mark.parametrize(
    ("part", "says"),
    [
        (np.array([1.0]), "has the shape (1,), not (2,)"),
        (np.array([[1.0, 2.0]]), "has the shape (1, 2), not (2,)"),
        (np.array([1.0, np.nan]), "not finite"),
        (np.array([1.0, -np.inf]), "not finite"),
        (np.array(["a", "b"]), "No numbers came back for 'a'"),
        (np.array([1.0, 2.5]), "at index (1,) is 2.5 but should be 2"),
        (np.array([True, True]), "at index (1,) is 1 but should be 2"),
        (np.zeros(0), "has the shape (0,)"),
    ],
)
def test_a_wrong_part_is_told_what_is_wrong_with_it_and_what_to_do(part, says):
    finding = judged({"a": part})
    assert finding.passed == 0
    assert says in finding.sentence
    if "shape" not in says or part.size:
        assert finding.sentence.endswith("Do this next.")


DOUBLED = Mistake("You doubled it.", lambda question, expected: 2 * expected["a"])


def despite_doubling(part):
    one = Property("name", 1.0, ("a",), LOOSE, "All is well.", "Do this next.", despite=(DOUBLED,))
    return one.finding(Asked(QUESTION, EXPECTED, {"a": np.array(part)}))


@pytest.mark.parametrize("right", [[1.0, 2.0], [2.0, 4.0]])
def test_what_follows_from_a_slip_that_costs_points_elsewhere_is_right(right):
    assert despite_doubling(right) == ("name", 1.0, 1.0, "All is well.")


@pytest.mark.parametrize("wrong", [[3.0, 6.0], [2.0, 4.5], [[2.0, 4.0]], [np.nan, 4.0]])
def test_no_other_mistake_is_right_despite_that_slip(wrong):
    assert despite_doubling(wrong).passed == 0


def test_a_missing_part_is_named():
    assert "'a'" in judged({}).sentence


def test_the_sentence_that_came_in_place_of_a_part_is_repeated():
    finding = judged({"a" + ERROR: np.array("Your code raised ValueError: \ud800 no.")})
    assert finding.passed == 0
    assert "raised ValueError" in finding.sentence
    finding.sentence.encode("utf-8")


def test_an_expectation_without_numbers_gives_nothing_away():
    assert judged({"a": np.zeros(0)}, expected={"a": np.zeros(0)}).passed == 0


def test_every_part_of_a_property_has_to_be_right():
    answer = {"a": EXPECTED["a"], "b": np.array(6)}
    assert "'b' is 6 but should be 5" in judged(answer, parts=("a", "b")).sentence.lower()


def test_parts_that_are_wrong_lose_their_own_properties_only():
    compare = compares(
        Property("first", 0.4, ("a",), LOOSE, "Right.", "Mend it."),
        Property("second", 0.6, ("b",), LOOSE, "Right.", "Mend it."),
    )
    for lost in ({}, {"a": np.array(np.nan)}, {"a": np.array("x")}, {"a": np.zeros((3, 3))}):
        first, second = compare(QUESTION, EXPECTED, {**lost, "b": np.array(5)})
        assert (first.passed, second.passed) == (0, 1)


def test_the_tolerance_grows_with_the_expected_numbers_not_with_the_answers_type():
    want = np.array([1_000.0])
    tolerance = Tolerance(10, "ten roundings")
    assert tolerance.allowed(want) == pytest.approx(10 * 1_000 * 2**-23)
    assert not tolerance.holds(np.array([1_001], np.float16), want)
    assert tolerance.holds(np.array([1_000.001]), want)


def test_a_floor_allows_rounding_where_all_is_zero():
    assert not Tolerance(10, "").holds(np.array([1e-9]), np.zeros(1))
    assert Tolerance(10, "", floor=1e-8).holds(np.array([1e-9]), np.zeros(1))


def test_whole_numbers_have_to_be_exact():
    assert EXACT.holds(np.array([1_068_298.0]), np.array([1_068_298]))
    assert not EXACT.holds(np.array([1_068_299]), np.array([1_068_298]))


def test_booleans_can_be_expected():
    assert EXACT.holds(np.array([True, False]), np.array([True, False]))
    assert not EXACT.holds(np.array([True, True]), np.array([True, False]))


def test_a_foreseen_mistake_is_named_by_its_numbers():
    mistake = Mistake("You doubled it.", lambda question, expected: 2 * expected["a"])
    assert judged({"a": np.array([2.0, 4.0])}, mistakes=(mistake,)).sentence == "You doubled it."
    assert "index" in judged({"a": np.array([3.0, 6.0])}, mistakes=(mistake,)).sentence


def test_a_mistake_is_named_only_where_all_the_parts_that_it_gives_agree():
    mistake = Mistake("Both.", lambda q, e: {"a": 2 * e["a"], "b": 2 * e["b"]})
    both = {"a": np.array([2.0, 4.0]), "b": np.array(10)}
    assert judged(both, parts=("a", "b"), mistakes=(mistake,)).sentence == "Both."
    assert judged({**both, "b": np.array(5)}, mistakes=(mistake,)).sentence != "Both."
    assert judged({"a": both["a"]}, parts=("a", "b"), mistakes=(mistake,)).sentence != "Both."


def test_the_first_mistake_that_shows_is_named():
    mistakes = tuple(Mistake(s, lambda q, e: 0 * e["a"]) for s in ("First.", "Second."))
    assert judged({"a": np.zeros(2)}, mistakes=mistakes).sentence == "First."


def test_a_symptom_may_show_in_a_shape_or_in_nan():
    flat = Symptom("One number.", lambda q, e, answer: answer["a"].ndim == 0)
    assert judged({"a": np.array(1.0)}, mistakes=(flat,)).sentence == "One number."
    lost = Symptom("NaN.", lambda q, e, answer: np.isnan(answer["a"]).any())
    assert judged({"a": np.array([np.nan, 1])}, mistakes=(lost,)).sentence == "NaN."


def test_an_answer_that_a_symptom_cannot_even_look_at_shows_another_mistake():
    symptom = Symptom("Never.", lambda q, e, answer: answer["a"][5, 5] > 0)
    for answer in ({}, {"a": np.array("x")}, {"a": np.zeros(1)}):
        assert judged(answer, mistakes=(symptom,)).sentence != "Never."


@pytest.mark.parametrize(
    "looks",
    [
        lambda q, e, answer: int(answer["a"][0]) > 7,
        lambda q, e, answer: answer["b"] + 200 > 7,
        lambda q, e, answer: 1 / int(answer["zero"]) > 7,
        lambda q, e, answer: math.exp(answer["large"]) > 7,
    ],
)
def test_a_number_that_a_symptom_cannot_compute_with_shows_another_mistake(looks):
    answer = {
        "a": np.array([np.inf, -np.inf]),
        "b": np.int8(5),
        "zero": np.array(0),
        "large": np.array(1e9),
    }
    assert "not finite" in judged(answer, mistakes=(Symptom("Never.", looks),)).sentence


@pytest.mark.parametrize(
    "mistake",
    [
        Mistake("Never.", lambda question, expected: expected["mistake misspelt"]),
        Mistake("Never.", lambda question, expected: question["misspelt"]),
        Symptom("Never.", lambda question, expected, answer: expected["misspelt"] == 0),
        Symptom("Never.", lambda question, expected, answer: question["misspelt"] == 0),
    ],
)
def test_a_name_that_question_or_expectation_lacks_is_an_error_of_the_course(mistake):
    with pytest.raises(KeyError, match="misspelt"):
        judged({"a": np.zeros(2)}, mistakes=(mistake,))


def test_a_mistake_never_turns_a_right_answer_wrong():
    mistake = Mistake("Wrong.", lambda q, e: e["a"])
    assert judged({"a": EXPECTED["a"]}, mistakes=(mistake,)).passed == 1


@pytest.mark.parametrize("shares", [(0.5, 0.4), (1.0, 0.1)])
def test_shares_that_do_not_sum_to_one_are_refused(shares):
    with pytest.raises(ValueError, match="sum to"):
        compares(*(Property(str(s), s, ("a",), LOOSE, "", "") for s in shares))


def test_two_properties_of_one_name_are_refused():
    with pytest.raises(ValueError, match="twice"):
        compares(*(Property("same", 0.5, ("a",), LOOSE, "", "") for _ in "ab"))
