import numpy as np
import pytest

from course_utils.exchange import ExchangeError
from course_utils.exercises.kit import evidence
from course_utils.exercises.kit.evidence import Better, Different, Trained
from course_utils.exercises.kit.hidden_images import arrange
from course_utils.exercises.kit.properties import Asked

COUNT = 3_000
LABELS = np.random.default_rng(0).integers(0, 10, COUNT)
LUCK = np.random.default_rng(1).integers(0, 100, COUNT)


def images():
    """Images that carry their label and a number 0..99 that says who knows them."""
    made = np.zeros((COUNT, 4, 4, 1), np.uint8)
    made[:, 0, 0, 0], made[:, 0, 1, 0] = LABELS, LUCK
    return made


QUESTION = arrange(images(), np.random.default_rng(2))


def knows(first, last):
    """A network that is right on the images whose number is from ``first`` to ``last - 1``."""

    def predict(batch):
        label, luck = batch[:, 0, 0, 0].astype(int), batch[:, 0, 1, 0]
        known = (first <= luck) & (luck < last)
        return np.eye(10)[np.where(known, label, (label + 1) % 10)]

    return predict


def constant(batch):
    return np.tile(np.eye(10)[3], (len(batch), 1))


def asked(**networks):
    answer = evidence.asks(*networks)(networks, QUESTION)
    return Asked(QUESTION, {"labels": LABELS}, answer)


def trained(*names, **options):
    return Trained("trained", 1.0, names, above=0.2, **options)


def different(*names):
    return Different("different", 1.0, names, above=0.2, least=0.01, step="Use two.")


BETTER = Better("better", 1.0, "raw", "averaged", above=0.2, step="Average.")


def test_networks_that_know_something_are_trained():
    finding = trained("a", "b").finding(asked(a=knows(0, 50), b=knows(0, 60)))
    assert finding.passed == 1
    assert "'a' reaches" in finding.sentence


@pytest.mark.parametrize(
    ("network", "says"),
    [
        (constant, "not surely above 20 %"),
        (knows(0, 20), "not surely above 20 %"),
        (lambda batch: np.full((len(batch), 10), np.nan), "NaN"),
        (lambda batch: np.random.default_rng().normal(size=(len(batch), 10)), "at random"),
        (lambda batch: batch[:, 0, 0, 0], "one row of ten scores"),
        (lambda batch: 1 / 0, "ZeroDivisionError"),
        (None, "not callable"),
    ],
)
def test_scores_that_are_no_evidence_earn_nothing_and_are_told_why(network, says):
    for judged in (trained("a", "b"), different("a", "b")):
        finding = judged.finding(asked(a=knows(0, 60), b=network))
        assert finding.passed == 0
        assert "'b'" in finding.sentence
        assert says in finding.sentence


def test_one_network_that_fails_leaves_what_is_judged_of_the_others():
    case = asked(a=knows(0, 60), b=lambda batch: 1 / 0)
    assert trained("a").finding(case).passed == 1
    assert trained("b").finding(case).passed == 0


def test_runs_that_diverged_are_honest_where_the_task_says_so():
    case = asked(a=knows(0, 60), b=knows(0, 50), c=lambda b: np.full((len(b), 10), np.nan))
    assert trained("a", "b", "c", count=2).finding(case).passed == 1
    assert trained("a", "b", "c").finding(case).passed == 0


def test_one_network_twice_is_not_two():
    finding = different("a", "b").finding(asked(a=knows(0, 60), b=knows(0, 60)))
    assert finding.passed == 0
    assert "they are one network. Use two." in finding.sentence


def test_two_networks_are_two():
    assert different("a", "b").finding(asked(a=knows(0, 60), b=knows(0, 65))).passed == 1


@pytest.mark.parametrize(
    ("raw", "averaged", "says"),
    [
        (knows(0, 50), knows(0, 50), "not more than 3 standard errors"),
        (knows(0, 60), knows(0, 50), "exchange the two"),
        (knows(0, 60), knows(40, 100), "not more than 3 standard errors"),
        (constant, knows(0, 50), "'raw' classifies"),
        (knows(0, 50), constant, "'averaged' classifies"),
    ],
)
def test_no_gain_earns_nothing(raw, averaged, says):
    finding = BETTER.finding(asked(raw=raw, averaged=averaged))
    assert finding.passed == 0
    assert says in finding.sentence


def test_a_gain_on_the_same_images_earns_the_share_and_is_told_with_its_error():
    finding = BETTER.finding(asked(raw=knows(0, 50), averaged=knows(0, 53)))
    assert finding.passed == 1
    assert "±" in finding.sentence


def test_visible_images_that_are_mixed_in_do_not_count():
    case = asked(a=knows(0, 60))
    visible = LUCK < 60  # all that the network knows
    hidden_only = case._replace(expected={"labels": LABELS, "visible": visible})
    assert trained("a").finding(hidden_only).passed == 0
    assert evidence.accuracies(hidden_only, ("a",)) == {"a": 0.0}


def test_accuracies_are_recomputed_whatever_is_claimed():
    case = asked(a=knows(0, 60))
    case.answer["accuracy"] = np.array(0.99)
    assert evidence.accuracies(case, ("a",)) == {"a": pytest.approx((LUCK < 60).mean())}


def test_a_claim_instead_of_networks_is_refused():
    with pytest.raises(ExchangeError, match="dictionary of 1 prediction functions"):
        evidence.asks("a")({"a"}, QUESTION)


def test_pairing_makes_the_standard_error_small():
    # Right on 10 of 1,000 images more, and on all others alike: 1.0 ± 0.3, 3.2 standard errors.
    first = knows(0, 50)
    second = knows(0, 51)
    case = asked(a=first, b=second)
    won = int(((LUCK >= 50) & (LUCK < 51)).sum())
    said = Better("x", 1.0, "a", "b", 0.1, "Next.").finding(case).sentence
    n = len(LUCK)
    error = 100 * np.sqrt(won - won**2 / n) / n
    assert f"{100 * won / n:+.1f} ± {error:.1f} points" in said


def test_two_equal_networks_have_no_difference_and_no_error():
    said = Better("x", 1.0, "a", "b", 0.1, "Next.").finding(asked(a=knows(0, 60), b=knows(0, 60)))
    assert "+0.0 ± 0.0 points" in said.sentence
    assert not said.passed
