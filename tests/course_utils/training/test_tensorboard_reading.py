import json
import socket
import urllib.request

import numpy as np
import psutil
import pytest
import tensorflow as tf

from course_utils.training import tensorboard


@pytest.fixture
def run_dir(tmp_path):
    """A run's folder with the summaries of two steps; the second was written twice."""
    values = np.random.default_rng(0).normal(0, 2, 10_000)
    for session in (((0, 3.0), (10, 9.0)), ((10, 2.5),)):
        with tf.summary.create_file_writer(
            str(tmp_path / tensorboard.SUMMARIES_FOLDER)
        ).as_default():
            for step, loss in session:
                tf.summary.experimental.set_step(step)
                tf.summary.scalar("total_loss", loss)
                tf.summary.image("images", tf.fill((2, 4, 5, 3), step / 10))
                tensorboard.histogram("conv1/kernel", tf.constant(values))
    return tmp_path


def test_scalars_histograms_and_images_come_back_by_tag(run_dir):
    found = tensorboard.read_events(run_dir)
    steps, losses = found.scalars["total_loss"]
    assert steps.tolist() == [0, 10]
    assert losses.tolist() == [3.0, 2.5]  # the later session counts
    steps, buckets = found.histograms["conv1/kernel"]
    assert buckets.shape == (2, 30, 3)
    assert buckets[0, :, 2].sum() == 10_000
    steps, files = found.images["images"]
    picture = tensorboard.pixels(files[1][0])
    assert (picture.shape, picture.dtype, picture.min()) == ((4, 5, 3), np.uint8, 255)


def test_the_size_of_numbers_is_read_off_their_histogram(run_dir):
    buckets = tensorboard.read_events(run_dir).histograms["conv1/kernel"][1][-1]
    assert tensorboard.root_mean_square(buckets) == pytest.approx(2, rel=0.03)
    assert tensorboard.root_mean_square(np.zeros((30, 3))) == 0


def test_the_graph_of_a_run_is_not_among_its_numbers(run_dir):
    before = tensorboard.read_events(run_dir)
    with tf.summary.create_file_writer(str(run_dir / "summaries")).as_default(step=0):
        tf.summary.graph(tf.function(lambda: tf.constant(1)).get_concrete_function().graph)
    found = tensorboard.read_events(run_dir)
    assert [set(one) for one in found] == [set(one) for one in before]


def test_a_run_that_was_handed_in_without_summaries_has_no_events(tmp_path):
    assert tensorboard.read_events(tmp_path) == ({}, {}, {})
    assert "There are no summaries" in tensorboard.open_tensorboard(tmp_path)


def test_tensorboard_answers_on_this_machine_alone_and_starts_no_process(run_dir):
    address = tensorboard.launched(run_dir / tensorboard.SUMMARIES_FOLDER)
    assert address.startswith("http://127.0.0.1:")
    with urllib.request.urlopen(f"{address}data/environment", timeout=20) as answer:
        assert answer.status == 200
    assert not [p for p in psutil.Process().children() if "tensorboard" in " ".join(p.cmdline())]


def test_tensorboard_comes_without_the_projector_which_warns_of_a_folder_of_checkpoints(run_dir):
    address = tensorboard.launched(run_dir)
    with urllib.request.urlopen(f"{address}data/plugins_listing", timeout=20) as answer:
        plugins = json.load(answer)
    assert {"scalars", "images", "histograms", "timeseries"} <= plugins.keys()
    assert "projector" not in plugins


def test_while_grading_tensorboard_stays_closed(run_dir, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    monkeypatch.setattr(tensorboard, "launched", lambda folder: pytest.fail("it was started"))
    assert "not shown" in tensorboard.open_tensorboard(run_dir)


def test_where_no_port_can_be_had_a_sentence_says_so(run_dir, monkeypatch):
    def refuse(self, address):
        raise PermissionError("not permitted")

    monkeypatch.setattr(socket.socket, "bind", refuse)
    assert "found no port" in tensorboard.open_tensorboard(run_dir)
