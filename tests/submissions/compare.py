"""The table stock / ours: ``python -m tests.submissions.compare`` writes ``README.md``.

The same submissions go through stock nbgrader, see ``stock.py``, and through the course's grader.
What is finished is kept in ``build/zoo`` and not repeated until a submission changes; ``--fresh``
starts anew. ``--only FAMILY`` grades a part and prints it.
"""

import argparse
import dataclasses
import hashlib
import inspect
import json
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from autograder.authoring import release
from autograder.course import load_secret
from autograder.course import ROOT
from tests.submissions import builders, runs, stock, zoo
from tests.submissions.seen import Seen
from tests.submissions.stage import Stage
from tests.submissions.zoo import START_HERE, VARIANT, Case

KEPT = ROOT / "build" / "zoo"
README = Path(__file__).parent / "README.md"
TOGETHER = 12  # submissions in a class of those that are not after the class
# Nobody reads from such a pipe, or ends in time: each would take a whole class's time with it.
SLOW = ("pipe_instead", "very_many_cells", "very_many_files", "huge_file_beside_it", "huge_source")
GENTLE = ("answers", "predictors", "runs", "network")  # harm nobody where no judge is


@cache
def everybody() -> tuple[Case, ...]:
    """Attacks, honest and damaged submissions."""
    return (*zoo.attacks(), *zoo.honest(), *damaged())


@cache
def damaged() -> tuple[Case, ...]:
    """The damaged submissions in this table's form."""
    try:
        from tests.submissions.damaged import CASES
    except ImportError:
        return ()
    return tuple(
        Case(
            "damaged",
            name,
            name.replace("_", " "),
            "nothing",
            case.points,
            case.points,
            put=case.put,
            named=case.student,
        )
        for name, case in CASES.items()
    )


def digest(case: Case) -> str:
    """Changes when a submission or what grades it here changes."""
    source = inspect.getsource(case.put) if case.put else ""
    if case.builder:
        source = inspect.getsource(getattr(builders, case.builder))
    told = repr((stock.VERSION, dataclasses.replace(case, put=None), source))
    return hashlib.sha256(told.encode()).hexdigest()


# ---- stock -------------------------------------------------------------------------------------


def all_stock(cases: list[Case], course: Path, trained: Path) -> dict[str, dict]:
    """What stock nbgrader makes of each submission, by family and name."""
    known = {}
    for case in cases:
        path = kept(case)
        if path.exists():
            stored = json.loads(path.read_text())
            if stored["digest"] == digest(case):
                known[key(case)] = stored
    left = [case for case in cases if key(case) not in known]
    harmless = [case for case in left if case.name not in SLOW]
    gentle = [case for case in harmless if case.wants != "disturb" or case.family in GENTLE]
    batches = [[case] for case in left if case not in gentle]
    for assignment in (START_HERE, VARIANT):
        some = [case for case in gentle if case.assignment == assignment]
        batches += [some[at : at + TOGETHER] for at in range(0, len(some), TOGETHER)]
    with ThreadPoolExecutor(2) as pool:
        for found in pool.map(lambda batch: in_stock(batch, course, trained), batches):
            known |= found
    return known


def in_stock(batch: list[Case], course: Path, trained: Path) -> dict[str, dict]:
    """Grade a class; where something happens to the class, each of its submissions alone."""
    work = KEPT / "work" / f"{batch[0].family}-{batch[0].name}-{len(batch)}"
    result = stock.grade(batch, course, trained, work)
    if result["effects"] and len(batch) > 1:
        half = len(batch) // 2
        parts = [batch[:half], batch[half:]]
        return {k: v for part in parts for k, v in in_stock(part, course, trained).items()}
    found = {}
    for case in batch:
        seen = result.get("seen", {}).get(case.student)
        words = [*stock.describe(case, Seen(**seen) if seen else None), *result["effects"]]
        score = seen["score"] if seen else None
        found[key(case)] = {"digest": digest(case), "score": score, "effects": words}
        kept(case).parent.mkdir(parents=True, exist_ok=True)
        kept(case).write_text(json.dumps(found[key(case)]))
    print(f"stock: {key(batch[0])} and {len(batch) - 1} more", flush=True)
    return found


def kept(case: Case) -> Path:
    """Where the result of one submission is kept."""
    return KEPT / "stock" / case.family / f"{case.name}.json"


def key(case: Case) -> str:
    """The name of a submission in the table."""
    return f"{case.family}/{case.name}"


# ---- ours --------------------------------------------------------------------------------------


def all_ours(cases: list[Case], course: Path, trained: Path) -> tuple[dict[str, dict], list[str]]:
    """What the course's grader makes of each, and what happened to the classes as a whole."""

    def grade(number: int) -> tuple[dict[str, dict], list[str]]:
        some = classes[number]
        folder = KEPT / "ours" / str(number)
        shutil.rmtree(folder, ignore_errors=True)
        stage = Stage(folder, course, some[0].assignment)
        for case in some:
            stage.submit(case, trained)
        stage.start()
        stage.finish(3_600)
        seen = stage.look()
        result = {
            key(case): {
                "score": seen[case.student].score,
                "effects": stock.describe(case, seen[case.student]),
            }
            for case in some
        }
        print(f"ours: a class of {len(some)}", flush=True)
        return result, stage.effects(seen)

    first = [case for case in cases if case.assignment == START_HERE]
    classes = [first[0::2], first[1::2], [case for case in cases if case.assignment == VARIANT]]
    classes = [some for some in classes if some]
    with ThreadPoolExecutor(2) as pool:
        graded = list(pool.map(grade, range(len(classes))))
    effects = [word for _, words in graded for word in words]
    return {name: entry for found, _ in graded for name, entry in found.items()}, effects


# ---- the page ----------------------------------------------------------------------------------

INTRODUCTION = """\
# The zoo

What a class hands in, at its best and at its worst: honest work at every level, {attacks} attacks
in {families} families, and {damaged} damaged notebooks. Each names the grade that it must get.
`pytest -m ci tests/submissions` grades all of them with plain `nbgrader autograde` in the real
sandbox, and asks of each attack that it gains nothing over the same work without its trick, reads
nothing that was planted for it, leaves neighbours, files, services and processes alone, and puts
nothing into a page that runs or loads by itself.

- `attacks/FAMILY/NAME.py` and `honest/NAME.py` are the submissions; `zoo.py` says how to write one.
- `attacks/unearned/` holds ways to points that nobody earned, on assignments of all kinds:
  `pytest -m "trust and ci" tests` grades each on the cold and on the warm path, see `test_trust.py`.
- `builders.py` makes those that are more than cells; `runs.py` trains what some of them carry.
- `stage.py` plants secrets, neighbours and listening services, grades, and looks at what happened.
- `damaged.py` holds notebooks as they come back from honest students' laptops.
- `stock.py` and `compare.py` grade the same class with stock nbgrader, in an outer sandbox without
  network, and wrote this page: `python -m tests.submissions.compare`.

Every attack keeps its harm small (memory, processes and files are bounded, nothing is deleted that
was not planted), but grade them only where a sandbox works.

{flaws}## Stock / ours

In stock nbgrader's course the same exercises end in hidden assertions, and accuracy is computed in
the kernel from a file of labels. "Honest" is what the same work earns without the trick; – means
no grade at all. An empty effect means: no more than its points.

{summary}
"""


def flaws() -> str:
    """The README's section on what the cases look for, which people write."""
    text = README.read_text(encoding="utf-8")
    return text[text.index("## What the cases look for") : text.index("## Stock / ours")]


def page(cases: list[Case], stocks: dict, ours: dict, our_effects: list[str]) -> str:
    """The whole README."""
    attacks = [case for case in cases if case.wants != "nothing"]
    hurt = [case for case in attacks if stocks[key(case)]["effects"]]
    hurt_here = [case for case in attacks if ours[key(case)]["effects"]]
    gained = sum("gains" in " ".join(stocks[key(case)]["effects"]) for case in attacks)
    wrong = [
        case
        for case in cases
        if case.wants == "nothing" and case.grade is not None and not agrees(case, stocks)
    ]
    wrong_here = [
        case
        for case in cases
        if case.wants == "nothing" and case.grade is not None and not agrees(case, ours)
    ]
    others = len([case for case in cases if case.wants == "nothing" and case.grade is not None])
    rows = [
        "| of | stock | ours |",
        "|---|---|---|",
        f"| {len(attacks)} attacks, those with an effect | {len(hurt)} | {len(hurt_here)} |",
        f"| of them, those that gain points | {gained} | "
        f"{sum('gains' in ' '.join(ours[key(case)]['effects']) for case in attacks)} |",
        f"| {others} honest and damaged submissions, those graded wrongly or not at all | "
        f"{len(wrong)} | {len(wrong_here)} |",
    ]
    if our_effects:
        rows += ["", "Effects on our classes as a whole: " + "; ".join(our_effects) + "."]
    text = INTRODUCTION.format(
        flaws=flaws(),
        attacks=len(attacks),
        families=len({case.family for case in attacks}),
        damaged=len([case for case in cases if case.family == "damaged"]),
        summary="\n".join(rows),
    )
    for family in dict.fromkeys(case.family for case in cases):
        text += f"\n### {family}\n\n| submission | honest | stock | effect | ours | effect |\n"
        text += "|---|---:|---:|---|---:|---|\n"
        for case in (case for case in cases if case.family == family):
            theirs, here = stocks[key(case)], ours[key(case)]
            text += (
                f"| {cell(case.sentence)} (`{case.name}`) | {points(case.honest)} | "
                f"{points(theirs['score'])} | {cell('; '.join(theirs['effects']))} | "
                f"{points(here['score'])} | {cell('; '.join(here['effects']))} |\n"
            )
    return text


def agrees(case: Case, found: dict) -> bool:
    """Whether a submission got the points that it must get."""
    score = found[key(case)]["score"]
    return score is not None and abs(score - case.grade) < 0.02


def points(score: float | None) -> str:
    """A score as a table shows it."""
    return "–" if score is None else f"{score:g}"


def cell(text: str) -> str:
    """A text that cannot end its cell, and says nothing of where this machine keeps the project."""
    text = text.replace(str(ROOT), "…").replace("|", "\\|")
    return text.replace("\n", " ").replace("<", "&lt;")


def main() -> None:
    """Grade, compare, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--only", default="", help="part of FAMILY/NAME")
    options = parser.parse_args()
    if options.fresh:
        shutil.rmtree(KEPT, ignore_errors=True)
    started = time.monotonic()
    cases = [case for case in everybody() if options.only in key(case)]
    version = hashlib.sha256((Path(__file__).parent / "stock.py").read_bytes()).hexdigest()[:8]
    ours_course, stock_course = KEPT / "course", KEPT / f"stock-course-{version}"
    shutil.rmtree(ours_course, ignore_errors=True)
    ours_course.mkdir(parents=True)
    load_secret(ours_course)
    release.write_stand_in_config(ours_course)
    release.register(ours_course)
    if not (stock_course / "gradebook.db").exists():
        shutil.rmtree(stock_course, ignore_errors=True)
        stock_course.mkdir(parents=True)
        stock.write_course(stock_course)
    trained = KEPT / "runs"
    trained.mkdir(exist_ok=True)
    runs.make(trained)
    stocks = all_stock(cases, stock_course, trained)
    ours, our_effects = all_ours(cases, ours_course, trained)
    text = page(cases, stocks, ours, our_effects)
    if options.only:
        print(text[text.index("## Stock") :])
    else:
        README.write_text(text, encoding="utf-8")
    print(f"{time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
