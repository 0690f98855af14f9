"""The weights of layers are loaded whole or not at all, and a misfit is named."""

import h5py
import keras
import numpy as np
import pytest

from course_utils import models, runs, training
from course_utils.runs import RunError


def network(*units, inputs=4):
    return keras.Sequential([keras.layers.Input((inputs,)), *map(keras.layers.Dense, units)])


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "weights.weights.h5"
    runs.save_weights(network(3, 2), path)
    return path


def test_saved_weights_come_back(tmp_path):
    first, second = models.residual_cnn(), models.residual_cnn()
    runs.save_weights(first, tmp_path / "a.weights.h5")
    runs.load_weights(second, tmp_path / "a.weights.h5")
    for a, b in zip(first.weights, second.weights, strict=True):
        np.testing.assert_array_equal(a, b)


def test_saving_leaves_one_file(path):
    runs.save_weights(network(3, 2), path)
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (network(3, 5), r"dense_1/vars/0 has shape \(3, 5\) in the model and \(3, 2\) in the file"),
        (network(3, 2, 2), r"the model has dense_2/vars/0 of shape \(2, 2\), which the file lacks"),
        (network(3), r"the file has dense_1/vars/0 of shape \(3, 2\), which the model lacks"),
    ],
)
def test_the_first_misfit_is_named_and_the_model_stays_as_it_was(path, model, said):
    before = [w.numpy() for w in model.weights]
    with pytest.raises(RunError, match=said):
        runs.load_weights(model, path)
    for a, b in zip(before, model.weights, strict=True):
        np.testing.assert_array_equal(a, b)


def test_a_missing_file_is_a_sentence(tmp_path):
    with pytest.raises(RunError, match="are missing"):
        runs.load_weights(network(3), tmp_path / "none.weights.h5")


@pytest.mark.parametrize("damage", ["empty", "text", "cut"])
def test_a_damaged_file_is_a_sentence(path, damage):
    data = path.read_bytes()
    path.write_bytes({"empty": b"", "text": b"no weights", "cut": data[: len(data) // 2]}[damage])
    with pytest.raises(RunError, match="damaged or of another kind"):
        runs.load_weights(network(3, 2), path)


def test_a_file_of_text_instead_of_numbers_changes_nothing(path):
    with h5py.File(path, "r+") as file:
        del file["layers/dense/vars/0"]
        file["layers/dense/vars/0"] = np.full((4, 3), b"weight")
    model = network(3, 2)
    before = [w.numpy() for w in model.weights]
    with pytest.raises(RunError, match="damaged or of another kind"):
        runs.load_weights(model, path)
    for a, b in zip(before, model.weights, strict=True):
        np.testing.assert_array_equal(a, b)


def test_an_extra_array_beside_the_layers_is_named(path):
    with h5py.File(path, "r+") as file:
        file["extra/weights"] = np.zeros(3)
    with pytest.raises(RunError, match="the file has extra/weights"):
        runs.load_weights(network(3, 2), path)


def test_links_in_a_file_of_weights_do_not_stand_for_arrays(path, tmp_path):
    other = tmp_path / "other.weights.h5"
    runs.save_weights(network(3, 2), other)
    with h5py.File(path, "r+") as file:
        del file["layers/dense/vars/0"]
        file["layers/dense/vars/0"] = h5py.ExternalLink(str(other), "layers/dense/vars/0")
    with pytest.raises(RunError, match="which the file lacks"):
        runs.load_weights(network(3, 2), path)


def test_weights_that_are_no_numbers_are_loaded_as_they_are(path):
    with h5py.File(path, "r+") as file:
        file["layers/dense/vars/0"][...] = np.nan
    model = network(3, 2)
    runs.load_weights(model, path)
    assert np.isnan(model(np.ones((1, 4))).numpy()).all()


INPUTS = np.linspace(-1, 1, 24, dtype=np.float32).reshape(6, 4)
TARGETS = np.linspace(0, 1, 12, dtype=np.float32).reshape(6, 2)


class Subclassed(keras.Model):
    """Layers as attributes and in a list, and a metric of its own."""

    def __init__(self):
        super().__init__()
        self.first = keras.layers.Dense(3)
        self.others = [keras.layers.Dense(3), keras.layers.Dense(2)]
        self.seen = keras.metrics.Mean()

    def call(self, inputs):
        outputs = self.first(inputs)
        for layer in self.others:
            outputs = layer(outputs)
        return outputs


class Wrapped(keras.layers.Layer):
    """A layer, no model, around a network that was compiled by itself."""

    def __init__(self):
        super().__init__()
        self.inner = trained_by_keras(network(3, 2))

    def call(self, inputs):
        return self.inner(inputs)


def normalized():
    return keras.Sequential(
        [
            keras.layers.Input((4,)),
            keras.layers.Dense(3),
            keras.layers.BatchNormalization(),
            keras.layers.Dropout(0.5, seed=1),
            keras.layers.Dense(2),
        ]
    )


def functional():
    inputs = keras.Input((4,))
    both = [keras.layers.Dense(2)(inputs), keras.layers.Dense(2)(inputs)]
    return keras.Model(inputs, keras.layers.Add()(both))


def subclassed():
    model = Subclassed()
    model(INPUTS)
    return model


def nested():
    return keras.Sequential([keras.layers.Input((4,)), functional(), keras.layers.Dense(2)])


def compiled(model):
    model.compile("adam", "mse")
    return model


def compiled_with_metrics(model):
    model.compile("sgd", "mse", metrics=["mae"])
    return model


def trained_by_keras(model):
    metrics = ["mae", keras.metrics.RootMeanSquaredError()]
    model.compile("adam", "mse", metrics=metrics, run_eagerly=True)  # tracing takes seconds
    model.fit(INPUTS, TARGETS, verbose=0)
    return model


def trained_at_half_precision(model):
    # Keras does the same around the optimizer of a model of mixed precision.
    optimizer = keras.optimizers.LossScaleOptimizer(keras.optimizers.Adam())
    model.compile(optimizer, "mse", run_eagerly=True)
    model.fit(INPUTS, TARGETS, verbose=0)
    return model


def as_built(model):
    return model


PAIRS = [
    (as_built, compiled),
    (as_built, trained_by_keras),
    (compiled, as_built),
    (compiled, compiled_with_metrics),
    (compiled_with_metrics, trained_by_keras),
    (trained_by_keras, as_built),
    (trained_by_keras, compiled_with_metrics),
    (trained_at_half_precision, as_built),
]
# Keras' own way also writes the state of the optimizer, as this course once did.
SAVE = [runs.save_weights, keras.Model.save_weights]


def assert_same_layers(one, other):
    np.testing.assert_array_equal(one(INPUTS), other(INPUTS))
    for a, b in zip(one.weights, other.weights, strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("save", SAVE)
@pytest.mark.parametrize(("saved", "loaded"), PAIRS)
def test_weights_come_back_however_the_two_models_were_compiled(tmp_path, saved, loaded, save):
    first, second = saved(normalized()), loaded(normalized())
    save(first, tmp_path / "a.weights.h5")
    runs.load_weights(second, tmp_path / "a.weights.h5")
    assert_same_layers(first, second)


@pytest.mark.parametrize("save", SAVE)
@pytest.mark.parametrize("architecture", [functional, subclassed, nested])
def test_weights_of_any_architecture_come_back_without_its_optimizer(tmp_path, architecture, save):
    first, second = trained_by_keras(architecture()), architecture()
    save(first, tmp_path / "a.weights.h5")
    runs.load_weights(second, tmp_path / "a.weights.h5")
    assert_same_layers(first, second)


@pytest.mark.parametrize("save", SAVE)
def test_a_model_inside_may_be_compiled_by_itself(tmp_path, save):
    inside = [trained_by_keras(functional()), functional()]
    first, second = (
        keras.Sequential([keras.layers.Input((4,)), one, keras.layers.Dense(2)]) for one in inside
    )
    save(first, tmp_path / "a.weights.h5")
    runs.load_weights(second, tmp_path / "a.weights.h5")
    assert_same_layers(first, second)


def test_a_compiled_model_may_be_inside_a_layer(tmp_path):
    model = keras.Sequential([keras.layers.Input((4,)), Wrapped()])
    runs.save_weights(model, tmp_path / "a.weights.h5")
    with h5py.File(tmp_path / "a.weights.h5") as file:
        assert "optimizer" not in str(list_of_names(file))


def list_of_names(file):
    names = []
    file.visit(names.append)
    return names


def test_nothing_but_layers_is_saved(tmp_path):
    plain, trained = tmp_path / "plain.weights.h5", tmp_path / "trained.weights.h5"
    runs.save_weights(normalized(), plain)
    runs.save_weights(trained_by_keras(normalized()), trained)
    with h5py.File(plain) as one, h5py.File(trained) as other:
        assert list_of_names(one) == list_of_names(other)


@pytest.mark.parametrize("save", SAVE)
def test_loading_leaves_the_optimizer_as_it_was(tmp_path, save):
    model = trained_by_keras(normalized())
    before = [variable.numpy() for variable in model.optimizer.variables]
    other = trained_by_keras(normalized())
    other.fit(INPUTS, TARGETS, epochs=3, verbose=0)
    save(other, tmp_path / "a.weights.h5")
    runs.load_weights(model, tmp_path / "a.weights.h5")
    for a, b in zip(before, model.optimizer.variables, strict=True):
        np.testing.assert_array_equal(a, b)
    model.fit(INPUTS, TARGETS, verbose=0)
    assert model.optimizer.iterations == 2


def test_saving_leaves_a_compiled_model_as_it_was(tmp_path):
    model = trained_by_keras(normalized())
    before = [v.numpy() for v in (*model.weights, *model.optimizer.variables)]
    runs.save_weights(model, tmp_path / "a.weights.h5")
    after = [*model.weights, *model.optimizer.variables]
    for a, b in zip(before, after, strict=True):
        np.testing.assert_array_equal(a, b)


def test_a_misfit_of_a_compiled_model_is_named_and_changes_nothing(path):
    model = trained_by_keras(network(3, 5, 2))
    before = [v.numpy() for v in (*model.weights, *model.optimizer.variables)]
    with pytest.raises(RunError, match="do not fit the model"):
        runs.load_weights(model, path)
    after = [*model.weights, *model.optimizer.variables]
    for a, b in zip(before, after, strict=True):
        np.testing.assert_array_equal(a, b)


def test_a_layer_that_is_called_optimizer_is_a_layer(tmp_path):
    class Optimizer(keras.layers.Dense):
        pass

    first, second = (
        keras.Sequential([keras.layers.Input((4,)), Optimizer(units)]) for units in (3, 2)
    )
    runs.save_weights(first, tmp_path / "a.weights.h5")
    with pytest.raises(RunError, match=r"optimizer/vars/0 has shape \(4, 2\) in the model"):
        runs.load_weights(second, tmp_path / "a.weights.h5")


def test_a_carried_run_is_loaded_into_a_model_that_was_not_compiled(tmp_path):
    first, second = trained_by_keras(normalized()), normalized()
    runs.Run(tmp_path, steps=1).save()
    runs.save_weights(first, tmp_path / runs.WEIGHTS)
    training.carried(second, tmp_path)
    assert_same_layers(first, second)


def test_averages_are_restored_into_a_model_that_was_compiled(tmp_path):
    first, second = normalized(), trained_by_keras(normalized())
    runs.save_weights(first, tmp_path / runs.AVERAGES)
    training.restore_averages(second, tmp_path)
    assert_same_layers(first, second)


def add_a_terabyte(path, group):
    with h5py.File(path, "r+") as file:
        if group in file:
            del file[group]
        variables = file.create_group(f"{group}/vars")
        shape, chunks = (10**6, 250_000), (1000, 1000)
        for index in range(2):
            variables.create_dataset(str(index), shape, "f4", chunks=chunks, compression="gzip")


@pytest.mark.parametrize(
    ("group", "said"),
    [("layers/dense", "has shape"), ("layers/dense_9", "the file has dense_9")],
)
def test_an_array_of_a_terabyte_is_refused_unread(path, group, said):
    add_a_terabyte(path, group)
    with pytest.raises(RunError, match=said):
        runs.load_weights(network(3, 2), path)


def test_the_state_of_an_optimizer_is_not_read_however_large(path):
    add_a_terabyte(path, "optimizer")
    runs.load_weights(trained_by_keras(network(3, 2)), path)


def test_links_to_the_state_of_an_optimizer_are_not_followed(path, tmp_path):
    with h5py.File(path, "r+") as file:
        file["optimizer"] = h5py.ExternalLink(str(tmp_path / "none.h5"), "/optimizer")
    runs.load_weights(trained_by_keras(network(3, 2)), path)
