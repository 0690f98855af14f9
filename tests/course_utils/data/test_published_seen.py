"""What a graded kernel may see of a folder with data: training files, and no test set's labels."""

import pytest

from course_utils.data import published

SEEN = (
    "cifar-10-batches-bin/data_batch_3.bin",
    "data_batch_1.bin",
    "mnist/train-images-idx3-ubyte.gz",
    "train-labels-idx1-ubyte",
    "svhn/train_32x32.mat",
    "downloads/train_32x32.mat",
    "tfds/cifar10/3.0.2/cifar10-train.tfrecord-00000-of-00001",
    "tfds/cifar10/3.0.2/dataset_info.json",
    "mnist/3.0.1/label.labels.txt",
    "tfds/cifar10_1/v6/1.0.0/cifar10_1-test.tfrecord-00000-of-00001",
    "cifar10_1/cifar10.1_v6_data.npy",
)
UNSEEN = (
    "cifar-10-batches-bin/test_batch.bin",
    "test_batch.bin",
    "cifar-10-binary.tar.gz",
    "mnist/t10k-labels-idx1-ubyte.gz",
    "svhn/test_32x32.mat",
    "svhn/extra_32x32.mat",
    "tfds/cifar10/3.0.2/cifar10-test.tfrecord-00000-of-00001",
    "tfds/downloads/cs.toronto.edu_kriz_cifar-10-binary.tar.gz",
    "tfds/downloads/extracted/x/cifar-10-batches-py/test_batch",
    "notes.txt",
)


@pytest.fixture
def folder(tmp_path):
    for name in (*SEEN, *UNSEEN):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def test_training_files_are_seen_and_nothing_that_holds_a_test_label(folder):
    found = {path.relative_to(folder).as_posix() for path in published.seen_while_graded(folder)}
    assert found == set(SEEN)


def test_a_folder_that_is_not_there_holds_nothing(tmp_path):
    assert published.seen_while_graded(tmp_path / "missing") == []
