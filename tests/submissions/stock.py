"""The same submissions under stock nbgrader, inside one outer sandbox.

Stock nbgrader lets a student's code do all that the instructor can. So everything happens in
bubblewrap: no network but a loopback of its own, a throw-away home, everything else read-only,
limits on memory, processes, disk and time. The course is as an instructor without this project's
grader would write it: graded cells end in hidden assertions, accuracy is computed in the kernel
from a file of labels.
"""

import dataclasses
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import psutil

from autograder.authoring import build
from autograder.course import SOURCES
from autograder.grading import questions
from autograder import sandbox
from autograder.course import ROOT
from course_utils.exercises.kit.hidden_images import cut_offs
from tests.submissions.seen import Seen
from tests.submissions.stage import Stage
from tests.submissions.zoo import START_HERE, VARIANT, Case

VERSION = 2  # of this comparison: what is kept of another one is graded anew
GIGABYTE = 1024**3
STAGE, OUT = "/stage", "/out"
MEMORY, PROCESSES, DISK = 8 * GIGABYTE, 3_000, 8 * GIGABYTE  # of everything inside, together
SECONDS_EACH, SECONDS_MORE = 60, 90  # a submission, and a batch

HIDDEN_TESTS = {
    "channel_means": """\
images = np.random.default_rng(7).integers(0, 256, (5, 14, 22, 3), dtype=np.uint8)
assert channel_means(images) is not None
### BEGIN HIDDEN TESTS
images = np.random.default_rng(8).integers(0, 256, (6, 16, 24, 3), dtype=np.uint8)
expected = images.mean(axis=(1, 2))
assert np.shape(channel_means(images)) == expected.shape
assert np.allclose(channel_means(images), expected, atol=0.1)
### END HIDDEN TESTS""",
    "random_shift": """\
images = np.random.default_rng(7).integers(1, 256, (50, 32, 32, 3), dtype=np.uint8)
assert np.shape(random_shift(images)) == images.shape
### BEGIN HIDDEN TESTS
shifted = random_shift(images)
padded = np.pad(images, ((0, 0), (2, 2), (2, 2), (0, 0)))
found = set()
for image, moved in zip(padded, shifted):
    places = [p for p in np.ndindex(5, 5) if (image[p[0]:p[0] + 32, p[1]:p[1] + 32] == moved).all()]
    assert places
    found.add(places[0])
assert len(found) > 10
### END HIDDEN TESTS""",
    "bottleneck": """\
images = keras.Input((8, 8, 16))
assert bottleneck(images, 16, 1, "block1").shape == (None, 8, 8, 16)
### BEGIN HIDDEN TESTS
for channels, stride in ((16, 1), (32, 1), (32, 2)):
    block = keras.Model(images, bottleneck(images, channels, stride, "block2"))
    parts = {f"block2_{part}{n}" for part in ("conv", "norm") for n in (1, 2, 3)}
    assert parts <= {layer.name for layer in block.layers}
    projected = [layer for layer in block.layers if layer.name == "block2_projection"]
    assert len(projected) == (channels != 16)
    found = block(np.ones((2, 8, 8, 16), np.float32)).numpy()
    assert found.shape == (2, 8 // stride, 8 // stride, channels)
    assert (found >= 0).all()
### END HIDDEN TESTS""",
    "ablation_effects": """\
right = np.random.default_rng(7).integers(0, 2, (2, 2, 50)).astype(bool)
effects, errors = ablation_effects(right)
assert np.shape(effects) == np.shape(errors) == (3,)
### BEGIN HIDDEN TESTS
r = right.astype(float)
first, second = r[1] - r[0], r[:, 1] - r[:, 0]
each = np.stack([first.mean(axis=0), second.mean(axis=0), first[1] - first[0]])
assert np.allclose(effects, each.mean(axis=1))
assert np.allclose(errors, each.std(axis=1) / np.sqrt(50), rtol=0.05)
### END HIDDEN TESTS""",
    "accuracy": """\
assert predict(np.zeros((2, 32, 32, 3), np.uint8)).shape == (2, 10)
### BEGIN HIDDEN TESTS
with np.load("hidden.npz") as stored:
    scores = predict(stored["images"])
    accuracy = np.mean(np.argmax(scores, axis=1) == stored["labels"])
wrong = max(0.001, 1 - accuracy)
share = np.log((1 - {low}) / wrong) / np.log((1 - {low}) / (1 - {high}))
float(round(8 * min(1, max(0, share)), 2))
### END HIDDEN TESTS""",
}
CONFIGURATION = """\
c = get_config()
c.CourseDirectory.root = {root!r}
c.CourseDirectory.course_id = "stock"
"""


def write_course(course: Path) -> None:
    """A course as stock nbgrader wants it, released."""
    ends = cut_offs("08_your_variant")("shapes")
    for assignment in (START_HERE, VARIANT):
        notebook = build.instructor_notebook(SOURCES / f"{assignment}.py")
        for cell in notebook.cells:
            own = cell.metadata.get("nbgrader", {})
            if own.get("grade"):
                source = HIDDEN_TESTS[own["grade_id"]]
                cell.source = source.replace("{low}", str(ends["low"])).replace(
                    "{high}", str(ends["high"])
                )
        folder = course / "source" / assignment
        folder.mkdir(parents=True)
        (folder / f"{assignment}.ipynb").write_bytes(build.as_bytes(notebook))
    drawn = questions.draw_hidden("shapes", np.random.default_rng(1))
    np.savez(course / "source" / VARIANT / "hidden.npz", images=drawn.images, labels=drawn.labels)
    (course / "nbgrader_config.py").write_text(CONFIGURATION.format(root=str(course)))
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    for assignment in (START_HERE, VARIANT):
        subprocess.run(
            [sys.executable, "-m", "nbgrader", "generate_assignment", assignment],
            cwd=course,
            env={**os.environ, "PATH": path},
            check=True,
            capture_output=True,
        )


def grade(cases: list[Case], course: Path, runs: Path, work: Path) -> dict:
    """Grade one class inside the outer sandbox.

    Args:
        cases: The submissions besides the neighbours; all of one assignment.
        course: What ``write_course`` wrote.
        runs: The trained runs.
        work: A folder of its own; created.

    Returns:
        ``{"seen": {student: ...}, "effects": [...]}``; without ``seen`` where nothing survived.
    """
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    names = [f"{case.family}/{case.name}" for case in cases]
    (work / "names.json").write_text(json.dumps([cases[0].assignment, names]))
    tests = [ROOT / "tests", ROOT / "autograder", ROOT / "notebooks", ROOT / "nbgrader_config.py"]
    command = [
        "bwrap",
        *("--unshare-all", "--unshare-user", "--die-with-parent", "--new-session"),
        *("--cap-drop", "ALL", "--clearenv", "--hostname", "stock"),
        *("--setenv", "PATH", f"{Path(sys.executable).parent}:/usr/bin:/bin"),
        *("--setenv", "HOME", "/root", "--setenv", "LANG", "C.UTF-8"),
        *sandbox.system(),
        *("--proc", "/proc", "--dev", "/dev"),
        *("--size", str(DISK), "--tmpfs", "/tmp", "--tmpfs", "/root"),
        *("--size", str(DISK), "--tmpfs", STAGE),
        *sandbox.python(),
        *(word for path in tests for word in ("--ro-bind", str(path), str(path))),
        *("--ro-bind", str(course), "/stock-course", "--ro-bind", str(runs), "/runs"),
        *("--bind", str(work), OUT, "--chdir", str(ROOT)),
        *("--", sys.executable, "-m", "tests.submissions.stock"),
    ]
    with (work / "driver.txt").open("wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=output, preexec_fn=_limit, stdin=subprocess.DEVNULL
        )
    ended = _watch(process, SECONDS_MORE + SECONDS_EACH * len(cases))
    result = {"effects": ended}
    if (work / "result.json").exists():
        found = json.loads((work / "result.json").read_text())
        result = {"seen": found["seen"], "effects": found["effects"] + ended}
    elif not ended:
        result["effects"] = ["everything that ran was killed"]
    return result


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (DISK, DISK))


def _watch(process: subprocess.Popen, seconds: float) -> list[str]:
    """Wait; end it where it takes too long, too much memory or too many processes."""
    ends = time.monotonic() + seconds
    ended = []
    while process.poll() is None and not ended:
        time.sleep(0.2)
        try:
            below = psutil.Process(process.pid).children(recursive=True)
            memory = sum(_resident(one) for one in below)
            if memory > MEMORY:  # forks share most of what they seem to hold
                memory = sum(_proportional(one) for one in below[:500])
        except psutil.Error:
            continue
        if time.monotonic() > ends:
            ended = ["grading never ended"]
        elif memory > MEMORY:
            ended = ["took all memory"]
        elif len(below) > PROCESSES:
            ended = ["took all processes"]
    if ended:
        process.kill()
    process.wait()
    return ended


def _resident(process: psutil.Process) -> int:
    try:
        return process.memory_info().rss
    except psutil.Error:
        return 0


def _proportional(process: psutil.Process) -> int:
    try:
        return process.memory_full_info().pss
    except psutil.Error:
        return 0


def inside() -> None:
    """What runs in the outer sandbox: grade, look, write down what was seen."""
    from tests.submissions.compare import everybody

    assignment, names = json.loads(Path(OUT, "names.json").read_text())
    known = {f"{case.family}/{case.name}": case for case in everybody()}
    stage = Stage(Path(STAGE, "s"), Path("/stock-course"), assignment, ours=False)
    config = CONFIGURATION.format(root=str(stage.course))
    (stage.course / "nbgrader_config.py").write_text(config)
    for name in names:
        stage.submit(known[name], Path("/runs"))
    stage.start()
    wanted = any(known[name].wants == "feedback" for name in names)
    stage.finish(SECONDS_EACH * len(names) + SECONDS_MORE - 15, feedback=wanted)
    seen = stage.look()
    for one in seen.values():
        one.text = ""
    result = {
        "seen": {student: dataclasses.asdict(one) for student, one in seen.items()},
        "effects": stage.effects(seen),
    }
    partial = Path(OUT, "result.partial")
    partial.write_text(json.dumps(result))
    shutil.copy(stage.folder / "log.txt", Path(OUT, "log.txt"))
    partial.rename(Path(OUT, "result.json"))


def describe(case: Case, seen: Seen | None) -> list[str]:
    """What one submission achieved, in words."""
    if seen is None:
        return ["no grade"]
    words = []
    if seen.score is None:
        words.append("no grade")
    elif case.honest is not None and seen.score > case.honest + 0.02:
        words.append(f"**gains {seen.score - case.honest:g}**")
    elif case.grade is not None and seen.score < case.grade - 0.02:
        words.append(f"loses {case.grade - seen.score:g}")
    if seen.manual:
        words.append("waits for a person")
    if seen.leaked:
        words.append("**reads** " + ", ".join(seen.leaked))
    words += [f"**{proof.removeprefix('PROOF ')[:40]}**" for proof in seen.proofs[:2]]
    if seen.active:
        words.append("**runs in the page**: " + seen.active[0].split(":")[0])
    return words


if __name__ == "__main__":
    inside()
