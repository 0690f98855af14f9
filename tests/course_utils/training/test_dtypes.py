"""bfloat16: which layers compute in it, what stays float32, and what a run says about it."""

import json

import keras
import numpy as np
import pytest
import tensorflow as tf

from course_utils import cifar10, environment, evaluation, runs, training
from course_utils.runs import RunError
from course_utils.training import dtypes
from course_utils.training.steps import make_step
from tests.course_utils.training.test_training import IMAGES, LABELS, fit, network


@pytest.fixture
def fast(monkeypatch):
    """A machine that multiplies bfloat16 fast, whatever this one is."""
    monkeypatch.setattr(environment, "multiplies_bfloat16", lambda: True)


class Own(keras.layers.Layer):
    """What a student might write: its numbers are float32."""

    def call(self, inputs):
        return inputs * tf.constant(2.0)


class OnlyFloat32(keras.layers.Layer):
    """Stands for a layer of a library that has no bfloat16."""

    def call(self, inputs):
        if inputs.dtype == "bfloat16":
            raise TypeError("no bfloat16 here")
        return inputs


OnlyFloat32.__module__ = "keras.of.a.library"


def seen(layer):
    """Let a layer note the dtypes in which it is called; returns them."""
    found, call = [], layer.call

    def noting(inputs, **options):
        found.append(tf.as_dtype(inputs.dtype).name)
        return call(inputs, **options)

    layer.call = noting
    return found


def of(*layers):
    return keras.Sequential([keras.Input((8, 8, 3)), *layers])


# What computes in it


def test_the_layers_of_a_step_compute_in_bfloat16(tmp_path):
    model = network()
    noted = seen(model.layers[-1])
    fit(tmp_path, model, dtype="bfloat16")
    assert set(noted) == {"bfloat16"}


def test_in_float32_nothing_is_narrow(tmp_path):
    model = network()
    noted = seen(model.layers[-1])
    fit(tmp_path, model)
    assert set(noted) == {"float32"}


def test_weights_and_averages_are_float32_and_so_is_the_model_afterwards(tmp_path):
    model = network(norm=True)
    run = fit(tmp_path, model, dtype="bfloat16")
    training.restore_averages(model, run)
    assert {variable.dtype for variable in model.variables} == {"float32"}
    assert {layer.compute_dtype for layer in model.layers} == {"float32"}
    assert evaluation.scores(model, IMAGES[:4]).dtype == np.float32


def test_accuracies_are_measured_in_float32_while_it_trains(tmp_path):
    model = network()
    noted = seen(model.layers[-1])
    fit(tmp_path, model, dtype="bfloat16", validation=(IMAGES, LABELS), validate_every=10)
    assert set(noted) == {"bfloat16", "float32"}


def test_the_loss_falls_as_it_does_in_float32(tmp_path):
    narrow = fit(tmp_path / "a", dtype="bfloat16", max_steps=60)
    wide = fit(tmp_path / "b", max_steps=60)
    assert narrow.losses[0][1] == pytest.approx(wide.losses[0][1], rel=0.01)
    assert narrow.losses[-1][1] == pytest.approx(wide.losses[-1][1], rel=0.25)


def test_the_tutorials_network_begins_with_the_golden_loss():
    training.seed_everything(0)
    model = cifar10.inference()
    optimizer = keras.optimizers.SGD(0.0)
    optimizer.build(model.trainable_variables)
    step = dtypes.computing_in("bfloat16", make_step)(model, optimizer, None)
    rng = np.random.default_rng(0)
    images = tf.constant(rng.normal(size=(16, 24, 24, 3)).astype(np.float32))
    loss, _ = step(images, tf.constant(rng.integers(0, 10, 16)), False)
    assert loss.dtype == tf.float32
    assert float(loss) == pytest.approx(4.676, abs=0.03)


def test_a_layer_of_ones_own_gets_float32(tmp_path):
    own = Own()
    noted = seen(own)
    model = of(keras.layers.Conv2D(4, 3), own, keras.layers.Flatten(), keras.layers.Dense(10))
    fit(tmp_path, model, dtype="bfloat16")
    assert set(noted) == {"float32"}


def test_of_a_model_class_of_ones_own_nothing_is_narrow():
    class Network(keras.Model):
        def __init__(self):
            super().__init__()
            self.dense = keras.layers.Dense(10)

        def call(self, inputs):
            return self.dense(keras.ops.reshape(inputs, (-1, 192)))

    assert dtypes.narrowed(Network()) == []


def test_layers_inside_a_model_inside_a_model_are_narrow():
    inner = of(keras.layers.Conv2D(4, 3, name="inner"))
    assert "inner" in {one.name for one in dtypes.narrowed(of(inner, keras.layers.Flatten()))}


# What "auto" is


def test_auto_is_bfloat16_where_the_machine_multiplies_it_fast(tmp_path, fast):
    assert fit(tmp_path, dtype="auto").dtype == "bfloat16"


def test_auto_is_float32_elsewhere(tmp_path, monkeypatch):
    monkeypatch.setattr(environment, "multiplies_bfloat16", lambda: False)
    assert fit(tmp_path, dtype="auto").dtype == "float32"


def test_auto_trains_in_float32_what_has_no_bfloat16_and_says_so(tmp_path, fast, capsys):
    run = fit(
        tmp_path, of(OnlyFloat32(), keras.layers.Flatten(), keras.layers.Dense(10)), dtype="auto"
    )
    assert (run.dtype, runs.load(tmp_path).dtype, run.finished) == ("float32", "float32", True)
    assert "exists in float32 alone" in capsys.readouterr().out


def test_where_bfloat16_was_asked_for_the_error_of_such_a_layer_is_shown(tmp_path):
    model = of(OnlyFloat32(), keras.layers.Flatten(), keras.layers.Dense(10))
    with pytest.raises(TypeError, match="no bfloat16 here"):
        fit(tmp_path, model, dtype="bfloat16")


def test_a_mistake_of_the_network_is_no_matter_of_dtypes(tmp_path, fast):
    class Mistaken(OnlyFloat32):
        def call(self, inputs):
            raise ValueError("a mistake")

    Mistaken.__module__ = OnlyFloat32.__module__
    model = network()
    model.layers[0].call = Mistaken().call
    with pytest.raises(ValueError, match="a mistake"):
        fit(tmp_path, model, dtype="auto")


def test_another_dtype_is_a_sentence(tmp_path):
    with pytest.raises(
        ValueError, match="dtype must be one of auto, float32, bfloat16, not 'half'"
    ):
        fit(tmp_path, dtype="half")


def test_the_flags_of_a_processor_decide(monkeypatch):
    for flags, expected in (
        ({"avx2", "amx_bf16"}, True),
        ({"avx512_bf16"}, True),
        ({"avx2"}, False),
    ):
        monkeypatch.setattr(environment, "_processor_flags", lambda flags=flags: flags)
        assert environment.multiplies_bfloat16() is expected


def test_the_look_at_this_machine_says_which(monkeypatch):
    monkeypatch.setattr(environment, "_processor_flags", lambda: {"avx512_bf16"})
    assert "bfloat16: multiplied by this processor" in environment.report()


# What a run says


def test_a_run_that_goes_on_keeps_its_dtype_on_another_machine(tmp_path, monkeypatch, fast):
    fit(tmp_path, dtype="auto", max_steps=10)
    monkeypatch.setattr(environment, "multiplies_bfloat16", lambda: False)
    assert fit(tmp_path, dtype="auto", max_steps=20).dtype == "bfloat16"


def test_a_run_does_not_go_on_in_another_dtype(tmp_path):
    fit(tmp_path, dtype="bfloat16", max_steps=10)
    with pytest.raises(RunError, match="differs from this one in: dtype"):
        fit(tmp_path, dtype="float32", max_steps=20)


def test_a_run_of_an_earlier_version_was_trained_in_float32_and_goes_on(tmp_path):
    fit(tmp_path, max_steps=10)
    path = tmp_path / runs.RECORD
    record = json.loads(path.read_text())
    del record["settings"]["dtype"]
    path.write_text(json.dumps(record))
    assert runs.load(tmp_path).dtype == "float32"
    assert fit(tmp_path, max_steps=20).steps == 20
