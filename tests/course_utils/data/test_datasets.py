"""`datasets.load` finds images where they are, says where that was, and fails with a sentence."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from course_utils import data
from course_utils.data import Dataset, downloads, drawn, places, published
from course_utils.data.places import DataError
from tests.official_files import write_idx


def sentence(function, *arguments, **options):
    with pytest.raises(DataError) as caught:
        function(*arguments, **options)
    return str(caught.value)


@pytest.fixture(autouse=True)
def no_data_directory_of_the_user(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path / "nothing"))


@pytest.fixture
def offline(monkeypatch):
    def refuse(url, path, **options):
        raise DataError(f"Downloading {url} failed.")

    monkeypatch.setattr(downloads, "fetch", refuse)


def test_importing_datasets_does_not_import_tensorflow():
    code = "import sys, course_utils.data; print('tensorflow' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


# What can be asked for


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("cifar100", "train"), "There are: 'cifar10', 'mnist', 'shapes', 'digits'"),
        (("cifar10", "validation"), "Its splits are 'train' and 'test'"),
        (("shapes_1", "train"), "Its split is 'test'"),
    ],
)
def test_an_unknown_name_or_split_is_answered_with_what_exists(arguments, says):
    assert says in sentence(data.load, *arguments)


@pytest.mark.parametrize("count", [0, -5, 2_001])
def test_a_count_outside_the_split_is_answered_with_its_size(count):
    assert "from 1 to 2,000" in sentence(data.load, "shapes", "test", count=count)


def test_every_set_has_ten_class_names():
    assert {name: len(names) for name, names in data.CLASS_NAMES.items()} == {
        "cifar10": 10,
        "mnist": 10,
        "shapes": 10,
        "digits": 10,
        "svhn": 10,
        "numbers": 10,
        "cifar10_1": 10,
        "shapes_1": 10,
    }


def test_shapes_has_10000_and_2000_pictures_and_says_that_it_is_drawn():
    train, test = data.load("shapes", "train"), data.load("shapes", "test")
    assert train.images.shape == (10_000, 32, 32, 3)
    assert test.images.shape == (2_000, 32, 32, 3)
    assert np.bincount(test.labels).tolist() == [200] * 10
    assert train.source.startswith("shapes, drawn by")
    assert train.source != test.source


def test_shapes_1_has_2000_pictures_of_the_same_classes_in_another_look():
    fresh = data.load("shapes_1", "test")
    assert fresh.images.shape == (2_000, 32, 32, 3)
    assert np.bincount(fresh.labels).tolist() == [200] * 10
    assert fresh.source == "shapes_1, drawn by course_utils.data.drawn.shapes from seed 20180601"
    assert data.CLASS_NAMES["shapes_1"] == data.CLASS_NAMES["shapes"]
    digest = hashlib.sha256(fresh.images.tobytes()).hexdigest()
    assert digest == "7fe56282ba009c01b63c6711ab841261b53c7f33139b6e4bbcd3e6c98a1911a5"


def test_count_gives_the_first_images():
    few, all_of_them = data.load("shapes", "test", count=20), data.load("shapes", "test")
    assert np.array_equal(few.images, all_of_them.images[:20])


# Official files


@pytest.fixture
def cifar10_files(tmp_path, monkeypatch):
    """Six files of ten records each, in a folder of the official name."""
    monkeypatch.setattr(published, "RECORDS_PER_FILE", 10)
    monkeypatch.setitem(published.COUNTS, "cifar10", {"train": 50, "test": 10})
    folder = tmp_path / "data" / "cifar-10-batches-bin"
    folder.mkdir(parents=True)
    names = [f"data_batch_{number}.bin" for number in range(1, 6)] + ["test_batch.bin"]
    for number, name in enumerate(names):
        images = np.full((10, 32, 32, 3), number, np.uint8)
        images[:, 0, 0, 0] = np.arange(10)
        published.write_records(folder / name, images, np.arange(10))
    return folder


def test_cifar10_files_are_read_in_their_order(cifar10_files):
    train = data.load("cifar10", "train", data_dir=cifar10_files.parent)
    assert train.images.shape == (50, 32, 32, 3)
    assert train.images[:, 9, 9, 1].tolist() == np.repeat(range(5), 10).tolist()
    assert train.images[:, 0, 0, 0].tolist() == list(range(10)) * 5
    test = data.load("cifar10", "test", data_dir=cifar10_files.parent)
    assert (test.images[:, 9, 9, 1] == 5).all()
    assert test.source == f"CIFAR-10, official binary files in {cifar10_files}"


def test_the_folder_of_the_files_may_itself_be_the_data_directory(cifar10_files):
    assert len(data.load("cifar10", "train", data_dir=cifar10_files).labels) == 50


def test_the_data_directory_may_come_from_the_environment(cifar10_files, monkeypatch):
    monkeypatch.setenv("COURSE_DATA_DIR", str(cifar10_files.parent))
    assert len(data.load("cifar10", "test").labels) == 10


def test_without_argument_and_environment_the_cache_folder_is_used(monkeypatch):
    monkeypatch.delenv("COURSE_DATA_DIR")
    assert places.data_directory() == Path.home() / ".cache" / "cifar10-course"


def test_a_count_reads_only_the_files_it_needs(cifar10_files):
    (cifar10_files / "data_batch_3.bin").write_bytes(b"damaged")
    few = data.load("cifar10", "train", data_dir=cifar10_files, count=15)
    assert few.images[:, 9, 9, 1].tolist() == [0] * 10 + [1] * 5


def test_a_damaged_file_is_told_and_not_passed_by(cifar10_files):
    path = cifar10_files / "data_batch_3.bin"
    path.write_bytes(path.read_bytes()[:-1])
    said = sentence(data.load, "cifar10", "train", data_dir=cifar10_files)
    assert "data_batch_3.bin is damaged: expected 30,730 bytes" in said


def test_a_missing_file_is_told_and_not_passed_by(cifar10_files):
    (cifar10_files / "data_batch_3.bin").unlink()
    said = sentence(data.load, "cifar10", "train", data_dir=cifar10_files.parent)
    assert "data_batch_3.bin does not exist" in said


@pytest.fixture(params=["", ".gz"], ids=["plain", "gzipped"])
def mnist_files(request, tmp_path, monkeypatch):
    monkeypatch.setitem(published.COUNTS, "mnist", {"train": 6, "test": 4})
    folder = tmp_path / "data" / "mnist"
    folder.mkdir(parents=True)
    for prefix, count in (("train", 6), ("t10k", 4)):
        images = np.arange(count, dtype=np.uint8)[:, None, None] + np.zeros((28, 28), np.uint8)
        write_idx(folder / f"{prefix}-images-idx3-ubyte{request.param}", images)
        labels = np.arange(count, dtype=np.uint8)[::-1]
        write_idx(folder / f"{prefix}-labels-idx1-ubyte{request.param}", labels)
    return folder


def test_mnist_files_are_read_in_their_order(mnist_files):
    test = data.load("mnist", "test", data_dir=mnist_files.parent, count=3)
    assert test.images.shape == (3, 28, 28, 1)
    assert test.images[:, 5, 5, 0].tolist() == [0, 1, 2]
    assert test.labels.tolist() == [3, 2, 1]
    assert test.labels.dtype == np.int64
    assert test.source == f"MNIST, official binary files in {mnist_files}"


def test_mnist_files_may_lie_in_the_data_directory_itself(mnist_files):
    assert len(data.load("mnist", "train", data_dir=mnist_files).labels) == 6


def test_mnist_images_without_their_labels_are_told(mnist_files):
    next(mnist_files.glob("train-labels*")).unlink()
    said = sentence(data.load, "mnist", "train", data_dir=mnist_files)
    assert "train-labels-idx1-ubyte.gz does not exist" in said


def test_an_mnist_label_above_nine_is_told(mnist_files):
    labels = next(mnist_files.glob("train-labels*"))
    write_idx(labels, np.array([0, 1, 2, 3, 4, 10], np.uint8))
    assert "has the label 10" in sentence(data.load, "mnist", "train", data_dir=mnist_files)


@pytest.fixture
def cifar10_1_files(tmp_path):
    """Two files of the official names and sizes; each image is as bright as its label."""
    folder = tmp_path / "data" / "cifar10_1"
    folder.mkdir(parents=True)
    labels = np.arange(2_000, dtype=np.int32) % 10
    images = np.broadcast_to(labels[:, None, None, None], (2_000, 32, 32, 3)).astype(np.uint8)
    np.save(folder / "cifar10.1_v6_data.npy", images)
    np.save(folder / "cifar10.1_v6_labels.npy", labels)
    return folder


@pytest.mark.parametrize("named", [True, False])
def test_cifar10_1_files_are_read_from_the_folder_or_its_own(cifar10_1_files, named):
    directory = cifar10_1_files.parent if named else cifar10_1_files
    found = data.load("cifar10_1", "test", data_dir=directory, count=12)
    assert found.images.shape == (12, 32, 32, 3)
    assert found.labels.dtype == np.int64
    assert np.array_equal(found.images[:, 0, 0, 0], found.labels)
    assert found.source == f"CIFAR-10.1 v6, official binary files in {cifar10_1_files}"


def test_a_cifar10_1_file_that_is_missing_cut_off_or_another_one_is_told(cifar10_1_files):
    labels = cifar10_1_files / "cifar10.1_v6_labels.npy"
    labels.write_bytes(labels.read_bytes()[:-1])
    load = data.load, "cifar10_1", "test"
    assert "labels.npy is damaged" in sentence(*load, data_dir=cifar10_1_files)
    np.save(labels, np.zeros(2_021, np.int64))  # as many as version 4 has
    assert "the wrong file" in sentence(*load, data_dir=cifar10_1_files)
    labels.unlink()
    assert "labels.npy does not exist" in sentence(*load, data_dir=cifar10_1_files)


@pytest.mark.parametrize("label", [-1, 10])
def test_a_label_of_cifar10_1_that_is_no_class_is_told(cifar10_1_files, label):
    path = cifar10_1_files / "cifar10.1_v6_labels.npy"
    labels = np.load(path)
    labels[7] = label
    np.save(path, labels)
    said = sentence(data.load, "cifar10_1", "test", data_dir=cifar10_1_files)
    assert f"record 7 has the label {label}" in said


# Sets prepared by TFDS, and downloads


def test_only_finished_versions_count_as_prepared_and_the_newest_wins(tmp_path):
    for version in ("3.0.2", "3.0.10", "incomplete.A1_3.1.0"):
        folder = tmp_path / "tfds" / "cifar10" / version
        folder.mkdir(parents=True)
        (folder / "dataset_info.json").write_text("{}")
    (tmp_path / "tfds" / "cifar10" / "4.0.0").mkdir()
    assert published.find_prepared("cifar10", tmp_path).name == "3.0.10"
    assert published.find_prepared("cifar10", tmp_path / "tfds").name == "3.0.10"
    assert published.find_prepared("mnist", tmp_path) is None


def test_a_damaged_prepared_set_is_told(tmp_path):
    folder = tmp_path / "tfds" / "cifar10" / "3.0.2"
    folder.mkdir(parents=True)
    (folder / "dataset_info.json").write_text(json.dumps({"name": "cifar10"}))
    said = sentence(data.load, "cifar10", "test", data_dir=tmp_path)
    assert f"The TFDS set in {folder} cannot be read" in said
    assert "delete that folder" in said


@pytest.mark.parametrize(
    ("name", "title", "way_out", "stand_in"),
    [
        (
            *("cifar10", "CIFAR-10"),
            *("cifar-10-binary.tar.gz (sha256 c4a38c50a1bc5f3a1c5537f2155ab9d6", "shapes"),
        ),
        ("mnist", "MNIST", "train-images-idx3-ubyte.gz", "digits"),
        ("svhn", "SVHN", "the two official files train_32x32.mat", "numbers"),
        ("cifar10_1", "CIFAR-10.1 v6", "cifar10.1_v6_data.npy", "shapes_1"),
    ],
)
def test_without_data_and_network_the_ways_out_are_told(
    offline, tmp_path, name, title, way_out, stand_in
):
    said = sentence(data.load, name, "test", data_dir=tmp_path)
    assert said.startswith(f"{title} is not in {tmp_path}, and it could not be downloaded.")
    assert way_out in said
    assert f"load('{stand_in}', 'test')" in said


def test_a_reader_of_files_never_downloads(offline, tmp_path):
    said = sentence(data.load, "cifar10", "test", data_dir=tmp_path, reader="files")
    assert "There are no official CIFAR-10 files" in said
    assert "Downloading" not in said


def test_a_failure_inside_tfds_is_a_sentence(monkeypatch, tmp_path):
    (tmp_path / "tfds").write_text("a file where TFDS needs a folder")
    monkeypatch.setattr(downloads, "fetch", lambda url, path, **options: path)
    said = sentence(data.load, "mnist", "test", data_dir=tmp_path)
    assert "TensorFlow Datasets could not prepare mnist" in said


# Validation images


def labelled(labels):
    labels = np.asarray(labels)
    images = np.arange(len(labels), dtype=np.uint32).view(np.uint8).reshape(-1, 2, 2, 1)
    return Dataset(images, labels, "numbered images")


def numbers(dataset):
    return np.ascontiguousarray(dataset.images).reshape(-1, 4).view(np.uint32)[:, 0]


BALANCED = labelled(np.random.default_rng(0).permutation(np.repeat(np.arange(10), 1_000)))


def test_held_out_images_and_the_others_are_all_images_once_in_order():
    training, validation = data.hold_out(BALANCED, 1_000)
    assert len(validation.labels) == 1_000
    together = np.concatenate([numbers(training), numbers(validation)])
    assert np.array_equal(np.sort(together), np.arange(10_000))
    for part in (training, validation):
        assert (np.diff(numbers(part).astype(int)) > 0).all()
        assert np.array_equal(part.labels, BALANCED.labels[numbers(part)])


def test_held_out_images_are_always_the_same():
    first, second = data.hold_out(BALANCED, 500), data.hold_out(BALANCED, 500)
    assert np.array_equal(numbers(first[1]), numbers(second[1]))


@pytest.mark.parametrize("count", [10, 500, 5_000])
def test_each_class_holds_out_the_same_share(count):
    assert np.bincount(data.hold_out(BALANCED, count)[1].labels).tolist() == [count // 10] * 10


def test_unbalanced_classes_hold_out_their_share_to_within_one():
    labels = np.repeat([0, 1, 2], [1_000, 333, 67])
    held_out = np.bincount(data.hold_out(labelled(labels), 140)[1].labels)
    assert np.abs(held_out - [100, 33.3, 6.7]).max() < 1


def test_both_parts_tell_that_they_are_parts():
    training, validation = data.hold_out(BALANCED, 10)
    assert training.source == "numbered images, without validation"
    assert validation.source == "numbered images, held out for validation"


@pytest.mark.parametrize("count", [0, -1, 10_000, 20_000])
def test_a_count_that_cannot_be_held_out_is_refused(count):
    assert "1 to 9,999 of these 10,000" in sentence(data.hold_out, BALANCED, count)


# The real data


def multiset(dataset):
    """Return a digest of every image with its label, sorted."""
    pairs = zip(dataset.images, dataset.labels, strict=True)
    return sorted(hashlib.sha256(i.tobytes() + bytes([y])).hexdigest() for i, y in pairs)


@pytest.mark.ci
@pytest.mark.parametrize("name", ["cifar10", "mnist"])
def test_both_readers_give_the_same_images_and_labels(real_data, name):
    files = data.load(name, "test", data_dir=real_data, reader="files")
    tfds = data.load(name, "test", data_dir=real_data, reader="tfds")
    assert files.images.shape == tfds.images.shape
    assert files.labels.dtype == tfds.labels.dtype == np.int64
    assert multiset(files) == multiset(tfds)
    assert "official binary files" in files.source
    assert "TensorFlow Datasets version" in tfds.source


@pytest.mark.ci
@pytest.mark.parametrize("reader", ["files", "tfds"])
@pytest.mark.parametrize(
    ("name", "split", "shape", "each"),
    [
        ("cifar10", "train", (50_000, 32, 32, 3), 5_000),
        ("cifar10", "test", (10_000, 32, 32, 3), 1_000),
        ("mnist", "train", (60_000, 28, 28, 1), None),
        ("mnist", "test", (10_000, 28, 28, 1), None),
    ],
)
def test_counts_and_classes_are_the_published_ones(real_data, reader, name, split, shape, each):
    found = data.load(name, split, data_dir=real_data, reader=reader)
    assert found.images.shape == shape
    assert found.images.dtype == np.uint8
    balance = np.bincount(found.labels, minlength=10)
    if each:
        assert balance.tolist() == [each] * 10
    elif split == "test":
        assert balance[0] == 980  # the share that an argmax of NaN gets right


@pytest.mark.ci
def test_a_count_of_a_prepared_set_gives_its_first_images(real_data):
    few = data.load("cifar10", "test", data_dir=real_data, reader="tfds", count=30)
    more = data.load("cifar10", "test", data_dir=real_data, reader="tfds", count=300)
    assert np.array_equal(few.images, more.images[:30])


@pytest.mark.ci
def test_tfds_prepares_mnist_from_fetched_files(real_data, tmp_path, monkeypatch):
    """A fetch that copies stands for the network; all that follows is real."""
    import tensorflow_datasets as tfds

    builder = type(tfds.builder("mnist", data_dir=tmp_path / "tfds"))
    known = {info.filename: (url, info) for url, info in builder.url_infos.items()}
    here = {}
    for file, (url, info) in known.items():  # packed again, these have checksums of their own
        raw = (real_data / "mnist" / file).read_bytes()
        size, checksum = tfds.core.utils.Size(len(raw)), hashlib.sha256(raw).hexdigest()
        here[url] = type(info)(size=size, checksum=checksum, filename=file)
    monkeypatch.setattr(builder, "url_infos", here)

    def copy(url, path, **options):
        path.parent.mkdir(exist_ok=True)
        return shutil.copy(real_data / "mnist" / path.name, path)

    monkeypatch.setattr(downloads, "fetch", copy)
    found = data.load("mnist", "test", data_dir=tmp_path)
    files = data.load("mnist", "test", data_dir=real_data, reader="files")
    assert multiset(found) == multiset(files)
    assert found.source == (
        f"MNIST, TensorFlow Datasets version 3.0.1 in {tmp_path}/tfds/mnist/3.0.1"
    )


def test_a_drawn_set_is_drawn_once_and_handed_out_as_a_copy(monkeypatch):
    drawn.draw.cache_clear()
    first = data.load("shapes", "train", count=20)
    monkeypatch.setitem(drawn.DRAW, "shapes", None)  # drawing again would fail
    first.images[:] = 0
    first.labels[:] = 0
    again = data.load("shapes", "train", count=20)
    assert again.images.any()
    assert again.labels.any()
    drawn.draw.cache_clear()
