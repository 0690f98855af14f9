import pytest

from course_utils import notebooks, restore
from tests.course_utils.conftest import change, graded

pytestmark = pytest.mark.fast

START = "00_start_here"
MINE = "def channel_means(images):\n    return images"


@pytest.fixture
def damaged(work):
    """A notebook with an answer of one's own, and a graded cell that was changed."""
    path = work.write(START, {"channel_means_solution": MINE})
    change(path, lambda cells: graded(cells).update(source=["check(mine)"]))
    return path


def text_of(path, name):
    return notebooks.source_of(notebooks.read(path).copies(name)[-1])


def backups(path):
    return sorted((path.parent / "backups").glob("*.ipynb"), key=lambda one: one.stem)


def test_a_notebook_comes_back_as_it_was_handed_out_byte_for_byte(damaged, handed_out):
    assert restore.main([START]) == 0
    assert damaged.read_bytes() == (handed_out / damaged.name).read_bytes()


def test_what_was_there_is_kept_each_time_and_named(damaged, capsys):
    before = damaged.read_bytes()
    assert restore.main([START]) == 0
    assert restore.main([START]) == 0
    first, second = backups(damaged)
    assert first.read_bytes() == before
    printed = capsys.readouterr().out
    assert first.name in printed
    assert second.name in printed


def test_one_cell_comes_back_and_all_others_stay(damaged):
    assert restore.main([START, "--cell", "channel_means"]) == 0
    assert text_of(damaged, "channel_means") == 'check("channel_means", channel_means)'
    assert text_of(damaged, "channel_means_solution") == MINE


def test_a_cell_is_known_by_its_id_too(damaged):
    assert restore.main([START, "--cell", "channel-means-solution"]) == 0
    assert "Your code here" in text_of(damaged, "channel_means_solution")


def test_a_cell_that_is_gone_comes_back_in_its_place(damaged, handed_out):
    change(damaged, lambda cells: cells.remove(graded(cells)))
    assert restore.main([START, "--cell", "channel_means"]) == 0
    ids = [cell["id"] for cell in notebooks.read(damaged).cells]
    assert ids == [cell["id"] for cell in notebooks.read(handed_out / damaged.name).cells]


def test_an_unknown_cell_gets_the_nearest_names_and_changes_nothing(damaged, capsys):
    before = damaged.read_bytes()
    assert restore.main([START, "--cell", "channel_mean"]) == 1
    assert "channel_means" in capsys.readouterr().err
    assert damaged.read_bytes() == before
    assert not backups(damaged)


def test_an_unreadable_notebook_is_kept_and_replaced(damaged, handed_out):
    damaged.write_text("<<<<<<<")
    assert restore.main([START]) == 0
    assert damaged.read_bytes() == (handed_out / damaged.name).read_bytes()
    assert backups(damaged)[0].read_text() == "<<<<<<<"


def test_a_cell_of_an_unreadable_notebook_is_a_sentence(damaged, capsys):
    damaged.write_text("<<<<<<<")
    assert restore.main([START, "--cell", "channel_means"]) == 1
    assert "no readable notebook" in capsys.readouterr().err


def test_a_deleted_notebook_comes_back(work, handed_out):
    assert restore.main([START]) == 0
    path = work.folder / f"{START}.ipynb"
    assert path.read_bytes() == (handed_out / path.name).read_bytes()


def test_a_renamed_notebook_stays_in_its_file(work, handed_out):
    path = work.write(START, {}, f"{START} (1).ipynb")
    assert restore.main([f"{START} (1)"]) == 0
    assert path.read_bytes() == (handed_out / f"{START}.ipynb").read_bytes()


def test_an_unknown_notebook_is_a_sentence(damaged, capsys):
    assert restore.main(["17_nothing"]) == 1
    assert f"There are: {START}" in capsys.readouterr().err


def test_without_the_handout_it_says_where_to_get_it(damaged, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(notebooks, "HANDOUT", tmp_path / "none")
    monkeypatch.setattr(notebooks, "CLONE", tmp_path)
    assert restore.main([START]) == 1
    assert "copy its course_utils/handout" in capsys.readouterr().err


def test_in_a_clone_of_the_repository_git_has_the_handout(damaged, tmp_path, monkeypatch):
    monkeypatch.setattr(notebooks, "HANDOUT", tmp_path / "none")
    if not (notebooks.CLONE / ".git").exists():
        pytest.skip("this is no clone")
    assert restore.main([START, "--cell", "channel_means"]) == 0
    assert text_of(damaged, "channel_means") == 'check("channel_means", channel_means)'
