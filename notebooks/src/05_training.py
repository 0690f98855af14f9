# ---
# jupyter:
#   course:
#     summary: "train the network, watch it in TensorBoard, and break it on purpose"
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
# # Training: the loop, its schedule, and what to watch
#
# You train the tutorial's network and learn to read what it tells on its way: the log, the curves,
# TensorBoard. Then you break a training on purpose, twice, and repair it.

# %%
from course_utils import environment, settings

print(environment.start_tensorflow())

import functools

import keras
import numpy as np
import tensorflow as tf

from course_utils import cifar10, cifar10_input, cifar10_train, data as datasets, evaluation
from course_utils import exercises, plots, runs, training
from course_utils.exercises import check
from course_utils.plots.live import LiveCurve, averaged
from course_utils.training import tensorboard

budget = settings.budget()
longest = max(600, budget.train_seconds)  # seconds; the steps end a training long before
data = settings.graded_data(*exercises.choices("05_training"))
seed = 1  # of everything random below
train_images, visible_images = datasets.visible_split(data, budget.images)
print(f"Budget: {budget.name}")
print(f"Data: {train_images.source}")
print(f"{len(train_images.images):,} images to train on, {len(visible_images.images):,} visible")

# %% tags=["display"]
original = {0: 4.68, 100: 4.25, 300: 3.76, 1_000: 2.6, 1_800: 1.71}
plots.show(
    plots.lines(
        {"total loss": (list(original), list(original.values()))},
        "The original program on CIFAR-10, its first 1,800 steps",
        "step",
        "total loss",
    ),
    "A curve that falls from 4.68 at step 0 over 3.76 at step 300 to 1.71 at step 1,800.",
)

# %% [markdown]
# Five numbers from the log of the original program, about five minutes on two cores; around step
# 100 it printed 4.1 to 4.4. Why does it start at 4.68? Is the fall from 4.68 to 4.25 a fall, or
# luck? How large was the learning rate? What would ten times as much have done? At the end of this
# notebook you can say.
#
# ## What is graded
#
# {{ what is graded }}

# %% [markdown]
# ## What is made small
#
# The **total loss** has two parts. The first is the mean **cross-entropy** of the batch: how
# surprised the network is by the labels. A network that knows nothing gives all ten classes the
# same probability: $-\ln \frac{1}{10} = \ln 10 \approx 2.30$.
#
# The second is **weight decay**: it makes large weights expensive. The tutorial adds
# $0.004 \cdot \frac{1}{2} \sum w^2$ for the kernels of `local3` and `local4`. Predict: how much is
# that before training? Take the first number of the log into account.

# %% tags=["display"]
batch_size = 128
training.seed_everything(seed)
network = cifar10.inference()
batches = cifar10_input.distorted_inputs(
    train_images.images, train_images.labels, batch_size, seed=seed
)
images, labels = next(iter(batches))
logits = network(images)
cross_entropy = tf.reduce_mean(
    tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
)
decay = {
    name: 0.004 * tf.nn.l2_loss(network.get_layer(name).kernel) for name in ("local3", "local4")
}
print(f"cross-entropy {cross_entropy:.4f}, ln 10 = {np.log(10):.4f}")
for name, term in decay.items():
    print(f"decay of {name}: {term:.4f}")
print(f"first loss: {cross_entropy + sum(decay.values()):.3f}")

# %% [markdown]
# About half of the first loss is decay. So the loss can fall for a long time without the network
# getting better at its task: the weights shrink. The tutorial predicts
# $\ln 10 + 2.3731 = 4.676$ for it.
#
# A first loss that is far from what you expect is the cheapest bug report you will ever get: it
# comes after one step.
#
# ## One step, by hand
#
# A training step has three parts: compute the loss; compute its **gradient**, one number for each
# weight, which tells how the loss changes with that weight; and move each weight a little against
# its gradient. How little is the **learning rate**.
#
# Here are three steps of it. Predict: the batch stays the same for all three. What will the loss
# do?

# %% tags=["display"]
learning_rate = 0.1
variables = network.trainable_variables
for step in range(3):
    with tf.GradientTape() as tape:
        loss = cifar10.loss(network, labels, network(images, training=True))
    gradients = tape.gradient(loss, variables)
    for variable, gradient in zip(variables, gradients, strict=True):
        variable.assign_sub(learning_rate * gradient)
    norm = tf.linalg.global_norm(gradients)
    print(f"step {step}: loss {loss:.3f}, norm of all gradients {norm:.2f}")

# %% [markdown]
# It falls: each step went downhill on this very batch. The **norm** is the length of the gradient:
# the root of the sum of the squares of *all* its numbers, over all variables. The learning rate
# times the norm is the length of the step.
#
# ## Exercise 1: a step of limited length
#
# A single batch with a huge gradient can throw a network far away. A common remedy is to shorten
# the gradient where it is too long, and keep its direction. That is called **clipping by the global
# norm**: one norm and one factor for all variables together.
#
# Write `clipped_step(model, images, labels, learning_rate, decay, limit)`, which makes one step:
#
# - the loss is the mean sparse softmax cross-entropy of the batch, from logits, plus
#   `decay` $\cdot \frac{1}{2} \sum w^2$ of each *kernel*, not of the biases. The model here has no
#   decay of its own, so `model.losses` is empty;
# - the gradient is that of the whole loss, decay included;
# - where the norm of all gradients together exceeds `limit`, multiply every gradient by
#   `limit / norm`; else leave them as they are;
# - then move each variable by `learning_rate` times its gradient, downhill.
#
# Return two numbers: the loss before the step, and the norm before clipping. A kernel is a
# variable whose `name` is `"kernel"`.
#
# <details><summary>Hint 1: where does the decay go?</summary>
#
# Inside the `with tf.GradientTape()` block, added to the loss. What is added outside of it is not
# differentiated. `tf.nn.l2_loss(w)` is half the sum of squares.
#
# </details>
#
# <details><summary>Hint 2: the norm and the factor</summary>
#
# `norm = tf.linalg.global_norm(gradients)`, and `tf.minimum(1.0, limit / norm)` is the factor in
# both cases.
#
# </details>


# %% nbgrader={"grade_id": "clipped_step_solution", "solution": true}
def clipped_step(model, images, labels, learning_rate, decay, limit):
    """One step of descent with decay and clipping; returns loss and norm, both before it."""
    ### BEGIN SOLUTION
    weights = model.trainable_variables
    with tf.GradientTape() as tape:
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(
            labels=labels, logits=model(images, training=True)
        )
        loss = tf.reduce_mean(losses)
        for variable in weights:
            if variable.name == "kernel":
                loss += decay * tf.nn.l2_loss(variable)
    gradients = tape.gradient(loss, weights)
    norm = tf.linalg.global_norm(gradients)
    factor = tf.minimum(1.0, limit / norm)
    for variable, gradient in zip(weights, gradients, strict=True):
        variable.assign_sub(learning_rate * factor * gradient)
    return loss, norm
    ### END SOLUTION


# %% nbgrader={"grade_id": "clipped_step", "grade": true, "points": 3}
check("clipped_step", clipped_step)

# %% [markdown]
# ## The log
#
# The tutorial's program prints a line every ten steps:
#
# ```
# 2015-11-04 11:45:45.927302: step 0, loss = 4.68 (2.0 examples/sec; 64.221 sec/batch)
# 2015-11-04 11:45:49.133065: step 10, loss = 4.66 (533.8 examples/sec; 0.240 sec/batch)
# ```
#
# The first line is slow: it contains the time in which the program gets ready. The others tell how
# fast the machine is: images and batches in the ten steps since the line before.
#
# The loss in the line is that of *one* batch, and each batch is another one. So the tutorial also
# keeps a moving average of the loss: it starts at the first loss, and each step keeps 0.9 of the
# average and takes 0.1 of its own loss. Here is what that does to a made-up loss that falls by 0.3
# in all, with noise. Predict: how often do two neighbours of the raw loss rise instead of falling?

# %% tags=["display"]
steps = np.arange(200)
raw = 2 - 0.3 * steps / 200 + np.random.default_rng(seed).normal(0, 0.15, 200)
plots.show(
    plots.lines(
        {"raw": (steps, raw), "averaged, 0.9": (steps, averaged(raw))},
        "A loss that falls slowly, under noise",
        "step",
        "loss",
    ),
    "A raw curve that jumps up and down by far more than it falls, and an average in its middle "
    "that falls slowly.",
)
print(f"the raw loss rises in {np.mean(np.diff(raw) > 0):.0%} of the steps")
print(f"the averaged loss rises in {np.mean(np.diff(averaged(raw)) > 0):.0%} of the steps")
print(f"last raw loss minus first: {raw[-1] - raw[0]:+.2f}; true: -0.30")

# %% [markdown]
# From one step to the next, both of them rise about half of the time. Only over many steps the fall
# shows, and in the average it shows sooner. Compare means of many steps, not single numbers.
#
# ## Exercise 2: the numbers of a log line
#
# Write `log_numbers(losses, clock, batch_size, every)`:
#
# - `losses`: $(S,)$, the loss of each step;
# - `clock`: $(S + 1,)$, a clock in seconds that was read before the first step and after each one;
# - `batch_size`: images in a step;
# - `every`: a line is printed after each so many steps; $S$ is a multiple of it.
#
# Return three arrays with one number for each line: images per second and seconds per batch, both
# over the `every` steps since the line before; and the moving average of the loss, as above, as it
# is after the line's last step. The average is updated at *every* step.
#
# <details><summary>Hint 1: the time of a line</summary>
#
# `clock[::every]` is the clock at the beginning and at each line. `np.diff` gives the differences.
#
# </details>
#
# <details><summary>Hint 2: which averages?</summary>
#
# Compute the average after each step, in a loop, and store them all. With `every = 4`, the lines
# show those at the places 3, 7, 11, ...: `[every - 1 :: every]`.
#
# </details>


# %% nbgrader={"grade_id": "log_numbers_solution", "solution": true}
def log_numbers(losses, clock, batch_size, every):
    """(S,) losses, (S + 1,) seconds -> images/s, seconds a batch, averaged loss, one a line."""
    ### BEGIN SOLUTION
    average, smoothed = losses[0], []
    for loss in losses:
        average = 0.9 * average + 0.1 * loss
        smoothed.append(average)
    took = np.diff(clock[::every])
    return every * batch_size / took, took / every, np.array(smoothed)[every - 1 :: every]
    ### END SOLUTION


# %% nbgrader={"grade_id": "log_numbers", "grade": true, "points": 1}
check("log_numbers", log_numbers)

# %% [markdown]
# ## The learning rate: a staircase
#
# Far from the goal, large steps are good; near it, they jump over it. So the tutorial starts at a
# rate of 0.1 and multiplies it by 0.1 each 350 **epochs**. An epoch is as many steps as it takes to
# see as many images as there are.
#
# CIFAR-10 has 50,000 training images, and a step takes 128. Predict: after how many steps does the
# rate fall for the first time? The tutorial reports 86 % after 100,000 steps. How often had the
# rate fallen by then?

# %% tags=["display"]
schedule = cifar10.learning_rate_schedule(batch_size, 50_000)
steps = np.arange(0, 420_000, 2_000)
plots.show(
    plots.lines(
        {
            "learning rate": (steps, [float(schedule(step)) for step in steps]),
            "100,000 steps": ([100_000, 100_000], [0.0001, 0.1]),
        },
        "The tutorial's learning rate",
        "step",
        "learning rate",
        yscale="log",
    ),
    "A staircase that goes down by a factor of ten three times, and a vertical line at 100,000 "
    "steps, well before the first stair.",
)
length = cifar10.decay_steps(batch_size, 50_000)
print(f"one stair: int(50,000 / 128 * 350) = {length:,} steps")
for step in (length - 1, length, 2 * length):
    print(f"step {step:,}: learning rate {float(schedule(step)):.4g}")

# %% [markdown]
# Never. The famous 86 % were reached at the full rate of 0.1, with every step still a large one. So
# who calmed the network down? You will meet the culprit below: averages.
#
# ## Exercise 3: a staircase of your own
#
# Write `staircase(steps, batch_size, examples, epochs, factor, first_rate)`. It takes an array of
# step numbers, counted from 0, and returns an array with the learning rate of each.
#
# - A stair is `int(examples / batch_size * epochs)` steps long: rounded down once, at the end.
# - On the first stair the rate is `first_rate`; each further stair multiplies it by `factor`.
#
# <details><summary>Hint 1: which stair?</summary>
#
# `steps // length` counts the stairs that are complete, for a whole array at once.
#
# </details>


# %% nbgrader={"grade_id": "staircase_solution", "solution": true}
def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    """Whole numbers (S,) -> learning rates (S,)."""
    ### BEGIN SOLUTION
    length = int(examples / batch_size * epochs)
    return first_rate * factor ** (steps // length)
    ### END SOLUTION


# %% nbgrader={"grade_id": "staircase", "grade": true, "points": 2}
check("staircase", staircase)

# %% [markdown]
# ## Averages of the weights
#
# At a constant rate the weights never come to rest: they rattle about a good place. Their average
# over many steps is nearer to it. The tutorial keeps such an average for each weight: each step
# keeps a share of the average and takes the rest from the weight. For evaluation, the averages take
# the weights' place.
#
# A share of 0.9999 means an average over some 10,000 steps. But it has to start somewhere, and it
# starts at the *initial* weights, which are noise. Predict: after 4,000 steps, how much of the
# average is still that noise?
#
# The tutorial's average has a **ramp** against that. Update number $n$, counted from 0, keeps
# $\min\left(0.9999, \frac{1 + n}{10 + n}\right)$.

# %% tags=["display"]
updates = 4_000


def share_of_each(keep):
    """How much of the average after all updates each iterate makes up: the start, then each."""
    shares = np.ones(updates + 1)
    for n in range(updates):
        shares[: n + 1] *= keep(n)
        shares[n + 1] = 1 - keep(n)
    return shares


fixed = share_of_each(lambda n: 0.9999)
ramped = share_of_each(cifar10.decay_at)
print("the ramp keeps:", ", ".join(f"{cifar10.decay_at(n):.4f}" for n in (0, 1, 9, 90, 990)))
for name, shares in (("0.9999 from the start", fixed), ("with the ramp", ramped)):
    print(
        f"{name}: {shares[0]:.1%} of the average is the initial weights, "
        f"{shares[-400:].sum():.0%} the last tenth of the steps"
    )

# %% tags=["display"]
plots.show(
    plots.lines(
        {
            "0.9999 from the start": (np.arange(updates + 1), fixed.cumsum()),
            "with the ramp": (np.arange(updates + 1), ramped.cumsum()),
        },
        "How much of the average comes from the steps up to here",
        "step",
        "share of the average",
    ),
    "The fixed average begins at 0.67 and rises slowly; the one with the ramp stays near 0 for "
    "half of the steps and rises to 1 at the end.",
)

# %% [markdown]
# Two thirds of the fixed average are noise. With the ramp the start is forgotten, and the last
# tenth of the steps makes up most of the average, however long you train.
#
# What do averages gain? The tutorial says: about 3 points. This course trained its network for all
# 100,000 steps, once, on CIFAR-10 (JPEG copy). The last weights had 79.2 %, their averages 83.2 %.
# In 2015 these steps took an evening on a GPU. On two cores, in bfloat16, they took 120 minutes.
#
# Keras has such averages, too: `use_ema=True, ema_momentum=0.9999` in an optimiser. It has no ramp.
#
# ## Exercise 4: an average with a ramp
#
# Write the class `RampedAverage(start, decay, ramp)`. `start` is an array. Its method
# `update(value)` takes an array of the same shape, updates the average, and returns it. Update
# number $n$, counted from 0 in each object, keeps the share
#
# $$\min\left(\text{decay}, \frac{1 + n}{\text{ramp} + n}\right)$$
#
# of the average, and takes the rest from `value`. Before the first update the average is `start`.
# Objects must not disturb each other, nor change `start`.
#
# <details><summary>Hint 1: what has to be kept?</summary>
#
# In `__init__`, keep four things in `self`: the average, how many updates there were, `decay` and
# `ramp`.
#
# </details>
#
# <details><summary>Hint 2: the order in update</summary>
#
# Compute the share from the count, then the new average, then count one up. `a = a * b` makes a new
# array; `a *= b` changes the old one, which may belong to someone else.
#
# </details>


# %% nbgrader={"grade_id": "RampedAverage_solution", "solution": true}
class RampedAverage:
    """A moving average that starts at an array and soon forgets it."""

    def __init__(self, start, decay, ramp):
        """Keep what the average needs."""
        ### BEGIN SOLUTION
        self.average, self.updates = start, 0
        self.decay, self.ramp = decay, ramp
        ### END SOLUTION

    def update(self, value):
        """Move the average towards the value; returns the new average."""
        ### BEGIN SOLUTION
        keep = min(self.decay, (1 + self.updates) / (self.ramp + self.updates))
        self.average = keep * self.average + (1 - keep) * value
        self.updates += 1
        return self.average
        ### END SOLUTION


# %% nbgrader={"grade_id": "RampedAverage", "grade": true, "points": 2}
check("RampedAverage", RampedAverage)

# %% [markdown]
# ## Now train
#
# All the parts are there; `training.fit` puts them together. It makes steps of plain gradient
# descent with the staircase, keeps the averages, saves the run in the folder `05_training.run`, and
# goes on where it stopped if you interrupt it.
#
# The cell takes some ten seconds in *quick*, a few minutes in *laptop*, and at most half an hour in
# *full*. It prints the tutorial's log, and a curve grows above it. The pale line is
# the raw loss, the strong one the moving average.
#
# Predict: in which step will you see for the first time that the loss is falling?

# %% tags=["display"]
max_steps = {"quick": 51, "laptop": 1_501, "full": 12_001}[budget.name]
log_frequency = {"quick": 10, "laptop": 100, "full": 500}[budget.name]

training.seed_everything(seed)
network = cifar10.inference()
curve = LiveCurve("The tutorial's network")
grow, log = curve.of("total loss"), cifar10_train.log_line(batch_size)


def watch(step, loss):
    """Called with each step's loss: let the curve grow, print a line now and then."""
    grow(step, loss)
    if step % log_frequency == 0:
        log(step, loss)


print(f"{max_steps:,} steps, a line each {log_frequency}")
run = training.fit(
    network,
    batches,
    max_steps=max_steps,
    max_seconds=longest,
    run_dir="05_training.run",
    data=data,
    data_source=train_images.source,
    images=len(train_images.images),
    batch_size=batch_size,
    seed=seed,
    log_every=1,
    summaries_every=log_frequency,
    progress=False,
    callback=watch,
)
curve.finish({"total loss": run.losses})

# %% [markdown]
# The tutorial prints 4.68, 4.66, 4.64, 4.62, 4.61 and 4.59 for the steps 0 to 50. Compare your
# first lines with these. Is that fall more than noise? And is it the network that learns? Decay
# falls by itself, a little at each step. Predict how large its part is, then take it out.

# %% tags=["display"]
losses = np.array([loss for _, loss in run.losses])
first, last = losses[:10], losses[-10:]
fall = first.mean() - last.mean()
noise = np.sqrt(first.var(ddof=1) / 10 + last.var(ddof=1) / 10)
remaining = float(sum(network.losses))
print(f"mean of the first ten losses {first.mean():.3f}, of the last ten {last.mean():.3f}")
print(f"fall {fall:.3f}, standard error {noise:.3f}: {fall / noise:.0f} standard errors")
print(f"decay: {float(sum(decay.values())):.3f} at first, {remaining:.3f} now")
print(f"cross-entropy of the last ten steps: about {last.mean() - remaining:.3f}")
print(f"{run.images_per_second:,.0f} images/s")

# %% [markdown]
# That is the way to answer "is it falling, or is it noise?": means of several steps, their
# difference, and how large a difference noise alone makes. More than three standard errors are no
# noise.
#
# Now compare the fall with that of the decay. In the *quick* budget they are nearly the same: the
# loss really falls, and the network has learnt next to nothing. Its cross-entropy is still close to
# $\ln 10$. In *laptop*, the cross-entropy falls, too.
#
# ## TensorBoard
#
# The tutorial asks you to watch a training with TensorBoard, and to answer four questions with it:
#
# 1. Is the loss *really* falling, or is that noise?
# 2. Are the images that the network gets sane?
# 3. Are gradients, activations and weights reasonable?
# 4. What is the learning rate now?
#
# The run wrote **summaries** for it. The next cell shows TensorBoard below. Look at *Time Series*
# for the losses, at *Images*, at *Histograms*, and at *Graphs*, which draws the network and its
# loss. In a notebook of your own, `%load_ext tensorboard` and
# `%tensorboard --logdir 05_training.run` do the same.

# %% tags=["display"]
print(tensorboard.open_tensorboard("05_training.run"))

# %% [markdown]
# Is the frame empty? Then open the address below it in a tab of its own. TensorBoard lives as long
# as this notebook's kernel; later, run the cell again. Where the notebook runs on another machine
# than your browser, the browser does not reach it: then go on with the next cells.
#
# TensorBoard reads files, and so can you. The next cells draw from them what you need for the four
# questions.
#
# First read them. A **scalar** is one number at a step, a **histogram** counts many.

# %% tags=["display"]
found = tensorboard.read_events("05_training.run")
print(f"scalars: {len(found.scalars)}, histograms: {len(found.histograms)}")
for tag, (event_steps, _) in found.images.items():
    print(f"{tag}: at the steps {', '.join(map(str, event_steps[:5]))} ...")

# %% [markdown]
# The losses, one raw, one averaged. Compare with the figure above, which has a number for each
# step: what do you not see here?

# %% tags=["display"]
if found.scalars:
    plots.show(
        plots.lines(
            {
                "raw": found.scalars["total_loss (raw)"],
                "averaged": found.scalars["total_loss"],
            },
            "Question 1: the loss, from the summaries",
            "step",
            "total loss",
        ),
        "Two falling curves of the total loss; the averaged one lags behind and is smoother.",
    )

# %% [markdown]
# The run also wrote the parts of the total loss. Before you look: which of them fell?

# %% tags=["display"]
for tag in ("cross_entropy", "local3/weight_loss", "local4/weight_loss", "total_loss"):
    if tag in found.scalars:
        values = found.scalars[tag][1]
        print(f"{tag:20} {values[0]:.3f} at first, {values[-1]:.3f} now (moving averages)")

# %% [markdown]
# Then the images, as the network gets them: cropped, perhaps mirrored, brighter or darker,
# standardised. An image that is all grey, torn into stripes or always the same would be a bug that
# no loss tells you about.

# %% tags=["display"]
if found.images:
    image_steps, files = found.images["images"]
    chosen = [0, len(files) // 2, len(files) - 1]
    pictures = [tensorboard.pixels(file) for place in chosen for file in files[place]]
    captions = [f"step {image_steps[place]}" for place in chosen for _ in files[place]]
    plots.show(
        plots.image_grid(np.stack(pictures), captions, "Question 2: images of three batches", 9),
        "Nine small pictures with objects that can be recognised, in odd colours and crops.",
    )

# %% [markdown]
# Now the network's insides. `sparsity` is the share of a layer's activations that are 0. Half is
# what ReLU gives at the start. Predict: what would a layer look like that has died?

# %% tags=["display"]
if found.scalars:
    for name in ("conv1", "conv2", "local3", "local4"):
        sparsity = found.scalars[f"{name}/sparsity"][1]
        print(
            f"{name}: {sparsity[0]:.2f} of the activations are 0 at first, {sparsity[-1]:.2f} now"
        )

# %% [markdown]
# A dead layer has sparsity 1: it gives 0 for everything, and no gradient comes through. You will
# see one below.
#
# Here is one of the histograms: the gradient of `local3`, all 884,736 numbers of it. Predict: are
# most of them about as large as the largest?

# %% tags=["display"]
if found.histograms:
    gradient_steps, buckets = found.histograms["local3/kernel/gradients"]
    plots.show(
        plots.lines(
            {
                f"step {gradient_steps[place]}": (
                    1_000 * buckets[place, :, :2].mean(axis=1),
                    np.maximum(buckets[place, :, 2], 1),
                )
                for place in (0, -1)
            },
            "Question 3: the gradient of local3",
            "gradient, in thousandths",
            "how many weights",
            yscale="log",
        ),
        "Two peaks around 0 on a logarithmic scale, which fall off steeply to both sides.",
    )

# %% [markdown]
# Nearly all of them are close to 0, and a few are far larger. A single spike at 0, or bars out at
# thousands, would be a bad sign.
#
# How large are weights and gradients as a whole? Take the root of the mean square of each, from the
# histograms. The last column is what matters: by which part of its size does a step change the
# kernel? As a rule of thumb, about a thousandth is healthy, and a millionth is standing still. A
# tenth is far too much, unless a layer starts close to zero and has to grow. Predict which layer of
# this network does.

# %% tags=["display"]
rate_now = run.learning_rates[-1][1] if run.learning_rates else 0.1
print("kernel                 weights  gradients  change a step")
for name in ("conv1", "conv2", "local3", "local4", "softmax_linear"):
    if f"{name}/kernel" in found.histograms:
        weight, gradient = (
            tensorboard.root_mean_square(found.histograms[tag][1][-1])
            for tag in (f"{name}/kernel", f"{name}/kernel/gradients")
        )
        print(f"{name:20} {weight:9.4f} {gradient:10.5f} {rate_now * gradient / weight:14.5f}")
print(f"learning rate at step {run.steps:,}: {rate_now:.4g}")

# %% [markdown]
# `softmax_linear` stands out: the tutorial starts it at a standard deviation of $1/192$, so nearly
# every step is large beside that.
#
# ## Exercise 5: the four questions
#
# Double-click the cell below and answer the four questions for *your* run, in two or three
# sentences each. Your instructor reads it. Each question gives half a point:
#
# | | what a full answer holds |
# |---|---|
# | 1 | two numbers of your run and the noise between single steps; a conclusion that follows |
# | 2 | what you see in the images, and one thing that distortion did to them |
# | 3 | one number each about gradients, activations and weights, and why it is reasonable or not |
# | 4 | the rate, and at which step it will fall with *your* number of images |
#
# For question 4, `cifar10.decay_steps` or your own staircase gives the step.

# %% [markdown] nbgrader={"grade_id": "four_questions", "grade": true, "points":2, "solution": true}
# **1. Is the loss really falling, or is that noise?**
#
# ### BEGIN SOLUTION
# Mean of the first ten steps against mean of the last ten, with the standard error of the
# difference: a fall of more than three standard errors is no noise. In a short run most of it is
# weight decay, which the cross-entropy shows. Half a point for numbers *and* a conclusion.
# ### END SOLUTION
#
# **2. Are the images sane?**
#
# ### BEGIN SOLUTION
# The objects can be recognised; colours are odd since brightness and contrast were changed and the
# image standardised; crops cut off edges, some images are mirrored. Half a point for an observation
# and one distortion.
# ### END SOLUTION
#
# **3. Are gradients, activations and weights reasonable?**
#
# ### BEGIN SOLUTION
# No layer's sparsity is 1 (about half of the activations are 0); no gradient is 0 or NaN, and a
# step changes a kernel by a small part of its size; weights have the size of their initial values.
# Half a point for one number each, and a reason.
# ### END SOLUTION
#
# **4. What is the learning rate now?**
#
# ### BEGIN SOLUTION
# 0.1. It falls at int(images / 128 * 350), long after the end of this run. Half a point for both.
# ### END SOLUTION

# %% [markdown]
# ## The same training in Keras' own way
#
# Keras has a training loop of its own: hand `compile` the optimiser and the loss, and hand `fit`
# the batches. The next cell trains the tutorial's network that way, from the same seed, on the same
# batches, with the same staircase. Predict: does Keras report the losses of your run?
#
# The cell takes some five seconds in *quick* and less than a minute in *laptop*.

# %% tags=["display"]
steps_an_epoch = {"quick": 10, "laptop": 100, "full": 1_000}[budget.name]
if settings.execution():
    print("Nothing is trained while a notebook is validated or graded.")
else:
    training.seed_everything(seed)
    same_network = cifar10.inference()
    same_network.compile(
        optimizer=keras.optimizers.SGD(
            cifar10.learning_rate_schedule(batch_size, len(train_images.images))
        ),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
        jit_compile=False,  # without XLA, which is slower on a processor
    )
    history = same_network.fit(
        batches,  # which are shuffled already
        epochs=3,
        steps_per_epoch=steps_an_epoch,
        shuffle=False,
        verbose=0,
    )
    for epoch, loss in enumerate(history.history["loss"]):
        one_epoch = losses[epoch * steps_an_epoch : (epoch + 1) * steps_an_epoch]
        print(
            f"steps {epoch * steps_an_epoch:,} to {(epoch + 1) * steps_an_epoch - 1:,}: Keras "
            f"reports {loss:.4f}, the mean of your run's losses is {one_epoch.mean():.4f}"
        )

# %% [markdown]
# Keras reports the same losses, up to rounding, which grows from step to step. What it calls `loss`
# is the mean since its epoch began, and an epoch is as many steps as you say. The decay is in it:
# `fit` adds what the layers' regularisers give.
#
# So the steps are the same. But the tutorial's loop does more than steps. What Keras has for that:
#
# - *Decay of two kernels, the staircase:* the same. Those layers have a regulariser, and the
#   optimiser takes a schedule.
# - *The loss of one batch, and its moving average:* the mean since the epoch began. For more, write
#   a callback.
# - *Averages of the weights, with the ramp:* `use_ema=True` in the optimiser, without a ramp. The
#   averages replace the weights when `fit` ends.
# - *Checkpoints of everything:* the callback `BackupAndRestore` brings back the weights, the
#   optimiser and the number of the epoch, but not the place in the stream of batches.
# - *A stop at NaN:* the callback `TerminateOnNaN`.
# - *Gradients, sparsity and images in TensorBoard:* the callback `TensorBoard` writes the losses of
#   epochs, and histograms of weights.
#
# After 4,000 steps without a ramp, two thirds of an average are initial noise, as you saw above. So
# `use_ema=True` with 0.9999 needs a far longer training than yours.
#
# Use `fit` where its loop does what you need: it is short, and everybody can read it. While your
# notebook is graded nothing is trained, and `fit` refuses; so the cell asks `settings.execution()`
# first. To hand in weights that `fit` has trained, keep them with `training.adopt`.

# %% [markdown]
# ## Ten times too much
#
# Report A, by a student, has three convolutions of 3 × 3, 3 × 3 and 5 × 5, two fully connected
# layers, and Adam. For a long time nothing helped: 100 epochs on a GPU gave an accuracy of 0.2 to
# 0.3. Then he changed the learning rate from 0.01 to 0.001: 0.6. With batch normalisation before
# each ReLU: 0.7 to 0.8.
#
# **Adam** is descent that divides each weight's step by the usual size of its gradients. **Batch
# normalisation** standardises each unit over the batch to mean 0 and standard deviation 1; then it
# learns a shift and a scale.
#
# Here is that network at a smaller width, so that it trains in seconds. Predict the order of these
# five after training:
#
# - without batch normalisation, at 0.01, 0.001 and 0.0001;
# - with it, at 0.001 and 0.01.
#
# The cell takes some ten seconds in *quick* and a minute or two in *laptop*.


# %%
def network_a(batch_norm):
    """Report A's network, narrower: standardised images (N, 24, 24, 3) -> logits (N, 10)."""
    images = x = keras.Input((24, 24, 3))
    for filters, size in ((16, 3), (32, 3), (64, 5)):
        x = keras.layers.Conv2D(filters, size, padding="same", use_bias=not batch_norm)(x)
        if batch_norm:
            x = keras.layers.BatchNormalization(momentum=0.9)(x)
        x = keras.layers.MaxPooling2D(2)(keras.layers.ReLU()(x))
    x = keras.layers.Dense(512, use_bias=not batch_norm)(keras.layers.Flatten()(x))
    if batch_norm:
        x = keras.layers.BatchNormalization(momentum=0.9)(x)
    x = keras.layers.ReLU(name="hidden")(x)
    return keras.Model(images, keras.layers.Dense(10)(x))


def make_batches(seed):
    """Endless batches of 64 crops, standardised and not distorted, in an order from a seed."""
    return cifar10_input.distorted_inputs(
        train_images.images, train_images.labels, 64, seed=seed, distort=lambda images: images
    )


same_for_all = {
    "data": data,
    "data_source": train_images.source,
    "images": len(train_images.images),
    "batch_size": 64,
    "averages": False,
    "progress": False,
    "seed": seed,
    "max_seconds": longest,
}

# %% tags=["display"]
steps_a = {"quick": 50, "laptop": 600, "full": 3_000}[budget.name]
trainings = {
    "0.01": (False, 0.01),
    "0.001": (False, 0.001),
    "0.0001": (False, 0.0001),
    "0.001, batch norm": (True, 0.001),
    "0.01, batch norm": (True, 0.01),
}
curve, trained, recorded = LiveCurve("Report A's network, five times"), {}, {}
for number, (name, (batch_norm, rate)) in enumerate(trainings.items(), start=1):
    training.seed_everything(seed)
    trained[name] = network_a(batch_norm)
    recorded[name] = training.fit(
        trained[name],
        make_batches(seed),
        optimizer=keras.optimizers.Adam(rate),
        max_steps=steps_a,
        run_dir=f"05_rate_{number}.run",
        log_every=max(1, steps_a // 100),
        callback=curve.of(name),
        **same_for_all,
    ).losses
curve.finish(recorded)

# %% tags=["display"]
some = visible_images.images[:1_000]
for name, model in trained.items():
    precision = evaluation.precision_at_1(
        evaluation.scores(model, some), visible_images.labels[:1_000]
    )
    hidden = keras.Model(model.input, model.get_layer("hidden").output)
    dead = np.mean(evaluation.scores(hidden, some).max(axis=0) == 0)
    last = np.mean([loss for _, loss in recorded[name][-5:]])
    print(
        f"{name:18} precision @ 1 = {precision:.3f}, last losses {last:.2f}, "
        f"dead hidden units {dead:.0%}"
    )
print(f"ln 10 = {np.log(10):.2f}")

# %% [markdown]
# At 0.01 without batch normalisation the network is dead: its loss is that of guessing, $\ln 10$,
# and most of its hidden units give 0 for *every* image. One large step pushed them so far down that
# ReLU lets nothing through, neither values nor gradients, and no later step can bring them back.
# That is report A's first hundred epochs: not too few layers, not too little time.
#
# At 0.001 the same network learns; at 0.0001 it learns, too, but crawls. With batch normalisation
# it learns faster at 0.001. And look at 0.01 with it: the rate that killed the plain network does
# no such harm, since the normalisation puts the units back around 0 in each batch.
#
# So when a network does not learn: **first** try a tenth and ten times the learning rate. It costs
# a minute. Only then change the network.
#
# Does that hold from other seeds? Set `seed` at the top to 2 or 3, run all cells again with
# `resume=False` in each `fit`, and see.
#
# ## A loud failure
#
# A dead network is silent: its loss is finite, and you have to know $\ln 10$ to notice. The other
# failure is loud. Plain gradient descent now, on the same network without batch normalisation.
# Predict: what does a rate of 100 do, within how many steps? And one of 1?

# %% tags=["display"]
descended = {}
for number, rate in enumerate((100.0, 1.0, 0.1), start=1):
    training.seed_everything(seed)
    run_dir = f"05_descent_{number}.run"
    try:
        descended[rate] = training.fit(
            network_a(batch_norm=False),
            make_batches(seed),
            learning_rate=rate,
            max_steps=25,
            run_dir=run_dir,
            log_every=1,
            **same_for_all,
        )
    except training.Diverged as error:
        descended[rate] = runs.load(run_dir)
        print(f"rate {rate:g}: {error}\n")
for rate, one in descended.items():
    shown = ", ".join(f"{loss:.3g}" for _, loss in one.losses[:5])
    print(f"rate {rate:g}: losses {shown} ... {one.losses[-1][1]:.3g}")

# %% [markdown]
# At 100 each step makes the weights larger than the last one could bear, until no float32 can hold
# the loss: NaN. `training.fit` stops there and says what to try, the cheapest thing first.
#
# What happens at 1 is luck: from some seeds it ends in NaN, too, from others the network dies
# silently near $\ln 10$, and what looks like calm is the end. At 0.1 nothing explodes; the loss
# falls slowly. Clipping, as in your exercise 1, bounds the step and not the rate: with a limit of 1
# and a rate of 100, a step would still be 100 long.
#
# ## Exercise 6: one training, in three places
#
# Now a training of your own. The claim to prove is modest: *the loss falls, and it is no noise*.
# Take three looks at one training: early, in the middle, and late.
#
# A run of 30 steps is the beginning of one of 70, if both start from the same seed. So train three
# times, for the numbers of steps in `places`, each time from the same `seed`:
#
# - store each network in `networks`, under `"early"`, `"middle"` and `"late"`;
# - keep each run in its folder: `05_early.run`, `05_middle.run`, `05_late.run`;
# - store a function in `training_run`, under the same names, which takes uint8 images
#   $(N, 32, 32, 3)$ and returns *logits* $(N, 10)$: `evaluation.scores(network, images)` with that
#   network.
#
# Which network and which learning rate? You have seen five settings above. The grader computes all
# losses anew, on images that you do not have. It wants a fall of more than three standard errors
# from each place to the next.
#
# The trainings take some five seconds in *quick* and less than a minute in *laptop*.
#
# <details><summary>Hint 1: the call</summary>
#
# The cell of the five trainings holds all that you need. For one place: seed, build, and
# `training.fit(..., max_steps=steps, run_dir=f"05_{name}.run", **same_for_all)`.
#
# </details>
#
# <details><summary>Hint 2: a function for each network</summary>
#
# A function that is defined in a loop looks its variables up when it is *called*: then all three
# would use the last network. `functools.partial(evaluation.scores, networks[name])` binds the
# network now.
#
# </details>

# %% nbgrader={"grade_id": "training_run_solution", "solution": true}
places = {
    "quick": {"early": 10, "middle": 30, "late": 70},
    "laptop": {"early": 50, "middle": 150, "late": 600},
    "full": {"early": 200, "middle": 800, "late": 3_000},
}[budget.name]
networks, training_run = {}, {}
### BEGIN SOLUTION
for name, steps in places.items():
    training.seed_everything(seed)
    networks[name] = network_a(batch_norm=True)
    training.fit(
        networks[name],
        make_batches(seed),
        optimizer=keras.optimizers.Adam(0.001),
        max_steps=steps,
        run_dir=f"05_{name}.run",
        log_every=1,
        **same_for_all,
    )
    training_run[name] = functools.partial(evaluation.scores, networks[name])
### END SOLUTION

# %% [markdown]
# If all three started alike, their curves cover each other as far as each one goes.

# %% tags=["display"]
if networks:
    three = {name: np.transpose(runs.load(f"05_{name}.run").losses) for name in networks}
    plots.show(
        plots.lines(three, "Three trainings from one seed", "step", "total loss"),
        "Three falling curves of total loss, the shorter ones hidden by the longest.",
    )
    for name, predict in training_run.items():
        precision = evaluation.precision_at_1(predict(some), visible_images.labels[:1_000])
        print(f"{name}: {places[name]:,} steps, precision @ 1 = {precision:.3f}")
else:
    print("There are no networks yet: write the loop above, then run this cell again.")

# %% nbgrader={"grade_id": "training_run", "grade": true, "points": 2}
check("training_run", training_run)

# %% [markdown]
# ## Hand in
#
# Save this notebook (**Ctrl+S**), then run the next cell and upload the zip that it makes. It packs
# the notebook and its runs. It refuses to leave out a run that exercise 6 rests on, unless you
# write `submit.hand_in("05_training", incomplete=True)`.

# %% tags=["display"]
from course_utils import submit

submit.hand_in("05_training")

# %% [markdown]
# ## What you have seen
#
# - The first loss is a bug report: $\ln 10$ plus the decay of two kernels.
# - A fall is one where means of several steps differ by more than noise allows.
# - The staircase falls at 136,718 steps; the famous 86 % came before, from averaging.
# - An average needs a ramp, or it remembers the initial noise.
# - Ten times the learning rate kills a network silently, a thousand times loudly.
# - Keras' `fit` makes the same steps; averages with a ramp and complete checkpoints it lacks.
# - Points in this notebook: {{ points }}.
