"""Starts a student's kernel from inside its sandbox; run by path, with nothing of the course.

Usage: ``python -P launcher.py SUBMISSION WORK LIMITS ARGUMENTS...``. It copies the submission's
files into the throw-away working folder, takes limits upon itself that no later code can raise,
and becomes the kernel. Only what every Python has is imported before that.
"""

import json
import os
import resource
import runpy
import shutil
import sys


def main() -> None:
    """Prepare the working folder and the limits, then run ipykernel in this process."""
    submission, work, limits, *kernel = sys.argv[1:]
    shutil.copytree(submission, work, dirs_exist_ok=True)
    os.chdir(work)
    for name, value in json.loads(limits).items():
        kind = getattr(resource, f"RLIMIT_{name}")
        hard = resource.getrlimit(kind)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))
    sys.argv = ["ipykernel_launcher", *kernel]
    runpy.run_module("ipykernel_launcher", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
