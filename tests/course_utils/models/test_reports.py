"""The networks of the student reports have the sizes that the reports give."""

import math

import keras
import numpy as np
import pytest

from course_utils.models import costs, reports, stacks

REPORTED = {  # parameters that the reports themselves name
    "B base": 3_241_354,
    "B A": 572_842,
    "B 32/64/64 + 2x2 with dropout": 140_554,
    "D LeNet": 44_426,
}


@pytest.fixture(scope="module")
def built():
    keras.utils.set_random_seed(1)
    return {name: variant.build() for name, variant in reports.VARIANTS.items()}


def test_models_shows_the_variants():
    assert reports.VARIANTS is reports.VARIANTS


def test_every_name_begins_with_the_letter_of_its_report():
    assert {name.split(" ")[0] for name in reports.VARIANTS} == set("ABCD")


def test_no_variant_can_be_replaced_by_accident():
    with pytest.raises(TypeError):
        reports.VARIANTS["B base"] = None


@pytest.mark.parametrize(("name", "parameters"), REPORTED.items())
def test_reported_parameters_are_reproduced(built, name, parameters):
    assert built[name].count_params() == parameters


@pytest.mark.parametrize(
    ("name", "millions"),
    [
        ("A with batch norm", 64.85),
        ("B base", 7.06),
        ("B simpler", 7.26),
        ("C Custom ResNet", 22.6),
    ],
)
def test_reported_multiply_adds_are_reproduced(built, name, millions):
    assert round(costs.multiply_adds(built[name]) / 1e6, 2) == millions


@pytest.mark.parametrize("name", ["A with batch norm", "A with dropout"])
def test_report_a_counts_what_is_trained(built, name):
    assert sum(math.prod(one.shape) for one in built[name].trainable_variables) == 2_961_994


@pytest.mark.parametrize("name", reports.VARIANTS)
def test_parameters_and_multiply_adds_are_those_of_the_table(built, name):
    variant = reports.VARIANTS[name]
    assert built[name].count_params() == variant.parameters
    assert costs.multiply_adds(built[name]) == variant.multiply_adds


@pytest.mark.parametrize("name", reports.VARIANTS)
def test_three_images_give_three_rows_of_finite_logits(built, name):
    shape = reports.VARIANTS[name].input_shape
    images = np.random.default_rng(0).random((3, *shape), dtype=np.float32)
    logits = built[name](images).numpy()
    assert logits.shape == (3, 10)
    assert np.isfinite(logits).all()
    assert (logits < 0).any() or not logits.any()  # logits, no probabilities


@pytest.mark.parametrize(
    ("size", "channels", "parameters"), [(28, 1, 44_426), (32, 3, 62_006), (128, 3, 1_628_726)]
)
def test_lenet_takes_images_of_any_size(size, channels, parameters):
    assert stacks.lenet((size, size, channels)).count_params() == parameters


def test_lenet_says_which_images_are_too_small():
    with pytest.raises(ValueError, match="at least 16×16 pixels, not 15×20"):
        stacks.lenet((15, 20, 3))
    assert stacks.lenet((16, 16, 1)).output_shape == (None, 10)


def test_a_reshape_that_would_mix_images_is_refused_and_flatten_cures_it():
    with pytest.raises(stacks.ReshapeError, match=r"128 images would become 8 rows.*Use Flatten"):
        stacks.pooled_cnn(more=8, reshape=4096)
    assert stacks.pooled_cnn(more=8).output_shape == (None, 10)
    assert stacks.pooled_cnn(reshape=4096).output_shape == (None, 10)  # right for three pools


def test_the_bottleneck_network_halves_its_images_where_the_report_does(built):
    model = built["C Custom ResNet"]
    shapes = [model.get_layer(f"block{number}_1_add").output.shape[1:] for number in (1, 2, 3, 4)]
    assert shapes == [(16, 16, 64), (8, 8, 128), (4, 4, 256), (2, 2, 512)]
    projections = [layer.name for layer in model.layers if "projection_conv" in layer.name]
    assert projections == [f"block{number}_1_projection_conv" for number in (2, 3, 4)]


def test_a_variant_takes_colour_images_and_other_classes():
    model = reports.VARIANTS["B A"].build((32, 32, 3), 7)
    assert model.output_shape == (None, 7)
    assert model.get_layer("pool3").output.shape[1:] == (4, 4, 32)


def test_dropout_acts_while_training_only(built):
    images = np.random.default_rng(0).random((2, 28, 28, 1), dtype=np.float32)
    model = built["B A with dropout"]
    assert np.array_equal(model(images).numpy(), model(images).numpy())
    trained = model(images, training=True).numpy()
    assert not np.array_equal(trained, model(images, training=True).numpy())


def test_readings_say_what_was_chosen_and_claims_what_was_reported():
    for name, variant in reports.VARIANTS.items():
        assert len(variant.reading) > 20, name
        assert any(character.isdigit() for character in variant.claim), name
