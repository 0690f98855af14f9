# ---
# jupyter:
#   course:
#     summary: "measure a network, say how sure you are, and compare two fairly"
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
# # How good is it?
#
# You measure a network, say how sure the number is, and compare networks fairly. Then you see what
# a test set loses when you choose by it, and what a fresh one shows.

# %%
from course_utils import environment, settings

print(environment.start_tensorflow())

import keras
import numpy as np
from scipy import stats

from course_utils import cifar10_input, data as datasets, evaluation, exercises, models, plots
from course_utils import training
from course_utils.exercises import check
from course_utils.data import places

budget = settings.budget()
data = settings.graded_data(*exercises.choices("06_evaluation"))
seed = 1  # of everything random below
train_images, visible_images = datasets.visible_split(data)
classes = datasets.CLASS_NAMES[data]
labels = visible_images.labels
print(f"Budget: {budget.name}")
print(f"Data: {train_images.source}")
print(
    f"{len(train_images.images):,} images to train on, {len(labels):,} visible images to judge by"
)

# %% [markdown]
# Besides these, there is a **fresh test set** of 2,000 images: the same ten classes, collected or
# drawn anew. For `shapes` it is `shapes_1`; for CIFAR-10 it is CIFAR-10.1, which your instructor
# may have put on your machine. Look at both. What is different?

# %% tags=["display"]
try:
    fresh_images = datasets.load({"shapes": "shapes_1", "cifar10": "cifar10_1"}[data], "test")
    print(f"Fresh: {fresh_images.source}")
except places.DataError as error:
    fresh_images = None
    print(f"{error}\nThis notebook goes on without the fresh images.")

# %% tags=["display"]
rows = [visible_images] if fresh_images is None else [visible_images, fresh_images]
plots.show(
    plots.image_grid(
        np.concatenate([part.images[:10] for part in rows]),
        [classes[label] for part in rows for label in part.labels[:10]],
        "Visible images above, fresh ones below" if len(rows) > 1 else "Visible images",
    ),
    "Rows of ten small colour pictures with the names of their classes.",
)

# %% [markdown]
# ## What is graded
#
# {{ what is graded }}
#
# ## A network to judge
#
# Train one first. Like the tutorial it uses plain SGD, and it keeps moving averages of its weights
# beside the weights themselves. The learning rate is **constant**: 0.05 for 100 steps, until the
# network has found its feet, then 0.2 for good. It never falls.
#
# The network is small and its images are cropped to the middle 24 × 24 pixels, so that a laptop
# trains it soon. Training takes about fifteen seconds in the *quick* budget and half a minute in
# *laptop*. It always makes all its steps, however slow the machine is: a schedule of the learning
# rate has to come to its end. It saves the run in the folder `06_evaluation.run`.

# %%
batch_size = 16
max_steps = {"quick": 1_200, "laptop": 3_000, "full": 12_000}[budget.name]


def build():
    """A network for images of 24 × 24 pixels, with first weights drawn from the seed."""
    training.seed_everything(seed)
    return models.small_cnn((24, 24, 3))


def train(learning_rate, run_dir):
    """A trained network, which holds the weights of its last step, and its run."""
    network = build()
    batches = cifar10_input.distorted_inputs(
        train_images.images,
        train_images.labels,
        batch_size,
        image_size=24,
        seed=seed,
        distort=lambda images: images,  # no distortion: the middle of each image, as it is
    )
    run = training.fit(
        network,
        batches,
        max_steps=max_steps,
        learning_rate=learning_rate,
        run_dir=run_dir,
        data=data,
        data_source=train_images.source,
        images=len(train_images.images),
        batch_size=batch_size,
        seed=seed,
    )
    return network, run


# %%
learning_rate = 0.2
constant = keras.optimizers.schedules.PiecewiseConstantDecay([100], [0.05, learning_rate])
network, run = train(constant, "06_evaluation.run")

# %% [markdown]
# `evaluation.scores` gives one row of ten scores for each image. It crops and standardises the
# images, and distorts nothing. **Precision @ 1** is the share of images whose highest score is at
# their label. Guessing has 10 %. Predict: what does this network reach?

# %% tags=["display"]
scores = evaluation.scores(network, visible_images.images)
precision = evaluation.precision_at_1(scores, labels)
print("scores of the first image:", scores[0].round(1))
print(f"its label: {labels[0]}, {classes[labels[0]]}")
print(f"precision @ 1 = {precision:.4f} on {len(labels):,} visible images")

# %% [markdown]
# ## Among the first k
#
# Where classes are many, such as 1,000, people also report precision @ 5: the label is among the
# five classes with the highest scores. Predict: with ten classes, what has a network that guesses
# for k = 3? And what has any network for k = 10?
#
# ## Exercise 1: precision at k
#
# Write `precision_at_k(scores, labels, k)`. It takes scores, float $(N, C)$, labels, whole numbers
# $(N,)$, and a whole number $k$ below $C$. It returns one number from 0 to 1: the share of images
# that are right. An image is right only if
#
# - all scores of its row are finite: no NaN, no infinity; and
# - **fewer than k other classes** have a score *at least as high* as its label's. So a tie counts
#   against the label.
#
# <details><summary>Hint 1: the label's score</summary>
#
# `scores[np.arange(len(labels)), labels]` is the score of each row's label. Write `[:, None]` after
# it to compare it with whole rows.
#
# </details>
#
# <details><summary>Hint 2: how many others?</summary>
#
# Count in each row the scores that are at least as high as the label's. That count holds the
# label's own score, too: take 1 off.
#
# </details>


# %% nbgrader={"grade_id": "precision_at_k_solution", "solution": true}
def precision_at_k(scores, labels, k):
    """Share of rows that are finite, with their label among the first k: (N, C), (N,) -> 0..1."""
    ### BEGIN SOLUTION
    own = scores[np.arange(len(labels)), labels]
    others = (scores >= own[:, None]).sum(axis=1) - 1
    return np.mean(np.isfinite(scores).all(axis=1) & (others < k))
    ### END SOLUTION


# %% nbgrader={"grade_id": "precision_at_k", "grade": true, "points": 2}
check("precision_at_k", precision_at_k)

# %% [markdown]
# Apply it to the network, if you have written it. The number for k = 2 tells how often the network
# was nearly right.

# %% tags=["display"]
for k in (1, 2, 3, 5):
    print(f"precision @ {k}: {precision_at_k(scores, labels, k)}")

# %% [markdown]
# ## 10,000 images, divided by 10,112
#
# CIFAR-10 has 10,000 test images. The tutorial's program evaluates them in batches of 128. That
# takes 79 batches, since 78 are too few, and $79 \cdot 128 = 10{,}112$. Its queue never ends: after
# the last image it hands out the first ones again. So 112 images count twice, and the program
# divides by 10,112.
#
# How wrong can that be? Suppose that 86 % of the 10,000 are right. The 112 images that count twice
# may be all right, or all wrong, or mixed like the others. Predict in which digit it shows.

# %% tags=["display"]
batches = -(-10_000 // 128)  # rounded up
total = batches * 128
for story, again in (("all wrong", 0), ("mixed like the others", 0.86 * 112), ("all right", 112)):
    print(f"the {total - 10_000} that count twice are {story}: {(8_600 + again) / total:.4f}")

# %% [markdown]
# At most one point, and far less where images come in random order. But the number is not what it
# claims to be, and another batch size gives another number. `course_utils` counts each image once.
#
# ## Exercise 2: what the wrapping queue reports
#
# Write `wrapped_precision(right, batch_size)`. It takes `right`, an array of bools $(N,)$: which
# images a network gets right, in the order of the queue. Return two numbers from 0 to 1:
#
# 1. what the program reports: it evaluates whole batches, as few as show every image at least once.
#    After the last image the queue goes on with the first ones, more than once if the batch is that
#    large. It divides by batches times batch size;
# 2. the exact precision, which counts each image once.
#
# <details><summary>Hint 1: how many batches?</summary>
#
# `-(-a // b)` divides and rounds up; so does `math.ceil(a / b)`.
#
# </details>
#
# <details><summary>Hint 2: an array that wraps</summary>
#
# `np.resize(right, total)` repeats an array from its start until it has `total` entries.
#
# </details>


# %% nbgrader={"grade_id": "wrapped_precision_solution", "solution": true}
def wrapped_precision(right, batch_size):
    """What a queue that wraps reports, and the exact precision: (N,) bools -> two shares."""
    ### BEGIN SOLUTION
    total = -(-len(right) // batch_size) * batch_size
    return np.resize(right, total).mean(), np.mean(right)
    ### END SOLUTION


# %% nbgrader={"grade_id": "wrapped_precision", "grade": true, "points": 1}
check("wrapped_precision", wrapped_precision)

# %% [markdown]
# ## How sure is an accuracy?
#
# A test set is a sample: other images would have given another number. Suppose a network is right
# on 86 % of all images that there could be. Draw test sets of 100 and of 10,000 images, 1,000
# times each. Predict: between which accuracies do 95 % of them are?

# %% tags=["display"]
rng = np.random.default_rng(seed)
for n in (100, 2_000, 10_000):
    found = rng.binomial(n, 0.86, size=1_000) / n
    low, high = np.quantile(found, [0.025, 0.975])
    print(
        f"{n:6,} images: 95 % of the accuracies are from {100 * low:.1f} to {100 * high:.1f} %; "
        f"standard error {100 * np.sqrt(0.86 * 0.14 / n):.2f} points"
    )

# %% [markdown]
# The **standard error** of an accuracy $p$ on $n$ images is $\sqrt{p(1-p)/n}$. To halve it, you
# need four times as many images.
#
# You only ever see one of these accuracies, and do not know the true one. An **interval** of 95 %
# is a rule that, in 95 % of all test sets, gives two ends with the true accuracy between them. The
# rule that most people use is $p \pm 1.96$ standard errors. Try it where a network gets all of 30
# images right. Predict its two ends.


# %% tags=["display"]
def normal_interval(right, total):
    """The common rule: p ± 1.96 standard errors."""
    share = right / total
    half = 1.96 * np.sqrt(share * (1 - share) / total)
    return share - half, share + half


for right in (0, 27, 29, 30):
    common, wilson = normal_interval(right, 30), evaluation.wilson_interval(right, 30)
    print(
        f"{right:2} of 30 right: common rule {common[0]:6.3f} to {common[1]:.3f}, "
        f"Wilson's {wilson[0]:.3f} to {wilson[1]:.3f}"
    )

# %% [markdown]
# After 30 right answers the common rule is certain that the network never errs. After 29 it goes
# beyond 100 %. **Wilson's** interval, the one of `course_utils`, stays between 0 and 1, and always
# has a width.
#
# How often does each rule hold the truth? For a test set of 30 images that can be computed: add up
# the probabilities of all counts whose interval holds the true accuracy. Predict where the common
# rule fails most.

# %% tags=["display"]
counts, truths = np.arange(31), np.linspace(0.5, 0.99, 200)


def held(rule):
    """Share of test sets of 30 images whose interval holds the truth, for each of the truths."""
    low, high = np.array([rule(count, 30) for count in counts]).T[:, :, None]
    chances = stats.binom.pmf(counts[:, None], 30, truths)
    return 100 * (chances * ((low <= truths) & (truths <= high))).sum(axis=0)


plots.show(
    plots.lines(
        {
            "Wilson": (100 * truths, held(evaluation.wilson_interval)),
            "p ± 1.96 se": (100 * truths, held(normal_interval)),
            "95 %": (100 * truths, np.full(200, 95)),
        },
        "How often an interval holds the truth, 30 images",
        "true accuracy in percent",
        "test sets in percent",
    ),
    "Two jagged curves against true accuracy: Wilson's stays near 95 percent, that of the common "
    "rule falls far below it towards an accuracy of 100 percent.",
)

# %% [markdown]
# The common rule promises 95 % and, for good networks, holds far less. Wilson's stays near 95 %:
# sometimes a little above, sometimes below.
#
# ## Exercise 3: an interval that never promises too much
#
# There is an interval that *always* holds at least what it promises: that of Clopper and Pearson.
# Its idea is a test turned around. You saw $r$ right ones of $n$. Is a true accuracy $p$ still
# possible? Let $t = (1 - \text{confidence}) / 2$, half of what the confidence leaves.
#
# - The **lower end** is the $p$ at which *$r$ or more* right ones have the probability $t$. With a
#   smaller $p$, so many right ones would be too improbable.
# - The **upper end** is the $p$ at which *$r$ or fewer* right ones have the probability $t$.
# - With $r = 0$ the lower end is 0; with $r = n$ the upper end is 1.
#
# Write `exact_interval(correct, total, confidence)`. It takes $r$, $n$ and a confidence such as
# 0.95, and returns the lower and the upper end, correct to four digits.
#
# <details><summary>Hint 1: these probabilities</summary>
#
# `stats.binom.cdf(r, n, p)` is the probability of r or fewer, `stats.binom.sf(r - 1, n, p)` that of
# r or more. Both take an array of many p at once.
#
# </details>
#
# <details><summary>Hint 2: find the ends by trying</summary>
#
# `p = np.linspace(0, 1, 200_001)` are possible accuracies in steps of 0.000005. The interval holds
# those for which both probabilities are at least t: return the first and the last.
#
# </details>
#
# <details><summary>Hint 3: or by a formula</summary>
#
# The lower end is `stats.beta.ppf(t, r, n - r + 1)`, the upper one
# `stats.beta.ppf(1 - t, r + 1, n - r)`. They are NaN where there is no tail on that side.
#
# </details>


# %% nbgrader={"grade_id": "exact_interval_solution", "solution": true}
def exact_interval(correct, total, confidence):
    """Clopper and Pearson's interval: counts and a confidence -> lower and upper end, 0..1."""
    ### BEGIN SOLUTION
    t = (1 - confidence) / 2
    p = np.linspace(0, 1, 200_001)
    enough = stats.binom.sf(correct - 1, total, p) >= t
    few = stats.binom.cdf(correct, total, p) >= t
    return p[enough][0], p[few][-1]
    ### END SOLUTION


# %% nbgrader={"grade_id": "exact_interval", "grade": true, "points": 2}
check("exact_interval", exact_interval)

# %% [markdown]
# ## Who reached 86 %?
#
# The tutorial's text says that its network reaches about 86 % after 100,000 steps. Others ran the
# same program and measured, on the 10,000 test images, 85.5 % after 50,000 steps, 86.0 % after
# 100,000 and 87.2 % after 300,000. Which of the three agree with the text? Predict, then look at
# their intervals.

# %% tags=["display"]
measured = {"50,000 steps": 0.855, "100,000 steps": 0.860, "300,000 steps": 0.872}
ends = {name: evaluation.wilson_interval(round(p * 10_000), 10_000) for name, p in measured.items()}
plots.show(
    plots.intervals(
        {name: (p, *ends[name]) for name, p in measured.items()},
        "Measured on 10,000 images",
        mark=0.86,
    ),
    "Three accuracies with bars. Those of 50,000 and 100,000 steps hold 86 percent, that of "
    "300,000 steps is above it.",
)
for name, (low, high) in ends.items():
    verdict = "holds" if low <= 0.86 <= high else "does not hold"
    print(f"{name:13}: {100 * low:.1f} to {100 * high:.1f} %, {verdict} 86 %")

# %% [markdown]
# 85.5 and 86.0 are one claim, as far as 10,000 images can tell. 87.2 is another: three times as
# many steps did help. And "86 %" with nothing behind it could mean 85.6 as well as 86.4. Write how
# many images you used, and the interval.
#
# These intervals speak of *images* only. Another seed gives another network: that is a second
# source of noise, and `02_first_cnn` showed how to measure it.
#
# ## The same images: paired comparisons
#
# The tutorial's fourth exercise asks: how does the network do *without* the moving averages? You
# have both. `training.restore_averages` puts the averages of a run into a network. Predict: are
# they better than the weights of the last step, and by how much?

# %%
averaged_network = build()
training.restore_averages(averaged_network, run)

# %% tags=["display"]
averaged_scores = evaluation.scores(averaged_network, visible_images.images)


def describe(scores):
    """Accuracy with its 95 % interval: three shares."""
    share = evaluation.precision_at_1(scores, labels)
    return share, *evaluation.wilson_interval(round(share * len(labels)), len(labels))


for name, found in (("raw weights", scores), ("averages", averaged_scores)):
    share, low, high = describe(found)
    print(f"{name:12}: {100 * share:.1f} %, 95 % interval {100 * low:.1f} to {100 * high:.1f} %")

# %% [markdown]
# Are the averages better, or lucky? If two intervals are apart, the difference is real. If they
# overlap, that proves nothing. Both networks saw *the same* images: an image that both get right,
# or both wrong, says nothing about which is better. Only images on which they differ do.

# %% tags=["display"]
raw_right = scores.argmax(axis=1) == labels
averaged_right = averaged_scores.argmax(axis=1) == labels
b, c = np.sum(raw_right & ~averaged_right), np.sum(~raw_right & averaged_right)
print(f"both right: {np.sum(raw_right & averaged_right):,}")
print(f"both wrong: {np.sum(~raw_right & ~averaged_right):,}")
print(f"only the raw weights right: b = {b:,}")
print(f"only the averages right:    c = {c:,}")

# %% [markdown]
# The difference of the two accuracies is $(c - b) / n$. Give each image a number: +1 if only the
# second network is right, −1 if only the first is, else 0. The difference is the mean of these
# numbers. Its standard error is their standard deviation, divided by $\sqrt{n}$:
#
# $$\text{SE} = \frac{1}{n} \sqrt{b + c - \frac{(b - c)^2}{n}}$$
#
# ## Exercise 4: the paired difference
#
# Write `paired_difference(first_scores, second_scores, labels)`. It takes the scores of two
# networks on the same images, each $(N, C)$, and the labels $(N,)$. Return two shares: the
# precision @ 1 of the *second* minus that of the first, and its standard error by the formula
# above. No scores are tied or NaN here. For two networks that are right on the same images, both
# numbers are 0.
#
# <details><summary>Hint 1: which images?</summary>
#
# Begin with two arrays of bools, as the cell above does, and count `first & ~second` and
# `~first & second`.
#
# </details>
#
# <details><summary>Hint 2: or by the mean of numbers</summary>
#
# NumPy does not subtract bools. Turn them into numbers first: `second.astype(float)`. Then
# `np.std` gives the standard deviation, and divides by n as the formula does.
#
# </details>


# %% nbgrader={"grade_id": "paired_difference_solution", "solution": true}
def paired_difference(first_scores, second_scores, labels):
    """Second precision minus first, and its standard error: (N, C), (N, C), (N,) -> two shares."""
    ### BEGIN SOLUTION
    first = first_scores.argmax(axis=1) == labels
    second = second_scores.argmax(axis=1) == labels
    n, b, c = len(labels), np.sum(first & ~second), np.sum(~first & second)
    return (c - b) / n, np.sqrt(b + c - (b - c) ** 2 / n) / n
    ### END SOLUTION


# %% nbgrader={"grade_id": "paired_difference", "grade": true, "points": 2}
check("paired_difference", paired_difference)

# %% [markdown]
# How much does pairing gain? Compare its standard error with that of two networks on different
# images. Predict which one is smaller.

# %% tags=["display"]
n, p, q = len(labels), raw_right.mean(), averaged_right.mean()
gained = averaged_right.astype(float) - raw_right
unpaired = np.sqrt((p * (1 - p) + q * (1 - q)) / n)
print(f"averages minus raw weights: {100 * gained.mean():+.2f} points")
print(f"standard error on different images: {100 * unpaired:.2f} points")
print(f"standard error on the same images:  {100 * gained.std() / np.sqrt(n):.2f} points")
print(f"the difference is {gained.mean() * np.sqrt(n) / gained.std():.1f} paired standard errors")

# %% [markdown]
# ## Why averaging helps
#
# At a constant learning rate the weights never come to rest: each batch pushes them to and fro
# around a good place. Their average is nearer to it. Measured elsewhere on the tutorial's network
# after 10,000 steps: 78.8 % for the raw weights, 81.4 % for the averages.
#
# There is a second way to come to rest: let the learning rate fall to zero, **anneal** it. Train
# the same network from the same first weights on the same batches. The learning rate climbs to the
# same height in 100 steps, and then falls along half a cosine to zero. Predict: what happens to the
# difference between raw weights and averages?
#
# This takes as long as the first training.

# %% tags=["display"]
annealed = keras.optimizers.schedules.CosineDecay(
    0.05, max_steps - 100, warmup_target=learning_rate, warmup_steps=100
)
annealed_network, annealed_run = train(annealed, "06_annealed.run")

# %% tags=["display"]
annealed_scores = evaluation.scores(annealed_network, visible_images.images)
annealed_averaged = build()
training.restore_averages(annealed_averaged, annealed_run)
annealed_averaged_scores = evaluation.scores(annealed_averaged, visible_images.images)

# %% tags=["display"]
plots.show(
    plots.intervals(
        {
            "constant, raw": describe(scores),
            "constant, averages": describe(averaged_scores),
            "annealed, raw": describe(annealed_scores),
            "annealed, averages": describe(annealed_averaged_scores),
        },
        f"Two trainings, each with raw weights and averages: {data}",
    ),
    "Four accuracies with bars: at a constant rate the raw weights are below the averages; with an "
    "annealed rate the two are close together.",
)
for name, first, second in (
    ("constant", scores, averaged_scores),
    ("annealed", annealed_scores, annealed_averaged_scores),
):
    hits = [found.argmax(axis=1) == labels for found in (first, second)]
    gained = hits[1].astype(float) - hits[0]
    print(
        f"{name}: averages minus raw {100 * gained.mean():+.2f} points, paired standard error "
        f"{100 * gained.std() / np.sqrt(n):.2f}"
    )

# %% [markdown]
# The gap is gone, or nearly so: weights that have come to rest need no averaging. The averages may
# even be a little behind, since they remember weights from before the end. So "averaging gains 3
# points" is true of one schedule only. A result holds for the setting it was measured in.
#
# Which of the two trainings is better is another question: after few steps, an annealed one has
# made less of its way.
#
# What do the averages change in the weights? The first layer's filters are small enough to look at.
# Predict: which pair differs more, that of the constant rate or that of the annealed one?

# %% tags=["display"]
kernels = {
    "before training": build(),
    "constant, raw": network,
    "constant, averages": averaged_network,
    "annealed, raw": annealed_network,
    "annealed, averages": annealed_averaged,
}
kernels = {name: found.get_layer("conv1").kernel.numpy() for name, found in kernels.items()}
plots.show(
    plots.filters(kernels, "Twelve filters of conv1"),
    "Five rows of twelve small colour pictures: noise before training; then the filters of two "
    "trainings, each with its raw weights above their averages.",
)
for name in ("constant", "annealed"):
    raw, averaged = kernels[f"{name}, raw"], kernels[f"{name}, averages"]
    distance = np.linalg.norm(raw - averaged) / np.linalg.norm(averaged)
    print(f"{name}: the raw filters are {distance:.1%} of their size away from the averages")

# %% [markdown]
# And this is what the averaged filters see in an image. Compare with the filter above each map: a
# filter is loud where the image looks like it.

# %% tags=["display"]
chosen = 0  # which image; try others
middle = cifar10_input.center_crop(visible_images.images[chosen : chosen + 1])
conv1 = keras.Model(averaged_network.inputs, averaged_network.get_layer("conv1").output)
maps = conv1(cifar10_input.per_image_standardization(middle)).numpy()[0]
plots.show(
    plots.activations(middle[0], maps, "One image, and seven maps of the trained conv1"),
    "A colour picture and seven maps of it, in which edges or areas of some colour are bright.",
)
print(f"{np.mean(maps == 0):.0%} of all activations of conv1 are 0")

# %% [markdown]
# ## Exercise 5: averages on and off
#
# Hand over both networks of the run at a constant learning rate: a dictionary `averages_compared`
# with two prediction functions, named `"raw"` and `"averaged"`. Each takes uint8 images
# $(N, 32, 32, 3)$ and returns scores $(N, 10)$. The grader applies both to images that nobody has
# seen, and compares them in pairs. The averages must win by more than 2 standard errors.
#
# Should the check say that they do not, though you handed over the right two, then the last step
# happened to be a good one. Raise `max_steps` and run the cells of the first training again: it
# goes on where it stopped. Then restore the averages anew. Another seed in an empty folder is no
# cheating, either: this asks what averaging does, not how good your network is.
#
# The raw weights are in `network`, their averages in `averaged_network`. Two networks, since one
# holds one set of weights at a time.
#
# <details><summary>Hint 1: a dictionary of functions</summary>
#
# `{"raw": f, "averaged": g}` holds two functions: write them without parentheses after their names.
#
# </details>
#
# <details><summary>Hint 2: a prediction function</summary>
#
# ```python
# def predict_raw(images):
#     return evaluation.scores(network, images)
# ```
#
# </details>

# %% nbgrader={"grade_id": "averages_compared_solution", "solution": true}
averages_compared = {}
### BEGIN SOLUTION
averages_compared = {
    "raw": lambda images: evaluation.scores(network, images),
    "averaged": lambda images: evaluation.scores(averaged_network, images),
}
### END SOLUTION

# %% [markdown]
# The check of this exercise comes last in this notebook, right before you hand in. The grader
# asks it about images that nobody has seen, and from then on it shows nothing that a notebook
# writes, so that nobody can take those images home.

# %% [markdown]
# ## What is taken for what
#
# One number hides which classes are hard. A **confusion matrix** has a row for each true class and
# a column for each predicted one. Predict: which two classes will be confused most?

# %% tags=["display"]
predicted = averaged_scores.argmax(axis=1)
counts = np.zeros((10, 10), int)
np.add.at(counts, (labels, predicted), 1)
mistaken = np.where(np.eye(10, dtype=bool), 0, counts)
true, taken = np.unravel_index(mistaken.argmax(), mistaken.shape)

# %% tags=["display"]
plots.show(
    plots.confusion_matrix(predicted, labels, classes, "The averages on the visible images"),
    "A table of ten true classes against ten predicted ones; the diagonal holds the right ones.",
)
print(f"most often: {classes[true]} taken for {classes[taken]}, {counts[true, taken]} images")
print(f"the other way round: {counts[taken, true]} images")

# %% [markdown]
# ## Exercise 6: rates of confusion
#
# Write `confusion_rates(scores, labels)`. It takes scores, float $(N, C)$, and labels, whole
# numbers $(N,)$, and returns a float array $(C, C)$. Entry $(i, j)$ is the share of the images of
# true class $i$ whose highest score is that of class $j$. Two rules:
#
# - an image with a score that is not finite (NaN, infinity) has no predicted class: it counts in no
#   column, but still among the images of its class. So its row sums to less than 1;
# - the row of a class that does not occur among the labels holds zeros.
#
# <details><summary>Hint 1: counting pairs</summary>
#
# `counts[labels, predicted] += 1` adds 1 only once where a pair occurs twice.
# `np.add.at(counts, (labels, predicted), 1)` counts each. So does a loop.
#
# </details>
#
# <details><summary>Hint 2: images of each class</summary>
#
# `np.bincount(labels, minlength=C)` counts the labels of each class. As a column, `[:, None]`, it
# divides rows. `np.maximum(..., 1)` keeps you from dividing by 0.
#
# </details>


# %% nbgrader={"grade_id": "confusion_rates_solution", "solution": true}
def confusion_rates(scores, labels):
    """Rates of predicted classes (columns) in each true class (rows): (N, C), (N,) -> (C, C)."""
    ### BEGIN SOLUTION
    classes, finite = scores.shape[1], np.isfinite(scores).all(axis=1)
    counts = np.zeros((classes, classes))
    np.add.at(counts, (labels[finite], scores[finite].argmax(axis=1)), 1)
    return counts / np.maximum(np.bincount(labels, minlength=classes), 1)[:, None]
    ### END SOLUTION


# %% nbgrader={"grade_id": "confusion_rates", "grade": true, "points": 2}
check("confusion_rates", confusion_rates)

# %% [markdown]
# ## Look at the mistakes
#
# Softmax turns scores into probabilities. Of all images that the network gets wrong, which was it
# surest about? Numbers cannot tell you why. Predict what these images have in common, then look at
# them: each shows its true class, and under it what it was taken for.

# %% tags=["display"]
probabilities = np.exp(averaged_scores - averaged_scores.max(axis=1, keepdims=True))
probabilities /= probabilities.sum(axis=1, keepdims=True)
confidence = probabilities.max(axis=1)
wrong = np.flatnonzero(predicted != labels)
surest = wrong[np.argsort(-confidence[wrong])[:10]]
plots.show(
    plots.image_grid(
        visible_images.images[surest],
        [f"{classes[labels[i]]}\nnot {classes[predicted[i]]}" for i in surest],
        "The ten mistakes that the network is surest about",
    ),
    "Ten small pictures, each with its true class and the wrong one it was taken for.",
)
print(f"probability of the wrong class: {confidence[surest].min():.2f} or more")
print(f"mean probability of the chosen class: {confidence.mean():.3f}")
print(f"precision @ 1:                        {np.mean(predicted == labels):.3f}")

# %% [markdown]
# Some you may find hard yourself; in others the network is wrong and sure of it. A score says how
# the network ranks the classes. It is no promise of being right.
#
# ## Chosen on the test set
#
# Report C trained four networks, and stopped each where the *test* images liked it best. It looked
# at them 77 times for its best network. What is the harm? Nobody trained on these images.
#
# Simulate it. Take K networks of exactly the same quality. Each gets an accuracy with its own
# noise. Report the best one. Predict: by how many standard deviations is it too good?

# %% tags=["display"]
noise = rng.normal(size=(10_000, 100))
for k in (1, 5, 20, 77, 100):
    print(f"best of {k:3} looks: too good by {noise[:, :k].max(axis=1).mean():.2f} sd on average")

# %% [markdown]
# For 10,000 images at report C's 90.47 % one sd is 0.29 points. If its 77 looks were independent,
# 2.4 sd would be 0.7 points: as much as many a published improvement. Looks at one training are
# not independent, so its harm is smaller. Nobody knows how much smaller.
#
# Now with real networks. Make 77 out of yours, each with a little noise on the weights of its last
# layer. None of them is a better idea than another. Choose the best by 200 of the visible images,
# then ask the others what it is worth. Repeat for 200 draws of those images.
#
# Predict: as you look at more networks, what will the accuracy of the chosen one do on the images
# that you chose by? And on the others?

# %% tags=["display"]
top = averaged_network.layers[-1]
features = evaluation.scores(
    keras.Model(averaged_network.inputs, averaged_network.layers[-2].output), visible_images.images
)
weights, bias = top.get_weights()
looks = 77
noisy = weights + rng.normal(0, 0.3 * weights.std(), (looks, *weights.shape)).astype(np.float32)
right = np.array([(features @ own + bias).argmax(axis=1) == labels for own in noisy])
print(
    f"accuracies of the {looks} networks on all images: {100 * right.mean(axis=1).min():.1f} to "
    f"{100 * right.mean(axis=1).max():.1f} %"
)

looked_at, others = np.zeros((2, 200, looks))
for draw in range(200):
    chosen = rng.permutation(n) < 200
    here, there = right[:, chosen].mean(axis=1), right[:, ~chosen].mean(axis=1)
    for k in range(1, looks + 1):
        best = here[:k].argmax()
        looked_at[draw, k - 1], others[draw, k - 1] = here[best], there[best]

# %% tags=["display"]
plots.show(
    plots.lines(
        {
            "on the 200 images you chose by": (range(1, looks + 1), 100 * looked_at.mean(axis=0)),
            "on the others": (range(1, looks + 1), 100 * others.mean(axis=0)),
        },
        "The best of several networks",
        "networks that you looked at",
        "accuracy in percent",
    ),
    "Two curves that start together; the one on the images used for choosing climbs away from the "
    "one on the other images.",
)
gap = 100 * (looked_at - others).mean(axis=0)
print(f"one network:  {gap[0]:+.2f} points better on the images you chose by")
print(f"best of {looks}:   {gap[-1]:+.2f} points better on the images you chose by")

# %% [markdown]
# The upper curve is what you would have reported. The lower one is what you have. So choose by
# images that you hold out of the training set, and look at the test set once. That is why this
# course grades on hidden images: the visible ones are yours to choose by.
#
# ## A fresh test set
#
# For ten years everybody chose networks by the same 10,000 CIFAR-10 images. Did the whole field
# fool itself? Researchers collected 2,000 new photographs by the same recipe: CIFAR-10.1. They
# measured published networks on both sets. For 30 of them, accuracies in percent are near a line:
#
# $$\text{new} = 1.595 \cdot \text{original} - 63.18$$
#
# A network with 86 % on the original images: predict what it has on the new ones.

# %% tags=["display"]
for original in (82, 86, 90, 94):
    print(f"{original} % on CIFAR-10: {1.595 * original - 63.18:.1f} % on CIFAR-10.1")
for name, original, new in (("tutorial's network", 81.98, 69.20), ("its ancestor", 88.54, 78.20)):
    line = 1.595 * original - 63.18
    print(f"{name}: {original} %, measured {new} %, on the line {line:.1f} %")

# %% [markdown]
# Every network loses, many of them more than ten points. But the *order* stays: who was better on
# the old images is better on the new ones. Had choosing spoilt the old set, the line would be flat
# on its right side: the best would have won by luck. Instead its slope is above 1. Each point
# gained on the old images is worth more on the new ones, which are a little harder.
#
# On `shapes` the order stays, too. Four networks of this course, trained on `shapes` for three
# epochs from two seeds each, and measured on the test images of `shapes` and on `shapes_1`: the
# same outlines in other sizes, colours and noise. Predict: is the slope of their line above 1?

# %% tags=["display"]
ladder = {  # percent on shapes, percent on shapes_1
    "softmax regression": (24.6, 18.0),
    "fully connected": (38.9, 26.0),
    "small CNN": (61.3, 41.5),
    "residual CNN": (70.6, 48.7),
}
for name, (original, new) in ladder.items():
    print(f"{name:18}: {original:.1f} % on shapes, {new:.1f} % on shapes_1")

# %% [markdown]
# ## Exercise 7: the line
#
# Write `shifted_line(original, shifted, new)`. It takes the accuracies of $M$ networks on two test
# sets, two float arrays $(M,)$ in percent, and the accuracy of one more network on the first set, a
# number. Fit $\text{shifted} = \text{slope} \cdot \text{original} + \text{intercept}$ by least
# squares, and return four numbers in this order:
#
# 1. the slope;
# 2. the intercept;
# 3. the residual standard deviation: how far networks are from the line. Sum the squares of
#    shifted minus line, divide by $M - 2$, since the line has two parameters, and take the root;
# 4. what the line predicts for the new network.
#
# <details><summary>Hint 1: a line by least squares</summary>
#
# `np.polyfit(x, y, 1)` returns slope and intercept. Which of the two accuracies is x?
#
# </details>
#
# <details><summary>Hint 2: not np.std</summary>
#
# `np.std` divides by M, and with `ddof=1` by M − 1. Write the sum yourself.
#
# </details>


# %% nbgrader={"grade_id": "shifted_line_solution", "solution": true}
def shifted_line(original, shifted, new):
    """(M,), (M,) percent and one more -> slope, intercept, residual sd, prediction."""
    ### BEGIN SOLUTION
    slope, intercept = np.polyfit(original, shifted, 1)
    rest = shifted - (slope * original + intercept)
    residual = np.sqrt(np.sum(rest**2) / (len(original) - 2))
    return slope, intercept, residual, slope * new + intercept
    ### END SOLUTION


# %% nbgrader={"grade_id": "shifted_line", "grade": true, "points": 1}
check("shifted_line", shifted_line)

# %% [markdown]
# Where are your own networks? Predict first, with the line: how much will the averages lose on
# the fresh images? And will the order of raw weights and averages stay?

# %% tags=["display"]
own = {
    "constant, raw": (network, scores),
    "constant, averages": (averaged_network, averaged_scores),
    "annealed, averages": (annealed_averaged, annealed_averaged_scores),
}
points = []
if fresh_images is not None:
    for name, (one, seen) in own.items():
        here = evaluation.precision_at_1(seen, labels)
        there = evaluation.precision_at_1(
            evaluation.scores(one, fresh_images.images), fresh_images.labels
        )
        low, high = evaluation.wilson_interval(round(there * 2_000), 2_000)
        points.append((100 * here, 100 * there))
        print(
            f"{name:18}: {100 * here:.1f} % on visible images, {100 * there:.1f} % on fresh ones "
            f"(95 % interval {100 * low:.1f} to {100 * high:.1f} %)"
        )
else:
    print("There are no fresh images on this machine; the figure shows the measured networks only.")

# %% tags=["display"]
if data == "shapes":
    old, new = np.transpose(list(ladder.values()))
    line = np.polyfit(old, new, 1)
    known = {"four measured networks": (old, new)}
else:
    line = (1.595, -63.18)
    known = {"the tutorial's family": ((81.98, 88.54), (69.20, 78.20))}
mine = {"your networks": tuple(np.transpose(points))} if points else {}
plots.show(
    plots.two_tests(
        known | mine,
        "Accuracy on two test sets",
        line,
        f"original images of {data}, percent",
        "fresh images, percent",
    ),
    "Points below the diagonal of equal accuracy, near a straight line that climbs.",
)
print(f"slope {line[0]:.2f}, intercept {line[1]:.1f}")

# %% [markdown]
# All points are below the dotted line: images that look a little different cost every network
# something. On `shapes` the slope is below 1: the better a network, the more points it loses here.
# That is a property of these two sets. CIFAR-10 and CIFAR-10.1 have another slope.
#
# Yours need not be on the solid line: it was trained otherwise than the networks that the line
# was fitted to. An accuracy is a statement about a network *and* a set of images.

# %% [markdown]
# ## The check of exercise 5
#
# It asks both networks about new images, so it comes last.

# %% nbgrader={"grade_id": "averages_compared", "grade": true, "points": 3}
check("averages_compared", averages_compared)

# %% [markdown]
# ## Hand in
#
# Save this notebook (**Ctrl+S**), then run the next cell and upload the zip that it makes. It packs
# the notebook and its runs.

# %% tags=["display"]
from course_utils import submit

submit.hand_in("06_evaluation")

# %% [markdown]
# ## What you have seen
#
# - An accuracy is a measurement on a sample of images. Report its interval and how many there were.
# - Compare two networks on the same images, in pairs: only images on which they differ count.
# - Averages help where the learning rate stays constant, and hardly where it falls to zero.
# - The best of many looks is too good. Choose on held-out images, and look at the test set once.
# - A fresh test set costs every network some points, and keeps their order.
# - Points in this notebook: {{ points }}.
