# ---
# jupyter:
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
# # Your variant
#
# You invent a network, train it within a budget, and hand it in together with what it learnt. It
# is graded by its accuracy on images that nobody has seen.

# %%
from course_utils import environment

print(environment.start_tensorflow())

import keras
import numpy as np

from course_utils import averages, datasets, evaluation, inputs, models, plots, training
from course_utils.checks import check, practice, your_variant

budget = environment.budget()
data = environment.graded_data(*your_variant.DATA)
seed = 1  # of everything random below
train_images, visible_images = practice.split(data, budget.images)
classes = datasets.CLASS_NAMES[data]
print(f"Budget: {budget.name}, at most {budget.train_seconds:.0f} seconds a training.")
print(f"Data: {train_images.source}")
print(f"{len(train_images.images):,} images to train on")
print(f"{len(visible_images.images):,} visible images to practise on")


# %%
def steps(epochs):
    """Training steps for a number of passes over the training images, within the budget."""
    return min(budget.steps, epochs * len(train_images.images) // 128)


# %%
plots.show(
    plots.image_grid(
        train_images.images[:20],
        [classes[label] for label in train_images.labels[:20]],
        f"Twenty training images of `{data}`",
    ),
    "Two rows of ten small colour pictures with the names of their classes.",
)

# %% [markdown]
# ## What is graded
#
# | exercise | points | judged by |
# |---|---|---|
# | 1. `random_shift` | 2 | its properties, on inputs drawn for you |
# | 2. your network | 8 | accuracy on hidden images |
#
# Points for accuracy grow in a straight line between two cut-offs. The lower one lies a little
# above what a linear classifier reaches. The upper one is what a small residual network reaches.

# %%
ends = your_variant.accuracy.cut_offs(data)
print(f"Points begin at {100 * ends['low']:.1f} % and are full from {100 * ends['high']:.1f} %.")

# %% [markdown]
# ## A baseline
#
# Never judge a number without another one beside it. The simplest classifier gives each pixel a
# weight for each class: softmax regression. Predict first: ten classes, so guessing gives 10 %.
# How much better will a linear classifier do on pictures that are shifted and turned?
#
# `training.fit` shows its progress, saves the run in a folder, and goes on where it stopped if you
# interrupt it.

# %%
training.seed_everything(seed)
baseline = models.softmax_regression()
baseline_run = training.fit(
    baseline,
    inputs.inputs(train_images.images, train_images.labels, image_size=32).repeat(),
    max_steps=steps(budget.epochs),
    max_seconds=budget.train_seconds,
    learning_rate=0.01,
    run_dir="08_baseline.run",
    data=data,
    data_source=train_images.source,
    images=len(train_images.images),
    averages=False,
    seed=seed,
)
scores = evaluation.scores(baseline, visible_images.images)
print(f"precision @ 1 = {evaluation.precision_at_1(scores, visible_images.labels):.3f}")

# %% [markdown]
# Better than guessing, and far from good. A linear classifier has one template for each class.
# Moved or turned objects do not match it.

# %% [markdown]
# ## Exercise 1: more images for nothing
#
# A shape that moves by two pixels is the same shape. So you can make new training images out of
# old ones.
#
# Write `random_shift`. It takes a batch, uint8 of shape $(N, 32, 32, 3)$, and returns a batch of
# the same shape. Move each image down by −2 to 2 pixels, and right by −2 to 2 pixels. Draw both
# offsets for each image, all 25 pairs equally likely. Fill the uncovered pixels with 0.
#
# <details><summary>Hint 1: from moving to cropping</summary>
#
# Put a border of two zero pixels around each image. Every window of 32 × 32 pixels in the result
# is the image, moved.
#
# </details>
#
# <details><summary>Hint 2: how to draw</summary>
#
# `np.random.default_rng().integers(0, 5, size=(n, 2))` draws pairs from 0 to 4; the upper end
# is not included. A loop over the images is fast enough.
#
# </details>


# %% nbgrader={"grade_id": "random_shift_solution", "solution": true}
def random_shift(images):
    """Move each image by its own offset of at most two pixels on each axis, filled with 0."""
    ### BEGIN SOLUTION
    padded = np.pad(images, ((0, 0), (2, 2), (2, 2), (0, 0)))
    offsets = np.random.randint(0, 5, size=(len(images), 2))
    return np.stack(
        [
            image[top : top + 32, left : left + 32]
            for image, (top, left) in zip(padded, offsets, strict=True)
        ]
    )
    ### END SOLUTION


# %% nbgrader={"grade_id": "random_shift", "grade": true, "points": 2}
check(your_variant.random_shift, random_shift)

# %% [markdown]
# ## Exercise 2: your network
#
# Write `inference`. It returns a Keras model that turns standardised images of shape
# $(N, 32, 32, 3)$ into logits of shape $(N, 10)$, one for each class, without a softmax: the loss
# applies it.
#
# Start small, for instance with `models.small_cnn()`, and change one thing at a time. What others
# found to help, roughly in this order: convolutions with pooling; batch normalisation before each
# ReLU; residual connections; shifted and mirrored images; a learning rate that falls to zero.
#
# Until you write it, softmax regression stands in, so that every cell below runs.
#
# <details><summary>Hint 1: a first network of your own</summary>
#
# ```python
# images = keras.Input((32, 32, 3))
# x = keras.layers.Conv2D(32, 3, padding="same", activation="relu")(images)
# x = keras.layers.MaxPooling2D(2)(x)
# x = keras.layers.Flatten()(x)
# return keras.Model(images, keras.layers.Dense(10)(x))
# ```
#
# </details>
#
# <details><summary>Hint 2: batch normalisation</summary>
#
# Leave out the activation and the bias of the convolution
# (`use_bias=False`), then add `keras.layers.BatchNormalization(momentum=0.9)` and
# `keras.layers.ReLU()`.
#
# </details>


# %% nbgrader={"grade_id": "inference_solution", "solution": true}
def inference():
    """Your network: standardised images (N, 32, 32, 3) -> logits (N, 10)."""
    ### BEGIN SOLUTION
    images = keras.Input((32, 32, 3))
    x = images
    for filters in (32, 64, 128):
        x = keras.layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
        x = keras.layers.MaxPooling2D(2)(x)
        x = keras.layers.BatchNormalization(momentum=0.9)(x)
        x = keras.layers.ReLU()(x)
        branch = keras.layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
        branch = keras.layers.BatchNormalization(momentum=0.9)(branch)
        x = keras.layers.Add()([x, keras.layers.ReLU()(branch)])
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(images, keras.layers.Dense(10)(x))
    ### END SOLUTION


# %%
training.seed_everything(seed)
network = inference()
if network is None:  # not written yet
    network = models.softmax_regression()
print(f"{network.count_params():,} parameters, output shape {network.output_shape}")

# %% [markdown]
# Now say how it is trained. `distort` makes new images out of a batch; the cell mirrors half of
# them. Add your `random_shift` once it passes its check.
#
# The learning rate climbs for the first tenth of the steps, then falls along half a cosine to
# zero. Without the climb, `models.small_cnn()` dies in its first steps: its loss stays at $\ln 10
# = 2.30$, the loss of guessing. If you see that number, lower the learning rate.

# %% nbgrader={"grade_id": "training_solution", "solution": true}
rng = np.random.default_rng(seed)


def distort(images):
    """New training images out of old ones: uint8 (N, 32, 32, 3) -> the same shape."""
    mirrored = rng.random(len(images)) < 0.5
    images = np.where(mirrored[:, None, None, None], images[:, :, ::-1], images)
    ### BEGIN SOLUTION
    images = random_shift(images)
    ### END SOLUTION
    return images


max_steps = steps(budget.epochs)
learning_rate = keras.optimizers.schedules.CosineDecay(
    0.0, max_steps, warmup_target=0.003, warmup_steps=max_steps // 10
)
optimizer = keras.optimizers.Adam(learning_rate)

# %% [markdown]
# ## Train and save
#
# This is the cell that takes time. It saves the run in the folder `08_your_variant.run`, which you
# hand in together with this notebook: **nothing is trained while grading**. Change the network,
# and you must train again, because the saved weights must fit it.
#
# To start afresh, delete the folder, or give `fit` the argument `resume=False`.

# %%
run = training.fit(
    network,
    inputs.distorted_inputs(
        train_images.images, train_images.labels, image_size=32, distort=distort, seed=seed
    ),
    max_steps=max_steps,
    max_seconds=budget.train_seconds,
    optimizer=optimizer,
    run_dir="08_your_variant.run",
    data=data,
    data_source=train_images.source,
    images=len(train_images.images),
    seed=seed,
)

# %%
plots.show(
    plots.learning_curves({"your network": run.losses}, "Training loss of your network"),
    "A falling curve: total loss against training steps, noisy values and their running mean.",
)

# %% [markdown]
# The loss should fall quickly at first, then slowly. If it climbs or turns into NaN, lower the
# learning rate.

# %% [markdown]
# ## Predict
#
# `fit` also kept moving averages of the weights. They are smoother than the last weights and
# usually better, so they take their place here. `predict` is what the grader calls: uint8 images
# in, one row of ten scores for each image out.

# %%
averages.restore(network, run)


def predict(images):
    """Scores of images: uint8 (N, 32, 32, 3) -> float (N, 10)."""
    return evaluation.scores(network, images)


# %%
scores = predict(visible_images.images)
precision = evaluation.precision_at_1(scores, visible_images.labels)
low, high = evaluation.wilson_interval(round(precision * len(scores)), len(scores))
print(f"precision @ 1 = {precision:.3f} on {len(scores):,} visible images")
print(f"95 % interval: {100 * low:.1f} to {100 * high:.1f} %")
plots.show(
    plots.confusion_matrix(
        scores.argmax(axis=1), visible_images.labels, classes, "What is taken for what"
    ),
    "A table of ten true classes against ten predicted ones; the diagonal holds the right ones.",
)

# %% [markdown]
# Look at the largest numbers off the diagonal. Which two classes does your network confuse, and
# would you?

# %% nbgrader={"grade_id": "accuracy", "grade": true, "points": 8}
check(your_variant.accuracy, predict)

# %% [markdown]
# The number above comes from the visible images. If you tried many networks and kept the best one,
# it is a little too good: you chose by it. The hidden images have no such favour to give.

# %% [markdown]
# ## Hand in
#
# Save this notebook, then run in a terminal the command that `00_start_here` printed, with
# `08_your_variant` at its end. It packs the notebook and its runs into one zip file.
#
# ## What you have seen
#
# - A network is judged by images that neither it nor you have seen.
# - An accuracy is a measurement: it has an interval.
# - Points in this notebook: 10.
