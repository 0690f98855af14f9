import math
import re

import pytest
from IPython.display import DisplayHandle

from course_utils.plots import live
from course_utils.plots.live import LiveCurve, averaged


class Screen:
    """What a notebook would show: each figure's description, and whether it replaced one."""

    def __init__(self):
        self.shown = []

    def __call__(self, figure, description, handle=None):
        self.shown.append((description, handle is not None))
        return handle or DisplayHandle()


@pytest.fixture
def screen(monkeypatch):
    screen = Screen()
    monkeypatch.setattr(live, "_in_a_notebook", lambda: True)
    monkeypatch.setattr(live, "_display", screen)
    return screen


def test_one_figure_is_shown_at_once_and_then_replaced(screen):
    curve = LiveCurve("A network")
    record = curve.of("loss")
    for step in range(100):
        record(step, 3 - step / 100)
    curve.finish()
    replaced = [again for _, again in screen.shown]
    assert replaced == [False] + [True] * (len(replaced) - 1)
    assert screen.shown[0][0] == "A network: total loss against steps; no step yet."
    assert screen.shown[-1][0].endswith("loss from 3.00 at step 0 to 2.01 at step 99.")


def test_drawing_takes_at_most_a_twentieth_of_the_time(screen, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(live.time, "perf_counter", lambda: now[0])

    def slowly(figure, description, handle=None):
        now[0] += 0.2 if handle else 0
        screen.shown.append((description, handle is not None))
        return handle or DisplayHandle()

    monkeypatch.setattr(live, "_display", slowly)
    record = LiveCurve("A network").of("loss")
    for step in range(4_000):
        now[0] += 0.01
        record(step, 1.0)
    drawn = sum(0.2 for _, again in screen.shown if again)
    assert len(screen.shown) > 5
    assert drawn <= 0.05 * now[0] + 0.2


def test_without_a_notebook_nothing_is_shown_or_drawn(monkeypatch, capsys):
    monkeypatch.setattr(live, "_display", lambda *_: pytest.fail("something was drawn"))
    curve = LiveCurve("A network")
    curve.of("loss")(0, 4.68)
    curve.finish()
    assert capsys.readouterr() == ("", "")


def test_a_run_that_was_resumed_shows_its_beginning_too(screen):
    curve = LiveCurve("A network")
    curve.of("loss")(50, 2.0)
    curve.finish({"loss": [[0, 4.68], [50, 2.0]]})
    assert "loss from 4.68 at step 0 to 2.00 at step 50" in screen.shown[-1][0]


def test_a_loss_that_is_not_finite_is_a_cross_after_the_last_one_that_is():
    curve = LiveCurve("A network", yscale="log")
    record = curve.of("rate 100")
    for step, loss in enumerate((2.3, 6e7, math.nan)):
        record(step, loss)
    axis = curve.figure().axes[0]
    assert [line.get_marker() for line in axis.lines][-1] == "x"
    assert list(axis.lines[-1].get_xydata()[0]) == [1, 6e7]


def test_a_figure_names_its_axes_and_tells_curves_apart_without_colour():
    curve = LiveCurve("Six rates")
    for name in "abcdef":
        record = curve.of(name)
        record(0, 2.0)
        record(1, 1.0)
    axis = curve.figure().axes[0]
    strong = [line for line in axis.lines if line.get_label() in "abcdef"]
    assert (axis.get_title(), axis.get_xlabel(), axis.get_ylabel()) == (
        "Six rates",
        "step",
        "total loss",
    )
    assert len({str(line._unscaled_dash_pattern) for line in strong}) == 6
    assert len({line.get_color() for line in strong}) == 6


def test_the_average_starts_at_the_first_loss_and_keeps_nine_tenths():
    assert averaged([4.0, 2.0, 2.0]).tolist() == pytest.approx([4.0, 3.8, 3.62])
    assert averaged([]).shape == (0,)


def test_in_a_kernel_the_figure_has_its_description_as_alternative_text():
    from nbclient import NotebookClient
    from nbformat.v4 import new_code_cell, new_notebook

    source = (
        "from course_utils.plots.live import LiveCurve\n"
        "curve = LiveCurve('A network')\n"
        "record = curve.of('loss')\n"
        "record(0, 4.68), record(10, 4.66)\n"
        "curve.finish()"
    )
    done = NotebookClient(new_notebook(cells=[new_code_cell(source)]), kernel_name="python3")
    outputs = done.execute().cells[0].outputs
    assert [output.output_type for output in outputs] == ["display_data"]
    alt = outputs[0].metadata["image/png"]["alt"]
    assert re.search("from 4.68 at step 0 to 4.66 at step 10", alt)
    assert outputs[0].data["text/plain"] == f"Figure: {alt}"
