import io
import re

import pytest

from course_utils import progress

pytestmark = pytest.mark.fast


class Terminal(io.StringIO):
    """A terminal of 80 columns, as far as tqdm can tell."""

    def isatty(self):
        return True


@pytest.fixture
def of_80_columns(monkeypatch):
    monkeypatch.setattr("tqdm.std._screen_shape_wrapper", lambda: lambda file: (80, 24))


def train(file, steps=500, images_per_second=12_345):
    with progress.bar(steps, file=file) as bar:
        for step in range(steps):
            progress.say(bar, 4.68 - step / 1_000, images_per_second)
            bar.update()


def test_the_bar_says_steps_time_left_loss_and_images_a_second():
    file = Terminal()
    train(file)
    last = file.getvalue().split("\r")[-1]
    assert re.search(r"100%\|.*\| 500/500 \[\d\d:\d\d<00:00, loss 4.18, 12,345 images/s\]", last), (
        last
    )


def test_in_a_terminal_each_look_is_drawn_over_the_last_and_fits_80_columns(of_80_columns):
    file = Terminal()
    train(file)
    looks = file.getvalue().rstrip("\n").split("\r")
    assert "\n" not in file.getvalue().rstrip("\n")
    assert max(map(len, looks)) <= 80


def test_in_a_file_it_is_a_line_now_and_then_and_not_thousands():
    file = io.StringIO()
    train(file, 5_000)
    lines = file.getvalue().splitlines()
    assert len(lines) <= 3
    assert "\r" not in file.getvalue()
    assert all(len(line) <= 80 for line in lines)
    assert "5000/5000" in lines[-1]
    assert "loss" in lines[-1]


def test_a_bar_that_is_not_shown_writes_nothing():
    file = io.StringIO()
    with progress.bar(10, shown=False, file=file) as bar:
        progress.say(bar, 1.0, 1.0)
        bar.update()
    assert file.getvalue() == ""


def test_a_resumed_training_starts_where_it_stopped():
    file = io.StringIO()
    with progress.bar(100, done=60, file=file):
        pass
    assert "60/100" in file.getvalue()
    assert "60%" in file.getvalue()
