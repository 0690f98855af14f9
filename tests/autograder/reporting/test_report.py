"""The class report and the students' pages: everything that was measured, and nobody's name."""

import re

import numpy as np
import pytest

from autograder.grading.flags import Gap
from autograder.reporting import pages, pseudonyms, report, summary
from autograder.reporting import results as findings
from autograder.reporting.results import Accuracy, Cell, Result, Results
from course_utils import runs
from course_utils.data import CLASS_NAMES
from tests.submissions.inert import active

TASK, DATA = "accuracy", "shapes"
HOSTILE = '<script>alert("x")</script>'
KEY = b"k" * 32


def finding(sentence="Right.", passed=1.0, name="accuracy", share=1.0):
    return {"property": name, "share": share, "passed": passed, "sentence": sentence}


UNLIKE = {
    "hidden_accuracy": 0.9,
    "hidden_count": 4_000,
    "visible_accuracy": 0.6,
    "visible_count": 1_000,
}


def result(student, share, waits=False, deviation=0.0, sentence="Right.", passed=1.0, notes=()):
    gap = Gap(share, share, 0.0, 0.01, deviation)
    record = {
        "assignment": "08_your_variant",
        "student": student,
        "data": DATA,
        "sandboxed": True,
        "notes": list(notes),
        "timings": {"intake": 0.25, "start": 0.5, "cells": 2.5},
        "tasks": {
            TASK: {
                "findings": [finding(sentence, passed)],
                "notes": [],
                "points": 8 * passed,
                "maximum": 8.0,
                "measured": UNLIKE if deviation else {},
                "confusion": (np.eye(10, dtype=int) * 40).tolist(),
            }
        },
    }
    cells = [Cell(TASK, 8 * passed, 8.0, waits)]
    accuracy = Accuracy(TASK, DATA, share, share - 0.01, share + 0.01, gap)
    return Result(student, 8 * passed, 8.0, cells, record, [accuracy])


def a_class(*results, absent=0):
    return [Results("08_your_variant", 8.0, list(results), absent)]


def page_of(*results, absent=0):
    return report.page(a_class(*results, absent=absent), lambda s: pseudonyms.pseudonym(KEY, s), 0)


@pytest.fixture(scope="module")
def page():
    odd = [result("grace.hopper", 0.9, deviation=5.0), result("ada.lovelace", 0.5, waits=True)]
    many = [result(f"student-{n}", 0.3 + n / 200) for n in range(60)]
    return page_of(*odd, *many, absent=3)


def test_no_student_is_named(page):
    assert not any(name in page for name in ("grace", "hopper", "ada.lovelace", "student-"))
    assert pseudonyms.pseudonym(KEY, "grace.hopper") in page


def test_a_run_that_no_audit_can_repeat_is_flagged_without_its_makers_words():
    one = result("ada.lovelace", 0.5)._replace(adopted=(("08_your_variant.run", "by ada's loop"),))
    one.record["tasks"][TASK]["runs"] = {"08_your_variant.run": {"adopted": True}}
    page = page_of(one, result("grace.hopper", 0.5))
    assert page.count("its weights were adopted, not trained by training.fit") == 1
    assert "ada" not in page


def test_how_adopted_weights_were_trained_is_read_from_the_handed_in_record(tmp_path):
    run = tmp_path / "submitted" / "ada" / "08_your_variant" / "08_your_variant.run"
    runs.Run(run, data="shapes", settings={"adopted": "my \x1b[2Jloop"}).save()
    (run / runs.WEIGHTS).write_bytes(runs.HDF5)
    found = findings.adopted_runs(tmp_path, "08_your_variant", "ada")
    assert found == (("08_your_variant.run", "my loop"),)
    runs.Run(run, data="shapes", settings={"optimizer": "SGD"}).save()
    assert findings.adopted_runs(tmp_path, "08_your_variant", "ada") == ()


def test_with_names_students_are_called_by_their_ids():
    assert "ada.lovelace" in report.page(a_class(result("ada.lovelace", 0.5)), str, True)


def test_the_page_loads_nothing_and_runs_nothing(page):
    assert not active(page)
    assert "<script" not in page
    assert "default-src 'none'" in page
    assert "src=" not in page.replace("default-src", "").replace("img-src", "")


def test_each_figure_has_a_title_labels_and_a_description(page):
    assert page.count("<svg") == page.count("<figcaption") == 4
    assert page.count('role="img" aria-label=') == 4
    for words in ("points of 8", "accuracy on hidden images in percent", "seconds", "3 sd around"):
        assert words in page


def test_ids_of_svg_elements_stand_once_on_the_page(page):
    found = re.findall(r" id=\"([^\"]+)\"", page)
    assert len(found) == len(set(found))


def test_it_says_who_is_missing_and_what_is_provisional(page):
    assert "<dt>not handed in</dt><dd>3</dd>" in page
    assert "4.00*" in page or "8.00*" in page
    assert "accuracy (1 open)" in page


def test_a_flag_is_shown_as_a_reason_to_ask(page):
    assert "sd from the expected gap" in page
    assert "not a verdict" in page


def test_a_class_that_handed_in_nothing_gets_a_page():
    assert "Nothing has been graded yet" in page_of()


def test_a_submission_without_a_record_is_counted_and_said():
    bare = result("ada", 0.5)._replace(record=None, accuracies=[])
    assert "Submissions without a judge&#39;s record: 1" in page_of(bare)


def test_the_page_says_where_the_time_went():
    page = page_of(result("ada", 0.5), result("bob", 0.6))
    table = page[page.index("Where the time went") :]
    assert re.search(r"cells</td>\s*<td[^>]*>2\.50</td>", table)
    untimed = result("ada", 0.5)
    del untimed.record["timings"]
    assert "Where the time went" not in page_of(untimed)


def test_what_a_students_code_said_is_not_repeated_to_the_class():
    said = f"Your code raised ValueError: {HOSTILE} Ada was here. That was in your line `x`."
    page = page_of(result("ada", 0.5, sentence=said, passed=0.0))
    assert "The code raised ValueError." in page
    assert "Ada was here" not in page


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("No answer came back from this cell. An error above", findings.OWN[0]),
        ("Your code raised AdaError: hello", "The code raised an error of another package."),
        ("Cell [7] above it ended in an error: NameError: ada", "A cell above ended in NameError."),
        ("Dear class, I am Ada.", findings.PRIVATE),
        ("Only 3.0 % of the images got the same class.", "Only 3.0 % of the images got the same"),
    ],
)
def test_only_the_courses_own_words_reach_the_class(sentence, shown):
    assert findings.public(sentence).startswith(shown)


def leaderboard(*results):
    """The leaderboard's header and its rows, as texts of cells."""
    page = str(page_of(*results))
    table = page[page.index("Leaderboard") : page.index("What failed")]
    cells = re.findall(r"<(?:th|td)[^>]*>(.*?)</(?:th|td)>", table)
    width = table.count("<th ")
    return [cells[start : start + width] for start in range(0, len(cells), width)]


def test_the_leaderboard_ranks_by_the_accuracy_that_its_column_names():
    better, changed = result("ada", 0.9), result("bob", 0.5)._replace(points=9.5)
    header, first, second = leaderboard(changed, better)
    assert header[0] == "rank by accuracy"
    assert [first[0], first[2], first[-1]] == ["1", "90.00", "8.00"]
    assert [second[0], second[2], second[-1]] == ["2", "50.00", "9.50"]


def test_equal_accuracies_share_a_rank_whatever_their_points():
    _, *rows = leaderboard(result("ada", 0.5), result("bob", 0.5)._replace(points=1.0))
    assert [row[0] for row in rows] == ["1", "1"]


def test_without_an_accuracy_the_leaderboard_ranks_by_points():
    low, high = (result(name, 0.5)._replace(accuracies=[]) for name in ("ada", "bob"))
    header, first, _ = leaderboard(low, high._replace(points=9.0))
    assert (header[0], first[0], first[-1]) == ("rank by points", "1", "9.00")


def test_failures_that_differ_in_their_numbers_are_counted_together():
    cases = [
        result(name, 0.4, sentence=f"Accuracy {n} % on {n},000 images.", passed=0.2)
        for n, name in enumerate("abc")
    ]
    (failure,) = findings.failures(cases)
    assert (failure.failed, failure.partly, failure.of) == (0, 3, 3)
    assert [count for _, count in failure.sentences] == [3]


def test_a_pseudonym_is_stable_and_depends_on_the_secret():
    one = pseudonyms.pseudonym(KEY, "ada")
    assert one == pseudonyms.pseudonym(KEY, "ada")
    assert one != pseudonyms.pseudonym(b"other" * 6, "ada")
    assert len({pseudonyms.pseudonym(KEY, str(n)) for n in range(2_000)}) == 2_000


def summary_of(tmp_path, one):
    return summary.summary(tmp_path, a_class(one)[0], one, "Heron abc234")


def test_a_students_page_shows_the_ramp_and_no_table_of_confusions(tmp_path):
    one = result("ada", 0.5)
    page = summary_of(tmp_path, one)
    assert "Your accuracy and its points" in page
    assert "most often took" not in page
    counts = one.record["tasks"][TASK]["confusion"]
    counts[0][1], counts[2][3] = 7, 4321
    page = summary_of(tmp_path, one)
    names = CLASS_NAMES["shapes"]
    assert f"often took {names[2]} for {names[3]}, {names[0]} for {names[1]}." in page
    assert "4321" not in page
    assert "In the class report you are Heron abc234." in page


def test_what_a_student_wrote_cannot_act_on_their_page(tmp_path):
    page = summary_of(tmp_path, result("ada", 0.5, sentence=HOSTILE, notes=[HOSTILE]))
    assert not active(page)
    assert "&lt;script&gt;" in page


def test_a_provisional_total_is_said_first(tmp_path):
    page = summary_of(tmp_path, result("ada", 0.5, waits=True))
    assert page.index("provisional") < page.index("What earned how much")


@pytest.mark.parametrize("losses", [None, "x", [[1]], [[1, None], ["a", 2]], [[0, 1e400], [1, {}]]])
def test_a_forged_loss_curve_is_no_curve(losses):
    assert summary.usable(losses) == []


def test_a_run_that_is_a_link_to_another_students_is_not_drawn(tmp_path):
    mine, other = (tmp_path / "submitted" / name / "08_your_variant" for name in ("me", "you"))
    mine.mkdir(parents=True)
    run = other / "08_your_variant.run"
    run.mkdir(parents=True)
    runs.Run(run, data="shapes", steps=20, losses=[[0, 4.0], [10, 2.0]]).save()
    (run / runs.WEIGHTS).write_bytes(runs.HDF5)
    assert [name for name, _ in summary.loss_curves(tmp_path, "08_your_variant", "you")]
    (mine / "08_your_variant.run").symlink_to(run)
    assert not [name for name, _ in summary.loss_curves(tmp_path, "08_your_variant", "me")]


def test_a_page_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(OSError, match=r"report\.html"):
        pages.write(tmp_path / "missing" / "report.html", "x")
