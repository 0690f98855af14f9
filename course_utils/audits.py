"""An audit's retraining: a few first steps of a handed-in run, made again while nobody is looking.

An instructor's audit (``python -m autograder audit``) starts the notebook once more and names the
run in the variable ``COURSE_AUDIT``. Then ``training.fit`` makes some steps of that run anew, with
the notebook's own arguments but in a folder that is thrown away, and answers with the losses.
"""

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from course_utils import exchange
from course_utils.runs import Run

VARIABLE = "COURSE_AUDIT"  # "FOLDER:STEPS"
SLOT = "audit"  # the answer's name in the exchange folder


class Audit(NamedTuple):
    """What an audit wants: how many steps, and where they leave their run."""

    steps: int
    folder: Path


def wanted(run_dir: str | Path) -> Audit | None:
    """The audit of the run in this folder, or ``None`` where there is none, as almost always."""
    name, _, steps = os.environ.get(VARIABLE, "").rpartition(":")
    if not name or Path(run_dir).name != name or not os.environ.get("NBGRADER_EXECUTION"):
        return None
    return Audit(int(steps), Path(tempfile.mkdtemp()) / name)


@contextlib.contextmanager
def answering(audit: Audit | None, run: Run) -> Iterator[None]:
    """Hands a run's losses over when its training ends, however it ends, and throws it away."""
    try:
        yield
    finally:
        if audit is not None:
            shutil.rmtree(audit.folder.parent, ignore_errors=True)
            folder = exchange.folder()
            if folder is not None:
                exchange.write(exchange.answer_file(folder, SLOT, 0), answer(run))
            print(f"Audited: {run.steps:,} steps were made again; nothing was kept.")


def answer(run: Run) -> exchange.Arrays:
    """What a run says about itself, as an audit compares it.

    Returns:
        ``steps`` int (N,) and ``losses`` float (N,), and as text, in JSON, ``settings``.
    """
    curve = np.array(run.losses, np.float64).reshape(-1, 2)
    settings = {
        **run.settings,
        "data": run.data,
        "images": run.images,
        "batch_size": run.batch_size,
        "seed": run.seed,
    }
    return {
        "steps": curve[:, 0].astype(np.int64),
        "losses": curve[:, 1],
        "settings": np.array(json.dumps(settings)),
    }
