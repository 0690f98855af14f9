"""Builders of submissions that are more than cells: files, links, metadata.

Each takes the submission's folder, its notebook and what an attacker may know, and returns the
notebook to write, bytes to write in its place, or ``None`` where it has written something itself.
"""

import json
import os
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_output

from autograder.authoring import build
from autograder.authoring.rehearse import cell_by_grade_id
from tests.submissions.run_builders import (  # noqa: F401 - looked up here by name
    MARKUP,
    deep_record,
    huge_record,
    made_up_runs,
    network_with_code,
    odd_record,
    one_key_runs,
    pickled_weights,
    record_is_link,
    record_is_pipe,
    record_of_markup,
    stolen_run,
    weights_bomb,
    weights_by_external_link,
)
from tests.submissions.zoo import START_HERE


def _graded(notebook: NotebookNode) -> NotebookNode:
    return cell_by_grade_id(notebook, "channel_means")


def _claims(notebook: NotebookNode, **changes) -> NotebookNode:
    _graded(notebook).metadata["nbgrader"].update(changes)
    return notebook


# ---- files beside the notebook -----------------------------------------------------------------


def own_course_utils(folder, notebook, values):
    package = folder / "course_utils"
    (package / "exercises").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "exercises" / "__init__.py").write_text("check = lambda *a, **k: 1.0\n")
    return notebook


def own_numpy(folder, notebook, values):
    (folder / "numpy.py").write_text(
        "import os, sys\nkept = sys.path[:]\n"
        "sys.path[:] = [p for p in kept if p not in ('', os.getcwd())]\n"
        "del sys.modules['numpy']\nimport numpy\nsys.path[:] = kept\n"
        "numpy.allclose = numpy.array_equal = lambda *a, **k: True\n"
    )
    return notebook


def start_up_files(folder, notebook, values):
    vandalise = (
        "import os\ntry:\n    open(os.path.join({!r}, 'zoo-start-up'), 'w').close()\n"
        "except OSError:\n    pass\n"
    ).format(f"{values.get('COURSE', '')}/submitted")
    names = ("sitecustomize", "usercustomize", "ipython_config", "nbgrader_config", "conftest")
    for name in (*names, "jupyter_config", "ipython_kernel_config", "jupyter_nbconvert_config"):
        (folder / f"{name}.py").write_text(vandalise)
    for name in (".ipython/profile_default/startup", ".jupyter"):
        (folder / name).mkdir(parents=True)
        (folder / name / "00.py").write_text(vandalise)
    (folder / "zoo.pth").write_text("import os; os.system('true')\n")
    return notebook


def links_in_submission(folder, notebook, values):
    course = Path(values.get("COURSE", "/nowhere"))
    neighbour = course / "submitted" / values.get("VICTIM", "") / START_HERE
    targets = {
        "leak.html": course / ".secret",
        "leak.txt": course / "hidden" / "labels.txt",
        "key": Path(values.get("HOME", "/nowhere")) / ".ssh" / "id_ed25519",
        "neighbour.txt": neighbour / f"{START_HERE}.ipynb",
        "relative": Path("../../..") / ".secret",
    }
    for name, target in targets.items():
        (folder / name).symlink_to(target)
    return notebook


def hard_links_in_submission(folder, notebook, values):
    os.link(Path(values["COURSE"]) / "hidden" / "labels.txt", folder / "linked.txt")
    os.link(Path(values["HOME"]) / ".ssh" / "id_ed25519", folder / "linked-key")
    return notebook


def notebook_is_link(folder, notebook, values):
    neighbour = Path(values["COURSE"]) / "submitted" / values["VICTIM"] / START_HERE
    (folder / f"{START_HERE}.ipynb").symlink_to(neighbour / f"{START_HERE}.ipynb")


def folder_is_link(folder, notebook, values):
    (folder / "data").symlink_to(values["COURSE"], target_is_directory=True)
    return notebook


def html_file(folder, notebook, values):
    for name in ("extra.html", "index.html", "picture.svg", f"{START_HERE}.html"):
        (folder / name).write_text(f"<html><body>{MARKUP}</body></html>")
    return notebook


# ---- metadata ----------------------------------------------------------------------------------


def skip_tag(folder, notebook, values):
    tags = ["skip-execution", "raises-exception", "remove-cell", "nbgrader"]
    _graded(notebook).metadata["tags"] = tags
    return notebook


def worth_more(folder, notebook, values):
    return _claims(notebook, points=100)


def not_graded(folder, notebook, values):
    return _claims(notebook, grade=False)


def called_solution(folder, notebook, values):
    _graded(notebook).source = "1.0"
    return _claims(notebook, solution=True, locked=False)


def graded_by_hand(folder, notebook, values):
    return _claims(notebook, grade=True, solution=True, cell_type="markdown", points=1)


def retyped(folder, notebook, values):
    cell = _graded(notebook)
    cell.cell_type = "markdown"
    del cell["outputs"], cell["execution_count"]
    return notebook


def deleted(folder, notebook, values):
    notebook.cells.remove(_graded(notebook))
    return notebook


def edited(folder, notebook, values):
    _graded(notebook).source = "1.0"
    return notebook


def two_graded_cells(folder, notebook, values):
    metadata = json.loads(json.dumps(_graded(notebook).metadata))
    for place in (0, len(notebook.cells) + 1):
        notebook.cells.insert(place, new_code_cell("1.0", id=f"copy-{place}", metadata=metadata))
    return notebook


def new_graded_cell(folder, notebook, values):
    own = dict(_graded(notebook).metadata["nbgrader"], grade_id="extra_credit", points=9)
    notebook.cells.append(new_code_cell("9.0", id="extra", metadata={"nbgrader": own}))
    return notebook


def old_schema(folder, notebook, values):
    for number, cell in enumerate(c for c in notebook.cells if "nbgrader" in c.metadata):
        cell.metadata["nbgrader"]["schema_version"] = (0, 99, "three", None)[number % 4]
    return notebook


def empty_nbgrader(folder, notebook, values):
    for number, cell in enumerate(notebook.cells):
        if "nbgrader" in cell.metadata:
            cell.metadata["nbgrader"] = ({}, [], 7, None)[number % 4]
    return notebook


def kernel_is_path(folder, notebook, values):
    (folder / "evil").mkdir()
    vandalise = f"touch {values.get('COURSE', '/nowhere')}/submitted/zoo-kernel"
    specification = {"argv": ["/bin/sh", "-c", vandalise], "display_name": "x", "language": "x"}
    (folder / "evil" / "kernel.json").write_text(json.dumps(specification))
    name = f"../../../../../../../..{folder}/evil"
    notebook.metadata["kernelspec"] = {"name": name, "display_name": "x", "language": "python"}
    return notebook


def kernel_is_shell(folder, notebook, values):
    notebook.metadata["kernelspec"] = {
        "name": "bash",
        "display_name": MARKUP,
        "language": "bash",
        "argv": ["/bin/sh", "-c", "touch zoo"],
    }
    notebook.metadata["language_info"] = {"name": "bash", "file_extension": "/../../x.sh"}
    return notebook


def same_ids(folder, notebook, values):
    text = json.loads(build.as_bytes(notebook))
    for cell in text["cells"]:
        cell["id"] = "channel-means"
    return json.dumps(text).encode()


def outputs_handed_in(folder, notebook, values):
    for cell in notebook.cells:
        if cell.cell_type == "code":
            result = new_output("execute_result", {"text/plain": "1.0"}, execution_count=1)
            cell.outputs, cell.execution_count = [result], 1
    return notebook


def a_check_below_the_hidden_images(folder, notebook, values):
    cell = cell_by_grade_id(notebook, "ablation_effects")
    notebook.cells.remove(cell)
    notebook.cells.append(cell)
    return notebook


def other_options(folder, notebook, values):
    options = {"timeout": 1, "skip": True, "allow_errors": True, "points": {"channel_means": 1}}
    notebook.metadata.update(
        {"execution": options, "nbgrader": options, "papermill": options, "widgets": {"x": 1}}
    )
    for cell in notebook.cells:
        cell.metadata.update({"execution": options, "deletable": False, "trusted": True})
    return notebook


def many_slow_cells(folder, notebook, values):
    slow = [new_code_cell("import time; time.sleep(7)", id=f"slow-{n}") for n in range(8)]
    notebook.cells[0:0] = slow
    return notebook


def notebook_metadata_of_markup(folder, notebook, values):
    notebook.metadata.update(
        {
            "title": f"</title>{MARKUP}",
            "authors": [{"name": MARKUP}],
            "language_info": {
                "name": f'python"><{MARKUP}',
                "pygments_lexer": MARKUP,
                "codemirror_mode": MARKUP,
            },
            "widgets": {
                "application/vnd.jupyter.widget-state+json": {
                    "state": {"x": {"model_name": f"</script>{MARKUP}", "state": {}}},
                    "version_major": 2,
                    "version_minor": 0,
                }
            },
        }
    )
    return notebook


def attachments_of_markup(folder, notebook, values):
    text = json.loads(build.as_bytes(notebook))
    picture = {"image/svg+xml": f"<svg onload='alert(1)'>{MARKUP}</svg>", "text/html": MARKUP}
    attachments = {"x.png": picture, 'y" onerror="alert(1)': {"image/png": f'"{MARKUP}'}}
    source = 'see ![x](attachment:x.png) ![y](attachment:y" onerror="alert(1))'
    cell = {"cell_type": "markdown", "id": "attached", "metadata": {}, "source": source}
    text["cells"].insert(0, {**cell, "attachments": attachments})
    return json.dumps(text).encode()
