"""Writes the links to Binder and Colab into the README: ``python docs/badges.py``.

Both are built from one setting, the repository's address, ``[tool.course] repository`` in
``pyproject.toml``. While that is empty, the README has no such links.
"""

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- links -->", "<!-- end of links -->"
FIRST = "notebooks/00_start_here.ipynb"


class AddressError(Exception):
    """The repository's address is not one that Binder and Colab can open; the message says why."""


def links(repository: str) -> str:
    """Return Markdown with the two links, or '' where the repository has no address.

    Args:
        repository: such as ``https://github.com/OWNER/NAME``, or empty.

    Raises:
        AddressError: it has another form.
    """
    if not repository:
        return ""
    found = re.fullmatch(r"https://github\.com/([\w.-]+/[\w.-]+?)(\.git)?/?", repository)
    if found is None:
        raise AddressError(
            f"[tool.course] repository in pyproject.toml is '{repository}'. Binder and Colab open "
            "addresses such as https://github.com/OWNER/NAME; leave it empty to have no links."
        )
    name = found[1]
    return (
        f"Without an installation: [Binder](https://mybinder.org/v2/gh/{name}/HEAD?urlpath=lab/"
        f"tree/{FIRST}), or [Colab](https://colab.research.google.com/github/{name}/blob/HEAD/"
        f"{FIRST}), there after `!pip install git+https://github.com/{name}` in a cell of its own. "
        "Both: not tested."
    )


def updated(text: str, repository: str) -> str:
    """Return the README with the links between its two markers.

    Args:
        text: the README.
        repository: its address, or empty.

    Raises:
        AddressError: the address has a form that cannot be opened.
    """
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n{links(repository)}\n{END}{after}".replace(
        f"{BEGIN}\n\n{END}", f"{BEGIN}{END}"
    )


def setting() -> str:
    """Return the repository's address from ``pyproject.toml``."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return project["tool"]["course"]["repository"]


def main() -> int:
    """Write the README's links; return 1 after a sentence on standard error, else 0."""
    path = ROOT / "README.md"
    try:
        text = updated(path.read_text(encoding="utf-8"), setting())
    except AddressError as error:
        print(error, file=sys.stderr)
        return 1
    path.write_text(text, encoding="utf-8")
    print(f"{path.name}: links to '{setting()}'" if setting() else f"{path.name}: no links")
    return 0


if __name__ == "__main__":
    sys.exit(main())
