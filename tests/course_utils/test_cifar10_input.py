"""Every distortion does what the tutorial's does, image by image, and the stream has no end."""

import itertools

import numpy as np
import pytest
import tensorflow as tf

from course_utils import cifar10_input
from course_utils.data import published
from course_utils.data.places import DataError

SEED = (3, 4)
MANY = 8_000


def pictures(count=200, size=32, channels=3, seed=0):
    generator = np.random.default_rng(seed)
    return generator.integers(0, 256, (count, size, size, channels), dtype=np.uint8)


def coordinates(count, size=32):
    """Images whose first channel is the row and whose second is the column of each pixel."""
    rows, columns = np.mgrid[:size, :size]
    image = np.stack([rows, columns, np.zeros_like(rows)], axis=-1).astype(np.uint8)
    return np.tile(image, (count, 1, 1, 1))


def chi_squared_is_plausible(counts):
    expected = counts.sum() / counts.size
    statistic = ((counts - expected) ** 2 / expected).sum()
    # Six standard deviations of a chi-squared variable.
    return statistic < counts.size + 6 * np.sqrt(2 * counts.size)


def uniform_is_plausible(values, low, high):
    values = np.sort((np.asarray(values) - low) / (high - low))
    distance = np.abs(values - (np.arange(len(values)) + 0.5) / len(values)).max()
    return values[0] >= 0 and values[-1] <= 1 and distance < 3.0 / np.sqrt(len(values))


# Crop


def crop_offsets():
    cropped = cifar10_input.random_crop(coordinates(MANY), 24, SEED).numpy()
    return cropped, cropped[:, 0, 0, :2].astype(int)


def test_a_crop_is_a_contiguous_window():
    cropped, offsets = crop_offsets()
    images = coordinates(1)[0]
    for image, (row, column) in zip(cropped[:50], offsets[:50], strict=True):
        np.testing.assert_array_equal(image, images[row : row + 24, column : column + 24])


def test_crop_offsets_cover_zero_to_eight_on_both_axes_evenly():
    _, offsets = crop_offsets()
    counts = np.zeros((9, 9))
    np.add.at(counts, (offsets[:, 0], offsets[:, 1]), 1)
    assert np.all(counts > 0)
    assert chi_squared_is_plausible(counts)


def test_neighbouring_images_of_a_batch_are_cropped_independently():
    _, offsets = crop_offsets()
    counts = np.zeros((9, 9))
    np.add.at(counts, (offsets[:-1, 0], offsets[1:, 0]), 1)
    assert chi_squared_is_plausible(counts)


def test_a_crop_of_the_whole_image_changes_nothing():
    images = pictures(5)
    np.testing.assert_array_equal(cifar10_input.random_crop(images, 32), images)


def test_a_crop_keeps_the_dtype_and_takes_images_that_are_not_square():
    images = pictures(5)[:, :28]
    assert cifar10_input.random_crop(images, 24).dtype == tf.uint8
    assert cifar10_input.random_crop(images, 24).shape == (5, 24, 24, 3)


# Flip


def flips(seed=SEED):
    flipped = cifar10_input.random_flip_left_right(coordinates(MANY), seed).numpy()
    return flipped, flipped[:, 0, 0, 1] == 31


def test_a_flip_reverses_the_columns_or_leaves_the_image_alone():
    flipped, mirrored = flips()
    images = coordinates(MANY)
    np.testing.assert_array_equal(flipped[mirrored], images[mirrored][:, :, ::-1])
    np.testing.assert_array_equal(flipped[~mirrored], images[~mirrored])


def test_half_of_the_images_are_flipped():
    assert abs(flips()[1].sum() - MANY / 2) < 6 * np.sqrt(MANY / 4)


def test_neighbouring_images_are_flipped_independently():
    mirrored = flips()[1].astype(int)
    assert chi_squared_is_plausible(np.bincount(2 * mirrored[:-1] + mirrored[1:], minlength=4))


# Brightness and contrast


def test_brightness_adds_one_number_per_image_from_minus_63_to_63():
    images = pictures(MANY, size=2)
    difference = cifar10_input.random_brightness(images, seed=SEED).numpy() - images
    delta = difference[:, 0, 0, 0]
    np.testing.assert_allclose(
        difference, np.broadcast_to(delta[:, None, None, None], images.shape), atol=1e-4
    )
    assert uniform_is_plausible(delta, -63.0001, 63)
    assert delta.min() < -60
    assert delta.max() > 60


def test_brightness_does_not_clip():
    images = np.full((100, 2, 2, 3), 250, np.uint8)
    assert cifar10_input.random_brightness(images, seed=SEED).numpy().max() > 300


def contrast_factors(images, changed):
    mean = images.mean(axis=(1, 2), keepdims=True)
    return (changed - mean) / (images - mean)


def test_contrast_scales_each_image_about_the_mean_of_each_channel():
    images = np.random.default_rng(0).uniform(0, 255, (MANY, 4, 4, 3))
    images[:, ::2] += 500  # no value comes near its mean
    changed = cifar10_input.random_contrast(images, seed=SEED).numpy()
    factors = contrast_factors(images, changed)
    factor = factors[:, 0, 0, 0]
    np.testing.assert_allclose(
        factors, np.broadcast_to(factor[:, None, None, None], factors.shape), rtol=2e-3
    )
    assert uniform_is_plausible(factor, 0.1995, 1.8005)
    assert factor.min() < 0.25
    assert factor.max() > 1.75


def test_contrast_keeps_the_mean_of_each_channel():
    images = pictures(50)
    changed = cifar10_input.random_contrast(images).numpy()
    np.testing.assert_allclose(changed.mean(axis=(1, 2)), images.mean(axis=(1, 2)), atol=1e-2)


@pytest.mark.parametrize(
    "distortion",
    [
        cifar10_input.random_crop,
        cifar10_input.random_flip_left_right,
        cifar10_input.random_brightness,
        cifar10_input.random_contrast,
    ],
)
def test_the_same_seed_draws_the_same_and_no_seed_draws_anew(distortion):
    images = pictures(40)
    np.testing.assert_array_equal(distortion(images, seed=SEED), distortion(images, seed=SEED))
    assert not np.array_equal(distortion(images, seed=SEED), distortion(images, seed=(3, 5)))
    assert not np.array_equal(distortion(images), distortion(images))


# Standardisation


def test_standardised_images_have_mean_zero_and_deviation_one():
    found = cifar10_input.per_image_standardization(pictures(20)).numpy()
    np.testing.assert_allclose(found.mean(axis=(1, 2, 3)), 0, atol=1e-5)
    np.testing.assert_allclose(found.std(axis=(1, 2, 3)), 1, atol=1e-5)


def test_standardisation_is_that_of_tensorflow():
    images = pictures(20, size=24)
    stock = tf.image.per_image_standardization(images)
    np.testing.assert_allclose(cifar10_input.per_image_standardization(images), stock, atol=1e-5)


def test_an_image_of_one_colour_becomes_zero():
    found = cifar10_input.per_image_standardization(np.full((2, 24, 24, 3), 7, np.uint8)).numpy()
    np.testing.assert_array_equal(found, 0)


def test_nearly_constant_images_are_divided_by_one_over_the_root_of_1728():
    images = np.full((1, 24, 24, 3), 100.0, np.float32)
    images[0, 0, 0, 0] += 0.1
    deviation = images.std(dtype=np.float64)
    assert deviation < 1 / np.sqrt(1728)
    found = cifar10_input.per_image_standardization(images).numpy()
    assert found.std() == pytest.approx(deviation * np.sqrt(1728), rel=1e-3)


def test_standardisation_cancels_brightness():
    images = pictures(100, size=24)
    plain = cifar10_input.per_image_standardization(images)
    bright = cifar10_input.per_image_standardization(
        cifar10_input.random_brightness(images, seed=SEED)
    )
    np.testing.assert_allclose(bright, plain, atol=1e-5)


def test_standardisation_does_not_cancel_contrast():
    images = pictures(100, size=24) // 4 + np.array([0, 60, 180], np.uint8)
    plain = cifar10_input.per_image_standardization(images).numpy()
    low = cifar10_input.per_image_standardization(
        cifar10_input.random_contrast(images, 0.2, 0.2)
    ).numpy()
    assert np.sqrt(np.mean((low - plain) ** 2)) > 0.1


def test_standardisation_cancels_contrast_where_all_channels_have_the_same_mean():
    images = np.repeat(pictures(100, size=24, channels=1), 3, axis=-1)
    plain = cifar10_input.per_image_standardization(images)
    low = cifar10_input.per_image_standardization(cifar10_input.random_contrast(images, 0.2, 0.2))
    np.testing.assert_allclose(low, plain, atol=1e-4)


# The stream


def first(dataset, count=1):
    batches = list(itertools.islice(dataset.as_numpy_iterator(), count))
    return np.concatenate([b[0] for b in batches]), np.concatenate([b[1] for b in batches])


def test_batches_have_the_stated_shapes_and_dtypes():
    images = pictures(100)
    for dataset in (
        cifar10_input.distorted_inputs(images, np.arange(100), 16),
        cifar10_input.inputs(images, np.arange(100), 16),
    ):
        x, y = next(iter(dataset))
        assert (x.shape, x.dtype) == ((16, 24, 24, 3), tf.float32)
        assert (y.shape, y.dtype) == ((16,), tf.int32)


def test_images_keep_their_labels():
    values = np.arange(0, 250, 5, dtype=np.uint8)
    images = coordinates(50)
    images[..., 2] = values[:, None, None]

    def paint(batch):  # the third channel says which image it is, whatever is done to the others
        seen.extend(batch[:, 0, 0, 2].tolist())
        return batch

    seen = []
    dataset = cifar10_input.distorted_inputs(images, values, 10, distort=paint)
    labels = first(dataset, 3)[1]
    assert seen[10 : 10 + 30] == labels.tolist()  # the first ten are the trial


def test_batches_go_on_without_epoch_boundaries():
    _, labels = first(cifar10_input.distorted_inputs(pictures(10), np.arange(10), 7, seed=1), 20)
    assert np.bincount(labels).sum() == 140
    assert np.bincount(labels).min() > 7
    tens = labels.reshape(14, 10)  # repeat comes before shuffle: few tens hold each image once
    assert np.mean([len(set(ten)) == 10 for ten in tens]) < 0.9


def test_the_queue_holds_20000_of_50000_images():
    assert cifar10_input.queue_size(50_000) == 20_000
    assert cifar10_input.queue_size(1) == 1


@pytest.mark.parametrize("fraction", [0, -0.1, 1.5, 128])
def test_a_queue_of_no_image_or_of_more_than_all_is_refused(fraction):
    with pytest.raises(ValueError, match="not in \\(0, 1\\]"):
        cifar10_input.queue_size(50_000, fraction)


def test_an_image_leaves_the_queue_only_after_it_has_come_in():
    labels = np.arange(1000)
    dataset = cifar10_input.distorted_inputs(
        pictures(1000, 24), labels, 50, min_fraction_in_queue=0.1
    )
    _, found = first(dataset, 4)
    assert np.all(found <= 100 + np.arange(200))
    assert found.max() > 200


@pytest.mark.parametrize("distort", [None, lambda batch: batch[:, 4:28, 4:28]])
def test_a_seed_fixes_the_stream(distort):
    def stream(seed):
        return first(
            cifar10_input.distorted_inputs(
                pictures(), np.arange(200), 16, seed=seed, distort=distort
            ),
            3,
        )

    for a, b in zip(stream(1), stream(1), strict=True):
        np.testing.assert_array_equal(a, b)
    assert not np.array_equal(stream(1)[1], stream(2)[1])


@pytest.mark.parametrize("global_seed", [1, 2])
def test_the_stream_does_not_depend_on_other_seeds(global_seed):
    def numbers():
        return first(cifar10_input.distorted_inputs(pictures(), np.arange(200), 16, seed=5))[1]

    tf.random.set_seed(0)
    expected = numbers()
    tf.random.set_seed(global_seed)
    following = tf.random.uniform(())
    tf.random.set_seed(global_seed)
    np.testing.assert_array_equal(numbers(), expected)
    assert tf.random.uniform(()) == following  # nor do other draws depend on the stream


def test_an_image_is_distorted_anew_each_time():
    x, _ = first(cifar10_input.distorted_inputs(pictures(1), np.zeros(1, int), 4, seed=1), 2)
    differing = [np.abs(a - b).max() > 0.1 for a, b in itertools.combinations(x, 2)]
    assert np.mean(differing) > 0.9


def test_training_images_are_standardised_last():
    x, _ = first(cifar10_input.distorted_inputs(pictures(), np.zeros(200, int), 64))
    np.testing.assert_allclose(x.mean(axis=(1, 2, 3)), 0, atol=1e-4)
    np.testing.assert_allclose(x.std(axis=(1, 2, 3)), 1, atol=1e-4)


def test_evaluation_gives_every_image_once_in_order_with_a_short_last_batch():
    batches = list(cifar10_input.inputs(pictures(25), np.arange(25), 10).as_numpy_iterator())
    assert [len(y) for _, y in batches] == [10, 10, 5]
    np.testing.assert_array_equal(np.concatenate([y for _, y in batches]), np.arange(25))


def test_evaluation_crops_the_centre_at_offset_four():
    images = pictures(3)
    x, _ = next(iter(cifar10_input.inputs(images, np.zeros(3, int))))
    expected = cifar10_input.per_image_standardization(images[:, 4:28, 4:28])
    np.testing.assert_array_equal(x, expected)


def test_grey_images_of_another_size_pass():
    images = pictures(20, 28, 1)
    assert (
        next(iter(cifar10_input.distorted_inputs(images, np.zeros(20, int), 4)))[0].shape[-1] == 1
    )
    x, _ = next(iter(cifar10_input.distorted_inputs(images, np.zeros(20, int), 4, image_size=28)))
    assert x.shape == (4, 28, 28, 1)


# From the published files


def written(path, values, labels=None):
    """A file of records: each image is filled with one value."""
    images = np.broadcast_to(
        np.array(values, np.uint8)[:, None, None, None], (len(values), 32, 32, 3)
    )
    labels = np.arange(len(values)) % 10 if labels is None else np.array(labels)
    published.write_records(path, images, labels)
    return path


def test_the_tutorials_three_records_come_back_with_their_keys(tmp_path):
    """The original's own unit test."""
    path = tmp_path / "cifar"
    labels, colours = [9, 3, 0], [[0, 128, 255], [255, 0, 1], [254, 255, 0]]
    records = [
        bytes([label]) + b"".join(bytes([value]) * 1_024 for value in colour)
        for label, colour in zip(labels, colours, strict=True)
    ]
    path.write_bytes(b"".join(records))
    found = list(cifar10_input.read_cifar10([path]).as_numpy_iterator())
    assert [key.decode() for key, _, _ in found] == [f"{path}:{index}" for index in range(3)]
    assert [label for _, label, _ in found] == labels
    for (_, _, image), colour in zip(found, colours, strict=True):
        assert (image.dtype, image.shape) == (np.uint8, (32, 32, 3))
        np.testing.assert_array_equal(image, np.broadcast_to(colour, (32, 32, 3)))


def test_files_are_read_one_after_the_other_as_the_array_reader_does(tmp_path):
    images = pictures(30)
    labels = np.random.default_rng(1).integers(0, 10, 30)
    files = [tmp_path / f"{number}.bin" for number in range(3)]
    for file, part in zip(files, np.split(np.arange(30), 3), strict=True):
        published.write_records(file, images[part], labels[part])
    keys, found, decoded = zip(*cifar10_input.read_cifar10(files).as_numpy_iterator(), strict=True)
    np.testing.assert_array_equal(np.stack(decoded), images)
    assert list(found) == labels.tolist()
    assert keys[19].decode() == f"{files[1]}:9"


def test_a_stream_from_files_has_no_end_and_every_image_as_often_as_another(tmp_path):
    files = [
        written(tmp_path / name, range(5), labels)
        for name, labels in (("a", range(5)), ("b", range(5, 10)))
    ]
    dataset = cifar10_input.distorted_inputs_from_files(files, 7, seed=1, min_queue_examples=3)
    x, y = first(dataset, 20)
    assert (x.shape, x.dtype, y.dtype) == ((140, 24, 24, 3), np.float32, np.int32)
    assert np.bincount(y).min() >= 12
    assert np.bincount(y).max() <= 16


def test_files_come_in_another_order_in_each_pass(tmp_path):
    files = [written(tmp_path / str(number), [0], [number]) for number in range(8)]
    dataset = cifar10_input.distorted_inputs_from_files(files, 8, seed=1, min_queue_examples=1)
    passes = first(dataset, 4)[1].reshape(4, 8)
    assert all(sorted(one) == list(range(8)) for one in passes.tolist())
    assert len({tuple(one) for one in passes.tolist()}) == 4


def test_records_leave_the_queue_only_after_they_have_come_in(tmp_path):
    files = [written(tmp_path / "a", np.arange(200) % 256, np.arange(200) // 20)]
    dataset = cifar10_input.distorted_inputs_from_files(files, 50, seed=1, min_queue_examples=20)
    _, found = first(dataset, 3)
    assert np.all(found <= (20 + np.arange(150)) // 20)
    assert not np.all(np.diff(found) >= 0)


def test_the_queue_of_a_stream_from_files_is_the_tutorials(tmp_path, monkeypatch):
    sizes = []
    shuffled = cifar10_input._shuffled

    def seen(endless, queue, *arguments):
        sizes.append(queue)
        return shuffled(endless, 1, *arguments)

    monkeypatch.setattr(cifar10_input, "_shuffled", seen)
    cifar10_input.distorted_inputs_from_files([written(tmp_path / "a", [0])])
    assert sizes == [20_000]


def test_images_from_files_are_distorted_like_those_of_arrays(tmp_path):
    images = pictures(40)
    published.write_records(tmp_path / "a", images, np.arange(40) % 10)
    options = {"batch_size": 40, "seed": 5}
    x, _ = first(
        cifar10_input.distorted_inputs_from_files([tmp_path / "a"], min_queue_examples=1, **options)
    )
    # A queue of one image leaves the order alone, so both streams draw the same for each place.
    arrays = cifar10_input.distorted_inputs(
        images, np.arange(40), min_fraction_in_queue=1e-9, **options
    )
    np.testing.assert_allclose(x, first(arrays)[0], atol=1e-5)


def test_a_seed_fixes_the_stream_from_files(tmp_path):
    files = [written(tmp_path / name, range(30)) for name in "abc"]

    def stream(seed):
        return first(
            cifar10_input.distorted_inputs_from_files(files, 8, seed=seed, min_queue_examples=9), 3
        )

    for a, b in zip(stream(1), stream(1), strict=True):
        np.testing.assert_array_equal(a, b)
    assert not np.array_equal(stream(1)[1], stream(2)[1])


@pytest.mark.parametrize("read", ["read_cifar10", "distorted_inputs_from_files"])
def test_files_that_are_missing_or_cut_off_are_refused_before_they_are_read(tmp_path, read):
    whole, cut = written(tmp_path / "whole", [1, 2]), written(tmp_path / "cut", [1, 2])
    cut.write_bytes(cut.read_bytes()[:-1])
    with pytest.raises(DataError, match=r"cut is damaged .*6,145 bytes are not a whole number"):
        getattr(cifar10_input, read)([whole, cut])
    with pytest.raises(DataError, match="gone does not exist"):
        getattr(cifar10_input, read)([whole, tmp_path / "gone"])


@pytest.mark.parametrize(
    "change", [{"batch_size": 0}, {"image_size": 33}, {"min_queue_examples": 0}]
)
def test_an_impossible_stream_from_files_is_refused(tmp_path, change):
    with pytest.raises(ValueError, match="must be at least 1"):
        cifar10_input.distorted_inputs_from_files([written(tmp_path / "a", [0])], **change)


# A distortion of one's own


def test_an_own_distortion_replaces_the_tutorials_and_is_cropped_and_standardised():
    images = pictures(1)
    dataset = cifar10_input.distorted_inputs(
        images, np.zeros(1, int), 2, distort=lambda batch: 255 - batch
    )
    x, _ = next(iter(dataset))
    expected = cifar10_input.per_image_standardization(255 - images[:, 4:28, 4:28])
    np.testing.assert_allclose(x, np.repeat(expected, 2, axis=0), atol=1e-5)


def test_an_own_distortion_may_change_its_argument_without_harm():
    images = pictures(4)
    before = images.copy()

    def blacken(batch):
        batch[:] = 0
        return batch

    next(iter(cifar10_input.distorted_inputs(images, np.zeros(4, int), 4, distort=blacken)))
    np.testing.assert_array_equal(images, before)


@pytest.mark.parametrize(
    ("distort", "said"),
    [
        (lambda batch: batch.astype(np.float32), "It returned float32; end with np.clip"),
        (lambda batch: batch[0], r"It returned the shape \(32, 32, 3\)"),
        (lambda batch: batch[:3], r"It returned the shape \(3, 32, 32, 3\)"),
        (lambda batch: batch[:, :20, :20], "height and width of at least 24"),
        (lambda batch: batch[..., :1], r"must return as many"),
        (lambda batch: None, "It returned NoneType"),
    ],
)
def test_a_wrong_distortion_is_reported_when_the_stream_is_made(distort, said):
    with pytest.raises(ValueError, match=said):
        cifar10_input.distorted_inputs(pictures(8), np.zeros(8, int), 8, distort=distort)


def test_a_mistake_that_comes_later_keeps_its_sentence():
    calls = itertools.count()

    def sometimes(batch):
        return batch if next(calls) < 2 else batch[:1]

    stream = iter(
        cifar10_input.distorted_inputs(pictures(8), np.zeros(8, int), 4, distort=sometimes)
    )
    with pytest.raises(tf.errors.InvalidArgumentError, match="distort got 4 images"):
        list(itertools.islice(stream, 10))


# Impossible arguments


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"images": pictures(4).astype(np.float32)}, "images must be a uint8 array"),
        ({"images": pictures(4)[0]}, "images must be a uint8 array"),
        ({"images": [[1]]}, "images must be a uint8 array"),
        ({"labels": np.zeros(3, int)}, "labels must be 4 integers"),
        ({"labels": np.zeros(4)}, "labels must be 4 integers"),
        ({"images": pictures(4)[:0], "labels": np.zeros(0, int)}, "at least 1 of both"),
        ({"batch_size": 0}, "at least 1 of both"),
        ({"image_size": 33}, "may be 1 to 32"),
    ],
)
@pytest.mark.parametrize("make", [cifar10_input.inputs, cifar10_input.distorted_inputs])
def test_impossible_arguments_are_named(make, change, said):
    arguments = {"images": pictures(4), "labels": np.zeros(4, int)} | change
    with pytest.raises(ValueError, match=said):
        make(**arguments)


@pytest.mark.parametrize("share", [0, 1.5])
def test_an_impossible_queue_is_named(share):
    with pytest.raises(ValueError, match="min_fraction_in_queue"):
        cifar10_input.distorted_inputs(pictures(4), np.zeros(4, int), min_fraction_in_queue=share)


# Strength


def test_weaker_distortions_lie_nearer_to_the_undistorted_image():
    """Without crops, flips and standardisation in between, contrast is all that is left."""
    flat = np.tile(pictures(1, 32), (64, 1, 1, 1))

    def spread(contrast_range):
        batches = cifar10_input.distorted_inputs(
            flat,
            np.zeros(64, np.int32),
            64,
            image_size=32,
            seed=0,
            max_brightness_delta=0,
            contrast_range=contrast_range,
        )
        images = next(iter(batches))[0].numpy()
        return np.abs(images - np.median(images, axis=0)).mean()

    assert spread((0.2, 1.8)) > spread((0.9, 1.1))
