"""What an instructor is asked to look at: in one record, and in those of a class."""

import pytest

from autograder.grading import flags

ASSIGNMENT = "08_your_variant"
RUN = f"{ASSIGNMENT}.run"


def record(student, data="shapes", *, own_network=True, measured=None, **run):
    about = {"id": f"id of {student}", "weights": f"weights of {student}", "data": data, **run}
    tasks = {"accuracy": {"measured": measured or {}, "runs": {RUN: about}}}
    return {
        "student": student,
        "assignment": ASSIGNMENT,
        "data": data,
        "own_network": own_network,
        "tasks": tasks,
    }


def kinds(*records):
    return {
        student: [flag.kind for flag in some] for student, some in flags.of_class(records).items()
    }


def test_students_with_runs_of_their_own_are_not_flagged():
    assert kinds(record("ann"), record("bob")) == {"ann": [], "bob": []}


def test_one_id_of_two_students_is_flagged_for_both_and_names_the_other():
    found = flags.of_class([record("ann", id="x"), record("bob", id="x"), record("cleo")])
    assert [(flag.kind, flag.where, flag.others) for flag in found["ann"]] == [
        ("one run", RUN, ("bob",))
    ]
    assert [flag.others for flag in found["bob"]] == [("ann",)]
    assert found["cleo"] == []


def test_runs_without_ids_are_not_one_run():
    assert kinds(record("ann", id=""), record("bob", id="")) == {"ann": [], "bob": []}


def test_a_run_whose_id_was_taken_away_is_flagged_by_itself():
    (flag,) = flags.of_record(record("ann", id="", lacks_id=True))
    assert (flag.kind, flag.where) == ("no id", RUN)
    assert "no random id" in flag.sentence


def test_a_run_that_says_nothing_of_its_training_is_flagged():
    (flag,) = flags.of_record(record("ann", lacks_settings=True))
    assert (flag.kind, flag.where) == ("no settings", RUN)
    assert "training.fit always writes" in flag.sentence


def test_records_from_before_runs_were_kept_raise_no_flag():
    old = {"student": "ann", "assignment": ASSIGNMENT, "data": "shapes", "tasks": {"accuracy": {}}}
    assert kinds(old, {**old, "student": "bob"}) == {"ann": [], "bob": []}


@pytest.mark.parametrize(("own", "flagged"), [(True, ["one network"]), (False, [])])
def test_equal_weights_are_flagged_where_the_networks_code_is_not_the_courses(own, flagged):
    some = [record(name, weights="w", own_network=own) for name in ("ann", "bob")]
    assert kinds(*some) == {"ann": flagged, "bob": flagged}


def accuracy(hidden, visible=None):
    measured = {"hidden_accuracy": hidden, "hidden_count": 10_000}
    return measured | ({"visible_accuracy": visible, "visible_count": 2_000} if visible else {})


def test_an_accuracy_above_every_reference_run_on_a_public_test_set_is_flagged():
    (flag,) = flags.of_record(record("ann", "cifar10", measured=accuracy(1.0)))
    assert flag.kind == "reference runs"
    assert "no reference run has more than" in flag.sentence
    assert "public" in flag.sentence


def test_an_accuracy_like_that_of_reference_runs_is_not_flagged():
    assert kinds(record("ann", "cifar10", measured=accuracy(0.81))) == {"ann": []}


def test_drawn_images_are_new_so_no_accuracy_on_them_is_too_good():
    assert kinds(record("ann", measured=accuracy(1.0))) == {"ann": []}


@pytest.mark.parametrize(
    ("recorded", "reached", "data", "flagged"),
    [
        (0.90, 0.90, "shapes", []),
        (0.90, 0.60, "shapes", ["recorded accuracy"]),
        (0.60, 0.90, "shapes", ["recorded accuracy"]),
        (0.78, 0.75, "cifar10", []),  # its images are asked about in another form
        (0.70, 0.78, "cifar10", ["recorded accuracy"]),
        (None, 0.60, "shapes", []),
        (7.0, 0.60, "shapes", []),
    ],
)
def test_a_network_that_does_not_reach_what_its_run_says_is_flagged(
    recorded, reached, data, flagged
):
    measured = accuracy(reached, reached)
    assert kinds(record("ann", data, measured=measured, accuracy=recorded)) == {"ann": flagged}


def test_each_network_of_a_protocol_is_compared_with_its_own_run():
    measured = {"visible_accuracy of a.run": 0.5, "visible_count of a.run": 2_000}
    assert flags.unlike_recorded(measured, {"accuracy": 0.9, "data": "shapes"}, "a.run")
    assert not flags.unlike_recorded(measured, {"accuracy": 0.9, "data": "shapes"}, "b.run")


def test_adopted_weights_are_named():
    assert kinds(record("ann", adopted=True)) == {"ann": ["adopted"]}


def test_flags_accuse_nobody():
    some = [record(name, "cifar10", id="x", measured=accuracy(1.0, 0.5)) for name in ("ann", "bob")]
    sentences = " ".join(f.sentence for each in flags.of_class(some).values() for f in each)
    assert "Ask" in sentences
    assert not any(word in sentences.lower() for word in ("cheat", "fraud", "dishonest"))
