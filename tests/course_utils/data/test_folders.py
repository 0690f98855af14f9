"""A folder of pictures as people bring it: any size and kind, with broken files among them."""

import numpy as np
import pytest
from PIL import Image

from course_utils.data import folders
from course_utils.data.places import DataError

pytestmark = pytest.mark.fast


def save(path, size=(6, 4), mode="RGB", colour=None, **options):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new(mode, size, colour).save(path, **options)


@pytest.fixture
def root(tmp_path):
    save(tmp_path / "cat" / "a.png", (6, 4), "RGB", (255, 0, 0))
    save(tmp_path / "cat" / "day one" / "b.JPG", (8, 12), "L", 100)
    save(tmp_path / "dog" / "c.gif", (5, 5), "P", 3)
    save(tmp_path / "dog" / "d.png", (4, 4), "RGBA", (0, 0, 255, 0))
    return tmp_path


def test_pictures_of_all_kinds_come_as_rgb_in_their_own_sizes(root):
    folder = folders.load(root)
    assert folder.names == ("cat/a.png", "cat/day one/b.JPG", "dog/c.gif", "dog/d.png")
    assert [image.shape for image in folder.images] == [
        (4, 6, 3),
        (12, 8, 3),
        (5, 5, 3),
        (4, 4, 3),
    ]
    assert {image.dtype for image in folder.images} == {np.dtype(np.uint8)}
    assert folder.labels.tolist() == [0, 0, 1, 1]
    assert folder.classes == ("cat", "dog")
    assert folder.skipped == ()
    assert "4 pictures" in folder.source


def test_what_is_transparent_becomes_white(root):
    assert (folders.load(root).images[3] == 255).all()


def test_sixteen_bits_keep_their_upper_eight(tmp_path):
    (tmp_path / "x").mkdir()
    Image.fromarray(np.full((3, 3), 200 * 256 + 7, np.uint16)).save(tmp_path / "x" / "deep.png")
    assert (folders.load(tmp_path).images[0] == 200).all()


def test_a_picture_that_a_camera_stored_on_its_side_is_turned(tmp_path):
    side = Image.Exif()
    side[0x0112] = 6  # turn by 90 degrees
    save(tmp_path / "x" / "side.jpg", (9, 5), exif=side)
    assert folders.load(tmp_path).images[0].shape == (9, 5, 3)


def test_a_size_makes_one_array(root):
    folder = folders.load(root, 16, "letterbox")
    assert folder.images.shape == (4, 16, 16, 3)
    assert folder.images.dtype == np.uint8
    assert "letterbox to 16×16" in folder.source


def test_what_cannot_be_used_is_named_and_the_rest_is_loaded(root):
    (root / "cat" / "cut.png").write_bytes((root / "cat" / "a.png").read_bytes()[:40])
    (root / "cat" / "notes.txt").write_text("on Sunday")
    (root / "cat" / ".DS_Store").write_bytes(b"\0")
    (root / ".git").mkdir()
    (root / "empty").mkdir()
    save(root / "stray.png")
    folder = folders.load(root)
    assert len(folder.images) == 4
    assert folder.classes == ("cat", "dog")
    said = " ".join(folder.skipped)
    assert len(folder.skipped) == 4
    for words in (
        "cat/cut.png was left out: it is damaged",
        "cat/notes.txt was left out: it is no picture",
        "stray.png is beside the class folders",
        "The class empty was left out",
    ):
        assert words in said


def test_a_picture_that_is_far_too_large_is_left_out(root, monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 50)
    folder = folders.load(root)
    assert len(folder.images) == 3
    assert "cat/day one/b.JPG was left out: it is far too large" in folder.skipped[0]


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda path: None, "does not exist"),
        (lambda path: path.write_text(""), "is a file"),
        (lambda path: path.mkdir(), "no picture"),
    ],
)
def test_a_folder_without_pictures_is_told(tmp_path, make, says):
    make(tmp_path / "mine")
    with pytest.raises(DataError, match=says):
        folders.load(tmp_path / "mine")


# Sizes


def test_the_three_rules():
    wide = np.zeros((10, 30, 3), np.uint8)
    wide[:, 10:20] = 200
    squash, crop, letterbox = (folders.resized(wide, 12, rule) for rule in folders.RULES)
    assert {one.shape for one in (squash, crop, letterbox)} == {(12, 12, 3)}
    assert squash[:, 0].max() == 0
    assert squash[0, 6, 0] == 200
    assert crop.min() > 150  # the edges are means with what was cut off
    assert letterbox[0].max() == 0
    assert letterbox[6, 6, 0] == 200


def test_an_unknown_rule_is_answered_with_the_rules():
    with pytest.raises(ValueError, match="squash"):
        folders.resized(np.zeros((4, 4, 3), np.uint8), 8, "stretch")


# Splits


NAMES = tuple(f"cat/scene_{number // 4:03d}_{number % 4}.png" for number in range(2_000))


def test_a_name_stays_on_its_side_when_pictures_are_added():
    chosen = folders.validation(NAMES, 0.2)
    assert np.array_equal(folders.validation(NAMES[:700], 0.2), chosen[:700])
    assert 0.17 < chosen.mean() < 0.23


def test_a_group_goes_to_one_side_as_a_whole():
    chosen = folders.validation(NAMES, 0.2, group=lambda name: name.rpartition("_")[0])
    by_scene = chosen.reshape(-1, 4)
    assert (by_scene == by_scene[:, :1]).all()
    assert 0.1 < chosen.mean() < 0.3


def test_no_share_and_the_whole_share():
    assert not folders.validation(NAMES, 0.0).any()
    assert folders.validation(NAMES, 1.0).all()


# The drawn folder


def test_the_drawn_folder_has_scenes_of_four_and_what_lies_around(tmp_path):
    folder = folders.load(folders.draw_scenes(tmp_path / "drawn", scenes=8))
    assert len(folder.images) == 32
    assert np.bincount(folder.labels).tolist() == [8] * 4
    assert len({image.shape for image in folder.images}) > 4
    assert len(folder.skipped) == 3
    again = folders.load(folders.draw_scenes(tmp_path / "again", scenes=8))
    assert all(
        np.array_equal(one, two) for one, two in zip(folder.images, again.images, strict=True)
    )
