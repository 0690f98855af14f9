"""Workflows, forms and hooks: they follow their schemas, and what they run exists."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import course_utils

pytestmark = pytest.mark.fast
ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.yml"))}
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PINNED = re.compile(r"[\w-]+/[\w-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+")


def checked(*command):
    """Run a command of the environment in the repository."""
    program = Path(sys.executable).with_name(command[0])
    return subprocess.run(
        [program, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )


def lint_commands(program):
    """What ``make lint`` runs with one program."""
    recipe = MAKEFILE.split("\nlint:")[1].split("\n\n")[0].replace("\\\n", " ")
    forms = " ".join(
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml")
        if path.name != "config.yml"
    )
    recipe = re.sub(r"\$\(filter-out [^\n]*\)\)", forms, recipe)
    recipe = recipe.replace(
        ".github/workflows/*.yml", " ".join(f".github/workflows/{name}.yml" for name in WORKFLOWS)
    )
    return [
        shlex.split(line.strip().removeprefix("$(BIN)/"))
        for line in recipe.splitlines()
        if line.strip().startswith(f"$(BIN)/{program} ")
    ]


@pytest.mark.ci
@pytest.mark.parametrize(
    "command",
    [*lint_commands("check-jsonschema"), *lint_commands("zizmor")],
    ids=lambda command: " ".join(command[:3]),
)
def test_files_of_the_hosting_site_are_as_their_schemas_and_auditors_want(command):
    process = checked(*command)
    assert process.returncode == 0, process.stdout + process.stderr


@pytest.mark.ci
@pytest.mark.parametrize(
    ("damage", "command"),
    [
        (("runs-on:", "runs_on:"), "check-jsonschema"),
        (("de0fac2e4500dabe0009e67214ff5f5447ce83dd  # v6.0.2", "v6"), "zizmor"),
        (("run: make PYTHON=python docs", "run: echo ${{ github.head_ref }}"), "zizmor"),
    ],
)
def test_a_workflow_that_is_wrong_or_open_to_strangers_is_found(tmp_path, damage, command):
    path = tmp_path / ".github" / "workflows" / "docs.yml"
    path.parent.mkdir(parents=True)
    assert damage[0] in WORKFLOWS["docs"]
    path.write_text(WORKFLOWS["docs"].replace(*damage), encoding="utf-8")
    options = lint_commands(command)[0][1:-1]
    options = [one for one in options if not one.endswith(".yml")]
    assert checked(command, *options, path).returncode != 0


def test_there_is_a_workflow_for_each_promise():
    names = {"check", "notebooks", "grader", "real-data", "docs", "lowest-versions"}
    assert set(WORKFLOWS) == names


@pytest.mark.parametrize("name", WORKFLOWS)
def test_actions_are_pinned_by_hash_and_no_job_may_write(name):
    uses = re.findall(r"uses: (.*)", WORKFLOWS[name])
    assert uses
    assert all(PINNED.fullmatch(one) for one in uses)
    workflow = yaml.safe_load(WORKFLOWS[name])
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        assert job["permissions"] == {"contents": "read"}
        assert job["timeout-minutes"] <= 120


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_target_that_a_workflow_makes_exists(name):
    made = re.findall(r"run: make (?:\w+=\S+ )?([\w-]+)$", WORKFLOWS[name], re.M)
    assert made
    assert set(made) <= set(re.findall(r"^([\w-]+):", MAKEFILE, re.M))


def test_every_program_of_the_hooks_before_a_commit_is_in_the_environment():
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    entries = [hook["entry"] for repository in hooks["repos"] for hook in repository["hooks"]]
    for entry in entries:
        program = Path(entry.split()[0])
        assert program.parent == Path(".venv/bin")
        assert shutil.which(program.name, path=Path(sys.executable).parent), entry


def test_the_version_to_cite_is_that_of_the_package():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == course_utils.__version__
    assert citation["authors"] == [{"name": "The course authors"}]
