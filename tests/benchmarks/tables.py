"""The tables of `tests/benchmarks/README.md` and the README's figures, made from `results.json`.

    python -m tests.benchmarks.tables [--check]

Text between ``<!-- NAME -->`` and ``<!-- /NAME -->`` is written anew; everything else stays.
"""

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tests.benchmarks import claims, results

ROOT = Path(__file__).resolve().parents[2]
PAGES = (Path(__file__).with_name("README.md"), ROOT / "README.md")

SIDES = {
    "ours": "the course: `training.fit` on `distorted_inputs`",
    "keras": "Keras as its users write it: stock LRN, `tf.image` per image, `model.fit`",
    "pytorch": "PyTorch 2.13, channels-last, its own LRN, a DataLoader",
    "ours_bfloat16": 'the course in bfloat16, which is `dtype="auto"` on this processor',
    "keras_bfloat16": "Keras with its policy `mixed_bfloat16`",
    "pytorch_bfloat16": "PyTorch with its autocast to bfloat16",
    "sgemm": "matrix products alone (sgemm), in images of this network",
}


def speeds(table: dict[str, Any]) -> str:
    """Images a second of all sides."""
    if "training" not in table:
        return "Not measured yet: `make bench`."
    own = table["training"]
    rates = own["images_per_second"]
    lines = [
        "| side | images/s | ours over it, like against like | peak memory |",
        "|---|---|---|---|",
    ]
    for side, name in SIDES.items():
        if side in rates:
            alike = f"bfloat16_over_{side}" if side.endswith("bfloat16") else f"over_{side}"
            ratio = f"{own[alike]:.2f}×" if alike in own else ""
            ratio = f"{own['share_of_sgemm']:.0%}" if side == "sgemm" else ratio
            lines.append(f"| {name} | {rates[side]:,} | {ratio} | {own['peak_mb'][side]:,} MB |")
    for other in ("keras", "pytorch"):
        if (mixed := own.get(f"bfloat16_over_{other}")) is not None:
            figure = mixed if isinstance(mixed, str) else f"{mixed:.2f}×"
            name = SIDES[other].partition(":")[0]
            lines += ["", f"The course in bfloat16 over {name}: {figure}."]
    lines += ["", measured_on(own)]
    return "\n".join(lines)


def start(table: dict[str, Any]) -> str:
    """Seconds from starting Python."""
    if "start" not in table:
        return "Not measured yet: `make bench`."
    own = table["start"]
    rows = {
        "imports of a notebook without TensorFlow": "softmax_notebook_import",
        "imports of the training loop, the course": "training_import",
        "up to the end of the first step, the course": "training_first_step",
        "imports, Keras as its users write it": "keras_import",
        "up to the end of the first step, Keras": "keras_first_step",
        "one checkpoint of the tutorial's network, of which one comes every 30": "checkpoint",
    }
    lines = ["| from starting Python | seconds |", "|---|---|"]
    lines += [
        f"| {name} | {own[f'{key}_seconds']:.2f} |"
        for name, key in rows.items()
        if f"{key}_seconds" in own
    ]
    return "\n".join([*lines, "", measured_on(own)])


def accuracies(table: dict[str, Any]) -> str:
    """What each recipe reaches in its time."""
    rows = table.get("accuracy", {})
    if not rows:
        return "Not measured yet: `python -m tests.benchmarks.accuracy`."
    lines = [
        "| recipe | single view | more views | runs | minutes | images/s | processor |",
        "|---|---|---|---|---|---|---|",
    ]
    for key in sorted(rows, key=lambda key: rows[key]["order"]):
        row = rows[key]
        many = row.get("more_views")
        more = f"{many['views']}: {spread(many, len(row['runs']))}" if many else ""
        lines.append(
            f"| `{key}`: {row['about']} | {spread(row, len(row['runs']))} | {more} "
            f"| {len(row['runs'])} | {row['minutes']:.1f} | {row['images_per_second']:,} "
            f"| {row['machine']['processor']} |"
        )
    machines = {measured_on(row) for row in rows.values()}
    return "\n".join([*lines, "", *sorted(machines)])


def headline(table: dict[str, Any]) -> str:
    """What the published recipe reaches in 100,000 steps beside what the tutorial claims."""
    runs = table.get("headline", {})
    if not runs:
        return "Not measured yet: `python -m tests.benchmarks.headline`."
    names = sorted(runs)
    steps = sorted({step for run in runs.values() for step, *_ in run["curve"]})
    lines = [f"| steps | {' | '.join(names)} |", "|---:|" + "---|" * len(names)]
    for step in steps:
        found = [
            " ".join(
                f"{raw:.1f} / {mean:.1f}" for at, raw, mean in runs[name]["curve"] if at == step
            )
            for name in names
        ]
        lines.append(f"| {step:,} | {' | '.join(found)} |")
    lines += ["", "Precision @ 1 in percent, raw / averaged.", ""]
    finished = [name for name in names if "views" in runs[name]]
    if finished:
        lines += [
            "| run | averaged; claimed 86 % | averages gain; claimed 3 points "
            "| ten views | minutes |",
            "|---|---|---|---|---|",
        ]
    for name in finished:
        own = runs[name]
        _, raw, averaged = own["curve"][-1]
        lines.append(
            f"| {name}, {own['data']} | {averaged:.1f} % | {averaged - raw:+z.1f} "
            f"| {own['views']:.1f} % | {own['minutes']:.0f} |"
        )
    lines += ["", *differences(runs)]
    machines = {measured_on(own) for own in runs.values()}
    return "\n".join([*lines, *sorted(machines)])


def differences(runs: dict[str, Any]) -> list[str]:
    """How much more each run of the headline has than the first, in the mean of their common looks.

    Args:
        runs: What `results.json` says of each, by name.

    Returns:
        The lines of a table, ended by an empty one; none where nothing is to be compared.
    """
    first, *others = sorted(runs)
    if not others:
        return []
    lines = [
        f"| against {first} | raw | averaged | up to step | minutes |",
        "|---|---|---|---|---|",
    ]
    looks = {step: np.array(values) for step, *values in runs[first]["curve"]}
    for name in others:
        common = [
            (step, values - looks[step]) for step, *values in runs[name]["curve"] if step in looks
        ]
        raw, averaged = np.mean([difference for _, difference in common], axis=0)
        lines.append(
            f"| {name} | {raw:+z.1f} | {averaged:+z.1f} | {common[-1][0]:,} "
            f"| {runs[name]['minutes']:.0f} |"
        )
    return [*lines, ""]


def reports(table: dict[str, Any]) -> str:
    """What the networks of the student reports reach beside what the reports claim."""
    from tests.benchmarks.reports import ROWS

    found = table.get("reports", {})
    if not found:
        return "Not measured yet: `python -m tests.benchmarks.reports`."
    lines = [
        "| row | claimed | measured, mean ± sd (runs) | seconds a run | budget |",
        "|---|---|---|---|---|",
    ]
    for name in ROWS:
        if name in found:
            own = found[name]
            first, count = own["first_at_99"], len(own["runs"])
            steps = f"; 99 % after {sum(first) / len(first):,.0f} steps" if first else ""
            some = f" in {len(first)} of {count}" if first and len(first) < count else ""
            best = f", best {own['best']:.2f}" if count > 1 else ""
            failed = f"; {own['failures']} diverged" if own["failures"] else ""
            epochs = ""
            if own.get("curve"):
                epochs = (
                    f" after {own['curve'][-1][0]} epochs, and {own['known']:.1f} % of training "
                    "images"
                )
            lines.append(
                f"| {name} | {own['claim']} | {spread(own, count)} ({count}){epochs}{best}"
                f"{steps}{some}{failed} | {own['seconds']:,.0f} | {own['budget']} |"
            )
    compared = [
        f"| {one.order.claim} | {one.words} points | {one.reading} |"
        for one in claims.orders(found)
    ]
    if compared:
        lines += ["", "| claim | measured difference | reading |", "|---|---|---|", *compared]
    alone = [f"| {name} | {points} |" for name, points in claims.effects(found).items()]
    if alone:
        lines += ["", "| report C's missing 2×2 ablation | points |", "|---|---|", *alone]
    machines = {measured_on(own) for own in found.values()}
    return "\n".join([*lines, "", *sorted(machines)])


def spread(row: dict[str, Any], count: int, digits: int = 2) -> str:
    """Mean and standard deviation of so many runs in percent; one run has no deviation."""
    deviation = f" ± {row['sd']:.{digits}f}" if count > 1 else ""
    return f"{row['mean']:.{digits}f}{deviation} %"


CLASSES_HEAD = "| a class of | seconds | submissions a minute | peak memory |"


def grading(table: dict[str, Any]) -> str:
    """Submissions a minute."""
    own = table.get("grading")
    if not own:
        return "Not measured yet: `make bench`."
    lines = ["| grader | submissions a minute |", "|---|---|"]
    lines += [f"| {name} | {rate:.1f} |" for name, rate in own["per_minute"].items()]
    same = own.get("over_nbgrader_same_cells")
    ratios = (
        f"A class of {own['submissions']}. Ratio: {own['over_nbgrader']:.1f}× on whole notebooks"
        + (f" ({same:.1f}× where no cell is skipped)" if same else "")
        + f", {own['over_nbgrader_short']:.1f}× on short ones."
    )
    lines += ["", ratios, measured_on(own)]
    for key, what in (("classes", "one whole notebook in ten"), ("whole classes", "all whole")):
        for size in sorted(table.get(key, {}), key=int):
            one = table[key][size]
            lines += [] if lines[-1].startswith("| ") else ["", CLASSES_HEAD, "|---|---|---|---|"]
            lines.append(
                f"| {size}, {what} | {one['seconds']:,.0f} | {one['a_minute']:.1f} "
                f"| {one['peak_gigabytes']:.2f} GB |"
            )
    return "\n".join(lines)


def measured_on(own: dict[str, Any]) -> str:
    """Machine, versions and date in a sentence."""
    machine, versions = own["machine"], own["versions"]
    return (
        f"Measured on {own['date']} on {machine['cores']} cores of {machine['processor']}, "
        f"TensorFlow {versions['tensorflow']}, Python {versions['python']}."
    )


def published(runs: list[dict[str, Any]]) -> str:
    """What runs of the published recipe, all finished, took and reached: a sentence's text."""
    minutes = [run["minutes"] for run in runs]
    raw, averaged = zip(*(run["curve"][-1][1:] for run in runs), strict=True)
    return (
        f"The published recipe, {runs[0]['curve'][-1][0]:,} steps and an evening on a GPU in 2015, "
        f"takes {_range(minutes, 0)} minutes on two cores and reaches {_range(averaged, 1)} % with "
        f"averaged weights, {_range(raw, 1)} % without, on {runs[0]['data']}"
    )


def _range(values: Sequence[float], digits: int) -> str:
    """The lowest and the highest of some numbers, or the one that there is."""
    low, high = (f"{value:.{digits}f}" for value in (min(values), max(values)))
    return low if low == high else f"{low} to {high}"


def figures(table: dict[str, Any]) -> str:
    """The few that stand in the README."""
    lines = []
    if "training" in table:
        own = table["training"]
        others = [f"{own['over_keras']:.1f} times {SIDES['keras'].partition(':')[0]}"]
        if "over_pytorch" in own:
            others.append(f"{own['over_pytorch']:.1f} times PyTorch")
        lines.append(
            f"- It trains the tutorial's network at {own['images_per_second']['ours']:,} images/s "
            f"on {own['machine']['cores']} cores, input pipeline included: {', '.join(others)}, "
            f"and {own['share_of_sgemm']:.0%} of what matrix products alone reach (`make bench`)."
        )
    rows = table.get("accuracy", {})
    for key, words in (
        ("tutorial_15min", "The tutorial's network reaches"),
        ("variant_30min", "A network of one's own reaches"),
    ):
        if key in rows:
            row = rows[key]
            count = len(row["runs"])
            lines.append(
                f"- {words} {spread(row, count, 1)} on {row['data']} in {row['minutes']:.0f} "
                f"minutes ({count} {'run' if count == 1 else 'runs'}, single view; "
                f"`python -m tests.benchmarks.accuracy {key}`)."
            )
    finished = [
        run
        for run in table.get("headline", {}).values()
        if "views" in run and "jpeg" not in run  # JPEG once more tells of the copy, not the recipe
    ]
    if finished:
        lines.append(f"- {published(finished)} (`python -m tests.benchmarks.headline`).")
    if table.get("grading"):
        own, classes = table["grading"], table.get("whole classes", {})
        line = (
            f"- It grades {own['over_nbgrader']:.1f} times as many submissions a minute as "
            "nbgrader alone, with the sandbox on (`make bench`)"
        )
        if classes:
            size = max(classes, key=int)
            line += (
                f", and a class of {size} whole notebooks in {classes[size]['seconds'] / 60:.0f} "
                f"minutes (`python -m tests.benchmarks.grading --class {size} --whole`)"
            )
        lines.append(f"{line}.")
    return "\n".join(lines) or "Not measured yet: `make bench`."


TABLES: dict[str, Callable[[dict[str, Any]], str]] = {
    "figures": figures,
    "speeds": speeds,
    "start": start,
    "headline": headline,
    "accuracies": accuracies,
    "reports": reports,
    "grading": grading,
}


def filled(text: str, table: dict[str, Any]) -> str:
    """A page with its tables written anew."""
    for name, make in TABLES.items():
        place = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        text = place.sub(lambda found, make=make: f"{found[1]}{make(table)}\n{found[2]}", text)
    return text


def write(check: bool = False) -> list[Path]:
    """Write the pages, or only say which ones are stale."""
    table, stale = results.load(), []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        new = filled(text, table)
        if new != text:
            stale.append(page)
            if not check:
                page.write_text(new, encoding="utf-8")
    return stale


def main() -> int:
    """Run the program."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; fail if stale")
    stale = write(parser.parse_args().check)
    for page in stale:
        print(page.relative_to(ROOT))
    return int(bool(stale) and "--check" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
