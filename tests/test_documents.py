"""What the documents say exists: commands, flags, files, tests, links and pictures."""

import ast
import importlib.util
import json
import re
import shlex
import struct
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "docs"))
import badges

pytestmark = pytest.mark.fast

DOCUMENTS = [
    *(
        ROOT / name
        for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "notebooks/README.md")
    ),
    *sorted((ROOT / "docs").glob("*.md")),
]
TEXTS = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in DOCUMENTS}
COMMAND = re.compile(
    r"(?:^|[`|(]|&& |, | then )((?:\S*python3? -m |make |\S*/?nbgrader )[^`|#<\n]+)", re.M
)
STUDENTS_COPY = "notebooks/README.md"  # becomes the README of what is handed out


def commands(beginning):
    """Commands of all documents, with the document that names each."""
    return sorted(
        {
            (" ".join(found.split()), name)
            for name, text in TEXTS.items()
            for found in COMMAND.findall(text)
            if beginning in found
        }
    )


def module_commands():
    """Each module that a document runs, with the flags that follow it."""
    pattern = r"python3? -m ((?:course_utils|autograder|tests)[\w.]*)(.*)"
    return sorted(
        {re.search(pattern, c).groups() for c, _ in commands("-m ") if re.search(pattern, c)}
    )


def help_of(module, words):
    """The help text of a module's command."""
    done = subprocess.run(
        [sys.executable, "-m", module, *words, "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_make_target_that_a_document_names_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([\w-]+):", makefile, re.MULTILINE))
    named = {name for text in TEXTS.values() for name in re.findall(r"`make ([\w-]+)", text)}
    named |= {name for text in TEXTS.values() for name in re.findall(r"^make ([\w-]+)", text, re.M)}
    assert named
    assert named <= targets


def test_every_module_that_a_document_runs_exists():
    modules = {module for module, _ in module_commands()}
    assert {"course_utils.environment", "course_utils.data", "autograder"} <= modules
    assert not [module for module in modules if importlib.util.find_spec(module) is None]


def test_every_command_of_the_autograder_that_a_document_names_exists_with_its_flags():
    from autograder.__main__ import parser

    top = parser()._subparsers._group_actions[0].choices
    for module, rest in module_commands():
        if module == "autograder" and rest.strip():
            words = rest.split()
            if words[0] == "COMMAND":
                continue
            assert words[0] in top, rest
            flags = re.findall(r"--[\w-]+", rest)
            assert set(flags) <= set(top[words[0]]._option_string_actions), rest


@pytest.mark.parametrize(
    "named", ["cifar10_train", "cifar10_eval", "cifar10_multi_gpu_train", "submit", "data"]
)
def test_every_flag_of_the_programs_that_a_document_names_exists(named):
    flags = {
        flag
        for found, rest in module_commands()
        if found == f"course_utils.{named}"
        for flag in re.findall(r"--[\w-]+", rest)
    }
    shown = help_of(f"course_utils.{named}", [])
    assert all(flag in shown for flag in flags), flags


@pytest.mark.parametrize("name", TEXTS)
def test_every_link_to_a_file_leads_there(name):
    for target in re.findall(r"\]\(([^)#]+)\)", TEXTS[name]):
        if "://" not in target:
            assert ((ROOT / name).parent / target).exists(), target


def test_every_mistake_of_the_table_names_a_test_that_exists():
    named = re.findall(r"`((?:\w+/)*test_\w+\.py)::(\w+)`", TEXTS["docs/troubleshooting.md"])
    assert len(named) >= 20
    for file, test in named:
        assert f"def {test}(" in (ROOT / "tests" / file).read_text(encoding="utf-8"), test


def rows_of_the_tutorial():
    """The rows of the tables in docs/tutorial.md: the original, ours, what differs."""
    lines = TEXTS["docs/tutorial.md"].splitlines()
    rows = [line for line in lines if line.startswith("| ") and "the original | ours" not in line]
    return [re.split(r"\s*\|\s*", line.strip("| ")) for line in rows]


ORIGINAL = {  # the files of the tutorial, with their functions, flags and constants
    "cifar10.py": """inference loss _add_loss_summaries train _activation_summary _variable_on_cpu
        _variable_with_weight_decay distorted_inputs inputs maybe_download_and_extract batch_size
        data_dir use_fp16 MOVING_AVERAGE_DECAY NUM_EPOCHS_PER_DECAY LEARNING_RATE_DECAY_FACTOR
        INITIAL_LEARNING_RATE TOWER_NAME DATA_URL""",
    "cifar10_input.py": """read_cifar10 distorted_inputs inputs _generate_image_and_label_batch
        IMAGE_SIZE NUM_CLASSES NUM_EXAMPLES_PER_EPOCH_FOR_TRAIN NUM_EXAMPLES_PER_EPOCH_FOR_EVAL""",
    "cifar10_train.py": "train _LoggerHook main train_dir max_steps log_frequency",
    "cifar10_eval.py": """eval_once evaluate main eval_dir eval_data checkpoint_dir
        eval_interval_secs num_examples run_once""",
    "cifar10_multi_gpu_train.py": "tower_loss average_gradients train main num_gpus",
    "rest": """cifar10_input_test.py CIFAR10InputTest._record CIFAR10InputTest.testSimple BUILD
        __init__.py README.md""",
}


@pytest.mark.parametrize("file", ORIGINAL)
def test_the_table_of_the_tutorial_has_every_part_of_the_original(file):
    sections = re.split(r"^## ", TEXTS["docs/tutorial.md"], flags=re.M)
    (section,) = [one for one in sections if file in one.partition("\n")[0]]
    first = [line.split("|")[1] for line in section.splitlines() if line.startswith("| ")]
    named = re.findall(r"`([^`]+)`", " ".join(first))
    assert not set(ORIGINAL[file].split()) - set(named)


def test_no_cell_in_the_table_of_the_tutorial_is_empty():
    rows = rows_of_the_tutorial()
    assert len(rows) > 30
    assert all(len(row) == 3 and all(row) for row in rows)


def test_everything_of_ours_in_the_table_of_the_tutorial_exists():
    for _, ours, _ in rows_of_the_tutorial():
        named = re.findall(r"`([^`]+)`", ours)
        assert named
        for name in named:
            assert exists(name), name


def exists(name):
    """Whether a file, or a name in a module of course_utils, is there; without importing it."""
    if (ROOT / name).is_file():
        return True
    module, rest = ROOT / "course_utils", name.split(".")
    while rest and (module / rest[0]).is_dir():
        module /= rest.pop(0)
    if rest and (module / f"{rest[0]}.py").is_file():
        module = module / f"{rest.pop(0)}.py"
    else:
        module /= "__init__.py"
    body = ast.parse(module.read_text(encoding="utf-8")).body
    for part in rest:
        found = [node for node in body if part in defined(node)]
        if not found:
            return False
        body = getattr(found[0], "body", [])
    return bool(rest)


def defined(node):
    """The names that a statement defines."""
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    return [getattr(node, "name", "")]


def test_the_readme_fits_on_one_screen_and_has_three_doors():
    text = TEXTS["README.md"]
    assert len(text.splitlines()) <= 60
    assert re.findall(r"^## (.*)$", text, re.M) == ["Student", "Instructor", "Maintainer"]


def test_pictures_are_small():
    for path in (ROOT / "docs" / "pictures").glob("*"):
        assert path.stat().st_size < 300_000
        width, height = struct.unpack(">II", path.read_bytes()[16:24])
        assert max(width, height) <= 1_600


# Links to Binder and Colab


def test_without_an_address_there_are_no_links():
    assert badges.links("") == ""
    assert badges.updated(TEXTS["README.md"], "").count("mybinder") == 0


def test_with_an_address_both_links_are_built_from_it_and_can_be_taken_away_again():
    text = badges.updated(TEXTS["README.md"], "https://github.com/someone/course.git")
    assert "https://mybinder.org/v2/gh/someone/course/HEAD" in text
    assert "https://colab.research.google.com/github/someone/course/blob" in text
    assert badges.updated(text, "") == badges.updated(TEXTS["README.md"], "")


def test_an_address_that_cannot_be_opened_is_told():
    with pytest.raises(badges.AddressError, match="addresses such as"):
        badges.links("git@example.org:course")


def test_the_readme_has_the_links_of_the_setting():
    assert TEXTS["README.md"] == badges.updated(TEXTS["README.md"], badges.setting())


def test_the_development_container_runs_what_exists():
    settings = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text("utf-8"))
    assert shlex.split(settings["postCreateCommand"])[:2] == ["make", ".venv/.ready"]
    assert "bubblewrap" in settings["onCreateCommand"]


def test_every_accuracy_of_the_readme_stands_in_the_measured_figures():
    ranges = re.findall(r"\d+\.\d to\s\d+\.\d %", TEXTS["README.md"])
    assert ranges
    assert all(" ".join(one.split()) in TEXTS["docs/figures.md"] for one in ranges)
