# ---
# jupyter:
#   course:
#     summary: "spread one training step over several devices and processes"
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
# # Devices: one training step, shared
#
# You share a training step between two devices: first by hand, then with TensorFlow's
# `MirroredStrategy`, at last between two processes. Each time you show that the step is the one
# that a single device makes.

# %%
from course_utils import environment, settings

print(environment.start_tensorflow(devices=2))  # before anything else: the number is fixed then

import inspect
import time
from collections import Counter

import keras
import numpy as np
import tensorflow as tf

from course_utils import cifar10, cifar10_input, cifar10_multi_gpu_train, data as datasets, models
from course_utils import plots, training
from course_utils.exercises import check
from course_utils.errors import CourseError
from course_utils.plots import networks
from course_utils.training.steps import make_step

data = settings.graded_data()
seed = 1  # of weights and batches; try others
shown = datasets.load(data, "train", count=2_000)
print(f"Data: {shown.source}")
print(f"{len(shown.images):,} images of {shown.images.shape[1:]}, cropped to 24 × 24 below")

# %% tags=["display"]
plots.show(
    networks.draw_towers(),
    "A batch on the left goes in two parts through two rows of boxes, tower 0 and tower 1. Each "
    "row makes a loss and gradients with the same shared variables. Both rows meet in an average, "
    "and one update changes the variables.",
)

# %% [markdown]
# This is the picture of the whole notebook. A **tower** is a copy of the computation on a device of
# its own, such as a GPU. Every tower takes its own part of the batch. There is one set of
# variables: all towers read it. When all gradients are there, they are averaged, and the variables
# are updated **once**. Such training is called *synchronous* and *data-parallel*.
#
# You need no GPU. TensorFlow treats your processor as two **logical devices** here. They are as
# separate as two GPUs in what you can see, and share the same cores in what they can do. So this
# notebook shows that the result is right. It cannot show that it is fast.
#
# ## What is graded
#
# {{ what is graded }}

# %% [markdown]
# ## Two devices
#
# `with tf.device(name):` says where the operations inside it run. What it computes knows where it
# is. Predict what the last line prints.

# %% tags=["display"]
names = [device.name for device in tf.config.list_logical_devices("CPU")]
print(names)
with tf.device(names[1]):
    number = tf.constant(2.0) * 3
print(float(number), "was computed on", number.device)
print("without a word about it:", (tf.constant(2.0) * 3).device)

# %% [markdown]
# What names no device runs on the first one. Forget one `with`, and the second device is idle:
# nothing fails, and no number is wrong. The check of exercise 3 looks at this, so remember it.

# %% [markdown]
# ## A batch in parts
#
# Each tower needs images of its own. With 128 images and 2 towers that is clear. What if 130 images
# meet 4 towers? Somebody gets more. The rule here: the parts' sizes differ by one at most, and the
# first towers get the larger ones. 130 images become 33, 33, 32, 32.
#
# ## Exercise 1: split_batch
#
# Write `split_batch(images, towers)`. `images` is an array whose first axis counts the images, and
# `towers` a whole number, at most as many as there are images. Return a list of so many arrays: the
# first holds the first images, the next one those that follow, and so on. Every image is in one
# part, in the batch's order, and the first parts are the larger ones.
#
# <details><summary>Hint 1: how large is a part?</summary>
#
# `size, rest = divmod(len(images), towers)`. Each tower gets `size` images, and the first `rest`
# towers get one more.
#
# </details>
#
# <details><summary>Hint 2: where does a part begin?</summary>
#
# Where the one before ended. Keep `start = 0` before a loop over the towers, take
# `images[start : start + own]`, and add `own` to `start`.
#
# </details>


# %% nbgrader={"grade_id": "split_batch_solution", "solution": true}
def split_batch(images, towers):
    """Parts of a batch: (N, ...), whole number -> list of arrays, larger ones first."""
    ### BEGIN SOLUTION
    size, rest = divmod(len(images), towers)
    parts, start = [], 0
    for tower in range(towers):
        own = size + (tower < rest)
        parts.append(images[start : start + own])
        start += own
    return parts
    ### END SOLUTION


# %% nbgrader={"grade_id": "split_batch", "grade": true, "points": 1}
check("split_batch", split_batch)

# %% [markdown]
# ## Is the average of two gradients the gradient?
#
# That is the tutorial's fifth exercise: two devices with 64 images each, against one device with
# 128. The loss of a batch is a mean over its images, so its gradient is a mean over the images,
# too. And the mean over 128 is the average of the means over two halves:
#
# $$\frac{1}{128}\sum_{i=1}^{128} g_i = \frac{1}{2}\left(\frac{1}{64}\sum_{i=1}^{64} g_i +
# \frac{1}{64}\sum_{i=65}^{128} g_i\right)$$
#
# So much for the mathematics. The next cell takes the tutorial's network and one batch, and
# computes the gradient of the whole batch and those of its halves, each on a device of its own.
# `cifar10.loss` is mean cross-entropy plus weight decay.

# %% tags=["display"]
training.seed_everything(seed)
network = cifar10.inference()
batches = iter(cifar10_input.distorted_inputs(shown.images, shown.labels, 128, seed=seed))
batch, labels = next(batches)


def loss_and_gradients(model, device, images, labels):
    """The loss of some images and its gradients, computed on a device."""
    with tf.device(device):
        with tf.GradientTape() as tape:
            loss = cifar10.loss(model, labels, model(images, training=True))
        return loss, tape.gradient(loss, model.trainable_variables)


def apart(ours, theirs, whole):
    """How far two lists of gradients are apart, at most, in units of the whole gradient's norm."""
    return max(
        float(tf.norm(a - b) / tf.norm(w)) for a, b, w in zip(ours, theirs, whole, strict=True)
    )


loss, whole = loss_and_gradients(network, names[0], batch, labels)
first_loss, first = loss_and_gradients(network, names[0], batch[:64], labels[:64])
second_loss, second = loss_and_gradients(network, names[1], batch[64:], labels[64:])
print("second tower's gradients are on", second[0].device)

# %% [markdown]
# Predict twice: how far are the two halves' gradients from each other? And how far is their average
# from the whole batch's gradient? The unit is the length (norm) of the whole
# gradient, and the largest distance of all variables is printed.

# %% tags=["display"]
average = [(a + b) / 2 for a, b in zip(first, second, strict=True)]
again = loss_and_gradients(network, names[0], batch, labels)[1]
print(f"loss: whole {loss:.6f}, mean of the halves {(first_loss + second_loss) / 2:.6f}")
print(f"the halves' gradients from each other: {apart(first, second, whole):.2f} times its length")
print(f"their average from the whole gradient: {apart(average, whole, whole):.1e}")
print(f"the whole gradient, computed again:    {apart(again, whole, whole):.1e}")

# %% [markdown]
# The halves disagree: 64 images are few, and each half pulls its own way. Their average is the
# whole batch's gradient nevertheless, to about six digits.
#
# Why not to the last bit? A sum of floating-point numbers is rounded after each addition. Two half
# sums, added at the end, are rounded at other places than one long sum. That is no mistake, and it
# is not chance: the same computation in the same order gives the same bits, or nearly so. So
# compare gradients with a tolerance. The tutorial's exercise holds if they agree to 1e-4.

# %% [markdown]
# ## When the towers are not equal
#
# Now give 100 images to the first tower and 28 to the second, and average again. Predict: does it
# still hold?

# %% tags=["display"]
first_loss, first = loss_and_gradients(network, names[0], batch[:100], labels[:100])
second_loss, second = loss_and_gradients(network, names[1], batch[100:], labels[100:])
plain = [(a + b) / 2 for a, b in zip(first, second, strict=True)]
weighted = [(100 * a + 28 * b) / 128 for a, b in zip(first, second, strict=True)]
print(f"plain average from the whole gradient:    {apart(plain, whole, whole):.1e}")
print(f"weighted average from the whole gradient: {apart(weighted, whole, whole):.1e}")

# %% [markdown]
# A mean of means is the mean only where the groups are equally large. In the plain average, each of
# the 28 images counts more than three times as much as each of the 100. The cure: weight a tower
# by its number of images.
#
# Unequal towers are rare in training, but the last batch of an epoch is often too short. Then
# this mistake hides: training goes on, a little off.
#
# ## Exercise 2: average_gradients
#
# Write `average_gradients(gradients, images)`:
#
# - `gradients` is a list with an entry for each tower. An entry is a list of arrays, one for each
#   variable, in the same order on every tower. Each array is the gradient of the *mean* loss over
#   this tower's images.
# - `images` is a list of whole numbers: how many images each tower had.
#
# Return a list with one array for each variable: its gradient for all images together,
# $\sum_t n_t\, g_t \,/\, \sum_t n_t$. There may be any number of towers and of variables, and the
# variables have different shapes.
#
# <details><summary>Hint 1: turn the lists round</summary>
#
# You get a list of towers, each with all variables. You need, for each variable, its gradients on
# all towers. `zip(*gradients)` gives them, variable by variable.
#
# </details>
#
# <details><summary>Hint 2: one variable</summary>
#
# For one variable: `sum(n * g for n, g in zip(images, of_towers)) / sum(images)`.
#
# </details>


# %% nbgrader={"grade_id": "average_gradients_solution", "solution": true}
def average_gradients(gradients, images):
    """Weighted averages: towers × variables of arrays, images a tower -> one array a variable."""
    ### BEGIN SOLUTION
    total = sum(images)
    return [
        sum(n * gradient for n, gradient in zip(images, of_towers, strict=True)) / total
        for of_towers in zip(*gradients, strict=True)
    ]
    ### END SOLUTION


# %% nbgrader={"grade_id": "average_gradients", "grade": true, "points": 2}
check("average_gradients", average_gradients)

# %% [markdown]
# ## A whole step of towers
#
# A step of towers has four parts: split the batch, compute loss and gradients of each part on its
# own device, average, update once. Three things go wrong in practice.
#
# **Update once.** If each tower updates when it is ready, the second one starts from other
# variables than the first. That is two small steps, not one.
#
# **Average, do not add.** The sum of two towers' gradients is twice the gradient: a step with twice
# the learning rate, and nobody told you.
#
# **Weight decay.** It does not belong to any image. If every tower's loss holds the decay, then the
# average of the losses holds it once, and a sum holds it twice. Look:

# %% tags=["display"]
decay = float(tf.add_n(network.losses))
entropies = [f"{float(one) - decay:.4f}" for one in (first_loss, second_loss)]
print(f"weight decay: {decay:.4f}; cross-entropies of the two towers: {' and '.join(entropies)}")
print(f"weighted average of both losses: {(100 * first_loss + 28 * second_loss) / 128:.4f}")
print(f"sum of both losses:              {first_loss + second_loss:.4f}")
print(f"loss of the whole batch:         {loss:.4f}")

# %% [markdown]
# ## Exercise 3: tower_step
#
# Write `tower_step(model, images, labels, devices, learning_rate, decay)`. It makes one step of
# gradient descent with two towers:
#
# - `images` and `labels` are tensors with the same number of images on their first axis. The number
#   may be odd.
# - `devices` is a list of two names. The first device takes the first half, the second one the
#   rest; with an odd number, the first half is larger by one.
# - The loss is that of the whole batch: the mean sparse softmax cross-entropy of the model's
#   logits, plus `decay / 2` times the sum of squares of every kernel. Biases do not decay. A
#   variable whose `name` is `"kernel"` is a kernel.
# - Each variable of `model.trainable_variables` changes by `-learning_rate` times its gradient.
#
# Return two things: the loss before the update, and the list of averaged gradients, in the order of
# `model.trainable_variables`.
#
# Some tools: `tf.nn.sparse_softmax_cross_entropy_with_logits(labels=..., logits=...)` gives the
# cross-entropy of each image; `tf.nn.l2_loss(kernel)` is half the sum of squares;
# `variable.assign_sub(change)` subtracts.
#
# <details><summary>Hint 1: a tower</summary>
#
# The function `loss_and_gradients` above is a tower, but for its loss: `cifar10.loss`
# takes the decay that the tutorial's network came with. Write a loss with the argument `decay`
# inside `with tf.GradientTape() as tape:`, and put both inside `with tf.device(device):`.
#
# </details>
#
# <details><summary>Hint 2: two towers</summary>
#
# ```python
# first = (len(images) + 1) // 2
# parts = [(images[:first], labels[:first]), (images[first:], labels[first:])]
# for device, (x, y) in zip(devices, parts):
#     ...  # loss and gradients of x and y; append both, and len(x), to lists
# ```
#
# </details>
#
# <details><summary>Hint 3: after the loop</summary>
#
# Weight both losses and gradients with `len(x) / len(images)`. These weights add up to 1, so a
# decay that is in every tower's loss is in the average once.
#
# </details>


# %% nbgrader={"grade_id": "tower_step_solution", "solution": true}
def tower_step(model, images, labels, devices, learning_rate, decay):
    """One step of two towers -> loss before it, averaged gradients."""
    ### BEGIN SOLUTION
    weights = model.trainable_variables
    first = (len(images) + 1) // 2
    parts = [(images[:first], labels[:first]), (images[first:], labels[first:])]
    losses, gradients = [], []
    for device, (x, y) in zip(devices, parts, strict=True):
        share = len(x) / len(images)
        with tf.device(device):
            with tf.GradientTape() as tape:
                entropies = tf.nn.sparse_softmax_cross_entropy_with_logits(
                    labels=y, logits=model(x, training=True)
                )
                kernels = [tf.nn.l2_loss(v) for v in weights if v.name == "kernel"]
                loss = share * (tf.reduce_mean(entropies) + decay * tf.add_n(kernels))
            gradients.append(tape.gradient(loss, weights))
        losses.append(loss)
    averaged = [tf.add_n(of_towers) for of_towers in zip(*gradients, strict=True)]
    for variable, gradient in zip(weights, averaged, strict=True):
        variable.assign_sub(learning_rate * gradient)
    return tf.add_n(losses), averaged
    ### END SOLUTION


# %% nbgrader={"grade_id": "tower_step", "grade": true, "points": 3}
check("tower_step", tower_step)

# %% [markdown]
# ## Is it faster?
#
# `cifar10_multi_gpu_train.towers` makes such steps for networks like the tutorial's. Measure them
# with one tower and with two, on the same batch of 128. Predict: two devices, twice the images a
# second?

# %% tags=["display"]


def images_per_second(maker, steps=6):
    """Speed of training steps on one batch, without the input pipeline."""
    training.seed_everything(seed)
    model, optimizer = cifar10.inference(), keras.optimizers.SGD(0.1)
    optimizer.build(model.trainable_variables)
    step = maker(model, optimizer, None)
    step(batch, labels, False)  # builds the graph
    started = time.perf_counter()
    for _ in range(steps):
        loss, _ = step(batch, labels, False)
    float(loss)
    return steps * len(batch) / (time.perf_counter() - started)


rounds = [
    [images_per_second(cifar10_multi_gpu_train.towers(names[:count])) for count in (1, 2)]
    for _ in range(2)  # in turn, so that another program slows down both
]
for count, speeds in zip((1, 2), zip(*rounds, strict=True), strict=True):
    print(f"towers: {count}; {speeds[0]:,.0f} and {speeds[1]:,.0f} images/s in two rounds")

# %% [markdown]
# Two logical devices are no second processor: the same cores do the same work. Where the two lines
# differ, the work was cut up differently, or another program took its turn; look at how far the two
# rounds of *one* line are apart before you believe in a difference. And a measurement on logical
# devices says nothing about GPUs. There, each tower computes with hardware of its own, and what is
# lost is the time in which gradients travel.

# %% [markdown]
# ## What a tower cannot see
#
# The average works because the loss is a mean over images. **Batch normalisation** breaks that: it
# normalises an image with mean and variance of *its batch*, and a tower sees its own part only.
# Normalise 8 images together, then in two towers of 4. Predict: is the result the same?

# %% tags=["display"]
activations = network.get_layer("conv1")(batch[:8])
normalise = keras.layers.BatchNormalization()
together = normalise(activations, training=True)
in_towers = tf.concat([normalise(part, training=True) for part in tf.split(activations, 2)], 0)
difference = tf.sqrt(tf.reduce_mean((together - in_towers) ** 2))
print(
    f"standard deviation of the normalised activations: {float(tf.math.reduce_std(together)):.2f}"
)
print(f"they change by {float(difference):.2f} (root mean square)")

# %% [markdown]
# Not the same, far beyond rounding: with batch normalisation, N towers are another training than
# one device. With many images on each tower the difference is small. Where a tower gets few,
# synchronised batch normalisation (`synchronized=True`) exchanges the statistics, too. The
# tutorial's network has none of this: local response normalisation looks at one image at a time.

# %% [markdown]
# ## MirroredStrategy
#
# TensorFlow has towers built in. There they are **replicas**, and a
# `tf.distribute.MirroredStrategy` looks after them. The difference to the towers above: each
# replica has its own copy of every variable. All copies start equal and get equal updates, so they
# stay equal. Variables and optimiser must be made inside `strategy.scope()`.
#
# `cross_device_ops` says how gradients are added up; here it is done on one of the devices. On
# GPUs, leave it out: the default is faster there. On logical CPU devices the default may stop with
# `Shape mismatch in the collective instance` when a process makes a second strategy.

# %% tags=["display"]
strategy = tf.distribute.MirroredStrategy(
    names, cross_device_ops=tf.distribute.ReductionToOneDevice()
)
with strategy.scope():
    training.seed_everything(seed)
    mirrored = models.fully_connected((24, 24, 3))
    optimizer = keras.optimizers.SGD(0.02)  # the rate of the three trainings below
    optimizer.build(mirrored.trainable_variables)
print("replicas:", strategy.num_replicas_in_sync)
for copy in strategy.experimental_local_results(mirrored.trainable_variables[0].value):
    print(f"a copy of {mirrored.trainable_variables[0].path} is on {copy.device[-5:]}")

# %% [markdown]
# `strategy.run(function, args=...)` calls a function once on each replica, with that replica's part
# of each argument. What it returns has a value for each replica, too. `strategy.reduce` makes one
# number of them.
#
# The two replicas below get 3 and 2 numbers. Predict all that is printed, the last line too.

# %% tags=["display"]
parts = [tf.constant([1.0, 2.0, 6.0]), tf.constant([10.0, 20.0])]


def hand_out(parts):
    """One value for each replica."""
    return strategy.experimental_distribute_values_from_function(
        lambda context: parts[context.replica_id_in_sync_group]
    )


@tf.function
def mean_on_each_replica(numbers):
    return strategy.run(tf.reduce_mean, args=(numbers,))


means = mean_on_each_replica(hand_out(parts))
print("one mean on each replica:", [float(m) for m in strategy.experimental_local_results(means)])
print("reduced with SUM: ", float(strategy.reduce("SUM", means, axis=None)))
print("reduced with MEAN:", float(strategy.reduce("MEAN", means, axis=None)))
print(f"mean of all five:  {float(tf.reduce_mean(tf.concat(parts, 0))):.1f}")

# %% [markdown]
# Neither reduction of means is the mean. There is one rule that always holds:
#
# > On each replica, divide the *sum* by the number of images on **all** replicas. Then add up the
# > replicas.
#
# It matters twice. You add up the losses with `strategy.reduce("SUM", ...)`. And
# `optimizer.apply`, called on each replica, *adds up* the gradients of all replicas before it
# updates. So a loss that is a mean over the replica's own images gives a step that is twice as
# long with two replicas, and eight times with eight. Nothing fails. The learning rate was
# multiplied, and nobody told you.
#
# What belongs to no image, such as weight decay, is in every replica's share. Divide it by
# `strategy.num_replicas_in_sync`.
#
# ## Exercise 4: strategy_step
#
# Write `strategy_step(strategy, model, optimizer, images, labels, global_batch, decay)`. It makes
# one step with all replicas and returns the loss of the whole batch before the update, one number.
#
# - `model` and `optimizer` were made in the strategy's scope.
# - `images` and `labels` hold a part for each replica, as `hand_out` makes them. The parts may
#   differ in size. `global_batch` is the number of images in all parts together.
# - The loss is that of exercise 3: mean cross-entropy of the whole batch, plus `decay / 2` times
#   the sum of squares of every kernel.
#
# The check calls it inside a `tf.function`, as you would, so use TensorFlow's operations, and no
# `.numpy()` or `float()`.
#
# <details><summary>Hint 1: the frame</summary>
#
# ```python
# def replica_step(images, labels):
#     ...
#     return loss
#
# losses = strategy.run(replica_step, args=(images, labels))
# return strategy.reduce("SUM", losses, axis=None)
# ```
#
# </details>
#
# <details><summary>Hint 2: in replica_step</summary>
#
# Under a `tf.GradientTape`: `tf.reduce_sum(entropies) / global_batch`, plus this replica's share of
# the decay. Then `optimizer.apply(gradients, model.trainable_variables)`.
#
# </details>


# %% nbgrader={"grade_id": "strategy_step_solution", "solution": true}
def strategy_step(strategy, model, optimizer, images, labels, global_batch, decay):
    """One step of all replicas -> loss of the whole batch before it."""

    ### BEGIN SOLUTION
    def replica_step(images, labels):
        with tf.GradientTape() as tape:
            entropies = tf.nn.sparse_softmax_cross_entropy_with_logits(
                labels=labels, logits=model(images, training=True)
            )
            kernels = [tf.nn.l2_loss(v) for v in model.trainable_variables if v.name == "kernel"]
            loss = tf.reduce_sum(entropies) / global_batch
            loss += decay * tf.add_n(kernels) / strategy.num_replicas_in_sync
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply(gradients, model.trainable_variables)
        return loss

    losses = strategy.run(replica_step, args=(images, labels))
    return strategy.reduce("SUM", losses, axis=None)
    ### END SOLUTION


# %% nbgrader={"grade_id": "strategy_step", "grade": true, "points": 3}
check("strategy_step", strategy_step)

# %% [markdown]
# ## Three ways, one training
#
# Now train a small network three ways from the same start, on the same 15 batches of 65 images: on
# one device, with your `tower_step`, and with your `strategy_step`. First the batches, the start,
# and a step on one device:

# %% tags=["display"]
steps, rate, factor = 15, 0.02, 0.01
pairs = [(x[:65], y[:65]) for x, y in (next(batches) for _ in range(steps))]


def fresh():
    """The same small network, at its start."""
    training.seed_everything(seed)
    return models.fully_connected((24, 24, 3))


def one_device(model, images, labels):
    """A step with the whole batch."""
    with tf.device(names[0]), tf.GradientTape() as tape:
        loss = tf.reduce_mean(
            tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=model(images))
        ) + factor * tf.add_n(
            [tf.nn.l2_loss(v) for v in model.trainable_variables if v.name == "kernel"]
        )
    gradients = tape.gradient(loss, model.trainable_variables)
    for variable, gradient in zip(model.trainable_variables, gradients, strict=True):
        variable.assign_sub(rate * gradient)
    return loss


# %% [markdown]
# Now your two steps, and all three trainings. Predict: how will the three curves differ?


# %% tags=["display"]
def towers(model, images, labels):
    """A step of yours."""
    found = tower_step(model, images, labels, names, rate, factor)
    return None if found is None else found[0]


@tf.function(autograph=False, jit_compile=False)
def replicas(images, labels):
    """Another step of yours."""
    return strategy_step(strategy, mirrored, optimizer, images, labels, 65, factor)


def losses_of(step):
    """The losses of all steps, or None where the step is not written yet."""
    losses = [step(images, labels) for images, labels in pairs]
    return None if losses[0] is None else [float(loss) for loss in losses]


single, towered = fresh(), fresh()
mirrored.set_weights(fresh().get_weights())  # also if this cell is run again
ways = {
    "one device": losses_of(lambda x, y: one_device(single, x, y)),
    "two towers": losses_of(lambda x, y: towers(towered, x, y)),
    "two replicas": losses_of(
        lambda x, y: replicas(hand_out([x[:33], x[33:]]), hand_out([y[:33], y[33:]]))
    ),
}

# %% tags=["display"]
curves = {name: list(enumerate(losses)) for name, losses in ways.items() if losses}
plots.show(
    plots.learning_curves(curves, "The same training on one device and on two"),
    "Curves of the total loss against the step, one for each way to train; they cover each other.",
)
for name, losses in ways.items():
    if losses is None:
        print(f"{name}: not written yet")
    else:
        difference = np.abs(np.subtract(losses, ways["one device"])).max()
        print(f"{name}: last loss {losses[-1]:.4f}, at most {difference:.1e} from one device")

# %% [markdown]
# As many curves as ways that you have written, and you see one line: they cover each other. What
# is left between them is rounding. (If one of yours leaves the others, its check says why.)
#
# ## More devices, fewer steps
#
# So far two devices *shared* a batch of 128. The tutorial's program for several GPUs does something
# else: **each** tower takes a batch of its own. With four GPUs, a step sees 4 × 128 images. The
# gradient is less noisy, and an epoch has a quarter of the steps.
#
# That touches everything that is counted in steps. The learning rate shall fall after 350 epochs,
# so `decay_steps` has to shrink as well. The tutorial's own program had this wrong at first: it
# computed `decay_steps` from the batch of one device, so that four GPUs would have kept the first
# rate four times too long. A later version divides by the number of GPUs, too.
#
# Should the rate itself grow? A step over N times as many images is a better step, and one may
# take it N times as long: the *linear scaling rule*. It worked for ImageNet up to about 8,000
# images a step, with a slow start (Goyal et al., 2017). It is a rule of thumb, not a law: it fails
# for larger batches, and early in training. The tutorial keeps 0.1, and so does this course. If
# you change the rate, change nothing else, and compare.
#
# ## Exercise 5: steps_and_rate
#
# Write `steps_and_rate(examples, epochs, devices, batch_size, epochs_per_decay, step)`, all whole
# numbers: how many training images there are, for how many epochs to train, on how many devices,
# with how many images on *each* device in a step, after how many epochs the rate falls, and a step.
#
# Return four numbers, in this order:
#
# - `images`: how many images a step sees;
# - `steps`: how many steps the training makes, rounded down;
# - `decay_steps`: after how many steps the rate falls, rounded down;
# - `rate`: the learning rate at `step`: 0.1 at first, and a tenth of what it was each time that
#   `decay_steps` more steps are complete. The devices do not change it.
#
# Round once, at the end: an epoch need not be a whole number of steps.
#
# <details><summary>Hint 1: steps</summary>
#
# All epochs together show `examples * epochs` images. `//` divides and rounds down.
#
# </details>
#
# <details><summary>Hint 2: the staircase</summary>
#
# `step // decay_steps` says how often the rate has fallen.
#
# </details>


# %% nbgrader={"grade_id": "steps_and_rate_solution", "solution": true}
def steps_and_rate(examples, epochs, devices, batch_size, epochs_per_decay, step):
    """Images a step, steps in all, steps until the rate falls, and the rate at a step."""
    ### BEGIN SOLUTION
    images = devices * batch_size
    steps = examples * epochs // images
    decay_steps = examples * epochs_per_decay // images
    return images, steps, decay_steps, 0.1 * 0.1 ** (step // decay_steps)
    ### END SOLUTION


# %% nbgrader={"grade_id": "steps_and_rate", "grade": true, "points": 1}
check("steps_and_rate", steps_and_rate)

# %% [markdown]
# With the tutorial's numbers, 50,000 training images and 350 epochs until the rate falls:

# %% tags=["display"]
for count in (1, 2, 4):
    print(f"devices: {count}, 128 images each; decay_steps {cifar10.decay_steps(128 * count):,}")

# %% [markdown]
# ## Towers that do not wait
#
# In all these steps the fast device waits for the slow one. The alternative is called
# **asynchronous**: each tower reads the variables, computes the gradient of a batch of its own,
# updates the variables at once, and begins again. Nobody waits. But while a tower computes, another
# one may update the variables, and then its gradient is **stale**: it is right for variables that
# are no longer there.
#
# `cifar10_multi_gpu_train.asynchronous_towers` trains so, each tower in a thread. For each gradient
# it counts the updates by others between the reading and the writing. The next cell makes as many
# updates, with as many images each, on one device and on two towers that do not wait, at a small
# learning rate and at a large one. Predict: how stale is a usual gradient here? At which rate does
# that cost more? The cell takes some fifteen seconds.

# %% tags=["display"]
updates = 150


def last_losses(maker, rate, start):
    """Mean loss of the last 20 updates of a training with 32 images an update."""
    training.seed_everything(start)
    model, optimizer = models.fully_connected((24, 24, 3)), keras.optimizers.SGD(rate)
    optimizer.build(model.trainable_variables)
    step = maker(model, optimizer, None)
    stream = cifar10_input.distorted_inputs(
        shown.images, shown.labels, 32, seed=start, distort=lambda images: images
    )
    losses = [float(step(x, y, False)[0]) for x, y in stream.take(updates)]
    return np.mean(losses[-20:])


staleness = Counter()
two_towers = cifar10_multi_gpu_train.asynchronous_towers(names, staleness)
for one_rate in (0.01, 0.1):
    waiting, not_waiting = (
        np.mean([last_losses(maker, one_rate, seed + i) for i in range(2)])
        for maker in (make_step, two_towers)
    )
    print(
        f"rate {one_rate:4}: last losses {waiting:.2f} on one device, {not_waiting:.2f} on two "
        "towers that do not wait"
    )
print(cifar10_multi_gpu_train.staleness_line(staleness))

# %% [markdown]
# With two equal towers nearly every gradient is one update old: while one tower computes, the other
# one updates, in turn. With N equal towers it is N - 1. A tower that another program holds up
# writes a gradient that is older still.
#
# At the small rate the variables hardly move in one update, so a stale gradient is nearly the right
# one, and you see no difference that seeds would not make. At the large rate it points to where
# downhill *was*, and each update goes too far: after as many updates the loss is higher.
#
# That is why the tutorial waits: with equal GPUs in one machine, little is lost by waiting, and the
# step is the one that you can compute by hand. Towers that do not wait pay off where some of them
# are slow or drop out. `python -m course_utils.cifar10_multi_gpu_train --num_gpus=2 --no-sync`
# trains the tutorial's network that way, and prints at the end how stale its gradients were.

# %% [markdown]
# ## The program
#
# The course's program for several devices takes the flag `--num_gpus`. In a terminal:
#
# ```
# python -m course_utils.cifar10_multi_gpu_train --num_gpus=2 --data shapes --batch_size 64
# ```
#
# Each of two devices takes 64 images, so its losses are those of one device with 128; its
# `examples/sec` counts both. With fewer GPUs than that, it says so and uses logical devices of your
# processor. It saves, resumes and stops at NaN as with one device: a run does not remember how many
# devices made it.
#
# ## Past one machine
#
# Two processes on two machines have no common memory. Each has its own variables, and gradients
# travel through the network. TensorFlow's strategy for that is `MultiWorkerMirroredStrategy`. Every
# process, a **worker**, runs the same program. The variable `TF_CONFIG` tells it where all workers
# are, and which one it is:
#
# ```
# {"cluster": {"worker": ["127.0.0.1:41001", "127.0.0.1:41002"]},
#  "task": {"type": "worker", "index": 0}}
# ```
#
# The step is the one that you wrote in exercise 4. Keras 3 cannot do it for you here: `model.fit`
# under this strategy stops with an error about `PerReplica` values (keras-team/keras, issue 20585).
# Here is the course's worker, in `course_utils/cifar10_multi_gpu_train.py`:

# %% tags=["display"]
print(inspect.getsource(cifar10_multi_gpu_train.worker))

# %% [markdown]
# The next cell starts two of them on your machine. They talk over its loopback, as two machines
# would over a network, and make three steps, each with half of every batch. Then it makes the same
# steps here, in one process. It takes 10 to 30 seconds, nearly all of them to start TensorFlow
# twice, and longer where other programs run. Predict: how far apart are the weights of the two
# processes? And how far from one process?

# %% tags=["display"]
try:
    print(cifar10_multi_gpu_train.compare_workers())
except CourseError as error:  # your machine may not let processes talk to each other
    print(error)

# %% [markdown]
# The two processes hold the same weights, bit by bit: both apply the same sum. One process alone
# differs by rounding. That is all that changes on the way from one device to many machines: where
# the parts are, and who adds them up. (While your notebook is graded, no process is started, and
# the cell says so.)

# %% [markdown]
# ## Hand in
#
# Save this notebook (**Ctrl+S**), then run the next cell and upload the zip that it makes.

# %% tags=["display"]
from course_utils import submit

submit.hand_in("07_devices")

# %% [markdown]
# ## What you have seen
#
# - A tower computes the gradient of its part; the average over towers, weighted by images, is the
#   gradient of the batch, up to rounding.
# - Divide by the images on all devices, then add up. Means on each replica, added, give steps that
#   are too long.
# - What belongs to no image counts once; what looks at its whole batch sees its tower only.
# - A tower that does not wait writes stale gradients, and they cost most at a large learning rate.
# - N devices with a batch each make fewer steps an epoch, and the schedule must know it.
# - Points in this notebook: {{ points }}.
