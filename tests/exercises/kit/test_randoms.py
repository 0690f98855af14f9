import numpy as np
import pytest
from scipy import stats

from course_utils import exchange
from course_utils.exchange import ExchangeError
from course_utils.exercises.kit import randoms
from course_utils.exercises.kit.properties import Asked
from course_utils.exercises.kit.randoms import FAILS_BELOW, Distribution
from tests.exercises.kit.powers import chisquare_power, ks_power
from tests.exercises.worked import examples

CONTRAST = examples.module("random_contrast")
SHIFTS = np.full(25, 1 / 25)  # the offsets of random_shift
ENOUGH = 0.999


def rng():
    return np.random.default_rng(20)


def independent(kind):
    draws = rng()
    return draws.integers(0, 5, (4_000, 2)) if kind == "classes" else draws.uniform(0, 1, 4_000)


def wrong_shares():
    """Distributions of the offsets of random_shift under mistakes, 25 classes each."""
    offsets = np.arange(-2, 3)
    rounded = np.diff(stats.norm(0, 1).cdf([-np.inf, -1.5, -0.5, 0.5, 1.5, np.inf]))
    edges = np.array([1, 2, 2, 2, 1]) / 8  # rint of a uniform number from -2 to 2
    uniform = np.full(5, 0.2)
    return {
        "a rounded normal": np.outer(rounded, rounded).ravel(),
        "edges half as often": np.outer(edges, edges).ravel(),
        "one axis with edges half as often": np.outer(edges, uniform).ravel(),
        "the same offset on both axes": (np.eye(5) / 5).ravel(),
        "never the last": np.outer((offsets < 2) / 4, (offsets < 2) / 4).ravel(),
    }


@pytest.mark.parametrize("mistake", wrong_shares())
def test_named_mistakes_in_whole_numbers_are_caught_in_over_999_of_1000(mistake):
    power = chisquare_power(randoms.PLACES, SHIFTS, wrong_shares()[mistake])
    assert power > ENOUGH


@pytest.mark.parametrize("mistake", CONTRAST["WRONG_FACTORS"])
def test_named_mistakes_in_other_numbers_are_caught_in_over_999_of_1000(mistake):
    wrong = CONTRAST["WRONG_FACTORS"][mistake]
    power = ks_power(4_000, CONTRAST["right_cdf"], wrong, np.linspace(0, 2, 400))
    assert power > ENOUGH


def test_a_right_distribution_is_hardly_ever_caught():
    assert chisquare_power(4_000, SHIFTS, SHIFTS) == pytest.approx(FAILS_BELOW)
    assert ks_power(4_000, np.sqrt, np.sqrt, np.linspace(0, 1, 9)) == 0


def test_too_few_draws_have_no_power_and_say_so():
    few = chisquare_power(50, SHIFTS, wrong_shares()["edges half as often"])
    assert few < ENOUGH


def test_the_stated_power_is_what_drawing_shows():
    right, wrong = np.full(4, 0.25), np.array([0.28, 0.24, 0.24, 0.24])
    draws = rng().multinomial(4_000, wrong, 400)
    caught = np.mean([randoms.uneven(counts) for counts in draws])
    assert caught == pytest.approx(chisquare_power(4_000, right, wrong), abs=0.03)


def test_p_values_of_right_answers_are_spread_evenly():
    counts = rng().multinomial(4_000, SHIFTS, 300)
    p_values = [stats.chisquare(row).pvalue for row in counts]
    assert stats.kstest(p_values, "uniform").pvalue > 1e-3


@pytest.mark.parametrize("kind", ["classes", "numbers"])
def test_independent_draws_are_found_independent(kind):
    assert randoms.dependence(independent(kind)) == ""


@pytest.mark.parametrize("kind", ["classes", "numbers"])
def test_each_dependence_is_named(kind):
    draws = independent(kind)
    batch = draws[:500]
    assert randoms.dependence(np.repeat(draws[:8], 500, axis=0)) == "one for all"
    assert randoms.dependence(np.concatenate([batch] * 8)) == "each batch alike"
    assert randoms.dependence(np.repeat(draws[::2], 2, axis=0)) == "neighbours"
    assert randoms.dependence(randoms.twice(draws)) == "each image alike"


def test_draws_that_turn_in_a_circle_are_found_although_they_are_even():
    assert randoms.dependence(np.arange(4_000) % 7) == "neighbours"


@pytest.mark.parametrize("lag", [2, 5, 8])
def test_a_draw_that_shares_something_with_one_a_few_images_before_is_found(lag):
    drawn = np.random.default_rng(lag).integers(0, 5, 4_000)
    assert randoms.dependence(drawn + np.roll(drawn, lag)) == "neighbours"


def test_a_quantity_that_follows_another_is_found():
    first = independent("numbers")
    assert randoms.related(first, first**2)
    assert not randoms.related(first, rng().permutation(first))


def test_images_say_where_each_pixel_comes_from():
    images = randoms.draw_places(rng(), count=10)["images"]
    assert images.min() > 0
    np.testing.assert_array_equal((images[0, :, 5, 0] - 8) // 7, np.arange(32))
    np.testing.assert_array_equal((images[0, 5, :, 1] - 8) // 7, np.arange(32))


def test_float64_images_fit_into_an_answer():
    question = randoms.draw_places(rng())
    answer = randoms.asks("f")(lambda images: images.astype(np.float64), question)
    assert answer["images"].nbytes < 0.99 * exchange.LARGEST_ANSWER
    np.testing.assert_array_equal(answer["images"], question["images"])


@pytest.mark.parametrize("change", [-1, 40_000])
def test_whole_numbers_outside_bytes_keep_their_value(change):
    question = randoms.draw_places(rng(), count=16)
    answer = randoms.asks("f")(lambda images: images.astype(np.int64) + change, question)
    np.testing.assert_array_equal(answer["images"], question["images"].astype(int) + change)


def test_another_shape_may_be_asked_for():
    ask = randoms.asks("crop", shape=lambda shape: (shape[0], 24, 24, 3))
    question = randoms.draw_places(rng(), count=16)
    assert ask(lambda images: images[:, 4:28, 4:28], question)["images"].shape[1] == 24
    with pytest.raises(ExchangeError, match=r"Return an array of \(2, 24, 24, 3\)"):
        ask(lambda images: images, question)


# ---- samples -------------------------------------------------------------------------------------

INITIAL = Distribution(
    "initial values",
    1.0,
    "fresh",
    stats.norm(0, 1).cdf,
    (-9.0, 9.0),
    "Right.",
    "Draw normal numbers.",
    (("Twice as wide.", stats.norm(0, 2).cdf),),
    (("bias", 0.5),),
)


def finding(sample, bias=0.5):
    answer = {"fresh": np.asarray(sample), "bias": np.full((2, 3), bias)}
    return INITIAL.finding(Asked({}, {}, answer))


def test_a_sample_that_follows_its_distribution_is_right():
    assert finding(rng().normal(0, 1, (2, 2_000))).passed == 1


@pytest.mark.parametrize(
    ("sample", "bias", "says"),
    [
        (rng().normal(0, 2, (2, 2_000)), 0.5, "Twice as wide"),
        (rng().uniform(-2, 2, (2, 2_000)), 0.5, "another distribution"),
        (np.zeros((2, 2_000)), 0.5, "is 0 everywhere"),
        (np.tile(rng().normal(0, 1, 2_000), (2, 1)), 0.5, "same in each fresh object"),
        (np.full((2, 2_000), np.nan), 0.5, "not finite"),
        (np.full((2, 2_000), "a"), 0.5, "No 'fresh' came back"),
        (np.zeros((2, 0)), 0.5, "No 'fresh' came back"),
        (np.append(rng().normal(0, 1, 4_000), 10).reshape(1, -1), 0.5, "values from"),
        (rng().normal(0, 1, (2, 2_000)), 0.0, "'bias' should start at 0.5, not at 0"),
        (rng().normal(0, 1, (2, 2_000)), np.nan, "'bias' should start at 0.5"),
    ],
)
def test_a_sample_that_does_not_is_told_why(sample, bias, says):
    result = finding(sample, bias)
    assert result.passed == 0
    assert says in result.sentence


def test_a_missing_sample_repeats_its_error():
    answer = {"fresh.error": np.array("Your code raised ValueError.")}
    assert "ValueError" in INITIAL.finding(Asked({}, {}, answer)).sentence
