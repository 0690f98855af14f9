"""The map of the code shows every room and is current."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.fast

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def drawer():
    """The program that draws the map."""
    spec = importlib.util.spec_from_file_location("map_of_the_code", ROOT / "docs" / "map.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_map_is_current():
    command = [sys.executable, "docs/map.py", "--check"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


def test_a_stale_map_says_what_to_run(drawer, monkeypatch, tmp_path, capsys):
    (tmp_path / "map.md").write_text("old")
    monkeypatch.setattr(drawer, "ROOT", tmp_path)
    monkeypatch.setattr(drawer, "PAGE", tmp_path / "map.md")
    monkeypatch.setattr(drawer, "page", lambda: "new")
    monkeypatch.setattr(sys, "argv", ["map.py", "--check"])
    assert drawer.main() == 1
    assert "map.md is not current. Run: python docs/map.py" in capsys.readouterr().err


def test_every_file_of_both_packages_is_in_a_room_of_the_map(drawer):
    page = drawer.page()
    for package in drawer.PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            room = f"{package}.{path.relative_to(ROOT / package).parts[0]}"
            if path.name not in ("__init__.py", "__main__.py") and room not in drawer.ALIKE:
                assert f"{path.name}` |" in page, path


def test_a_station_of_a_submissions_way_that_does_not_exist_is_found(drawer, monkeypatch):
    gone = (("autograder.intake.collect", "autograder.intake.gone", "submitted/"),)
    monkeypatch.setattr(drawer, "WAY", gone)
    with pytest.raises(ValueError, match=r"passes autograder\.intake\.gone, which does not exist"):
        drawer.way()
