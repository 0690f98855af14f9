"""TensorBoard gets what its four questions need."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.backend.event_processing.event_file_loader import EventFileLoader
from tensorboard.plugins.graph.metadata import RUN_GRAPH_NAME

from course_utils import cifar10, training
from course_utils.training.steps import Step
from course_utils.training.tensorboard import Summaries, histogram


def read(folder):
    """Return the written values: (tag, step) → array."""
    found = {}
    for path in sorted(folder.glob("events*")):
        for event in EventFileLoader(str(path)).Load():
            for value in event.summary.value:
                if value.tag == RUN_GRAPH_NAME:  # see graphs below
                    continue
                found[value.tag, event.step] = tf.make_ndarray(value.tensor)
    return found


def step(model, number=100, size=24):
    images = tf.constant(np.random.default_rng(0).normal(size=(20, size, size, 3)), tf.float32)
    gradients = [tf.ones_like(v) for v in model.trainable_variables]
    return Step(number, 3.5, 0.1, images, gradients, {"local3": 2.0, "local4": 0.25})


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    training.seed_everything(0)
    run_dir = tmp_path_factory.mktemp("run")
    model = cifar10.inference()
    Summaries(run_dir, model).write(step(model), 3.75)
    return read(run_dir / "summaries")


def test_learning_rate_raw_and_averaged_loss_are_written_at_the_step(written):
    assert written["learning_rate", 100] == pytest.approx(0.1)
    assert written["total_loss (raw)", 100] == pytest.approx(3.5)
    assert written["total_loss", 100] == pytest.approx(3.75)


@pytest.mark.parametrize(
    ("tag", "raw"),
    [("cross_entropy", 1.25), ("local3/weight_loss", 2.0), ("local4/weight_loss", 0.25)],
)
def test_each_part_of_the_loss_is_written_raw_and_averaged(written, tag, raw):
    assert written[f"{tag} (raw)", 100] == pytest.approx(raw)
    assert written[tag, 100] == pytest.approx(raw)  # the average of one step


def test_the_averages_of_the_parts_move_at_steps_that_are_not_written(tmp_path):
    model = cifar10.inference()
    summaries = Summaries(tmp_path, model)
    for number, decay in enumerate((2.0, 1.0, 1.0)):
        one = step(model, number)._replace(weight_losses={"local3": decay})
        summaries.follow(one)
    summaries.write(one, 3.5)
    found = read(tmp_path / "summaries")
    assert {number for _, number in found} == {2}
    assert found["local3/weight_loss (raw)", 2] == pytest.approx(1.0)
    assert found["local3/weight_loss", 2] == pytest.approx(0.9 * (0.9 * 2 + 0.1) + 0.1)
    assert found["cross_entropy", 2] == pytest.approx(3.5 - found["local3/weight_loss", 2])


def graphs(folder):
    """Return the graphs in the event files, each as its operations' names."""
    found = []
    for path in sorted(folder.glob("events*")):
        for event in EventFileLoader(str(path)).Load():
            if event.HasField("graph_def"):
                graph = tf.compat.v1.GraphDef.FromString(event.graph_def)
                found.append([node.name for node in graph.node])
    return found


def test_the_graph_of_inference_and_loss_is_written_once(tmp_path):
    model = cifar10.inference()
    for _ in range(2):  # a run that goes on has a writer of its own
        summaries = Summaries(tmp_path, model)
        for number in (0, 100):
            summaries.write(step(model, number), 3.5)
    (names,) = graphs(tmp_path / "summaries")
    for layer in ("conv1", "norm1", "pool2", "local4", "softmax_linear", "CrossEntropy"):
        assert any(layer in name for name in names), layer
    accumulator = EventAccumulator(str(tmp_path / "summaries"))
    assert accumulator.Reload().Tags()["graph"]


def test_an_evaluation_is_written_at_the_step_of_its_checkpoint(tmp_path):
    model = cifar10.inference()
    Summaries(tmp_path, model).write_evaluation(1_500, 0.86, step(model).images)
    found = read(tmp_path / "summaries")
    assert found["Precision @ 1", 1_500] == pytest.approx(0.86)
    assert len(found["images", 1_500]) == 2 + 3
    assert found["conv1/activations", 1_500].shape == (30, 3)
    assert 0.3 < found["local3/sparsity", 1_500] < 0.7
    assert not any("loss" in tag or "gradients" in tag for tag, _ in found)
    assert len(graphs(tmp_path / "summaries")) == 1


def test_images_are_written_as_pictures(written):
    width, height, *pictures = written["images", 100].tolist()
    assert (width, height) == (b"24", b"24")
    assert len(pictures) == 3
    picture = tf.image.decode_png(pictures[0]).numpy()
    assert picture.min() == 0
    assert picture.max() == 255


@pytest.mark.parametrize("layer", ["conv1", "conv2", "local3", "local4", "softmax_linear"])
def test_each_layer_has_histograms_and_its_sparsity(written, layer):
    for tag in (
        f"{layer}/activations",
        f"{layer}/kernel",
        f"{layer}/kernel/gradients",
        f"{layer}/bias",
        f"{layer}/bias/gradients",
    ):
        assert written[tag, 100].shape == (30, 3)
    assert 0 <= written[f"{layer}/sparsity", 100] <= 1


def test_sparsity_is_the_share_of_zeros(written):
    assert 0.3 < written["conv1/sparsity", 100] < 0.7
    assert written["softmax_linear/sparsity", 100] == 0


def test_a_histogram_counts_every_value_between_its_edges(tmp_path):
    values = np.random.default_rng(0).normal(size=1_000)
    with tf.summary.create_file_writer(str(tmp_path)).as_default(step=1):
        histogram("values", tf.constant(values))
    buckets = read(tmp_path)["values", 1]
    assert buckets[:, 2].sum() == 1_000
    assert (buckets[0, 0], buckets[-1, 1]) == pytest.approx((values.min(), values.max()))
    counts = [np.sum((values >= low) & (values < high)) for low, high, _ in buckets[:-1]]
    np.testing.assert_array_equal(buckets[:-1, 2], counts)


@pytest.mark.parametrize("values", [[np.nan, np.inf], [2.0, 2.0], []])
def test_odd_values_do_not_stop_the_training(tmp_path, values):
    with tf.summary.create_file_writer(str(tmp_path)).as_default(step=1):
        histogram("values", tf.constant(values, tf.float32))
    assert read(tmp_path)["values", 1][:, 2].sum() == np.isfinite(values).sum()


def test_a_model_whose_graph_keras_does_not_know_is_summarised_without_activations(tmp_path):
    class Own(keras.Model):
        def __init__(self):
            super().__init__()
            self.top = keras.layers.Dense(10)

        def call(self, images):
            return self.top(tf.reshape(images, (-1, 8 * 8 * 3)))

    model = Own()
    model(tf.zeros((1, 8, 8, 3)))
    Summaries(tmp_path, model).write(step(model, size=8), 3.0)
    tags = {tag for tag, _ in read(tmp_path / "summaries")}
    assert any(tag.endswith("kernel/gradients") for tag in tags)
    assert not any(tag.endswith("activations") for tag in tags)


def test_a_model_that_gives_no_logits_is_summarised_without_its_graph(tmp_path):
    inputs = keras.Input((8, 8, 3))
    model = keras.Model(inputs, {"two": inputs, "outputs": keras.layers.Dense(2)(inputs)})
    Summaries(tmp_path, model).write(step(model, size=8), 3.0)
    assert not graphs(tmp_path / "summaries")
    assert ("cross_entropy", 100) in read(tmp_path / "summaries")
