import numpy as np
import pytest

from course_utils import plots

pytestmark = pytest.mark.fast

rng = np.random.default_rng(0)
IMAGES = rng.integers(0, 256, (6, 8, 8, 3)).astype(np.uint8)
CLASSES = ("disc", "ring", "star")


def titles(figure):
    return [axis.get_title() for axis in figure.axes]


def test_each_step_is_a_column_and_each_image_a_row():
    named = {"read": IMAGES[:2], "crop": IMAGES[:2, 1:7, 1:7], "brighter": IMAGES[:2] + 300.0}
    figure = plots.stages(named, "On their way")
    assert figure.get_suptitle() == "On their way"
    assert titles(figure) == ["read", "crop", "brighter", "", "", ""]
    assert figure.axes[4].images[0].get_array().shape == (6, 6, 3)
    assert (figure.axes[5].images[0].get_array() == 255).all()  # cut off, not wrapped


def test_steps_with_different_numbers_of_images_are_refused_in_words():
    with pytest.raises(ValueError, match="the same images"):
        plots.stages({"read": IMAGES[:2], "crop": IMAGES[:1]}, "On their way")


def test_filters_share_one_scale_on_which_nothing_is_mid_grey():
    strong, weak = np.zeros((3, 3, 3, 4)), np.zeros((3, 3, 3, 4))
    strong[..., 0], weak[..., 0] = 2.0, -1.0
    figure = plots.filters({"raw": strong, "averages": weak}, "Filters of conv1")
    assert len(figure.axes) == 8
    shades = [float(axis.images[0].get_array()[0, 0, 0]) for axis in figure.axes]
    assert shades == [1.0, 0.5, 0.5, 0.5, 0.25, 0.5, 0.5, 0.5]
    assert [axis.get_ylabel() for axis in figure.axes[::4]] == ["raw", "averages"]


def test_filters_of_a_later_layer_are_refused_in_words():
    with pytest.raises(ValueError, match=r"'conv2' has the shape .* first convolution"):
        plots.filters({"conv2": np.zeros((3, 3, 64, 64))}, "Filters")


def test_activations_stand_beside_their_image_on_one_scale():
    maps = np.zeros((8, 8, 9))
    maps[..., 0], maps[..., 1] = 1.0, 4.0
    figure = plots.activations(IMAGES[0], maps, "conv1", most=3)
    assert titles(figure)[:4] == ["image", "filter 0", "filter 1", "filter 2"]
    assert {axis.images[0].get_clim() for axis in figure.axes[1:4]} == {(0.0, 4.0)}
    assert figure.axes[-1].get_ylabel() == "activation"


def test_a_layer_that_is_silent_is_drawn_all_the_same():
    assert plots.png(plots.activations(IMAGES[0][..., :1], np.zeros((8, 8, 2)), "dead"))


SCORES = np.array([[3, 0, 0], [0, 2, 0], [0, 9, 0], [0, 0, 1], [np.nan, 0, 0], [5, 0, 4]], float)
LABELS = np.array([0, 0, 0, 0, 1, 2])


def test_mistakes_come_in_the_order_of_their_probability():
    wrong, probability = plots.surest_mistakes(LABELS, SCORES)
    assert wrong.tolist() == [2, 1, 5, 3]
    assert probability[2] == pytest.approx(1 / (1 + 2 * np.exp(-9)))
    assert np.isnan(probability[4])


def test_a_mistake_shows_both_classes_and_the_probability():
    figure = plots.mistakes(IMAGES, LABELS, SCORES, CLASSES, "Surest mistakes", count=2)
    captions = [text.get_text() for text in figure.axes[0].texts]
    assert captions == ["disc\nnot ring\n100 %", "disc\nnot ring\n79 %"]


def test_a_network_without_mistakes_gets_a_figure_that_says_so():
    figure = plots.mistakes(IMAGES[:1], LABELS[:1], SCORES[:1], CLASSES, "Surest mistakes")
    assert "no mistakes" in figure.texts[-1].get_text()


def test_the_description_reaches_the_page_and_the_file():
    data, metadata = plots.described(plots.bars({"a": 1.0}, "t", "x"), 'A "bar" < 2')
    assert 'alt="A &quot;bar&quot; &lt; 2"' in data["text/html"]
    assert data["image/png"] in data["text/html"]
    assert metadata["image/png"]["alt"] == 'A "bar" < 2'
