"""Builds the pages of the public API from the docstrings: ``make docs``, into ``build/docs``.

A warning is an error here: a name that cannot be read or a type that cannot be shown ends the
build. Left out is what no student may read, the references of the graded tasks.
"""

import argparse
import os
import sys
import warnings
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The modules of plots are named too: its __init__ offers some of their functions in a list, and
# what is not in such a list gets no page by itself.
PLOTS = sorted(path.stem for path in (ROOT / "course_utils" / "plots").glob("[a-z]*.py"))
MODULES = (
    "course_utils",
    *(f"course_utils.plots.{name}" for name in PLOTS),
    "autograder",
    "!autograder.references",
)
# Names that classes inherit from nbgrader and jupyter_client; their annotations are not ours.
INHERITED = r"Error parsing type annotation .* for (jupyter_client|nbgrader|nbconvert|traitlets)\."


def build(target: Path, modules: tuple[str, ...] = MODULES) -> Path:
    """Write a page for each module, an index and a search.

    Args:
        target: the folder to write to; files there are overwritten.
        modules: names of modules and packages; one that begins with ``!`` is left out.

    Returns:
        The page to open first.

    Raises:
        UserWarning: pdoc warns about a docstring, an import or a type.
    """
    os.environ["PDOC_ALLOW_EXEC"] = "1"  # libraries ask the system for its name while imported
    from course_utils import environment

    environment.start_tensorflow()  # without the lines that it writes to standard error
    import pdoc

    pdoc.render.configure(docformat="google", show_source=False, footer_text="cifar10-course")
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        warnings.filterwarnings("ignore", INHERITED)
        pdoc.pdoc(*modules, output_directory=target)
    return target / "index.html"


def main() -> int:
    """Build the pages; return 1 if a warning or an error stopped that, else 0."""
    parser = argparse.ArgumentParser(description="Build the pages of the public API.")
    parser.add_argument("--output", type=Path, default=ROOT / "build" / "docs", metavar="FOLDER")
    target = parser.parse_args().output
    try:
        page = build(target)
    except (UserWarning, RuntimeError) as problem:
        print(f"The pages were not built: {problem}", file=sys.stderr)
        return 1
    print(f"Open {page}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
