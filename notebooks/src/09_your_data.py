# ---
# jupyter:
#   course:
#     summary: "train on house numbers and on a folder of your own pictures"
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
# # Your data
#
# You read a data set that was made for another program, train on its house numbers, and meet the
# distortion that ruins it. Then you build a network that takes images of every size, and bring a
# folder of pictures, split so that the result is honest.

# %%
from course_utils import environment, settings

print(environment.start_tensorflow())

from pathlib import Path

import keras
import numpy as np
from scipy import io

from course_utils import cifar10_input, data as datasets, evaluation, exercises, models, plots
from course_utils import training
from course_utils.exercises import check
from course_utils.data import folders, published
from course_utils.errors import CourseError
from course_utils.models import reports

budget = settings.budget()
data = settings.graded_data(*exercises.choices("09_your_data"))
seed = 1  # of everything random below
train_images, visible_images = datasets.visible_split(data, budget.images)
labels, classes = visible_images.labels, datasets.CLASS_NAMES[data]
print(f"Budget: {budget.name}, at most {budget.train_seconds:.0f} seconds a training.")
print(f"Data: {train_images.source}")
print(f"{len(train_images.images):,} images to train on, {len(visible_images.images):,} visible")

# %% tags=["display"]
plots.show(
    plots.image_grid(
        train_images.images[:20],
        [classes[label] for label in train_images.labels[:20]],
        f"Twenty training images of {data}",
    ),
    "Two rows of ten small colour pictures of house numbers; the digit in the middle is named "
    "above each, and often the edge of a neighbour shows beside it.",
)

# %% [markdown]
# The tutorial's sixth exercise is SVHN, the Street View House Numbers: the digit in the middle of
# a small colour photograph, often with neighbours at its sides. `numbers` stands in for it where
# nothing was downloaded: pictures drawn by a program after its model. `COURSE_DATA=svhn` takes the
# photographs, and downloads about 180 MB on first use.
#
# ## What is graded
#
# {{ what is graded }}
#
# ## A file from another program
#
# SVHN comes as MATLAB's `.mat` files. The next cell writes 300 of the images above in the layout
# of `train_32x32.mat`, to have a small one, and opens it. Look at the shapes before you read on:
# which axis counts the images? And which label is missing?

# %% tags=["display"]
published.write_mat("09_small.mat", train_images.images[:300], train_images.labels[:300])
stored = io.loadmat("09_small.mat")
X, y = stored["X"], stored["y"]
print("X:", X.dtype, X.shape)
print("y:", y.dtype, y.shape, "labels:", np.unique(y))

# %% [markdown]
# The number of the image comes **last**: `X[:, :, :, 0]` is the first image. TensorFlow wants it
# first, $(N, 32, 32, 3)$. There is no label 0, but a label 10: MATLAB counts from 1, so the digit
# 0 became class 10.
#
# Both `reshape` and `transpose` give you the shape $(N, 32, 32, 3)$. Predict: do they give the same
# images?

# %% tags=["display"]
shape = (X.shape[3], *X.shape[:3])
four = np.concatenate([X.reshape(shape)[:4], X.transpose(3, 0, 1, 2)[:4]])
figure = plots.image_grid(
    four, ["reshape"] * 4 + ["transpose"] * 4, "The same array, twice in the right shape", columns=4
)
plots.show(figure, "Above four squares of coloured noise, below four pictures of house numbers.")
print("the shapes are equal:", X.reshape(shape).shape == X.transpose(3, 0, 1, 2).shape)
print("the arrays are equal:", np.array_equal(X.reshape(shape), X.transpose(3, 0, 1, 2)))

# %% [markdown]
# `reshape` deals the numbers out anew in the order of the last axis, so each "image" above holds
# a few numbers of each of the 300. A network trains on such noise without complaint. **Look at your
# images** after every step that touches their axes.
#
# ## Exercise 1: decode such a file
#
# Write `decode_mat`. It takes `X`, uint8 of shape $(H, W, C, N)$; `y`, of shape $(N, 1)$, with
# labels from 1 to `classes`; and the whole number `classes`. It returns two arrays:
#
# - the images, uint8 of shape $(N, H, W, C)$;
# - the labels, whole numbers of shape $(N,)$: those of the file, but 0 where the file says
#   `classes`. In SVHN `classes` is 10; the check draws others.
#
# <details><summary>Hint 1: the images</summary>
#
# `np.moveaxis(X, 3, 0)` moves one axis and keeps the order of the others. `X.transpose` takes the
# new order of all four.
#
# </details>
#
# <details><summary>Hint 2: the labels</summary>
#
# `y[:, 0]` drops the second axis. Then replace one value: with `np.where`, or with a remainder.
#
# </details>


# %% nbgrader={"grade_id": "decode_mat_solution", "solution": true}
def decode_mat(X, y, classes):
    """(H, W, C, N) and (N, 1), labels 1..classes -> (N, H, W, C) and (N,), labels 0..classes-1."""
    ### BEGIN SOLUTION
    return np.moveaxis(X, 3, 0), y[:, 0] % classes
    ### END SOLUTION


# %% nbgrader={"grade_id": "decode_mat", "grade": true, "points": 2}
check("decode_mat", decode_mat)

# %% [markdown]
# From here on, `published.read_mat` does this and looks for damage as well.
#
# ## The distortion that ruins it
#
# The tutorial mirrors half of its training images: a mirrored car is a car. Is a mirrored digit
# still that digit? Look at some.

# %% tags=["display"]
chosen = [np.flatnonzero(train_images.labels == digit)[0] for digit in (0, 2, 3, 5, 7)]
as_taken_and_mirrored = np.concatenate(
    [train_images.images[chosen], train_images.images[chosen][:, :, ::-1]]
)
names = [classes[label] for label in train_images.labels[chosen]]
plots.show(
    plots.image_grid(
        as_taken_and_mirrored,
        [*names, *(f"{name} mirrored" for name in names)],
        "Mirrored digits",
        5,
    ),
    "Five house numbers above, the same five mirrored below: a mirrored 2 resembles a 5.",
)

# %% [markdown]
# You could argue either way. Mirroring gives twice as many images. But a network that has to call a
# mirrored 2 a "2" must not look at what makes a 5 a 5.
#
# So measure. The next cell trains the same small network twice, from the same first weights, on the
# same images in the same order: once as they are, once with half of them mirrored. Predict: which
# one will be better on the visible images, which nobody mirrors, and on which digits?
#
# Both trainings together take about 10 seconds in the *quick* budget and a minute in *laptop*.


# %% tags=["display"]
coin = np.random.default_rng(seed)


def mirror_half(images):
    """Mirror each image with probability one half: uint8 (N, H, W, C) -> the same shape."""
    mirrored = coin.random(len(images)) < 0.5
    return np.where(mirrored[:, None, None, None], images[:, :, ::-1], images)


def as_they_are(images):
    """No distortion."""
    return images


# %% [markdown]
# And this is how all networks of this notebook are trained.

# %%
usual_batch = 64 if budget.name == "quick" else 128


def adam(steps):
    """Adam; its learning rate climbs for a tenth of the steps, then falls to zero."""
    schedule = keras.optimizers.schedules.CosineDecay(
        0.0, steps, warmup_target=0.003, warmup_steps=steps // 10
    )
    return keras.optimizers.Adam(schedule)


def train(network, distort, steps, run_dir, images=train_images, batch_size=usual_batch):
    """Train a network on images, distorted by a function, and leave a run in a folder."""
    return training.fit(
        network,
        cifar10_input.distorted_inputs(
            images.images, images.labels, batch_size, image_size=32, distort=distort, seed=seed
        ),
        max_steps=steps,
        max_seconds=budget.train_seconds,
        optimizer=adam(steps),
        run_dir=run_dir,
        data=data,
        data_source=images.source,
        images=len(images.images),
        batch_size=batch_size,
        averages=False,
        seed=seed,
        dtype="auto",
    )


# %% tags=["display"]
few_steps = {"quick": 100, "laptop": 300, "full": 1_000}[budget.name]
compared = {}
for name, distortion in (("plain", as_they_are), ("mirrored", mirror_half)):
    training.seed_everything(seed)
    compared[name] = models.any_size_cnn()
    train(compared[name], distortion, few_steps, f"09_{name}.run")

# %% tags=["display"]
right = {
    name: evaluation.scores(network, visible_images.images).argmax(axis=1) == labels
    for name, network in compared.items()
}
alike = np.isin(labels, (2, 5))
for name, hits in right.items():
    print(
        f"{name + ':':10} precision @ 1 = {hits.mean():.3f}; "
        f"on 2 and 5 {hits[alike].mean():.3f}, on the others {hits[~alike].mean():.3f}"
    )
gained = np.sum(right["plain"] & ~right["mirrored"])
lost = np.sum(~right["plain"] & right["mirrored"])
n = len(labels)
error = np.sqrt(gained + lost - (gained - lost) ** 2 / n) / n
print(f"right without mirroring only: {gained} images; right with mirroring only: {lost}")
print(
    f"difference: {100 * (gained - lost) / n:.1f} ± {100 * error:.1f} points (one standard error)"
)

# %% tags=["display"]
by_digit = {
    f"{digit} {name}": 100 * right[name][labels == digit].mean()
    for digit in (2, 5, 0, 8)
    for name in right
}
plots.show(
    plots.bars(by_digit, "Right answers on some digits", "precision @ 1 in percent"),
    "Pairs of bars, without and with mirroring, for the digits 2, 5, 0 and 8.",
)

# %% [markdown]
# Both networks saw the same visible images, so the difference is **paired**: only images on which
# they disagree count, and its standard error is smaller than that of two separate accuracies.
# Mirroring costs points. A distortion is a claim about your data, "this does not change the class".
# For house numbers the claim is false, so the flips must go. Shifts by a pixel or two are true.
#
# ## A network for any size
#
# Soon you will bring pictures of your own, and they will not have 32 × 32 pixels. Take the LeNet of
# report D, built for 32 × 32, and hand it images of 48 × 48. Predict what happens.

# %% tags=["display"]
lenet = reports.VARIANTS["D LeNet"].build((32, 32, 3))
try:
    lenet(np.zeros((1, 48, 48, 3), np.float32))
except ValueError as problem:
    print(str(problem).splitlines()[-1])

# %% [markdown]
# Its convolutions would not mind: a kernel slides over any image. But `Flatten` hands $5 · 5 · 16 =
# 400$ numbers to the first fully connected layer, which has a weight for each. A larger image would
# need more weights.
#
# The way out: average what the last convolution found over **all positions**, however many there
# are. 128 channels give 128 numbers, whatever the size. `models.any_size_cnn`, which you trained
# above, does this. Its input shape has `None` where sizes are open:

# %% tags=["display"]
print("input shape:", compared["plain"].input_shape)
for size in (24, 32, 40, 48):
    resized = np.stack([folders.resized(image, size) for image in visible_images.images[:1_000]])
    scores = evaluation.scores(compared["plain"], resized)
    precision = evaluation.precision_at_1(scores, labels[:1_000])
    print(f"{size} × {size}: scores {scores.shape}, precision @ 1 = {precision:.3f}")

# %% [markdown]
# The same weights answer at every size. They do not answer equally well: the network has learnt
# digits of one size, and strokes of one width, and at 48 × 48 both are half as large again. "Takes
# any size" is no promise of "works at any size". Train on the sizes that you will meet.
#
# ## Exercise 2: any_size_network
#
# Write `any_size_network`. It takes a number of channels and of classes, and returns a Keras model
# from images $(N, H, W, \text{channels})$ of **any** $H$ and $W$ to logits $(N, \text{classes})$.
# The layers, with these names:
#
# | layer | name |
# |---|---|
# | convolution 3 × 3, 6 filters, SAME, tanh | `conv1` |
# | average of 2 × 2, VALID | |
# | convolution 3 × 3, 12 filters, SAME, tanh | `conv2` |
# | mean over all positions | |
# | one output for each class, linear | `softmax_linear` |
#
# The check puts its own values into the weights, and calls the same model with images of two sizes.
#
# <details><summary>Hint 1: an open size</summary>
#
# `keras.Input((None, None, channels))`
#
# </details>
#
# <details><summary>Hint 2: the mean over all positions</summary>
#
# `keras.layers.GlobalAveragePooling2D()` turns $(N, h, w, 12)$ into $(N, 12)$. It takes the place
# of `Flatten`.
#
# </details>


# %% nbgrader={"grade_id": "any_size_network_solution", "solution": true}
def any_size_network(channels, classes):
    """A network for images of any size: float32 (N, H, W, channels) -> logits (N, classes)."""
    ### BEGIN SOLUTION
    images = keras.Input((None, None, channels))
    x = keras.layers.Conv2D(6, 3, padding="same", activation="tanh", name="conv1")(images)
    x = keras.layers.AveragePooling2D(2)(x)
    x = keras.layers.Conv2D(12, 3, padding="same", activation="tanh", name="conv2")(x)
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(images, keras.layers.Dense(classes, name="softmax_linear")(x))
    ### END SOLUTION


# %% nbgrader={"grade_id": "any_size_network", "grade": true, "points": 2}
check("any_size_network", any_size_network)

# %% [markdown]
# ## Exercise 3: your network for house numbers
#
# Write `inference`: a Keras model from standardised images $(N, 32, 32, 3)$ to logits $(N, 10)$,
# without a softmax. And write `distort`, which makes new training images out of a batch. What you
# learnt in `08_your_variant` helps here, but for one distortion.
#
# Until you write `inference`, softmax regression stands in, so that every cell below runs.
#
# <details><summary>Hint 1: a network to begin with</summary>
#
# Three or four times: convolution 3 × 3 without bias, batch normalisation
# (`keras.layers.BatchNormalization(momentum=0.9)`), ReLU, maximum of 2 × 2. Begin with 16 filters
# and double them each time. Then the mean over all positions, and 10 outputs.
#
# </details>
#
# <details><summary>Hint 2: a distortion that is true</summary>
#
# Your `random_shift` of `08_your_variant`. Or do it to whole batches: draw two offsets from -2 to
# 2 and use `np.roll(images, offsets, axis=(1, 2))`.
#
# </details>

# %% tags=["display"]
try:
    print(exercises.points_rule("numbers_accuracy", data))
except CourseError as problem:  # `numbers` is measured; `svhn` is left to your instructor
    print(problem)


# %% nbgrader={"grade_id": "numbers_network_solution", "solution": true}
rng = np.random.default_rng(seed)


def inference():
    """Your network: standardised images (N, 32, 32, 3) -> logits (N, 10)."""
    ### BEGIN SOLUTION
    images = x = keras.Input((32, 32, 3))
    for filters in (16, 32, 64, 128):
        x = keras.layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
        x = keras.layers.BatchNormalization(momentum=0.9)(x)
        x = keras.layers.ReLU()(x)
        x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(images, keras.layers.Dense(10)(x))
    ### END SOLUTION


def distort(images):
    """New training images out of old ones: uint8 (N, 32, 32, 3) -> the same shape."""
    ### BEGIN SOLUTION
    images = np.roll(images, rng.integers(-1, 2, 2), axis=(1, 2))
    ### END SOLUTION
    return images


# %% [markdown]
# The next cell trains: about 10 seconds in *quick* and a minute in *laptop*. It saves the run in
# `09_your_data.run`, which you hand in with this notebook; nothing is trained while grading. If you
# change the network, delete that folder and train again.

# %%
max_steps = {"quick": 100, "laptop": 500, "full": 4_000}[budget.name]
training.seed_everything(seed)
network, run_dir = inference(), "09_your_data.run"
if network is None:  # not written yet
    network, run_dir = models.softmax_regression(), "09_stand_in.run"
print(f"{network.count_params():,} parameters, output shape {network.output_shape}")
run = train(network, distort, max_steps, run_dir)

# %% tags=["display"]
plots.show(
    plots.learning_curves({"your network": run.losses}, "Training loss of your network"),
    "A falling curve: total loss against training steps, noisy values and their running mean.",
)


# %%
def predict(images):
    """Scores of images: uint8 (N, 32, 32, 3) -> float (N, 10)."""
    return evaluation.scores(network, images)


# %% tags=["display"]
scores = predict(visible_images.images)
precision = evaluation.precision_at_1(scores, labels)
low, high = evaluation.wilson_interval(round(precision * len(scores)), len(scores))
print(f"precision @ 1 = {precision:.3f} on {len(scores):,} visible images")
print(f"95 % interval: {100 * low:.1f} to {100 * high:.1f} %")
plots.show(
    plots.confusion_matrix(scores.argmax(axis=1), labels, classes, "What is taken for what"),
    "A table of ten true digits against ten predicted ones; the diagonal holds the right ones.",
)

# %% [markdown]
# The check of this exercise comes last in this notebook, right before you hand in. The grader
# asks it about images that nobody has seen, and from then on it shows nothing that a notebook
# writes, so that nobody can take those images home.

# %% [markdown]
# ## A folder of pictures
#
# Most people's data are no arrays but files: one folder for each class. The next cell draws such a
# folder, `09_pictures`, as somebody with a camera would bring it. Set `own_folder` to a path of
# your own, in quotes, and the rest of this notebook works on that. Nothing of it is graded.

# %% tags=["display"]
own_folder = None  # such as "/home/me/pictures": a folder for each class inside
pictures = Path(own_folder) if own_folder else folders.draw_scenes("09_pictures")
folder = folders.load(pictures)
print(folder.source)
print("classes:", ", ".join(folder.classes))
for sentence in folder.skipped[:5]:
    print("-", sentence)
heights, widths = np.array([image.shape[:2] for image in folder.images]).T
print(f"{heights.min()} to {heights.max()} pixels high, {widths.min()} to {widths.max()} wide")

# %% [markdown]
# Nothing was dropped in silence: each file that was left out is named. Broken files are normal in
# real folders, and one of them must not end a night of training.
#
# A batch is one array, so its images need one size. There are three rules. Before you run the cell,
# predict for each: what is lost?

# %% tags=["display"]
example = folder.images[int(np.argmax(np.maximum(heights / widths, widths / heights)))]
grid = [folders.resized(example, 64, rule) for rule in folders.RULES]
height, width = example.shape[:2]
figure = plots.image_grid(
    [example, *grid],
    [f"{width} wide, {height} high", *folders.RULES],
    "One picture, three rules",
    columns=4,
)
figure.set_size_inches(9, 3)
plots.show(
    figure,
    "A picture that is far from square, and three squares made of it: pressed together, cut at "
    "two sides, and whole between two black bars.",
)

# %% [markdown]
# - **Squash** keeps every pixel's content, but changes shapes: a disc becomes an ellipse.
# - **Crop** keeps shapes, but loses what is at the ends of the longer side.
# - **Letterbox** keeps both, and spends pixels on black bars.
#
# None is right always. Ask what the class depends on.
#
# ## Exercise 4: letterbox
#
# Write `letterbox`. It takes one image, uint8 of shape $(H, W, C)$, and a size $s$, and returns
# uint8 of shape $(s, s, C)$. So that everybody gets the same pixels, the rule is exact. All
# divisions round down (`//`):
#
# 1. The scaled image has $h = H · s // \max(H, W)$ rows and $w = W · s // \max(H, W)$ columns. So
#    the longer side fills the square, also where the image is smaller than it.
# 2. Row $i$ of it is row $i · H // h$ of the image, column $j$ is column $j · W // w$: the
#    **nearest** pixel, nothing is averaged.
# 3. It starts at row $(s - h) // 2$ and column $(s - w) // 2$ of the square. The rest is 0.
#
# <details><summary>Hint 1: rows and columns at once</summary>
#
# `rows = np.arange(h) * H // h` holds the source row of each new row. `image[rows]` picks them, and
# `image[rows][:, columns]` picks columns, too.
#
# </details>
#
# <details><summary>Hint 2: into the square</summary>
#
# Make `np.zeros((size, size, channels), np.uint8)` and assign to
# `square[top : top + h, left : left + w]`.
#
# </details>


# %% nbgrader={"grade_id": "letterbox_solution", "solution": true}
def letterbox(image, size):
    """Fit an image into a square, whole and unsquashed: uint8 (H, W, C) -> (size, size, C)."""
    ### BEGIN SOLUTION
    height, width, channels = image.shape
    h, w = height * size // max(height, width), width * size // max(height, width)
    rows, columns = np.arange(h) * height // h, np.arange(w) * width // w
    square = np.zeros((size, size, channels), np.uint8)
    top, left = (size - h) // 2, (size - w) // 2
    square[top : top + h, left : left + w] = image[rows][:, columns]
    return square
    ### END SOLUTION


# %% nbgrader={"grade_id": "letterbox", "grade": true, "points": 2}
check("letterbox", letterbox)

# %% [markdown]
# ## A validation that knows the answers
#
# Validation images must be new. In this folder, are they? Look at the first names, and at the
# pictures.

# %% tags=["display"]
small = folders.load(pictures, 32)
print(small.source)

# %% tags=["display"]
plots.show(
    plots.image_grid(
        small.images[:8], [Path(name).stem for name in small.names[:8]], "Eight files in a row", 4
    ),
    "Two rows of four pictures. Each row shows one scene four times, slightly moved.",
)

# %% [markdown]
# The photographer pressed the button four times in front of each scene. Split the files at random,
# and most validation images have a twin among the training images.
#
# What is that worth? Take the crudest classifier there is: it stores all training images, and
# answers with the label of the one whose pixels are nearest. Predict its precision for both splits.


# %% tags=["display"]
def nearest_neighbour(images, labels, questions):
    """Labels of the nearest training images: uint8 images, labels, uint8 questions -> labels."""
    known = images.reshape(len(images), -1).astype(np.float64)
    asked = questions.reshape(len(questions), -1).astype(np.float64)
    distances = (known**2).sum(axis=1) - 2 * asked @ known.T  # less a constant for each question
    return labels[distances.argmin(axis=1)]


def scene(name):
    """The scene of a file: its name without the number after the last underscore."""
    return name.rpartition("_")[0] or name


for rule, group in (("files at random", None), ("whole scenes", scene)):
    held_out = folders.validation(small.names, share=0.3, group=group)
    answers = nearest_neighbour(
        small.images[~held_out], small.labels[~held_out], small.images[held_out]
    )
    precision = np.mean(answers == small.labels[held_out])
    print(f"{rule + ':':16} precision @ 1 = {precision:.3f} on {held_out.sum()} pictures")
print(f"guessing:        {1 / len(small.classes):.3f}")

# %% [markdown]
# The same pictures, the same classifier. The first number says how well it finds a twin. The second
# one says how well it does on a scene that it has never seen, and that is what you want to know: on
# the drawn scenes, little more than guessing. The first mistake is called a **leak**. Frames of one
# video, pictures of one person, slices of one patient: whatever belongs together goes to one side,
# whole.
#
# `folders.validation` decides by a checksum of the name. Add pictures tomorrow, and those of today
# stay on their sides; a random permutation would mix them anew.
#
# ## Exercise 5: group_split
#
# Write `group_split`. It takes `groups`, whole numbers of shape $(N,)$, the group of each image,
# and `share`, between 0 and 1. It returns truth values of shape $(N,)$: `True` for training,
# `False` for validation. The rule:
#
# Take the groups in ascending order of their numbers, each whole, into validation, until it holds
# at least `share` · $N$ images. All other groups are for training.
#
# <details><summary>Hint 1: one group after another</summary>
#
# Begin with `np.ones(len(groups), bool)`. Go through `np.unique(groups)`, which is sorted, and set
# `training[groups == group] = False`. Stop as soon as enough are `False`.
#
# </details>
#
# <details><summary>Hint 2: what to count</summary>
#
# Count images: `np.sum(~training)`. Ask **before** you take a group whether there are enough.
#
# </details>


# %% nbgrader={"grade_id": "group_split_solution", "solution": true}
def group_split(groups, share):
    """Which images are for training; groups stay whole: whole numbers (N,), share -> bool (N,)."""
    ### BEGIN SOLUTION
    training = np.ones(len(groups), bool)
    for group in np.unique(groups):
        if np.sum(~training) >= share * len(groups):
            break
        training[groups == group] = False
    return training
    ### END SOLUTION


# %% nbgrader={"grade_id": "group_split", "grade": true, "points": 2}
check("group_split", group_split)

# %% [markdown]
# ## Loss 0.0000
#
# Your own folder will be small. Report D trained on 1,500 photographs of scenes for 100 epochs: the
# loss fell to 0.0000, every training image was right, and of new ones 32 %. Did the training go
# wrong? No: it did what it was asked.
#
# Do the same: the report's LeNet, and 200 house numbers. It takes a few seconds. Predict two
# numbers: precision on the 200, and on the visible images.

# %% tags=["display"]
few = train_images._replace(images=train_images.images[:200], labels=train_images.labels[:200])
training.seed_everything(seed)
memory = reports.VARIANTS["D LeNet"].build((32, 32, 3))
memorised = train(memory, as_they_are, 200, "09_memorised.run", few, batch_size=50)

# %% tags=["display"]
print(f"loss at step 0: {memorised.losses[0][1]:.4f}, at the end: {memorised.losses[-1][1]:.4f}")
for name, asked in (("its 200 training images", few), ("visible images", visible_images)):
    precision = evaluation.precision_at_1(evaluation.scores(memory, asked.images), asked.labels)
    print(f"{name}: precision @ 1 = {precision:.3f}")
plots.show(
    plots.learning_curves({"200 images": memorised.losses}, "Training loss on 200 images"),
    "A curve that falls to almost nothing: total loss against training steps.",
)

# %% [markdown]
# The network has 62,006 parameters and was asked to tell 200 images apart. It has learnt them by
# heart. A loss near zero says nothing about new images; only held-out ones do. The cures: more
# images, distortions that are true, a smaller network, weight decay, or stopping early.
#
# ## Your own folder, in five steps
#
# 1. **Sort**: one folder for each class, pictures inside. Name them so that the name tells what
#    belongs together: scene, person, day.
# 2. **Look**: set `own_folder` above. Read what was skipped, and look at 50 pictures of each class.
#    Wrong labels hide there, and no network tells you about them.
# 3. **Split by groups**, before anything else: `folders.validation(names, group=...)`. Then do not
#    look at the validation pictures again.
# 4. **Choose** a size and a rule, and distortions of which you can say: this does not change the
#    class. Train `models.any_size_cnn(num_classes=len(folder.classes))`.
# 5. **Compare** with guessing and with the nearest neighbour, and say how many pictures the number
#    rests on: `evaluation.wilson_interval`.

# %% [markdown]
# ## The check of exercise 3
#
# It asks your network about house numbers that nobody has seen, so it comes last.

# %% nbgrader={"grade_id": "numbers_accuracy", "grade": true, "points": 4}
check("numbers_accuracy", predict)

# %% [markdown]
# ## Hand in
#
# Save this notebook (**Ctrl+S**), then run the next cell and upload the zip that it makes. It packs
# the notebook and its runs.

# %% tags=["display"]
from course_utils import submit

submit.hand_in("09_your_data")

# %% [markdown]
# ## What you have seen
#
# - A shape can be right while every image is noise: look at what you load.
# - A distortion is a claim about your data. Mirrored house numbers prove it false.
# - Averaged over all positions, one set of weights takes every size; that does not make it good at
#   every size.
# - What belongs together goes to one side of a split, whole.
# - Points in this notebook: {{ points }}.
