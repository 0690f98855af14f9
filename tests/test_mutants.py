"""Mutants of right answers: what they are made of, how they are judged, and that few survive."""

import json

import numpy as np
import pytest

from course_utils import exercises
from tests.answers import FOLDER as ANSWERS
from tests.answers import Answer
from tests.mutants import (
    EQUIVALENT,
    chosen,
    compiles,
    equivalent,
    judging,
    mutants,
    right_answers,
)
from tests.mutants.__main__ import ASSIGNMENTS, FOLDER, SETS, Examiner, Tally, examine, main, table
from tests.mutants.changes import CHANGES, mutations
from tests.mutants.results import Results, deciding, judging_digest
from tests.mutants.wider import WIDER
from tests.mutants.worker import Died, Worker

QUICK = ("channel_means", "precision_at_k", "staircase")

# ---- changes -------------------------------------------------------------------------------------

# By kind: a line, and what the kind makes of it. The other kinds may make more.
MADE = [
    ("operators", "y = a + b", ["y = a - b"]),
    ("operators", "y = a - b", ["y = a + b"]),
    ("operators", "y = a * b", ["y = a / b"]),
    ("operators", "y = a / b", ["y = a * b"]),
    ("operators", "y = a // b", ["y = a / b"]),
    ("operators", "y += a", ["y -= a"]),
    ("powers", "y = a % b", ["y = a"]),
    ("powers", "y = a ** b", ["y = a"]),
    ("axes", "y = f(a, axis=1)", ["y = f(a, axis=2)", "y = f(a, axis=0)"]),
    ("axes", "y = f(a, axis=-1)", ["y = f(a, axis=0)", "y = f(a, axis=-2)"]),
    ("axes", "y = f(a, axis=b)", []),
    (
        "axes",
        "y = f(a, axes=[1, 2])",
        [
            "y = f(a, axes=[2, 3])",
            "y = f(a, axes=[0, 1])",
            "y = f(a, axes=[2, 2])",
            "y = f(a, axes=[0, 2])",
            "y = f(a, axes=[1, 3])",
            "y = f(a, axes=[1, 1])",
        ],
    ),
    ("slices", "y = a[1:]", ["y = a[2:]", "y = a[0:]", "y = a[1:-1]"]),
    ("slices", "y = a[:n]", ["y = a[1:n]", "y = a[:n + 1]", "y = a[:n - 1]"]),
    ("constants", "y = 7", ["y = 8", "y = 6"]),
    ("constants", "y = 0", ["y = 1", "y = -1"]),
    ("constants", "y = 0.5", ["y = 1.0", "y = 0.25"]),
    ("constants", "y = 0.0", ["y = 1.0"]),
    ("constants", "y = True", ["y = False"]),
    ("constants", "y = 'text'", []),
    ("constants", "y = zip(a, strict=True)", []),
    ("arguments", "y = f(a, b, c)", ["y = f(b, a, c)", "y = f(c, b, a)", "y = f(a, c, b)"]),
    ("arguments", "y = f(a, *b, c)", ["y = f(c, *b, a)"]),
    ("terms", "y = a + b", ["y = a", "y = b"]),
    ("terms", "y = a - b", ["y = a", "y = -b"]),
    ("terms", "y = a * b", ["y = a", "y = b"]),
    ("terms", "y = a / b", ["y = a", "y = 1 / b"]),
    ("terms", "y = a // b", ["y = a"]),
    ("calls", "y = f(a, b)", ["y = a"]),
    ("calls", "y = np.f(a, b)", ["y = a"]),
    ("calls", "y = tf.nn.f(a)", ["y = a"]),
    ("calls", "y = a.f(b)", ["y = a"]),
    ("calls", "y = self.f(b)", ["y = b"]),
    ("calls", "y = self.a.f(b)", ["y = self.a"]),
    ("calls", "y = f()", []),
    ("comparisons", "y = a < b", ["y = a <= b", "y = a > b"]),
    ("comparisons", "y = a == b", ["y = a != b"]),
    ("comparisons", "y = a is not b", ["y = a is b"]),
    ("comparisons", "y = a < b in c", ["y = a <= b in c", "y = a > b in c", "y = a < b not in c"]),
    ("conjunctions", "y = a and b", ["y = a or b"]),
    ("conjunctions", "y = a or b", ["y = a and b"]),
    ("conjunctions", "y = a & b", ["y = a | b"]),
    ("negations", "y = not a", ["y = a"]),
    ("negations", "y = ~a", ["y = a"]),
    ("signs", "y = -a", ["y = a"]),
    ("branches", "y = a if b else c", ["y = c if b else a"]),
    ("branches", "if a:\n    b()\nelse:\n    c()", ["if a:\n    c()\nelse:\n    b()"]),
    ("branches", "if a:\n    b()", ["if a:\n    pass\nelse:\n    b()"]),
    ("statements", "y = a", ["pass"]),
    ("statements", "y += a", ["pass"]),
    ("statements", "f(a)", ["pass"]),
    ("statements", "'A docstring.'", []),
    ("names", "y = min(a)", ["y = max(a)"]),
    ("names", "y = np.argmax(a)", ["y = np.argmin(a)"]),
    ("names", "y = a.sum()", ["y = a.mean()"]),
    ("names", "y = sum(a)", []),  # there is no mean without a module
    ("names", "y = tf.reduce_all(a)", ["y = tf.reduce_any(a)"]),
    ("names", "y = np.zeros_like(a)", ["y = np.ones_like(a)"]),
    ("names", "y = math.ceil(a)", ["y = math.floor(a)"]),
]


@pytest.mark.fast
@pytest.mark.parametrize(("kind", "line", "made"), MADE)
def test_each_kind_of_change_makes_what_it_says(kind, line, made):
    assert [source.rstrip() for one, source in mutations(line) if one == kind] == made


@pytest.mark.fast
def test_each_kind_of_change_is_shown_by_an_example_and_says_what_it_does(capsys):
    assert {kind for kind, _, made in MADE if made} == set(CHANGES)
    assert main(["--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(CHANGES)
    assert all(len(line.split()) > 3 for line in lines)


@pytest.mark.fast
@pytest.mark.parametrize(
    "line",
    [
        "import numpy as np",
        "def f(a: g(1) = None) -> g(1): return a",
        "@decorated(1)\ndef f(): return None",
        "raise ValueError(1)",
        "f'{1}'",
    ],
)
def test_what_no_grade_hangs_on_is_not_changed(line):
    assert [source for kind, source in mutations(line) if kind != "statements"] == []


# ---- mutants -------------------------------------------------------------------------------------


def answer(source, name="plain"):
    """A right answer to ``double``."""
    return Answer(ANSWERS / "room" / "double.py", "double", name, True, source)


@pytest.mark.fast
def test_the_source_of_each_mutant_compiles_and_occurs_once():
    found = mutants(right_answers("precision_at_k"))
    assert len(found) > 200
    assert all(compiles(one.source) for one in found)
    assert len({one.source for one in found}) == len(found)


@pytest.mark.fast
def test_a_mutant_that_is_another_right_answer_is_left_out():
    both = [answer("y = a + b\n"), answer("y = a - b  # right, too\n", "other")]
    assert "y = a - b\n" not in {one.source for one in mutants(both)}


@pytest.mark.fast
def test_a_mutant_says_which_lines_are_others():
    source = "def f(a):\n    if a:\n        a = 1\n    return a\n"
    lines = {(one.before, one.after) for one in mutants([answer(source)])}
    assert ("a = 1", "a = 2") in lines
    assert ("if a:", "if a:\npass\nelse:") in lines


@pytest.mark.fast
def test_chosen_mutants_are_as_many_of_each_kind_as_there_may_be_and_the_same_each_time():
    found = mutants(right_answers("precision_at_k"))
    some = chosen(found, 60, seed=1)
    counts = {kind: sum(one.kind == kind for one in some) for kind in CHANGES}
    all_there_are = {kind: sum(one.kind == kind for one in found) for kind in CHANGES}
    assert sum(counts.values()) == 60
    full = [n for kind, n in counts.items() if n < all_there_are[kind]]
    assert max(full) - min(full) <= 1
    assert chosen(found, 60, seed=1) == some
    assert chosen(found, 60, seed=2) != some
    assert len(chosen(found, 10_000, seed=1)) == len(found)


# ---- results -------------------------------------------------------------------------------------


@pytest.mark.fast
def test_a_verdict_is_known_after_a_stop_unless_the_judging_changed(tmp_path):
    Results(tmp_path, "double", "now").add("y = 1", survives=False)
    Results(tmp_path, "double", "now").add("y = 1", withstood=3)
    with (tmp_path / "double.jsonl").open("a") as file:
        file.write('{"judged_by": "no')  # stopped while it wrote
    assert Results(tmp_path, "double", "now").of("y = 1") == {"survives": False, "withstood": 3}
    Results(tmp_path, "double", "now").add("y = 2", survives=True)
    assert Results(tmp_path, "double", "now").of("y = 2") == {"survives": True}
    assert Results(tmp_path, "double", "later").of("y = 1") == {}
    assert Results(tmp_path, "double", "now", fresh=True).of("y = 1") == {}


@pytest.mark.fast
def test_the_judging_is_that_of_the_task_with_all_that_decides():
    names = {
        path.relative_to(path.parents[2]).as_posix() for path in deciding("01_softmax", "train")
    }
    assert {"exercises/softmax/train.py", "exercises/kit/task.py"} <= names
    assert "references/softmax/softmax.py" not in names
    digests = {judging_digest(ASSIGNMENTS[task], task) for task in ASSIGNMENTS}
    assert len(digests) == len(ASSIGNMENTS)


# ---- verdicts ------------------------------------------------------------------------------------


class Fake:
    """A worker whose answers are written down: by function, or an error."""

    def __init__(self, **answers):
        self.answers, self.asked = answers, []

    def ask(self, seconds, work, answer, source, *more):
        self.asked.append(work)
        if work == "judge" and source == answer.source:
            return {"survives": True, "agrees": True, "seconds": 0.1}
        found = self.answers[work]
        if isinstance(found, Exception):
            raise found
        return found


LIVES = {"survives": True, "agrees": True, "seconds": 0.1}
MUTANT = next(one for one in mutants([answer("y = a + b\n")]) if one.kind == "operators")


@pytest.fixture
def asked(tmp_path):
    """Asks about one mutant, and returns what is counted and which functions were called."""

    def ask(entries=(), **answers):
        worker, tally = Fake(**answers), Tally("double")
        results = Results(tmp_path, "double", "now")
        Examiner(worker, results, list(entries), 1_000, tally).examine(MUTANT)
        return tally, worker.asked

    return ask


@pytest.fixture
def entry(tmp_path):
    """The entry that calls the mutant equivalent."""
    path = tmp_path / "equivalent.json"
    own = {"kind": MUTANT.kind, "before": MUTANT.before, "after": "any", "reason": "b is 0."}
    path.write_text(json.dumps({"double": [own]}))
    (found,) = equivalent("double", path)
    return found


@pytest.mark.fast
@pytest.mark.parametrize(
    "verdict", [{**LIVES, "survives": False}, Died("it takes too long")], ids=["points", "time"]
)
def test_a_mutant_that_loses_points_or_ends_its_process_is_caught(asked, verdict):
    tally, calls = asked(judge=verdict)
    assert (tally.mutants, tally.caught, tally.agreeing, tally.problems) == (1, 1, 2, [])
    assert calls == ["judge", "judge"]  # the answer itself comes first


@pytest.mark.fast
def test_a_survivor_that_a_further_set_catches_is_narrow(asked, entry):
    tally, _ = asked([entry], judge=LIVES, withstood=4)
    assert (tally.caught, tally.narrow, tally.equivalent) == (0, 1, 0)
    assert "set 5 catches it" in tally.problems[0]


@pytest.mark.fast
def test_a_survivor_that_is_in_no_file_is_named_with_its_change(asked):
    tally, calls = asked(judge=LIVES, withstood=SETS)
    assert "agreed" not in calls
    assert "right_plain: operators\n    - y = a + b\n    + y = a - b" in tally.problems[0]


@pytest.mark.fast
def test_a_survivor_with_a_reason_is_equivalent_if_it_agrees_on_all_inputs(asked, entry):
    tally, _ = asked([entry], judge=LIVES, withstood=SETS, agreed=(1_000, "the draw"))
    assert (tally.equivalent, tally.problems) == (1, [])


@pytest.mark.fast
def test_a_survivor_with_a_reason_that_differs_on_an_input_is_named(asked, entry):
    tally, _ = asked([entry], judge=LIVES, withstood=SETS, agreed=(12, "a wider generator"))
    assert tally.equivalent == 0
    assert "12 inputs only, of a wider generator" in tally.problems[0]


@pytest.mark.fast
def test_check_and_grader_that_disagree_are_counted_and_named(asked):
    tally, _ = asked(judge={**LIVES, "survives": False, "agrees": False})
    assert tally.row == (1, 1, 0, 0, 0, 1, 2)
    assert "Only the public check accepts it." in tally.disagreeing[0]
    assert "50.0 %" in table([tally])


@pytest.mark.fast
def test_what_was_judged_is_not_judged_again(asked, entry):
    answers = {"judge": LIVES, "withstood": SETS, "agreed": (1_000, "the draw")}
    first, calls = asked([entry], **answers)
    again, later = asked([entry], **answers)
    assert calls == ["judge", "judge", "withstood", "agreed"]
    assert later == []
    assert first == again


@pytest.mark.fast
def test_mutants_of_an_answer_that_is_not_accepted_are_not_asked(tmp_path):
    tally = Tally("double")
    results = Results(tmp_path, "double", "now")
    results.add(MUTANT.answer.source, survives=False, agrees=True, seconds=0.1)
    Examiner(Fake(), results, [], 1_000, tally).examine(MUTANT)
    assert tally.mutants == 0
    assert "right_plain is a right answer, but" in tally.problems[0]


@pytest.mark.fast
def test_a_task_that_is_not_there_is_a_sentence(capsys):
    assert main(["no_task"]) == 2
    assert "There is no task no_task. Tasks: channel_means," in capsys.readouterr().err


# ---- the course's own ----------------------------------------------------------------------------


@pytest.mark.fast
def test_each_entry_of_the_file_has_a_reason_and_is_about_a_mutant():
    for task in json.loads(EQUIVALENT.read_text(encoding="utf-8")):
        found = mutants(right_answers(task))
        for one in equivalent(task):
            assert len(one.reason.split()) > 2, one
            assert any(map(one.matches, found)), one


@pytest.mark.fast
@pytest.mark.parametrize("name", WIDER)
def test_a_wider_question_has_the_parts_of_a_drawn_one(name):
    draws = exercises.find(name).draw, WIDER[name]
    drawn, wider = (draw(np.random.default_rng(1)) for draw in draws)
    assert drawn.keys() == wider.keys()


@pytest.mark.ci
def test_a_mutant_that_loops_or_crashes_is_caught_and_the_next_one_is_asked(tmp_path):
    right = next(one for one in right_answers("channel_means") if one.name == "one_line")
    worker = Worker(tmp_path)
    try:
        with pytest.raises(Died, match="too long"):
            worker.ask(1, "judge", right, f"{right.source}\nwhile True:\n    pass\n")
        with pytest.raises(Died, match="status 3"):
            worker.ask(10, "judge", right, "import os\n\nos._exit(3)\n")
        assert worker.ask(60, "judge", right, right.source)["survives"]
        assert not worker.ask(60, "judge", right, "raise SystemExit\n")["survives"]
    finally:
        worker.close()


@pytest.mark.ci
def test_a_process_that_has_grown_much_is_replaced(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.mutants.worker.LARGEST_BYTES", 0)
    right = next(one for one in right_answers("channel_means") if one.name == "one_line")
    worker = Worker(tmp_path)
    try:
        for _ in range(2):
            assert worker.ask(60, "judge", right, right.source)["survives"]
            assert worker.process is None
    finally:
        worker.close()


@pytest.mark.ci
@pytest.mark.parametrize("task", QUICK)
def test_a_sample_of_mutants_is_caught_or_explained(task, tmp_path):
    tally = examine(task, tmp_path, count=10, inputs=100)
    assert tally.mutants == 10
    assert tally.problems == [], "\n".join(tally.problems)
    assert tally.disagreeing == [], "\n".join(tally.disagreeing)


@pytest.mark.slow
@pytest.mark.parametrize("task", ASSIGNMENTS)
def test_each_mutant_is_caught_or_explained(task):
    tally = examine(task, FOLDER)
    assert tally.mutants > 0
    assert tally.problems == [], "\n".join(tally.problems)


def test_answers_agree_up_to_rounding_or_as_far_as_their_text_asks():
    right, other = {"end": np.array([0.12345])}, {"end": np.array([0.1235])}
    assert judging.alike(right, {"end": np.array([0.12345 + 1e-6])})
    assert not judging.alike(right, other)
    assert judging.alike(right, other, apart=6e-5)
    assert not judging.alike(right, None, apart=6e-5)
