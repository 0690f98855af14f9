"""Checkpoints keep the newest few and everything a run needs."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from course_utils.cifar10 import MovingAverages
from course_utils.runs import RunError
from course_utils.training import checkpoints
from course_utils.training.checkpoints import Checkpoints


def network(units=3):
    return keras.Sequential([keras.layers.Input((4,)), keras.layers.Dense(units)])


def state(run_dir, units=3):
    model = network(units)
    optimizer = keras.optimizers.Adam(0.1)
    optimizer.build(model.trainable_variables)
    averages = MovingAverages(model.trainable_variables)
    return model, optimizer, averages, Checkpoints(run_dir, model, optimizer, averages)


def stream():
    return iter(tf.data.Dataset.range(100).shuffle(50, seed=1))


def test_a_new_process_gets_everything_back(tmp_path):
    model, optimizer, averages, saved = state(tmp_path)
    model.layers[-1].bias.assign([1.0, 2.0, 3.0])
    averages.update()
    optimizer.iterations.assign(7)
    saved.save(7, 2.5)
    other, optimizer, averages, restored = state(tmp_path)
    assert restored.restore() == 7
    np.testing.assert_array_equal(other.layers[-1].bias, [1, 2, 3])
    np.testing.assert_allclose(averages.values[1], [0.9, 1.8, 2.7], rtol=1e-6)
    assert int(averages.updates) == 1
    assert int(optimizer.iterations) == 7
    assert float(restored.loss_average) == 2.5


def test_the_stream_goes_on_with_the_very_next_element(tmp_path):
    numbers, (_, _, _, saved) = stream(), state(tmp_path)
    for _ in range(10):
        next(numbers)
    saved.save(10, 0.0, numbers)
    expected = [int(next(numbers)) for _ in range(20)]
    again = stream()
    state(tmp_path)[3].restore(again)
    assert [int(next(again)) for _ in range(20)] == expected


def test_a_stream_that_cannot_be_saved_starts_anew(tmp_path):
    state(tmp_path)[3].save(1, 0.0, iter([1, 2, 3]))
    assert state(tmp_path)[3].restore(iter([1, 2, 3])) == 1


def test_the_newest_three_are_kept_and_one_position_of_the_stream(tmp_path):
    saved = state(tmp_path)[3]
    for step in (1, 2, 10, 20):
        saved.save(step, 0.0, stream())
    names = sorted(path.name for path in (tmp_path / "checkpoint").glob("*.index"))
    assert names == [
        "model.ckpt-10.index",
        "model.ckpt-2.index",
        "model.ckpt-20.index",
        "stream-20.index",
    ]


def test_old_checkpoints_are_dropped_after_a_restart_too(tmp_path):
    for step in (1, 2, 3, 4, 5):
        state(tmp_path)[3].save(step, 0.0)
    assert (
        len(list((tmp_path / "checkpoint").glob("model.ckpt-*.index")))
        == checkpoints.CHECKPOINTS_KEPT
    )


def test_a_moved_folder_can_be_restored(tmp_path):
    state(tmp_path / "a")[3].save(3, 0.0)
    (tmp_path / "a").rename(tmp_path / "b")
    assert state(tmp_path / "b")[3].restore() == 3


def test_no_checkpoint_is_none(tmp_path):
    assert checkpoints.newest(tmp_path) is None
    assert state(tmp_path)[3].restore() is None


def test_a_checkpoint_of_another_model_is_a_sentence(tmp_path):
    state(tmp_path)[3].save(3, 0.0)
    with pytest.raises(RunError, match=r"cannot be restored: .*resume=False"):
        state(tmp_path, units=5)[3].restore()


@pytest.mark.parametrize("averaged", [True, False])
def test_evaluation_gets_averages_or_weights(tmp_path, averaged):
    model, _, averages, saved = state(tmp_path)
    model.layers[-1].bias.assign([10.0, 10.0, 10.0])
    averages.update()
    saved.save(1, 0.0)
    other = network()
    path = checkpoints.newest(tmp_path / "checkpoint")
    checkpoints.restore_for_evaluation(other, path, averages=averaged)
    np.testing.assert_allclose(other.layers[-1].bias, [9.0 if averaged else 10.0] * 3, rtol=1e-6)
