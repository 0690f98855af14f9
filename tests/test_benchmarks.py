"""The tables of measured figures are current, and measuring one keeps the others."""

import json
import statistics
import types

import numpy as np
import pytest
from PIL import Image

from tests.benchmarks import bench, claims, reports, results, tables


def test_measuring_one_key_keeps_all_others(tmp_path):
    path = tmp_path / "results.json"
    results.merge(("training",), {"rate": 1}, path)
    results.merge(("accuracy", "first"), {"mean": 80}, path)
    results.merge(("accuracy", "second"), {"mean": 90}, path)
    results.merge(("training",), {"rate": 2}, path)
    table = json.loads(path.read_text(encoding="utf-8"))
    assert table["training"]["rate"] == 2
    assert {name: row["mean"] for name, row in table["accuracy"].items()} == {
        "first": 80,
        "second": 90,
    }


def test_each_figure_says_where_and_when_it_was_measured(tmp_path):
    results.merge(("training",), {"rate": 1}, tmp_path / "results.json")
    own = results.load(tmp_path / "results.json")["training"]
    assert {"date", "machine", "versions"} <= set(own)


def test_a_ratio_is_taken_within_a_round_for_the_machine_drifts():
    # Twice as fast in each round, while the machine slows down between them.
    assert bench.over([200, 100, 50], [100, 50, 25]) == 2


def test_a_start_ends_with_the_first_step_and_not_with_the_process(monkeypatch):
    clock = [0.0]

    class Side:
        def __init__(self, *_):
            clock[0] += 3

        def end(self):
            clock[0] += 5

    monkeypatch.setattr(bench, "Side", Side)
    monkeypatch.setattr(bench.time, "perf_counter", lambda: clock[0])
    assert bench.seconds_to_first_step("ours") == 3


def test_imports_are_measured_without_the_end_of_the_process(tmp_path):
    ended = tmp_path / "ended"
    bench.seconds_to_import(f"import atexit, pathlib; atexit.register(open, {str(ended)!r}, 'w')")
    assert not ended.exists()


def test_the_faster_library_says_what_the_machine_can_do():
    def turns(*rates):
        return [{"rate": rate, "peak_mb": 1} for rate in rates]

    measured = bench.ratios(
        {
            "ours": turns(60, 80),
            "keras": turns(30, 40),
            "sgemm": turns(100, 90),
            "sgemm_numpy": turns(90, 100),
        }
    )
    assert measured["share_of_sgemm"] == pytest.approx(0.7)
    assert measured["over_keras"] == 2
    assert "over_pytorch" not in measured


def test_the_pages_quote_what_was_measured():
    stale = [page.name for page in tables.write(check=True)]
    assert not stale, "Run `python -m tests.benchmarks.tables`."


def prose(notebook):
    """The text of a notebook, on one line."""
    text = (tables.ROOT / "notebooks" / "src" / f"{notebook}.py").read_text(encoding="utf-8")
    return " ".join(text.replace("\n# ", " ").split())


def test_the_first_network_quotes_how_long_report_bs_base_took():
    measured = results.load()["reports"]["B base, until 99 %"]
    first = measured["first_at_99"]
    assert len(first) == len(measured["runs"]) == 20
    assert (
        f"all 20 runs got there, after {min(first):,} to {max(first):,} steps and "
        f"{statistics.mean(first):,.0f} in the mean"
    ) in prose("02_first_cnn")
    slower = results.load()["reports"]["B base, rate 0.0001, until 99 %"]["first_at_99"]
    assert len(slower) == 3
    assert f"At 0.0001, three runs needed {statistics.mean(slower):,.0f}" in prose("02_first_cnn")


def test_the_training_notebook_quotes_what_averages_gain():
    run = results.load()["headline"]["bfloat16, seed 0"]
    steps, raw, averaged = run["curve"][-1]
    page = prose("05_training")
    assert f"for all {steps:,} steps, once, on {run['data']}" in page
    assert f"The last weights had {raw:.1f} %, their averages {averaged:.1f} %." in page
    assert f"in bfloat16, they took {run['minutes']:.0f} minutes" in page


def test_the_capstone_quotes_what_was_measured():
    page, measured = prose("08_your_variant"), results.load()
    for change, points in claims.effects(measured["reports"]).items():
        assert f"| {change} | {points} |" in page
    assert (
        f"with neither change, has {measured['reports'][claims.ABLATION[0]]['mean']:.1f} %" in page
    )
    custom, plain = (
        measured["reports"][f"C {name}, two hours"] for name in ("Custom, its own recipe", "ResNet")
    )
    assert (
        f"*wins* by {custom['mean'] - plain['mean']:.0f} points, {custom['mean']:.1f} % against "
        f"{plain['mean']:.1f} %."
    ) in page
    assert f"these two hours held {custom['curve'][-1][0]:.0f}." in page
    rows = measured["accuracy"]
    for key, unit in (("variant_5min", ".1f"), ("variant_30min", ".0f"), ("tutorial_15min", ".0f")):
        assert f"{rows[key]['mean']:.1f} % in {rows[key]['minutes']:{unit}}" in page


def test_a_table_is_written_between_its_marks_only():
    text = "before\n<!-- start -->\nold\n<!-- /start -->\nafter\n"
    assert tables.filled(text, {}) == (
        "before\n<!-- start -->\nNot measured yet: `make bench`.\n<!-- /start -->\nafter\n"
    )


def row(runs, failures=0):
    """A measured row of the reports."""
    sd = statistics.stdev(runs) if len(runs) > 1 else 0.0
    numbers = {"mean": statistics.mean(runs), "sd": sd, "best": max(runs), "seconds": 90.0}
    return {**numbers, "runs": runs, "failures": failures}


def test_a_claim_holds_if_the_difference_is_large_enough():
    measured = {name: row([50.0]) for name in reports.ROWS}
    measured["A2 rate 0.001"]["mean"] = 70.5
    held = {one.order.claim: one.holds for one in claims.orders(measured)}
    assert held["A: a tenth of the learning rate gives 20 points"]
    assert held["A: dropout costs at most 3 points"]
    assert not held["A: batch normalisation is worth 5 points"]
    assert not held["C: the CNN beats the DNN by 8 points"]


def reading(lower, higher, failures=0):
    """What is said of a claim of five points, from the runs of two rows."""
    measured = {"A2 rate 0.001": row(lower), "A3 + batch norm": row(higher, failures)}
    (one,) = claims.orders(measured)
    return one.words, one.reading


def test_a_difference_comes_with_the_error_that_its_runs_give_it():
    assert reading([49.0, 51.0], [59.0, 61.0]) == ("+10.00 ± 1.41", "holds")
    assert reading([49.0, 51.0], [52.0, 54.0]) == (
        "+3.00 ± 1.41",
        "does not hold, within two errors",
    )


def test_a_claim_whose_rows_were_trained_once_is_called_so():
    assert reading([50.0], [56.0]) == ("+6.00", "holds, not repeated")


def test_a_run_that_diverged_says_nothing_for_or_against_a_claim():
    assert reading([20.0], [0.0], failures=1) == ("-20.00", "none: 1 of the runs diverged")


def test_one_run_has_no_deviation_and_equal_runs_have_none_left():
    assert tables.spread({"mean": 10.0, "sd": 0.0}, 1) == "10.00 %"
    assert tables.spread({"mean": 10.0, "sd": 0.0}, 3) == "10.00 ± 0.00 %"


def test_a_mean_first_passage_says_how_many_runs_it_leaves_out():
    measured = {
        **row([98.0, 99.1]),
        "first_at_99": [2000],
        "claim": "",
        "budget": "",
        "machine": {"cores": 2, "processor": ""},
        "versions": {"tensorflow": "", "python": ""},
        "date": "",
    }
    table = tables.reports({"reports": {"B base": measured}})
    assert "(2), best 99.10; 99 % after 2,000 steps in 1 of 2 | 90 |" in table
    measured["first_at_99"] = [2000, 1000]
    table = tables.reports({"reports": {"B base": measured}})
    assert "(2), best 99.10; 99 % after 1,500 steps | 90 |" in table


def repeated(accuracy, first, seconds, failures=0):
    """What one run of a report's network gives."""
    return types.SimpleNamespace(
        accuracies=[accuracy], first_steps=[first], seconds=seconds, failures=failures
    )


def test_a_run_is_counted_with_those_before_it():
    row = reports.ROWS["B base"]
    first = reports.described(repeated(0.99, 2000, 100), row)
    both = reports.described(repeated(0.0, None, 50, failures=1), row, first)
    assert both["runs"] == [99.0, 0.0]
    assert (both["mean"], both["best"], both["failures"]) == (49.5, 99.0, 1)
    assert (both["first_at_99"], both["seconds"]) == ([2000], 75)


def test_a_run_that_ends_after_some_hours_tells_its_accuracy_after_each_epoch():
    row = reports.ROWS["C ResNet, two hours"]
    one = repeated(0.5, None, 7_200)
    trained = types.SimpleNamespace(dtype="bfloat16")
    curve = [[781, 0.4], [1_562, 0.5], [1_640, 0.5]]  # the hours end within an epoch
    one.trials = [types.SimpleNamespace(curve=curve, run=trained)]
    measured = reports.described(one, row)
    assert measured["curve"] == [[1, 40.0], [2, 50.0], [2.1, 50.0]]
    assert measured["dtype"] == "bfloat16"
    assert measured["budget"].startswith("50,000 images, 2 hours, at most 100 epochs")


def test_a_row_of_hours_tells_how_many_training_images_the_network_has(monkeypatch):
    import keras

    row = reports.ROWS["C ResNet, two hours"]
    images, labels = np.zeros((4, 32, 32, 3), np.uint8), np.array([0, 1, 0, 0])
    monkeypatch.setattr(
        reports, "loaded", lambda *what: types.SimpleNamespace(images=images, labels=labels)
    )
    layers = [keras.Input((32, 32, 3)), keras.layers.Flatten(), keras.layers.Dense(10)]
    always_zero = keras.Sequential(layers)
    always_zero.set_weights([np.zeros((3_072, 10)), np.eye(10)[0]])
    assert reports.known(row, always_zero, None) == 75.0


def test_runs_of_another_budget_are_not_counted(monkeypatch):
    row = reports.ROWS["B base"]
    measured = reports.described(repeated(0.99, 2000, 100), row)
    monkeypatch.setattr(results, "load", lambda: {"reports": {"B base": measured}})
    assert reports.measured_before(row, "B base") == measured
    assert reports.measured_before(row._replace(epochs=5), "B base") is None
    assert reports.measured_before(row, "B A") is None


def test_every_claim_compares_rows_that_are_measured():
    for order in claims.ORDERS:
        assert {order.lower, order.higher} <= set(reports.ROWS)


ABLATION = {
    "C ResNet, Adam": [60.0],
    "C ResNet, Adam, augmented": [65.0],
    "C Custom, Adam": [58.0],
    "C Custom, Adam, augmented": [70.0],
}


def test_the_ablation_tells_two_changes_and_their_sum_apart():
    measured = {name: row(runs) for name, runs in ABLATION.items()}
    assert set(measured) <= set(reports.ROWS)
    assert claims.effects(measured) == {
        "augmentation alone": "+5.00",
        "architecture alone": "-2.00",
        "both": "+10.00",
        "more than their sum": "+7.00",
    }
    del measured["C Custom, Adam"]
    assert claims.effects(measured) == {}


def test_the_errors_of_an_ablation_grow_with_the_rows_that_it_sums():
    measured = {name: row([mean - 1, mean + 1]) for name, (mean,) in ABLATION.items()}
    found = claims.effects(measured)
    assert found["augmentation alone"] == "+5.00 ± 1.41"
    assert found["more than their sum"] == "+7.00 ± 2.00"


def test_augmented_images_are_windows_of_the_padded_ones_or_their_mirror_images():
    rng = np.random.default_rng(0)
    one = rng.integers(0, 256, (1, 32, 32, 3), np.uint8)
    padded = np.pad(one, ((0, 0), (4, 4), (4, 4), (0, 0)), "reflect")
    windows = {
        window.tobytes()
        for y in range(9)
        for x in range(9)
        for crop in [padded[0, y : y + 32, x : x + 32]]
        for window in (crop, crop[:, ::-1])
    }
    many = reports.augment(np.repeat(one, 200, axis=0), rng)
    assert {image.tobytes() for image in many} <= windows
    assert len({image.tobytes() for image in many}) > 60


def test_the_headline_is_told_beside_its_claims():
    run = {
        "curve": [[10_000, 75.5, 79.4], [20_000, 77.3, 81.1]],
        "data": "CIFAR-10 (JPEG copy)",
        "minutes": 10.4,
        "views": 83.2,
    }
    started = {**run, "curve": run["curve"][:1]}
    del started["views"]
    runs = {"bfloat16, seed 0": run, "float32, seed 0": started}
    where = results.circumstances()
    table = tables.headline({"headline": {name: one | where for name, one in runs.items()}})
    assert "| 20,000 | 77.3 / 81.1 |  |" in table
    assert "| bfloat16, seed 0, CIFAR-10 (JPEG copy) | 81.1 % | +3.8 | 83.2 % | 10 |" in table
    assert "float32, seed 0, CIFAR-10" not in table  # it is to be told when it has ended


def test_runs_of_the_headline_are_compared_at_the_looks_that_they_share():
    runs = {
        "bfloat16, seed 0": {"curve": [[10_000, 75, 79], [20_000, 77, 81], [30_000, 78, 82]]},
        "float32, seed 0": {"curve": [[10_000, 76, 79.4], [20_000, 77.4, 81]], "minutes": 41.2},
    }
    assert "| float32, seed 0 | +0.7 | +0.2 | 20,000 | 41 |" in tables.differences(runs)
    assert tables.differences({"bfloat16, seed 0": runs["bfloat16, seed 0"]}) == []


def test_a_difference_that_rounds_to_nothing_has_no_minus():
    curves = {"seed 0": [[10_000, 75, 79]], "seed 1": [[10_000, 74.96, 79]]}
    runs = {name: {"curve": curve, "minutes": 9} for name, curve in curves.items()}
    assert "| seed 1 | +0.0 | +0.0 | 10,000 | 9 |" in tables.differences(runs)


def test_the_readme_tells_of_a_published_recipe_that_was_trained_to_its_end():
    run = {"curve": [[100_000, 78.4, 83.43]], "data": "CIFAR-10", "minutes": 110.4}
    ended = {"bfloat16, seed 0": {**run, "views": 85.5}}
    ended["bfloat16, seed 1"] = {**ended["bfloat16, seed 0"], "minutes": 52.1}
    ended["bfloat16, seed 0, JPEG 50"] = {**ended["bfloat16, seed 0"], "minutes": 9, "jpeg": 50}
    assert (
        "takes 52 to 110 minutes on two cores and reaches 83.4 % with averaged weights, 78.4 % "
        "without, on CIFAR-10"
    ) in tables.figures({"headline": ended})
    assert "published recipe" not in tables.figures({"headline": {"bfloat16, seed 0": run}})


def test_the_headline_is_drawn_raw_and_averaged(tmp_path):
    from tests.benchmarks import headline

    run = {"curve": [[10_000, 75.5, 79.4], [20_000, 77.3, 81.1]], "data": "CIFAR-10"}
    runs = {f"bfloat16, seed {seed}": run for seed in range(4)}
    headline.draw(runs, tmp_path / "headline.png")
    with Image.open(tmp_path / "headline.png") as picture:
        assert picture.width > picture.height > 200


def test_images_that_went_through_jpeg_once_more_are_nearly_the_same():
    from tests.benchmarks import headline

    images = np.random.default_rng(0).integers(0, 256, (2, 1, 1, 3), np.uint8).repeat(32, 1)
    images = images.repeat(32, 2)  # of one colour, which JPEG keeps
    stored = headline.once_more(images, quality=90)
    assert stored.shape == images.shape
    assert np.abs(stored.astype(int) - images).max() < 8
