# ---
# jupyter:
#   course:
#     summary: "follow an image from the bytes of a file to a batch"
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # The input: records, distortions, and the shuffle queue
#
# You follow an image from a byte in a file to a number that the network sees. On the way you find
# out which distortions survive standardisation, and what a shorter queue changes.

# %%
from course_utils import environment, settings

print(environment.start_tensorflow())

import tempfile

import numpy as np
import tensorflow as tf

from course_utils import cifar10_input, data as datasets, plots
from course_utils.exercises import check
from course_utils.data import places, published

data = settings.graded_data()
training = datasets.load(data, "train", count=5_000)
images, labels = training.images, training.labels
rng = np.random.default_rng(1)
print(f"Data: the first {len(images):,} training images of {training.source}")

# %% [markdown]
# Here is where you are going: one image, as the network meets it twelve times. No two are alike.

# %% tags=["display"]
chosen = int(np.flatnonzero(labels == 3)[0])  # which image; try others below 100
one = slice(chosen, chosen + 1)
batch, _ = next(
    iter(cifar10_input.distorted_inputs(images[one], labels[one], batch_size=12, seed=1))
)
plots.show(
    plots.image_grid(plots.displayable(batch), [""] * 12, "One image, twelve times", columns=12),
    "A row of twelve small pictures of one object: shifted, mirrored, and in other colours.",
)

# %% [markdown]
# Between the file and the network, the tutorial does this, in this order:
#
# | step | what happens |
# |---|---|
# | read | records of one file after the other, again and again |
# | crop | a square of 24 × 24 pixels, at a drawn place |
# | flip | left and right exchanged, half of the time |
# | brightness | one drawn number added to all values |
# | contrast | differences stretched or shrunk by a drawn factor |
# | standardise | mean 0, standard deviation 1 |
# | shuffle | a queue of 20,000 images, from which batches of 128 are drawn |
#
# You go through them one by one. Here are three images on that way, before and after each step. The
# flip is a draw: not all three are mirrored. Predict: in which step do you lose most of what told
# you the class?

# %% tags=["display"]
way = {"read": images[chosen : chosen + 3]}
way["crop"] = cifar10_input.random_crop(way["read"], seed=(1, 2))
way["flip"] = cifar10_input.random_flip_left_right(way["crop"], seed=(1, 4))
way["brightness"] = cifar10_input.random_brightness(way["flip"], seed=(1, 2))
way["contrast"] = cifar10_input.random_contrast(way["brightness"], seed=(1, 2))
way["standardise"] = plots.displayable(cifar10_input.per_image_standardization(way["contrast"]))
plots.show(
    plots.stages(way, "Three images on their way"),
    "Three rows of six pictures: as read, cropped, some of them mirrored, brighter or darker, with "
    "more or less contrast, and standardised.",
)

# %% [markdown]
# ## What is graded
#
# {{ what is graded }}

# %% [markdown]
# ## A record is a row of bytes
#
# CIFAR-10 comes as files without any header. A file is one **record** after another, and all
# records have the same length:
#
# | bytes | what |
# |---|---|
# | 1 | the label, 0 to 9 |
# | 1,024 | red: 32 rows of 32 pixels, row by row |
# | 1,024 | green, the same way |
# | 1,024 | blue, the same way |
#
# How long is a record, and how long a file of 10,000 records? Work it out, then run the cell.

# %% tags=["display"]
record_bytes = 1 + 3 * 32 * 32
print(f"{record_bytes:,} bytes a record, {10_000 * record_bytes:,} bytes a file")

# %% [markdown]
# That is all there is to check about such a file: its length, and that no label is above 9.
#
# The original tutorial tests its reader on three records that it makes in memory. Each image has
# one colour. Make the same three:

# %% tags=["display"]
made = [(9, (0, 128, 255)), (3, (255, 0, 1)), (0, (254, 255, 0))]
raw = b""
for label, colour in made:
    raw += bytes([label])
    for value in colour:
        raw += bytes([value]) * 1_024
print(f"{len(raw):,} bytes")

# %% [markdown]
# `np.frombuffer` takes bytes as an array. Records of equal length make rows.

# %% tags=["display"]
table = np.frombuffer(raw, np.uint8).reshape(-1, record_bytes)
print("shape of the table:", table.shape)
print("first column:      ", table[:, 0])
print("around the end of red in record 0:", table[0, 1_022:1_028])

# %% [markdown]
# The first column holds the labels 9, 3, 0. Byte 1,024 is the last one of red, byte 1,025 the
# first of green.
#
# Three images of one colour make a weak test. Which mistake in a reader can they never show?
#
# <details><summary>Answer</summary>
#
# Rows and columns exchanged. An image of one colour looks the same when it is mirrored at its
# diagonal. A good test has an image in which every pixel differs.
#
# </details>

# %% [markdown]
# ## From planes to pixels
#
# Now take real pictures. If the official file is on your disk, the cell opens it. If not, it
# writes a file of the same format.

# %% tags=["display"]
official = places.data_directory() / "cifar-10-batches-bin" / "data_batch_1.bin"
found = data == "cifar10" and official.exists()
with tempfile.TemporaryDirectory() as folder:
    path = official if found else f"{folder}/records.bin"
    if not found:
        published.write_records(path, images[:100], labels[:100])
    table = np.fromfile(path, np.uint8, count=100 * record_bytes).reshape(100, record_bytes)
    decoded, decoded_labels = published.read_records(path)
print("100 records", f"of {official.name}" if found else "of a file written for this cell")
print("first column:       ", table[:10, 0])
print("labels, as decoded: ", decoded_labels[:10])

# %% [markdown]
# The bytes of one image come plane by plane. A network wants them pixel by pixel: the shape
# (32, 32, 3). What picture will you see if you reshape the bytes to (32, 32, 3) at once?

# %% tags=["display"]
bytes_of_image = table[chosen, 1:]
planes = bytes_of_image.reshape(3, 32, 32)
gray = np.repeat(planes[..., None], 3, axis=3)  # each plane as a gray picture
at_once = bytes_of_image.reshape(32, 32, 3)
plots.show(
    plots.image_grid(
        np.stack([*gray, decoded[chosen], at_once]),
        ["red", "green", "blue", "decoded", "at once"],
        "Three planes, the image, and its bytes reshaped at once",
        columns=5,
    ),
    "Five pictures: the red, green and blue plane in gray, the image in colour, and a picture of "
    "nine small gray copies of it, in three rows of three.",
)

# %% [markdown]
# Reshaping moves no byte. At once, three neighbours in a row of red become the red, green and blue
# of one pixel, so the picture is nearly gray. A row of the picture takes three rows of a plane, so
# it shows nine small copies. The bytes have to be *reordered*: first say that there are three
# planes, then move that axis to the end.

# %% [markdown]
# ## Exercise 1: another layout
#
# CIFAR-100 has images of the same size, but two labels before each image: a **coarse** one, one of
# 20 groups such as fish, and a **fine** one, one of 100 classes such as trout. So a record has
# 3,074 bytes.
#
# Write `decode_records`. It takes a table of records, uint8 of shape $(N, 3074)$, and returns two
# arrays: the images, uint8 of shape $(N, 32, 32, 3)$, and the *fine* labels, of shape $(N,)$.
#
# To try it in a cell of your own: `decode_records(np.zeros((5, 3074), np.uint8))`.
#
# <details><summary>Hint 1: the parts of a record</summary>
#
# `records[:, 1]` is the second byte of each record. `records[:, 2:]` is everything after it.
#
# </details>
#
# <details><summary>Hint 2: the order of the axes</summary>
#
# Reshape the image bytes to `(-1, 3, 32, 32)`: image, channel, row, column. Then
# `array.transpose(0, 2, 3, 1)` puts the old axis 1 at the end.
#
# </details>


# %% nbgrader={"grade_id": "decode_records_solution", "solution": true}
def decode_records(records):
    """Images and fine labels: uint8 (N, 3074) -> uint8 (N, 32, 32, 3), (N,)."""
    ### BEGIN SOLUTION
    planes = records[:, 2:].reshape(-1, 3, 32, 32)
    return planes.transpose(0, 2, 3, 1), records[:, 1]
    ### END SOLUTION


# %% nbgrader={"grade_id": "decode_records", "grade": true, "points": 2}
check("decode_records", decode_records)

# %% [markdown]
# ## Crop
#
# The tutorial's network does not see 32 × 32 pixels. It sees a square of 24 × 24, cut out at a
# place that is drawn anew each time. An object that moves by a few pixels is the same object, and
# this is how the network learns it.
#
# How many different squares of 24 × 24 does an image of 32 × 32 hold? Count the offsets on one
# axis first: 0 is one of them. And how many versions are there with their mirror images?

# %% tags=["display"]
offsets = 32 - 24 + 1
print(f"{offsets} offsets on each axis, {offsets**2} squares, {2 * offsets**2} with mirror images")
print(f"a square has {24 * 24 / (32 * 32):.0%} of the pixels, so all later work shrinks with it")

# %% tags=["display"]
crops = cifar10_input.random_crop(np.repeat(images[one], 9, axis=0), 24, seed=(1, 2)).numpy()
plots.show(
    plots.image_grid(
        np.concatenate([cifar10_input.center_crop(images[one]), crops]),
        ["centre"] + [""] * 9,
        "The square at the centre, and nine drawn ones",
    ),
    "A row of ten pictures of one object, which is a little to the left, to the right, higher "
    "or lower.",
)

# %% [markdown]
# ## Exercise 2: a window that is no square
#
# Write `random_window`. It takes a batch, uint8 of shape $(N, 32, 32, 3)$. It cuts a window of
# **28 rows and 20 columns** out of each image and returns an array of shape $(N, 28, 20, 3)$.
#
# Draw the two offsets for each image by itself. All windows that are inside the image are equally
# likely. To try it: `random_window(images[:8]).shape`.
#
# <details><summary>Hint 1: how far can it move?</summary>
#
# A window of 28 rows can start at row 0, and the last row that it can start at is 32 − 28. Count
# them as you counted the offsets above. For columns the number is another one.
#
# </details>
#
# <details><summary>Hint 2: how to draw</summary>
#
# `rng` is made in the first cell. `rng.integers(0, 5, size=n)` draws `n` whole numbers from 0 to 4:
# the upper end is not included. Then go through the images, cut out
# `image[top : top + 28, left : left + 20]`, and put all windows into one array with `np.stack`.
#
# </details>


# %% nbgrader={"grade_id": "random_window_solution", "solution": true}
def random_window(images):
    """A window of 28 x 20 at a place of its own from each image: (N, 28, 20, 3)."""
    ### BEGIN SOLUTION
    tops = rng.integers(0, 32 - 28 + 1, size=len(images))
    lefts = rng.integers(0, 32 - 20 + 1, size=len(images))
    return np.stack(
        [
            image[top : top + 28, left : left + 20]
            for image, top, left in zip(images, tops, lefts, strict=True)
        ]
    )
    ### END SOLUTION


# %% nbgrader={"grade_id": "random_window", "grade": true, "points": 3}
check("random_window", random_window)

# %% [markdown]
# ## Flip, brightness, contrast
#
# Three more distortions follow, each drawn for each image:
#
# - **flip**: exchange left and right, with probability one half;
# - **brightness**: add one number from −63 to 63 to all values;
# - **contrast**: draw a factor $f$ from 0.2 to 1.8, and stretch each channel about its own mean
#   $m_c$: $\; x \to (x - m_c) \cdot f + m_c$.
#
# Apply each by hand, at the ends of its range. Values may leave 0 to 255; pictures are cut off, the
# numbers are not.


# %% tags=["display"]
def as_bytes(values):
    """Values as bytes hold them: cut off at 0 and 255, whole numbers."""
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


def contrast(values, factor):
    """The tutorial's contrast of a batch, at a given factor: each channel about its own mean."""
    means = values.mean(axis=(1, 2), keepdims=True)
    return (values - means) * factor + means


# %% [markdown]
# Predict which of the five below change the mean of the image, and which can send values below 0
# or above 255.

# %% tags=["display"]
square = cifar10_input.center_crop(images[one]).astype(np.float32)
distorted = {
    "original": square,
    "flip": square[:, :, ::-1],
    "−63": square - 63,
    "+63": square + 63,
    "f = 0.2": contrast(square, 0.2),
    "f = 1.8": contrast(square, 1.8),
}
plots.show(
    plots.image_grid(
        as_bytes(np.concatenate(list(distorted.values()))),
        list(distorted),
        "One image under each distortion",
        columns=6,
    ),
    "Six pictures of one object: as it is, mirrored, darker, brighter, with hardly any contrast, "
    "and with harsh contrast.",
)
for name, values in distorted.items():
    print(f"{name:9} from {values.min():6.1f} to {values.max():6.1f}, mean {values.mean():6.1f}")

# %% [markdown]
# Contrast leaves the mean alone; brightness leaves the differences alone.
#
# A comment in the original's code says of brightness and contrast: *these operations are not
# commutative*: their order matters. Is that so? What happens to $m_c$ when you add 40 to all
# values? And what if each result has to fit into bytes? Predict, then exchange the order for 1,000
# images, once in floating point and once cut off to bytes after each operation. (One level is one
# step of the scale from 0 to 255.)


# %% tags=["display"]
def rms(difference):
    """Root of the mean square: how far two arrays of numbers are apart, typically."""
    return float(np.sqrt(np.mean(np.square(difference, dtype=np.float64))))


many = cifar10_input.center_crop(images[:1_000]).astype(np.float32)
brighter_first = contrast(many + 40, 1.5)
contrast_first = contrast(many, 1.5) + 40
print(f"floating point:                 {rms(brighter_first - contrast_first):.6f} levels apart")
brighter_first = as_bytes(contrast(as_bytes(many + 40).astype(np.float32), 1.5))
contrast_first = as_bytes(as_bytes(contrast(many, 1.5)) + 40.0)
apart = rms(brighter_first.astype(float) - contrast_first)
print(f"cut off to bytes after each:    {apart:.6f} levels apart")

# %% [markdown]
# In floating point the two commute, but for rounding: the mean moves by 40 together with the
# values. They stop commuting where values are cut off at 0 and 255. The tutorial converts to
# floating point first and cuts nothing off.

# %% [markdown]
# ## Exercise 3: one mean for all colours
#
# The tutorial's contrast keeps the mean of *each channel*. Write a variant that keeps only the mean
# of the *whole image*, over all pixels and all three channels.
#
# `random_gray_contrast` takes a batch of shape $(N, H, W, 3)$, draws a factor $f$ from 0.5 to 1.5
# for each image (evenly; one factor for all of its pixels and channels), and returns
# $(x - m) \cdot f + m$ as floating-point numbers of the same shape. $m$ is the image's own mean.
# Cut nothing off. To try it: `random_gray_contrast(images[:8]).shape`.
#
# <details><summary>Hint 1: the mean</summary>
#
# `contrast` above takes the mean over axes 1 and 2, rows and columns. Which axis is missing?
#
# </details>
#
# <details><summary>Hint 2: the factors</summary>
#
# `rng.uniform(0.5, 1.5, size=(len(images), 1, 1, 1))` draws one number an image. The three axes of
# length 1 stretch over all its rows, columns and channels.
#
# </details>


# %% nbgrader={"grade_id": "random_gray_contrast_solution", "solution": true}
def random_gray_contrast(images):
    """Each image stretched about its mean, by its own factor: (N, H, W, 3) -> float, the same."""
    ### BEGIN SOLUTION
    factors = rng.uniform(0.5, 1.5, size=(len(images), 1, 1, 1))
    means = images.mean(axis=(1, 2, 3), keepdims=True)
    return (images - means) * factors + means
    ### END SOLUTION


# %% nbgrader={"grade_id": "random_gray_contrast", "grade": true, "points": 2}
check("random_gray_contrast", random_gray_contrast)

# %% [markdown]
# ## Standardise
#
# Networks learn best from numbers around 0, of size about 1. The last thing that happens to an
# image is
#
# $$x \to \frac{x - m}{\max(s,\; 1 / \sqrt{n})}$$
#
# Here $m$ is the mean and $s$ the standard deviation of **all** $n$ values of the image: rows,
# columns and channels together. The $\max$ sets a **floor**: nothing smaller ever divides. What is
# it for? Try an image of one colour without it.

# %% tags=["display"]
one_colour = np.full((24, 24, 3), 200.0)
with np.errstate(invalid="ignore"):
    without = (one_colour - one_colour.mean()) / one_colour.std()
print("without the floor:", without[0, 0])
print(
    "the tutorial's:   ", cifar10_input.per_image_standardization(one_colour[None]).numpy()[0, 0, 0]
)

# %% [markdown]
# Zero divided by zero is NaN, and one NaN in a batch ruins every weight of a network.

# %% [markdown]
# ## Exercise 4: one image of any size
#
# Write `standardize`. It takes *one* image, of shape $(H, W, C)$ with any $H$, $W$ and $C$: of
# bytes, of other whole numbers (`int16`), or of `float32`. It returns the standardised image,
# floating point, of the same shape. To try it: `standardize(images[0]).std()`.
#
# <details><summary>Hint 1: which axes?</summary>
#
# None: `image.mean()` and `image.std()` without an axis take all values. `image.size` is $n$, and
# `max(a, b)` is the larger of two numbers.
#
# </details>
#
# <details><summary>Hint 2: bytes</summary>
#
# Bytes cannot hold fractions or values below 0. Convert first: `image.astype(np.float32)`.
#
# </details>


# %% nbgrader={"grade_id": "standardize_solution", "solution": true}
def standardize(image):
    """One image with mean 0 and deviation 1: (H, W, C) -> floating point, the same shape."""
    ### BEGIN SOLUTION
    image = image.astype(np.float32)
    return (image - image.mean()) / max(image.std(), 1 / np.sqrt(image.size))
    ### END SOLUTION


# %% nbgrader={"grade_id": "standardize", "grade": true, "points": 2}
check("standardize", standardize)

# %% [markdown]
# ## What survives standardisation?
#
# Brightness adds a number; standardisation subtracts the mean. Contrast multiplies;
# standardisation divides by the deviation. So does the network see anything of the two? A
# note in later versions of the original says that they *likely* have no effect.
#
# To find out, you need images as the network sees them, and contrast as in exercise 3, but with a
# factor that you choose.


# %% tags=["display"]
def standardized(values):
    """A batch as the network sees it."""
    return cifar10_input.per_image_standardization(values).numpy()


def gray_contrast(values, factor):
    """Contrast about the mean of the whole image, as in exercise 3, at a given factor."""
    means = values.mean(axis=(1, 2, 3), keepdims=True)
    return (values - means) * factor + means


# %% [markdown]
# Five changes follow. Predict for each of them whether the *standardised* image moves:
#
# 1. brightness +63;
# 2. contrast with $f = 0.2$;
# 3. contrast with $f = 1.8$;
# 4. contrast about one mean, as in exercise 3, with $f = 0.5$;
# 5. contrast with $f = 0.2$, of gray images, whose three channels are equal.

# %% tags=["display"]
before = standardized(many)
gray_images = np.repeat(many.mean(axis=3, keepdims=True), 3, axis=3)
moves = {
    "brightness +63": rms(standardized(many + 63) - before),
    "contrast, f = 0.2": rms(standardized(contrast(many, 0.2)) - before),
    "contrast, f = 1.8": rms(standardized(contrast(many, 1.8)) - before),
    "contrast about one mean, f = 0.5": rms(standardized(gray_contrast(many, 0.5)) - before),
    "contrast, f = 0.2, of gray images": rms(
        standardized(contrast(gray_images, 0.2)) - standardized(gray_images)
    ),
}
for name, moved in moves.items():
    print(f"{name:34} moves a standardised value by {moved:.6f} (rms)")

# %% [markdown]
# Brightness is gone **exactly**, but for rounding. The tutorial could leave it out.
#
# Contrast is not. Standardisation takes *one* mean away; contrast keeps *three*. What is between
# them, the colour of the whole image, is not stretched: it weighs more when $f$ is small and less
# when $f$ is large. Where there is one mean only, in your `random_gray_contrast` or in a gray
# image, contrast is cancelled too.

# %% tags=["display"]
factors = np.linspace(0.2, 1.8, 17)
plots.show(
    plots.lines(
        {
            "about each channel's mean (the tutorial)": (
                factors,
                [rms(standardized(contrast(many, f)) - before) for f in factors],
            ),
            "about one mean (exercise 3)": (
                factors,
                [rms(standardized(gray_contrast(many, f)) - before) for f in factors],
            ),
        },
        "How far contrast moves a standardised image",
        "factor f",
        "move of a standardised value (rms)",
    ),
    "Two curves over the factor. The tutorial's contrast falls steeply to 0 at factor 1 and rises "
    "slowly after it; contrast about one mean stays at 0.",
)

# %% [markdown]
# A standardised value has the size 1, so the move at $f = 0.2$ is a large one. What moves is a
# balance: the smaller $f$, the more the colour of the whole picture weighs against what is in it.

# %% tags=["display"]
shown = [standardized(contrast(square, f))[0] for f in (0.2, 0.6, 1.0, 1.4, 1.8)]
plots.show(
    plots.image_grid(
        plots.displayable(np.stack(shown)),
        ["f = 0.2", "f = 0.6", "f = 1.0", "f = 1.4", "f = 1.8"],
        "What the network sees after contrast and standardisation",
        columns=5,
    ),
    "Five pictures of one object. The smaller the factor, the more one colour covers the whole "
    "picture.",
)

# %% [markdown]
# ## The shuffle queue
#
# The tutorial reads its files from front to back, again and again. Between the reader and the
# network is a **queue**. It fills up first. Then, for each image that enters, one leaves: any
# of those inside, drawn at random.
#
# The queue is not cheap. The original asks for at least 40 % of the 50,000 images and says, in its
# own words: *Filling queue with 20000 CIFAR images before starting to train. This will take a few
# minutes.* What waits there are distorted images, four bytes a value. How much memory do they take?

# %% tags=["display"]
print(f"{20_000 * 24 * 24 * 3 * 4 / 1e6:.0f} MB")

# %% [markdown]
# ## Exercise 5: a queue
#
# Write the class `ShuffleQueue`.
#
# - `ShuffleQueue(capacity)` makes an empty queue.
# - `queue.exchange(item, place)` hands it an item. While it holds fewer items than its capacity, it
#   appends the item and returns `None`; the place does not matter. Once it is full, it returns the
#   item at `place`, a number from 0 to `capacity - 1`, and puts the new one in that very place.
#
# The caller draws the place, so your queue has no random numbers in it. With
# `queue = ShuffleQueue(2)`, these calls in turn return:
#
# | call | returns | the queue then holds |
# |---|---|---|
# | `queue.exchange("a", 1)` | `None` | a |
# | `queue.exchange("b", 0)` | `None` | a, b |
# | `queue.exchange("c", 0)` | `"a"` | c, b |
# | `queue.exchange("d", 1)` | `"b"` | c, d |
#
# <details><summary>Hint 1: what to remember</summary>
#
# Two things, made in `__init__`: `self.capacity`, and a list `self.items` that starts empty.
#
# </details>
#
# <details><summary>Hint 2: an exchange</summary>
#
# Take the old item out into a variable, write the new one to `self.items[place]`, return the
# variable. In the other order the old item is lost.
#
# </details>


# %% nbgrader={"grade_id": "ShuffleQueue_solution", "solution": true}
class ShuffleQueue:
    """Holds items; when it is full, gives one for each that it takes."""

    def __init__(self, capacity):
        """An empty queue that will hold so many items."""
        ### BEGIN SOLUTION
        self.capacity = capacity
        self.items = []
        ### END SOLUTION

    def exchange(self, item, place):
        """The item at this place, whose place the new one takes; None while the queue fills."""
        ### BEGIN SOLUTION
        if len(self.items) < self.capacity:
            self.items.append(item)
            return None
        leaving = self.items[place]
        self.items[place] = item
        return leaving
        ### END SOLUTION


# %% nbgrader={"grade_id": "ShuffleQueue", "grade": true, "points": 2}
check("ShuffleQueue", ShuffleQueue)

# %% [markdown]
# ## How well does it shuffle?
#
# `tf.data.Dataset.shuffle` is such a queue. Number the records of a file 0, 1, 2, …, send them
# through queues of four sizes, and note at which step each one comes out.
#
# Predict the picture for a queue of size 1, and for one as long as the file.


# %% tags=["display"]
def positions(file_length, queue_size, steps):
    """Which record leaves the queue at each step; the file is read again and again."""
    stream = tf.data.Dataset.range(file_length).repeat().shuffle(queue_size, seed=1)
    return next(iter(stream.batch(steps))).numpy()


file_length = len(labels)
queue_sizes = (1, file_length // 10, cifar10_input.queue_size(file_length), file_length)
plots.show(
    plots.scatter_panels(
        {
            f"queue of {size:,}": (
                np.arange(0, file_length, 2),
                positions(file_length, size, file_length)[::2],
            )
            for size in queue_sizes
        },
        "Where in the file is the record that leaves the queue?",
        "step",
        "position in the file",
    ),
    "Four clouds of points. Size 1: a thin diagonal. Larger queues: a band below an edge that "
    "starts at the queue's size, ever wider. As long as the file: points everywhere.",
)

# %% [markdown]
# At step $t$ the reader has come to record $t + k$, if the queue has size $k$: this is the upper
# edge. No record can leave before it was read. It may stay for very long, though: points are below
# the diagonal, all the way down.
#
# Look at the lower right corners, too. Once the reader is through the file, it starts again at
# record 0, while records of the first round still wait. **There are no epoch
# boundaries**: the records repeat *before* they are shuffled.
#
# So, after as many steps as the file has records, has the network seen each of them once?

# %% tags=["display"]
for size in queue_sizes:
    seen = len(np.unique(positions(file_length, size, file_length)))
    print(f"queue of {size:5,}: {seen / file_length:6.1%} of all records seen in one round")

# %% [markdown]
# Only with a queue of one, which shuffles nothing. With any other, some records wait for the second
# round, and some came twice. Over a long training this evens out. The gain is a stream that never
# stops to be refilled.

# %% [markdown]
# ## A file that is sorted
#
# The order of the records in the file matters now. Sort the file by class, all of the first class
# in front. How many classes are in the first batch of 128, if the queue holds 40 % of the file?

# %% tags=["display"]
classes = datasets.CLASS_NAMES[data]
by_class = np.sort(labels)
counts = np.stack(
    [
        np.bincount(by_class[positions(file_length, size, 128)], minlength=len(classes))
        for size in queue_sizes
    ]
)
plots.show(
    plots.counts_table(
        counts,
        [f"{size:,}" for size in queue_sizes],
        classes,
        "The first batch of 128, from a file sorted by class",
        "class",
        "size of the queue",
    ),
    "A table of four queue sizes and ten classes. Size 1: all 128 images are of the first class. "
    "Size 40 percent: four or five classes occur. As long as the file: all ten.",
)

# %% [markdown]
# Even the tutorial's queue shows the network only the classes at the front of such a file. A queue
# mixes neighbours; it does not repair an order. CIFAR-10's files are stored in random order, so
# there is less to repair.

# %% [markdown]
# ## The tutorial's third exercise: a shorter queue
#
# The tutorial asks its readers to make the queue shorter, so that training starts sooner. Sooner:
# measured how? Seconds depend on the machine, the disk and the hour. Count the **records** that are
# read before the first batch comes.
#
# The cell sends records through your `ShuffleQueue` until a batch of 128 has come out. If the queue
# holds 20,000, how many records go in? Predict the number exactly. (Until your queue works, the
# cell says so.)


# %% tags=["display"]
def records_before(batch_size, queue_size):
    """How many records go into your queue before a batch has come out; 0 if none ever does."""
    queue, batch = ShuffleQueue(queue_size), []
    for record in range(queue_size + 2 * batch_size):
        leaving = queue.exchange(record, int(rng.integers(queue_size)))
        if leaving is not None:
            batch.append(leaving)
        if len(batch) == batch_size:
            return record + 1
    return 0


for queue_size in (20_000, 2_000, 200):
    read = records_before(128, queue_size)
    print(
        f"a queue of {queue_size:6,}: the first batch comes after {read:,} records"
        if read
        else f"a queue of {queue_size:6,}: nothing has come out of your ShuffleQueue yet"
    )

# %% [markdown]
# The queue fills; then each image of the batch leaves in exchange for one more record. So it is the
# queue's size plus the size of a batch, and a tenth of the queue brings the first batch almost ten
# times as soon.

# %% [markdown]
# ## The trap
#
# In the original, the queue's size is computed from the number of images in an epoch:
#
# $$\mathtt{queue} = \mathrm{int}(50{,}000 \cdot 0.4) = 20{,}000$$
#
# Two numbers can be made smaller: the fraction 0.4, or the 50,000. Does it matter which? The
# learning rate falls after every 350 epochs, and an epoch is counted in the same 50,000:
#
# $$\mathtt{decay\_steps} = \mathrm{int}(50{,}000 / 128 \cdot 350) = 136{,}718$$
#
# What happens to the learning rate if you write 5,000 for 50,000?


# %% tags=["display"]
def learning_rate(step, examples_per_epoch):
    """The tutorial's learning rate: a tenth after every 350 epochs of 128 images a step."""
    return 0.1 * 0.1 ** (step // int(examples_per_epoch / 128 * 350))


step = np.arange(0, 100_001, 50)
plots.show(
    plots.lines(
        {
            "50,000 images an epoch": (step, learning_rate(step, 50_000)),
            "5,000, to shorten the queue": (step, learning_rate(step, 5_000)),
        },
        "The queue that changes the learning rate",
        "step",
        "learning rate",
        yscale="log",
    ),
    "Two curves over 100,000 steps. One stays at 0.1. The other falls to a tenth at every 13,671 "
    "steps, seven times.",
)
print(f"decay_steps: {int(50_000 / 128 * 350):,} and {int(5_000 / 128 * 350):,}")

# %% [markdown]
# The tutorial's network reached its 86 % after 100,000 steps, before the learning rate fell for the
# first time. With the smaller epoch it would have fallen seven times by then. You meant to change
# how soon training starts, and changed all of it. Change **one** thing: the fraction.

# %% [markdown]
# ## Exercise 6: shorter, and nothing else
#
# Write `shorter_queue(examples_per_epoch, fraction, batch_size, times)`. It describes an input
# whose queue is to be `times` times shorter than `int(examples_per_epoch * fraction)`. Return two
# whole numbers:
#
# 1. the records that are read before the first batch comes. The queue holds
#    `examples_per_epoch * fraction / times` images, rounded down once, at the end;
# 2. the `decay_steps` of the learning rate, which stay what they were: 350 epochs in steps, rounded
#    down once, at the end.
#
# <details><summary>Hint 1: the tutorial's own numbers</summary>
#
# `shorter_queue(50_000, 0.4, 128, 1)` should return `(20128, 136718)`, and with 10 for the last
# argument `(2128, 136718)`.
#
# </details>
#
# <details><summary>Hint 2: rounding</summary>
#
# `int(...)` rounds down. `examples_per_epoch // batch_size * 350` is too small: it rounds before it
# multiplies.
#
# </details>


# %% nbgrader={"grade_id": "shorter_queue_solution", "solution": true}
def shorter_queue(examples_per_epoch, fraction, batch_size, times):
    """Records read before the first batch of a queue that is shorter, and the decay steps."""
    ### BEGIN SOLUTION
    records = int(examples_per_epoch * fraction / times) + batch_size
    return records, int(examples_per_epoch / batch_size * 350)
    ### END SOLUTION


# %% nbgrader={"grade_id": "shorter_queue", "grade": true, "points": 2}
check("shorter_queue", shorter_queue)

# %% [markdown]
# In this course the fraction is an argument of its own, and the learning rate is elsewhere:
# `cifar10_input.distorted_inputs(..., min_fraction_in_queue=0.04)`. It also shuffles first and
# distorts afterwards: its queue holds *numbers* of images and fills in no time.

# %% tags=["display"]
for fraction in (0.4, 0.04):
    batches = cifar10_input.distorted_inputs(images, labels, seed=1, min_fraction_in_queue=fraction)
    batch, batch_labels = next(iter(batches))
    print(
        f"fraction {fraction:4}: a queue of "
        f"{cifar10_input.queue_size(len(images), fraction):5,} images, "
        f"batches {tuple(batch.shape)}, mean {np.mean(batch):.3f}, deviation {np.std(batch):.3f}"
    )

# %% [markdown]
# ## The input for evaluation
#
# To judge a network you want the same images each time: no drawing, no flips. The tutorial takes
# the square at the centre, standardises it, and that is all: `cifar10_input.inputs`. Each image
# comes once and in order, so the last batch may be smaller. How many images are in the last one, if
# 5,000 come in batches of 128?

# %% tags=["display"]
sizes = [len(batch_labels) for _, batch_labels in cifar10_input.inputs(images, labels)]
print(f"{len(sizes)} batches, the last one of {sizes[-1]}, {sum(sizes):,} images in all")

# %% [markdown]
# The original is less exact. Its queue has no end, so it cannot give a smaller last batch. It takes
# as many full batches as cover 10,000 test images. How many images is that?

# %% tags=["display"]
full_batches = int(np.ceil(10_000 / 128))
taken = full_batches * 128
print(f"{full_batches} batches of 128 are {taken:,} images: {taken - 10_000} come twice")
right = 8_600
for again in (0, taken - 10_000):
    print(f"{right:,} right, {again:3} of those that come twice: {(right + again) / taken:.4f}")

# %% [markdown]
# The original divides by 10,112. A network that has 8,600 of 10,000 images right (0.86) could score
# anything between these two numbers, depending on which images come twice. Most of the time the
# error is small. It is also needless: this course counts each image once.

# %% [markdown]
# ## Hand in
#
# Save this notebook (**Ctrl+S**), then run the next cell and upload the zip that it makes.

# %% tags=["display"]
from course_utils import submit

submit.hand_in("03_inputs")

# %% [markdown]
# ## What you have seen
#
# - A record is a row of bytes, plane by plane. Reshaping alone never reorders them.
# - Crops and flips make many images out of one, if each image gets a draw of its own.
# - Standardisation cancels brightness exactly, and contrast only where there is one mean.
# - A queue of size $k$ mixes records that are about $k$ apart. It has no epoch boundaries, and it
#   does not repair a sorted file.
# - A shorter queue brings the first batch sooner, counted in records. Shorten the fraction, not the
#   epoch: the learning rate counts epochs, too.
# - Points in this notebook: {{ points }}.
