# ---
# jupyter:
#   course:
#     summary: "invent, train and hand in a network of your own"
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
# You take apart what four student reports found, learn to say what a change is worth, and invent,
# train and hand in a network of your own. It is graded by its accuracy on images that nobody has
# seen.

# %%
from course_utils import environment, settings

print(environment.start_tensorflow())

import keras
import numpy as np

from course_utils import cifar10_input, data as datasets, evaluation, exercises, models, plots
from course_utils import training
from course_utils.exercises import check
from course_utils.data.drawn import shapes
from course_utils.models import reports, stacks
from course_utils.plots import live, networks
from course_utils.training import experiments

budget = settings.budget()
data = settings.graded_data(*exercises.choices("08_your_variant"))
seed = 1  # of everything random below
train_images, visible_images = datasets.visible_split(data, budget.images)
classes = datasets.CLASS_NAMES[data]
print(f"Budget: {budget.name}, at most {budget.train_seconds:.0f} seconds a training.")
print(f"Data: {train_images.source}")
print(f"{len(train_images.images):,} images to train on")
print(f"{len(visible_images.images):,} visible images to practise on")


# %%
def steps(epochs):
    """Training steps for a number of passes over the training images, within the budget."""
    return min(budget.steps, epochs * len(train_images.images) // 128)


# %% tags=["display"]
plots.show(
    plots.image_grid(
        train_images.images[:20],
        [classes[label] for label in train_images.labels[:20]],
        f"Twenty training images of {data}",
    ),
    "Two rows of ten small colour pictures with the names of their classes.",
)

# %% [markdown]
# ## What is graded
#
# {{ what is graded }}
#
# Points for accuracy grow between two cut-offs. The lower one is a little above what a linear
# classifier reaches. The upper one is a little below what a tuned network reaches after a training
# of five minutes: getting all points is meant to be hard.

# %% tags=["display"]
print(exercises.points_rule("accuracy", data))

# %% [markdown]
# ## A baseline
#
# Never judge a number without another one beside it. The simplest classifier gives each pixel a
# weight for each class: softmax regression. Predict first: ten classes, so guessing gives 10 %.
# How much better will a linear classifier do on pictures that are shifted and turned?
#
# `training.fit` shows its progress, saves the run in a folder, and goes on where it stopped if you
# interrupt it.

# %% tags=["display"]
training.seed_everything(seed)
baseline = models.softmax_regression()
baseline_run = training.fit(
    baseline,
    cifar10_input.inputs(train_images.images, train_images.labels, image_size=32).repeat(),
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
# Write `random_shift`. It takes a batch, uint8 of shape $(N, 32, 32, 3)$, and returns a new
# batch of the same shape and dtype. Move each image down by −2 to 2 pixels, and right by −2 to 2
# pixels. Draw both offsets for each image, all 25 pairs equally likely. Fill the uncovered pixels
# with 0.
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
check("random_shift", random_shift)

# %% [markdown]
# ## What others did: report A
#
# A student built a network for CIFAR-10: three convolutions, each pooled, then a hidden layer. He
# told what he changed, in this order. Which of his four steps helped most? Guess, then look.

# %% tags=["display"]
plots.show(
    plots.bars(
        {
            "Adam, learning rate 0.01": 25,
            "learning rate 0.001": 60,
            "+ batch normalisation": 75,
            "+ dropout, the end": 78,
        },
        "Report A: accuracy on CIFAR-10, as the report gives it (middle of a range)",
        "percent",
    ),
    "Four bars: 25 percent, 60 with a smaller learning rate, 75 with batch normalisation, 78.",
)
for name, variant in reports.VARIANTS.items():
    if name[0] in "AC":
        work = f"{variant.parameters:>10,} parameters {variant.multiply_adds / 1e6:5.1f} M"
        print(f"{name:31} {work}  {variant.claim}")

# %% [markdown]
# The learning rate came first, and it was worth more than every layer that he had added before. So
# find a learning rate that works *before* you judge a network.
#
# The last column of numbers is millions of multiply-adds for one image. `reports.VARIANTS[name]`
# builds each of these; its `reading` says what the report leaves open.
#
# ### The bug that he never understood
#
# He put eight more pooled convolutions on top, and the loss complained that logits and labels
# differ in number. His code ended in `reshape(x, (-1, 4096))`. Predict: pooling halves 32 pixels.
# How many are left after eleven pools? And what does the reshape make of 128 images then?

# %% tags=["display"]
side, sides = 32, []
for _ in range(11):
    side = -(-side // 2)  # halved, rounded up: SAME padding
    sides.append(side)
print("pixels after each pool:", *sides)
print("128 images reshaped:   ", np.zeros((128, side, side, 256)).reshape(-1, 4096).shape)
try:
    stacks.pooled_cnn(more=8, reshape=4096)
except stacks.ReshapeError as error:
    print(error)
deep = np.zeros((128, side, side, 256), np.float32)
print("with Flatten:          ", keras.layers.Flatten()(deep).shape)

# %% [markdown]
# The `-1` means "as many rows as there are numbers for". It took 16 images for one row, and
# NumPy said nothing. `Flatten` never touches the batch. The course's builder refuses.
#
# ## Two tools: batch normalisation and dropout
#
# **Batch normalisation** comes between a convolution and its ReLU. While the network trains, it
# takes each channel, subtracts the batch's mean and divides by its standard deviation; then it
# multiplies by a learnt `gamma` and adds a learnt `beta`. When the network predicts, there may be
# one image alone. So it keeps moving averages of means and variances, and uses those.
#
# Predict: a fresh layer sees a batch with mean 5 and standard deviation 3. What comes out while it
# trains, and what when it does not?

# %% tags=["display"]
activations = np.random.default_rng(seed).normal(5, 3, (256, 8, 8, 4)).astype(np.float32)
norm = keras.layers.BatchNormalization(momentum=0.9)
for title, training_now in (("fresh, not training", False), ("training", True)):
    out = norm(activations, training=training_now).numpy()
    print(f"{title:22} mean {out.mean():5.2f}, sd {out.std():.2f}")
for _ in range(40):
    norm(activations, training=True)
out = norm(activations, training=False).numpy()
print(f"{'after 41 batches':22} mean {out.mean():5.2f}, sd {out.std():.2f}")

# %% [markdown]
# A fresh layer has seen nothing: its averages are 0 and 1, and the numbers pass unchanged. Each
# batch moves the averages a tenth of the way. That is what `momentum=0.9` means; with Keras' 0.99 a
# short training ends before they have arrived, and a good network predicts badly.
#
# **Dropout** sets a share of its inputs to 0 while training, others each time, and enlarges the
# rest, so that their mean stays. When the network predicts, it does nothing.

# %% tags=["display"]
ones = np.ones((1, 10), np.float32)
dropout = keras.layers.Dropout(0.3, seed=seed)
print("training:  ", *(f"{value:.2f}" for value in dropout(ones, training=True).numpy()[0]))
print("predicting:", *(f"{value:.2f}" for value in dropout(ones, training=False).numpy()[0]))

# %% [markdown]
# ## Residual blocks
#
# More layers are not always better: gradients must pass them all. A **residual block** gives them a
# way around. Its output is $\mathrm{ReLU}(x + f(x))$. The branch $f$ is a few convolutions, and $x$
# takes the **shortcut**. If $f$ gives 0, the block hands on what it got. So a new block can begin
# as almost nothing and learn to add something.
#
# A 3×3 convolution of 256 channels to 256 takes $9 \cdot 256^2$ multiply-adds for each pixel. A
# **bottleneck** block makes the image narrow first: 1×1 to a quarter of the channels, 3×3 there,
# and 1×1 back. How many multiply-adds does that save? Guess before you run it.

# %% tags=["display"]
wide, narrow = 256, 64
plain = 9 * wide * wide
print(f"3×3, {wide} channels:      {plain:8,} multiply-adds a pixel")
print(f"bottleneck, inside {narrow}: {wide * narrow + 9 * narrow**2 + narrow * wide:8,}")
one_block = reports.bottleneck_resnet(groups=(reports.Group(1, 64, 1),), dropout=0.0)
plots.show(
    networks.draw(one_block, "A stem of 7 × 7, one bottleneck block, and the classifier"),
    networks.describe(one_block),
)

# %% [markdown]
# Follow the arc: it leaves after the stem, passes three convolutions and joins them at `add`.
#
# Report C's best network has 16 such blocks in four groups: 3, 4, 6 and 3, with 64, 128, 256 and
# 512 channels. The first block of each later group halves the image with a **stride** of 2. There
# $x$ and $f(x)$ differ in shape, and cannot be added. A **projection** makes them alike: a 1×1
# convolution on the shortcut.

# %% [markdown]
# ## Exercise 2: a bottleneck block
#
# A projection with a stride of 2 looks at one pixel of four. In your block the shortcut averages
# first, so that no pixel is lost. (He, Zhang, Zhang and others did so in "Bag of Tricks for Image
# Classification with Convolutional Neural Networks", 2018.)
#
# Write `bottleneck(x, channels, stride, name)`. It takes a Keras tensor of shape $(N, H, W, C)$ and
# returns one with `channels` channels. The branch, in this order:
#
# | layer | name |
# |---|---|
# | 1×1 convolution to `channels // 4` filters | `{name}_conv1` |
# | batch normalisation, then ReLU | `{name}_norm1` |
# | 3×3 convolution to `channels // 4` filters, with the stride, padding SAME | `{name}_conv2` |
# | batch normalisation, then ReLU | `{name}_norm2` |
# | 1×1 convolution to `channels` filters | `{name}_conv3` |
# | batch normalisation | `{name}_norm3` |
#
# The shortcut is `x` itself where that fits. Where the stride is not 1 or `x` has another number
# of channels: average `stride` × `stride` pixels, padding SAME; then a 1×1 convolution to
# `channels` filters named `{name}_projection`; then batch normalisation named
# `{name}_projection_norm`. Add both, then ReLU. No convolution has a bias, and the normalisations
# keep Keras' epsilon. Names matter: `f"{name}_conv1"`. The check puts its own weights in.
#
# <details><summary>Hint 1: one layer after another</summary>
#
# ```python
# y = keras.layers.Conv2D(channels // 4, 1, use_bias=False, name=f"{name}_conv1")(x)
# y = keras.layers.BatchNormalization(momentum=0.9, name=f"{name}_norm1")(y)
# y = keras.layers.ReLU()(y)
# ```
#
# </details>
#
# <details><summary>Hint 2: when to project</summary>
#
# `x.shape[-1]` is the number of channels of `x`. Start with `shortcut = x`, and replace it inside
# `if stride != 1 or x.shape[-1] != channels:`.
#
# </details>
#
# <details><summary>Hint 3: the average</summary>
#
# `keras.layers.AveragePooling2D(stride, padding="same")` averages windows of `stride` × `stride`
# that are side by side. With stride 1 it changes nothing.
#
# </details>


# %% nbgrader={"grade_id": "bottleneck_solution", "solution": true}
def bottleneck(x, channels, stride, name):
    """A residual block of three convolutions: (N, H, W, C) -> (N, H/stride, W/stride, channels)."""
    ### BEGIN SOLUTION
    shortcut, y = x, x
    for number, filters, size, step in (
        (1, channels // 4, 1, 1),
        (2, channels // 4, 3, stride),
        (3, channels, 1, 1),
    ):
        y = keras.layers.Conv2D(
            filters, size, step, "same", use_bias=False, name=f"{name}_conv{number}"
        )(y)
        y = keras.layers.BatchNormalization(momentum=0.9, name=f"{name}_norm{number}")(y)
        if number < 3:
            y = keras.layers.ReLU()(y)
    if stride != 1 or x.shape[-1] != channels:
        shortcut = keras.layers.AveragePooling2D(stride, padding="same")(x)
        shortcut = keras.layers.Conv2D(channels, 1, use_bias=False, name=f"{name}_projection")(
            shortcut
        )
        shortcut = keras.layers.BatchNormalization(momentum=0.9, name=f"{name}_projection_norm")(
            shortcut
        )
    return keras.layers.ReLU()(keras.layers.Add()([y, shortcut]))
    ### END SOLUTION


# %% nbgrader={"grade_id": "bottleneck", "grade": true, "points": 2}
check("bottleneck", bottleneck)

# %% [markdown]
# ## What is a change worth? Report C
#
# Report C went from 80.85 % to 90.47 %. Between the two it changed the network, the optimiser, the
# learning rate's schedule and the training images: cropped and mirrored ones were new. The report
# praises the network, then the augmentation, each for the whole gain. Nobody can know: **all
# changed at once**. It also chose by the test set, 77 times.
#
# The cure is an **ablation**: train with and without each change, in all combinations. Two changes
# make four trainings, a 2×2 table. Here: *augmentation* (more images out of old ones) and
# *architecture* (two plain convolutions, or a residual network). Everything else is the same:
# images, steps, optimiser, seed.
#
# First a ruler. Split the visible images in two halves. You **choose** by the first one, as often
# as you like. At the second you look **once**, at the end. Why? Each time you keep the better of
# two networks, you also keep the luckier one. After a few choices the first half flatters you.

# %% tags=["display"]
half = len(visible_images.images) // 2
chosen_by = visible_images._replace(
    images=visible_images.images[:half], labels=visible_images.labels[:half]
)
last_look = visible_images._replace(
    images=visible_images.images[half:], labels=visible_images.labels[half:]
)
print(f"{half:,} images to choose by, {len(last_look.images):,} for one last look")


# %% tags=["display"]
def augment(images, rng):
    """Mirror half of the images, and move the whole batch by up to two pixels, filled with 0."""
    mirrored = rng.random((len(images), 1, 1, 1)) < 0.5
    images = np.where(mirrored, images[:, :, ::-1], images)
    top, left = rng.integers(0, 5, size=2)
    padded = np.pad(images, ((0, 0), (2, 2), (2, 2), (0, 0)))
    return padded[:, top : top + 32, left : left + 32]


def residual():
    """A residual network of three blocks, normalised: `models.residual_cnn`, but narrower."""
    return models.residual_cnn(filters=(8, 16, 32) if budget.name == "quick" else (16, 32, 64))


# %% [markdown]
# `augment` moves a whole batch alike; your `random_shift` does better.
#
# Now four trainings, all of the same length. In the laptop budget each takes a minute or less on
# two cores that do nothing else, and in the quick one some seconds. Each says how much work one
# image is, and its bar tells how long it still takes; interrupt, and run the cell again to go on.
# What is finished is kept in the folder `08_search`, which you do not hand in.
#
# Write down before you run it: which of the four is best? Is augmentation worth more for the
# larger network? In a short training it may even hurt.

# %% tags=["display"]
search_steps = max(40, budget.steps // 5)
options = {"folder": "08_search", "data": data, "max_steps": search_steps, "seed": seed}
ablation = experiments.search(
    [
        experiments.Change("plain", models.small_cnn),
        experiments.Change("plain, augmented", models.small_cnn, augment),
        experiments.Change("residual", residual),
        experiments.Change("residual, augmented", residual, augment),
    ],
    train_images,
    chosen_by,
    **options,
)
print(ablation.table())

# %% [markdown]
# Each line compares with the first one. The interval is **paired**: all four see the same images,
# and an image that is hard for one is hard for all. What they share cancels in the difference. Two
# separate intervals would be wider.
#
# ## Exercise 3: what each change is worth
#
# Write `ablation_effects(right)`. It takes an array of booleans of shape $(2, 2, N)$: whether each
# of $N$ images is right, `right[i, j]` with ($i = 1$) or without ($i = 0$) the first change, and
# with or without the second one ($j$). Write $r_{ij}$ for the number 0 or 1 of one image. For each
# image:
#
# - the **main effect** of the first change is $\frac{1}{2} (r_{10} - r_{00} + r_{11} - r_{01})$:
#   the mean of what it is worth without and with the other change;
# - that of the second change is $\frac{1}{2} (r_{01} - r_{00} + r_{11} - r_{10})$;
# - the **interaction** is $(r_{11} - r_{01}) - (r_{10} - r_{00})$: what the first change is worth
#   beside the second one, minus what it is worth alone.
#
# Return two arrays of three numbers: `effects`, the means of these over the images, in this order;
# and `errors`, their standard errors: the standard deviation over the images, divided by
# $\sqrt{N}$. Both are shares: 0.02, not 2. Whether you divide by $N$ or $N - 1$ in the variance
# does not matter here.
#
# <details><summary>Hint 1: booleans</summary>
#
# NumPy does not subtract booleans. Begin with `right = right.astype(float)`.
#
# </details>
#
# <details><summary>Hint 2: paired</summary>
#
# Keep the images to the end: `first = (right[1, 0] - right[0, 0] + right[1, 1] - right[0, 1]) / 2`
# has a number for each image. Then `first.mean()` is an effect and `first.std()` goes into its
# error.
#
# </details>


# %% nbgrader={"grade_id": "ablation_effects_solution", "solution": true}
def ablation_effects(right):
    """Two main effects and their interaction, and their standard errors: bool (2, 2, N)."""
    ### BEGIN SOLUTION
    right = right.astype(float)
    each = np.stack(
        [
            (right[1, 0] - right[0, 0] + right[1, 1] - right[0, 1]) / 2,
            (right[0, 1] - right[0, 0] + right[1, 1] - right[1, 0]) / 2,
            right[1, 1] - right[0, 1] - right[1, 0] + right[0, 0],
        ]
    )
    effects = each.mean(axis=1)
    errors = each.std(axis=1, ddof=1) / np.sqrt(right.shape[-1])
    return effects, errors
    ### END SOLUTION


# %% nbgrader={"grade_id": "ablation_effects", "grade": true, "points": 2}
check("ablation_effects", ablation_effects)

# %% tags=["display"]
effects = None
if ablation.right:  # none while grading: search trains nothing there
    four = np.array(list(ablation.right.values()))
    effects = ablation_effects(four.reshape(2, 2, -1))  # the architecture comes first here
print(experiments.effects_report(effects, "architecture", "augmentation"))

# %% [markdown]
# Read it as report C should have: so much for the architecture, so much for the augmentation, and
# so much that only both together give. An interval that holds 0 says: these images cannot tell.
#
# If augmentation hurt: in a short training each image is seen a few times only. There is nothing to
# remember yet, and moved images are harder. Its turn comes with longer trainings.
#
# Report C's own networks, measured in the same way on CIFAR-10 (JPEG copy): six epochs of 25,000
# images, from two or three seeds each. Its ResNet, with neither change, has 63.5 %. The number
# after ± is the standard error that the seeds give.
#
# | change | points |
# |---|---|
# | augmentation alone | +5.55 ± 1.03 |
# | architecture alone | -16.69 ± 0.60 |
# | both | -19.78 ± 1.16 |
# | more than their sum | -8.64 ± 1.61 |
#
# The network that the report praised *loses* 17 points here. Its sixteen blocks learn slowly. So
# give it time: two hours on two cores, each network by the report's own recipe for it, one run
# each. Now the praised one *wins* by 9 points, 82.5 % against 73.6 %. (The report has 90.47 % after
# 62 epochs; these two hours held 46.)
#
# So an ablation, too, tells what a change is worth in a training of *this* length. And was it the
# network that won? Its recipe has another optimiser, a rate that falls, and augmentation. Nobody
# can know: all changed at once.
#
# ## A search within a budget
#
# Now go on from the last of the four, with **one named change at a time**. Report A's order is a
# good one: learning rate first. One line is a trick: *nothing but another seed*. It changes nothing
# that anybody would praise. Guess: how large a difference does it make?

# %% tags=["display"]
found = experiments.search(
    [
        experiments.Change("residual, augmented", residual, augment),  # trained above: loaded
        experiments.Change("nothing but another seed", residual, augment, seed=seed + 1),
        experiments.Change("ten times the learning rate", residual, augment, learning_rate=0.03),
    ],
    train_images,
    chosen_by,
    **options,
)
print(found.table())
plots.show(found.figure("What each change is worth"), found.describe())

# %% [markdown]
# Look at the other seed first. Its interval says how well these *images* can tell the two trained
# networks apart. It does not say what the next seed would give. So the rule is: believe a change
# only if its interval is beyond 0 **and** it is worth clearly more than another seed. And of
# twenty changes that do nothing, one will be beyond 0 by luck.
#
# Add changes of your own to the list: your `bottleneck`, dropout, more blocks, `reports.VARIANTS`.
# Give each a new name. What was trained before is loaded, so each costs its own time only.

# %% [markdown]
# ## Exercise 4: your network
#
# Write `inference`. It returns a Keras model that turns standardised images of shape
# $(N, 32, 32, 3)$ into logits of shape $(N, 10)$, one for each class, without a softmax: the loss
# applies it.
#
# Start small, for instance with `models.small_cnn()`, and change one thing at a time. What others
# found to help, roughly in this order: convolutions with pooling; batch normalisation before each
# ReLU; residual connections; shifted and mirrored images; a learning rate that falls to zero. The
# training is longer than those of the search, so augmentation may well pay now.
#
# How far can it go? Measured on CIFAR-10 (JPEG copy), on two cores: a tuned network with
# convolutions of 32, 128 and 128 filters reached 86.7 % in 6.6 minutes. Twice as wide, and trained
# longer, it reached 90.2 % in 32. The tutorial's own network got to 80.1 % in 14 minutes, by
# nothing but a better training. So both are worth your time: the network, and how it is trained.
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
# This is the cell that takes time: at most what the first cell printed, five minutes in the laptop
# budget. You see a bar, and a curve that grows. It saves the run in the folder
# `08_your_variant.run`, which you hand in together with this notebook: **nothing is trained while
# grading**. Change the network, and you must train again, because the saved weights must fit it.
#
# To start afresh, delete the folder, or give `fit` the argument `resume=False`.
#
# `dtype="auto"` lets the layers compute in **bfloat16** where your processor multiplies it faster.
# Such a number has the range of a float32 and three digits, which is enough for activations and
# their products. Weights, their averages and the loss keep their seven digits, and so does
# everything that you evaluate. `dtype="float32"` trains in seven digits everywhere.
#
# > **What you may do**
# >
# > - Change anything but the graded cells: the network, its distortions, the optimizer, the loop.
# >   Only the network's accuracy on new images counts. Its weights may have 20 MB.
# > - Train on the training images for as long as you like, on any machine. Do not train on the
# >   visible images: then you measure nothing any more.
# > - Train without `fit`: with `network.fit`, a loop of your own, or another library. Then write
# >   this in place of the next cell, and leave out `restore_averages` further down:
# >
# >   ```python
# >   if not settings.execution():  # nothing is trained while grading
# >       batches = cifar10_input.distorted_inputs(
# >           train_images.images, train_images.labels, image_size=32, distort=distort, seed=seed
# >       )
# >       loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
# >       network.compile(optimizer, loss)
# >       network.fit(batches, steps_per_epoch=steps(1), epochs=budget.epochs, shuffle=False)
# >   run = training.adopt(network, "08_your_variant.run", how="network.fit, Adam", data=data)
# >   ```
# >
# >   `adopt` keeps the weights as a run, which says how they were trained. While you are graded, it
# >   loads them. Nobody can repeat that training, so your instructor may ask you about it.
# > - Do not hand in weights that another person trained. Do not build a table of known images into
# >   `predict`: the new images are in no table.
#
# <details><summary>Coming from PyTorch?</summary>
#
# Build the same network in Keras, then copy the weights. Images are (N, height, width, channels)
# here, and kernels have their axes in another order:
#
# ```python
# state = {name: value.numpy() for name, value in torch_network.state_dict().items()}
# def convolution(layer, name):  # (out, in, height, width) -> (height, width, in, out)
#     layer.set_weights([state[f"{name}.weight"].transpose(2, 3, 1, 0), state[f"{name}.bias"]])
# def normalisation(layer, name):  # scale, shift, mean and variance, in this order
#     parts = "weight", "bias", "running_mean", "running_var"
#     layer.set_weights([state[f"{name}.{part}"] for part in parts])
# def dense(layer, name, flattened=None):  # flattened: (channels, height, width) before Flatten
#     kernel = state[f"{name}.weight"]  # (out, in)
#     if flattened:  # here channels come last
#         kernel = np.moveaxis(kernel.reshape(-1, *flattened), 1, -1).reshape(len(kernel), -1)
#     layer.set_weights([kernel.T, state[f"{name}.bias"]])
# ```
#
# - `momentum=0.1` of PyTorch's batch normalisation is the share of the *new* batch. In Keras it is
#   the share of the old mean, and epsilon is another: write
#   `BatchNormalization(momentum=0.9, epsilon=1e-5)`.
# - `padding=1` is `"same"` for a kernel of 3 × 3 and stride 1. With stride 2 the two differ: put
#   `ZeroPadding2D(1)` before a convolution with `padding="valid"`.
# - `predict` standardises each image, so train on images that are standardised like that.
# - Compare the logits of both networks on a few images before you call `adopt`.
#
# </details>

# %%
curve = live.LiveCurve("Training loss of your network")
run = training.fit(
    network,
    cifar10_input.distorted_inputs(
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
    callback=curve.of("your network"),
    dtype="auto",
)
curve.finish({"your network": run.losses})

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
training.restore_averages(network, run)


def predict(images):
    """Scores of images: uint8 (N, 32, 32, 3) -> float (N, 10)."""
    return evaluation.scores(network, images)


# %% tags=["display"]
scores = predict(chosen_by.images)
precision = evaluation.precision_at_1(scores, chosen_by.labels)
low, high = evaluation.wilson_interval(round(precision * len(scores)), len(scores))
print(f"precision @ 1 = {precision:.3f} on the {len(scores):,} visible images you choose by")
print(f"95 % interval: {100 * low:.1f} to {100 * high:.1f} %")
plots.show(
    plots.confusion_matrix(
        scores.argmax(axis=1), chosen_by.labels, classes, "What is taken for what"
    ),
    "A table of ten true classes against ten predicted ones; the diagonal holds the right ones.",
)

# %% [markdown]
# Look at the largest numbers off the diagonal. Which two classes does your network confuse, and
# would you? Here are the mistakes that it is surest about.

# %% tags=["display"]
plots.show(
    plots.mistakes(chosen_by.images, chosen_by.labels, scores, classes, "Wrong, and sure of it"),
    "Ten small pictures at most, each with its true class, the class it was taken for and the "
    "probability that the network gave to that.",
)

# %% [markdown]
# Not good enough? Go back, change one thing, train again. All that looks at `chosen_by` only.
#
# ## One last look
#
# Now, and only when you are done: the second half. Predict: is this number higher or lower than
# the one above?

# %% tags=["display"]
once = evaluation.precision_at_1(predict(last_look.images), last_look.labels)
print(f"precision @ 1 = {once:.3f} on {len(last_look.images):,} images that you did not choose by")
if data == "shapes":  # drawn by code, so there are always new ones
    own_seed = 2_024  # change it for new images: each look is a first look
    new_images, new_labels = shapes.draw(1_000, own_seed)
    fresh = evaluation.precision_at_1(predict(new_images), new_labels)
    print(f"precision @ 1 = {fresh:.3f} on 1,000 shapes drawn from the seed {own_seed}")

# %% [markdown]
# This is your private practice score: the nearest to what the hidden images will say. With a
# thousand images it is still uncertain by one to three percentage points.
#
# If you go back now and change the network because of it, you have chosen by this half, too. The
# next look at it is no longer the first: it has become **stale**. On shapes you can draw new
# images. On photographs you cannot; then keep the number that you have.
#
# The check below asks about all visible images, both halves.

# %% nbgrader={"grade_id": "accuracy", "grade": true, "points": 8}
check("accuracy", predict)

# %% [markdown]
# That number holds the half that you chose by. If you tried many networks and kept the best one, it
# is a little too good. The hidden images have no such favour to give.

# %% [markdown]
# ## Hand in
#
# Save this notebook (**Ctrl+S**), then run the next cell and upload the zip that it makes. It packs
# the notebook and its runs.

# %% tags=["display"]
from course_utils import submit

submit.hand_in("08_your_variant")

# %% [markdown]
# ## What you have seen
#
# - A network is judged by images that neither it nor you have seen.
# - An accuracy is a measurement: it has an interval. A difference has a smaller one, if both
#   networks see the same images.
# - Change one thing at a time, or all combinations. Compare with what another seed changes.
# - A set that you chose by flatters you. Keep one for a single look.
# - Find the learning rate first. Let `Flatten` count.
# - Points in this notebook: {{ points }}.
