"""The picture of a network and its description: every layer, its costs, and what it is fed by."""

import keras
import pytest
from keras import layers

from course_utils import cifar10, models
from course_utils.plots import networks


def texts(figure):
    return [text.get_text() for axis in figure.axes for text in axis.texts]


def names(figure):
    return [label.get_text().replace("\n", "") for label in figure.axes[-1].get_xticklabels()]


def test_the_tutorial_network_shows_each_layer_with_its_output_and_costs():
    figure = networks.draw(cifar10.inference(), "The tutorial's network")
    assert names(figure)[1:] == [layer.name for layer in cifar10.inference().layers[1:]]
    shown = texts(figure)
    for text in ("24×24×64", "6×6×64", "2304", "102K", "885K", "14.7M", "2.76M"):
        assert text in shown
    assert figure.get_suptitle() == "The tutorial's network"


def test_the_description_names_each_layer_and_the_largest_ones():
    text = networks.describe(cifar10.inference())
    assert "conv2 gives 12 × 12 × 64 with 102,464 parameters and 14,745,600 multiply-adds" in text
    assert text.endswith("Most parameters: local3, 83%. Most multiply-adds: conv2, 80%.")


def test_branches_say_where_they_come_from_and_a_long_network_is_shortened():
    found = networks.blocks(models.residual_cnn())
    assert len(found) <= networks.MOST_BLOCKS
    by_name = {one.name: one for one in found}
    taken = [found[place].name for place in by_name["block1_add"].sources]
    assert taken == ["stage1_conv", "block1_2_conv"]
    assert by_name["stage1_conv"].joined == ["stage1_norm", "stage1_relu"]
    assert sum(one.parameters for one in found) == models.residual_cnn().count_params()
    assert "block1_add gives 16 × 16 × 32 from stage1_conv and block1_2_conv" in (
        networks.describe(models.residual_cnn())
    )


def test_parallel_paths_from_one_input_both_start_there():
    inputs = keras.Input((8, 8, 3))
    one, two = layers.Conv2D(4, 1, name="one")(inputs), layers.Conv2D(4, 3, padding="same")(inputs)
    found = networks.blocks(keras.Model(inputs, layers.Concatenate(name="join")([one, two])))
    assert [one.sources for one in found] == [(), (0,), (0,), (1, 2)]


class Unknown(layers.Layer):
    def build(self, shape):
        self.scale = self.add_weight(name="scale", shape=(shape[-1],))

    def call(self, x):
        return x * self.scale


@pytest.mark.parametrize(
    "build",
    [
        lambda: keras.Sequential([keras.Input((5,)), layers.Dense(1), Unknown()]),
        lambda: keras.Sequential([keras.Input((7, 3)), layers.Conv1D(4, 3), layers.LSTM(5)]),
        lambda: keras.Sequential([keras.Input((4, 5, 6, 2)), layers.Conv3D(4, 3)]),
        lambda: keras.Sequential([keras.Input((6, 9, 1)), layers.MaxPooling2D(2)]),
    ],
)
def test_other_models_are_drawn_without_an_error(build, tmp_path):
    model = build()
    networks.draw(model).savefig(tmp_path / "picture.png")
    assert networks.describe(model)


def test_what_cannot_be_counted_shows_a_question_mark():
    model = keras.Sequential([keras.Input((5,)), Unknown(name="own")])
    assert "?" in texts(networks.draw(model))
    assert "own gives 5 with 5 parameters, multiply-adds not counted" in networks.describe(model)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, ""), (10, "10"), (999, "999"), (1_920, "1.92K"), (999_900, "1M"), (18_470_784, "18.5M")],
)
def test_numbers_are_short(value, text):
    assert networks._short(value) == text
