# ---
# jupyter:
#   course:
#     summary: "build softmax regression from scratch, derivatives and training included"
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
# # Softmax regression from scratch
#
# You build a classifier of digits out of nothing but NumPy: its probabilities, its loss, its
# gradient and its training. It needs no TensorFlow and trains in seconds, so you can try anything.

# %%
import numpy as np

from course_utils import data as datasets, evaluation, exercises, plots, settings
from course_utils.exercises import check
from course_utils.exercises.kit.answers import describe

data = settings.graded_data(*exercises.choices("01_softmax"))
seed = 1  # of everything random below
print(f"NumPy {np.__version__}; this notebook works on the data set '{data}'.")

# %% [markdown]
# There are three kinds of images: you train on most of them, look at the **visible** ones to see
# how well you do, and the grader uses *hidden* ones that nobody has seen. In the output,
# *validation* means the visible ones.

# %%
training, visible = datasets.visible_split(data)
classes = datasets.CLASS_NAMES[data]
print(f"Data: {training.source}")
print(f"{len(training.images):,} images to train on, {training.images.shape[1:]}")
print(f"{len(visible.images):,} visible images to practise on")

# %% tags=["display"]
examples = [
    np.flatnonzero(training.labels == label)[row] for row in range(3) for label in range(10)
]
plots.show(
    plots.image_grid(
        training.images[examples],
        [classes[label] for label in training.labels[examples]],
        f"Three images of each class of {data}",
    ),
    "Three rows of ten small grey pictures of handwritten digits, one column for each of 0 to 9.",
)

# %% [markdown]
# A student once wrote this very program for a report, and made two mistakes that you will meet
# below. The report is called *report D* here.
#
# ## What is graded
#
# {{ what is graded }}
#
# Some cells between the exercises use what you wrote. Until you have written it, they say so. The
# next cell holds two helpers for that; you need not read them.


# %%
def outcome(function, *arguments):
    """What your function returns; None where it fails, and why."""
    try:
        return function(*arguments)
    except Exception as error:
        print(f"{function.__name__}: {describe(error)}")
        return None


def ready(**results):
    """Whether exercises have given these results; says which one has not."""
    for name, result in results.items():
        if result is None:
            print(f"This cell waits for {name}. Write it first, then run this cell again.")
            return False
    return True


# %% [markdown]
# ## One template a class
#
# A classifier turns an image into ten **scores**, one for each class. The largest score wins.
#
# The simplest way: keep one **template** for each class, as large as an image. Multiply image and
# template pixel by pixel and add up. An image that is bright where the template is bright scores
# high.
#
# First make a row of numbers out of each image. A pixel runs from 0 to 255; divide by 255, so that
# it runs from 0 to 1. You will see below what happens without that.


# %%
def pixels(images):
    """Rows of pixels: uint8 (N, 28, 28, 1) -> float32 (N, 784), 0 to 1."""
    return images.reshape(len(images), -1) / np.float32(255)


rows, labels = pixels(training.images), training.labels
visible_rows, visible_labels = pixels(visible.images), visible.labels
print(rows.shape, rows.dtype, f"{rows.min():.1f} to {rows.max():.1f}")

# %% [markdown]
# A first idea for the templates: the mean image of each class. The $D = 784$ pixels of the $K = 10$
# templates are the columns of a matrix, the **weights** $W$ of shape $(D, K)$. Then one matrix
# product gives all scores of all images: $(N, D) \cdot (D, K) = (N, K)$.
#
# Predict: guessing is right for 10 % of the images. How many will the mean images get right?
# (`precision_at_1` is the share of images whose largest score is that of their label.)

# %% tags=["display"]
mean_images = np.stack([rows[labels == k].mean(axis=0) for k in range(10)], axis=1)
scores = visible_rows @ mean_images
plots.show(
    plots.templates(mean_images.reshape(28, 28, 10), classes, "The mean image of each class"),
    "Ten blurred digits side by side, 0 to 9.",
)
print(f"weights {mean_images.shape}, scores {scores.shape}")
print(f"right: {100 * evaluation.precision_at_1(scores, visible_labels):.1f} %")
wins = np.bincount(scores.argmax(axis=1), minlength=10)
print("wins of each class:", dict(zip(classes, wins.tolist(), strict=True)))

# %% [markdown]
# Far better than guessing, and unfair: each class has the same number of images, or nearly so, but
# a template with much ink scores high on every image. A few classes win far too often, and others
# hardly ever. Two things are missing:
#
# - a number for each class that is added to its scores, the **bias** $b$ of shape $(K,)$;
# - weights that are *learnt*: chosen so that the scores come out right.
#
# The scores $z = xW + b$ are called **logits**. To learn, you need to say how wrong they are, in
# one number: the **loss**. It takes two steps: from logits to probabilities, and from probabilities
# to the loss.

# %% [markdown]
# ## Exercise 1: softmax
#
# Softmax turns the logits of an image into probabilities. The exponential makes them positive; the
# division makes them sum to 1:
#
# $$p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}$$
#
# There is a catch. Predict what this cell prints: how large is $e^{1000}$ in floating point?

# %% tags=["display"]
with np.errstate(all="ignore"):
    large = np.exp(np.array([1000.0, 999.0]))
    print("exponentials:", large)
    print("probabilities:", large / large.sum())

# %% [markdown]
# Infinity divided by infinity is NaN, *not a number*. But the probabilities exist: add any number
# $c$ to all logits of an image, and numerator and denominator are both multiplied by $e^c$, which
# cancels. So softmax does not change if you *shift* the logits of an image. Shift them such that
# the largest exponential is $e^0 = 1$.
#
# Report D had met the NaN, too. Its text *adds* the largest logit. Does that help?
#
# Write `softmax`. It takes logits, a float array of shape $(N, K)$, and returns probabilities, a
# float array of the same shape. Each row sums to 1. It must survive rows around 1,000 and rows
# around −1,000 in the same batch.
#
# Run the check below once before you write anything, and read its sentence.
#
# <details><summary>Hint 1: what to shift by</summary>
#
# Subtract from each row its own largest logit. One maximum for the whole batch is not enough: a row
# around −1,000 beside a row around 1,000 would have only exponentials of −2,000, which are 0.
#
# </details>
#
# <details><summary>Hint 2: one number for each row</summary>
#
# `logits.max(axis=1, keepdims=True)` has the shape $(N, 1)$. Subtracting it from an array of shape
# $(N, K)$ subtracts it from each row. `sum` takes the same two arguments.
#
# </details>


# %% nbgrader={"grade_id": "softmax_solution", "solution": true}
def softmax(logits):
    """Probabilities of each row of logits: float (N, K) -> float (N, K)."""
    ### BEGIN SOLUTION
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)
    ### END SOLUTION


# %% nbgrader={"grade_id": "softmax", "grade": true, "points": 2}
check("softmax", softmax)

# %% [markdown]
# Take the first visible image that the mean images get wrong. Predict: does softmax say that it is
# unsure there?

# %% tags=["display"]
probabilities = outcome(softmax, scores)
if ready(softmax=probabilities):
    missed = np.flatnonzero(scores.argmax(axis=1) != visible_labels)[0]
    shares = {name: 100 * p for name, p in zip(classes, probabilities[missed], strict=True)}
    title = f"A {classes[visible_labels[missed]]}, as the mean images see it"
    plots.show(
        plots.bars(shares, title, "probability in %"),
        "Ten horizontal bars: the probability of each class for one image. They sum to 100 %, and "
        "most of it goes to a wrong class.",
    )

# %% [markdown]
# One wrong class gets most of the probability. The mean images are not unsure. They are wrong and
# sure of it.
#
# ## Exercise 2: cross-entropy
#
# A good classifier gives the right class a high probability. The **cross-entropy** of an image is
# $-\ln p_y$, where $y$ is its label: 0 where the right class has probability 1, and larger without
# limit as that probability falls. The loss of a batch is the mean over its images. With the natural
# logarithm, its unit is called **nat**.
#
# Predict: a classifier with all weights 0 gives all ten classes the same probability. What is its
# loss? You can work it out before you run the cell further down.
#
# Again there is a catch. If the right class is 1,000 behind, its probability is 0 in floating
# point, and $-\ln 0$ is infinite. The true loss is 1,000, a fine number. So never take the
# logarithm of a softmax. Put the logarithm inside, and nothing is lost:
#
# $$-\ln p_y = \ln \sum_j e^{z_j} - z_y$$
#
# Write `cross_entropy`. It takes logits, a float array of shape $(N, K)$, and labels, an integer
# array of shape $(N,)$. It returns one number, the mean loss of the images. Like `softmax`, it must
# survive logits of any size.
#
# <details><summary>Hint 1: large logits</summary>
#
# The formula does not change either if you subtract the same number from all logits of an image.
# Do so first, as in `softmax`, and use the shifted logits in both terms. Then the sum of
# exponentials is between 1 and $K$.
#
# </details>
#
# <details><summary>Hint 2: the logit of the label</summary>
#
# `logits[np.arange(len(labels)), labels]` picks one number from each row: from row 0 the one in
# column `labels[0]`, and so on. Its shape is $(N,)$.
#
# </details>


# %% nbgrader={"grade_id": "cross_entropy_solution", "solution": true}
def cross_entropy(logits, labels):
    """Mean loss of a batch: float (N, K), int (N,) -> one number."""
    ### BEGIN SOLUTION
    shifted = logits - logits.max(axis=1, keepdims=True)
    own = shifted[np.arange(len(labels)), labels]
    return np.mean(np.log(np.exp(shifted).sum(axis=1)) - own)
    ### END SOLUTION


# %% nbgrader={"grade_id": "cross_entropy", "grade": true, "points": 1}
check("cross_entropy", cross_entropy)

# %% tags=["display"]
zero_loss = outcome(cross_entropy, np.zeros((len(visible_labels), 10)), visible_labels)
if ready(cross_entropy=zero_loss):
    mean_image_loss = cross_entropy(scores, visible_labels)
    print(f"all weights 0: {zero_loss:.4f}, and ln 10 = {np.log(10):.4f}")
    print(f"mean images: {mean_image_loss:.4f}")

# %% [markdown]
# Remember $\ln 10 = 2.303$: the loss of guessing among ten classes. A loss above it is worse than
# not looking at the image at all. The mean images are right several times as often as a guess, yet
# their loss is not much lower. Where they are wrong, they are mostly sure of it, and pay.

# %% [markdown]
# ## Exercise 3: a slow derivative that you can trust
#
# To learn is to walk downhill: change each weight a little, in the direction in which the loss
# falls. For that you need the derivative of the loss with respect to each weight. You will derive
# it by hand, and derivations go wrong. So first build something to check it by.
#
# Take a function $f$ of many numbers, and a *point* $x$: a value for each of them. Move one number
# of the point up by a small step $h$, then down by $h$, and look how the function changes:
#
# $$\frac{\partial f}{\partial x_i} \approx \frac{f(x + h e_i) - f(x - h e_i)}{2h}$$
#
# ($e_i$ is 1 at place $i$ and 0 elsewhere.) Why both sides? Look at $f(x) = e^x$ at 0, where the
# derivative is 1. Predict: by how much does each error shrink when the step gets ten times smaller?

# %% tags=["display"]
for h in (0.1, 0.01, 0.001):
    forward = (np.exp(h) - 1) / h
    central = (np.exp(h) - np.exp(-h)) / (2 * h)
    print(f"step {h:<6}  one side: off by {forward - 1:.0e}   both sides: off by {central - 1:.0e}")

# %% [markdown]
# Tenfold on one side, hundredfold on both. That is why everybody takes central differences.
#
# Write `central_differences`. It takes
#
# - `function`: takes a float array and returns one number;
# - `point`: a float64 array of any shape, a vector or a matrix for instance;
# - `step`: a positive number, $h$.
#
# It returns a float array of the shape of `point`. Entry $i$ is the central difference above, where
# entry $i$ alone moves. Leave `point` itself as it was.
#
# <details><summary>Hint 1: all entries of an array of any shape</summary>
#
# `for index in np.ndindex(point.shape):` runs over all indices, and `point[index]` is one number.
# Begin with `gradient = np.zeros(point.shape)` and fill `gradient[index]`.
#
# </details>
#
# <details><summary>Hint 2: without a trace</summary>
#
# Make two copies for each index, `above = point.copy()` and `below = point.copy()`, and change one
# entry in each.
#
# </details>


# %% nbgrader={"grade_id": "central_differences_solution", "solution": true}
def central_differences(function, point, step):
    """Derivatives of a function at a point, measured: an array of the point's shape."""
    ### BEGIN SOLUTION
    gradient = np.zeros(point.shape)
    for index in np.ndindex(point.shape):
        above, below = point.copy(), point.copy()
        above[index] += step
        below[index] -= step
        gradient[index] = (function(above) - function(below)) / (2 * step)
    return gradient
    ### END SOLUTION


# %% nbgrader={"grade_id": "central_differences", "grade": true, "points": 1}
check("central_differences", central_differences)

# %% [markdown]
# ## Exercise 4: the Jacobian of softmax
#
# How does probability $p_i$ change when you move logit $z_j$ a little? There are $K \cdot K$ such
# derivatives. Together they are a matrix, the **Jacobian**: entry $(i, j)$ is
# $\partial p_i / \partial z_j$.
#
# Report D has $K$ of them only: $\partial p_i / \partial z_i = p_i - p_i^2$. Predict: if logit 3
# grows, what happens to the probabilities of the other classes? Can the rest of the matrix be 0?
# The cell measures one row: the derivatives of $p_0$.

# %% tags=["display"]
logits = np.array([1.0, 0.0, -1.0, 2.0])
p = outcome(softmax, logits[None])  # softmax takes a batch: here of one image
if ready(softmax=p):
    measured = outcome(central_differences, lambda z: softmax(z[None])[0, 0], logits, 1e-5)
    if ready(central_differences=measured):
        print("p:                ", np.round(p[0], 4))
        print("derivatives of p0:", np.round(measured, 4))

# %% [markdown]
# All four logits move $p_0$: its own up, the others down, since all classes share one sum. The
# diagonal alone is not the derivative of softmax.
#
# To derive the entries, use the quotient rule on $p_i = e^{z_i} / S$ with
# $S = \sum_j e^{z_j}$. Do it twice: once for $j = i$, where numerator and denominator change, and
# once for $j \ne i$, where only the denominator does.
#
# Write `softmax_jacobian`. It takes the logits of *one* image, a float array of shape $(K,)$, and
# returns the Jacobian, a float array of shape $(K, K)$, row $i$ for $p_i$ and column $j$ for $z_j$.
# It, too, must survive logits of ±1,000. Your `softmax` does; it takes a batch, so give it one of
# one image, `logits[None]`, and take row 0 of what it returns.
#
# <details><summary>Hint 1: the quotient rule</summary>
#
# The derivative of $S$ with respect to any $z_j$ is $e^{z_j}$. So for $j \ne i$ the quotient rule
# gives $-e^{z_i} e^{z_j} / S^2$. Write that with $p_i$ and $p_j$. For $j = i$ one more term
# appears.
#
# </details>
#
# <details><summary>Hint 2: both cases in one line</summary>
#
# $\partial p_i / \partial z_j = p_i [i = j] - p_i p_j$, where $[i = j]$ is 1 on the diagonal and 0
# off it. As a matrix: $\mathrm{diag}(p) - p p^T$.
#
# </details>
#
# <details><summary>Hint 3: in NumPy</summary>
#
# `np.diag(p)` puts a vector on the diagonal of a matrix; `np.outer(p, p)` holds all products.
#
# </details>


# %% nbgrader={"grade_id": "softmax_jacobian_solution", "solution": true}
def softmax_jacobian(logits):
    """Derivatives of the probabilities of one image: float (K,) -> float (K, K)."""
    ### BEGIN SOLUTION
    p = softmax(logits[None])[0]
    return np.diag(p) - np.outer(p, p)
    ### END SOLUTION


# %% nbgrader={"grade_id": "softmax_jacobian", "grade": true, "points": 2}
check("softmax_jacobian", softmax_jacobian)

# %% [markdown]
# Look at your matrix. Predict: what does each row sum to? (Adding the same number to all logits
# changes nothing.)

# %% tags=["display"]
jacobian = outcome(softmax_jacobian, logits)
if ready(softmax_jacobian=jacobian):
    print(np.round(jacobian, 4))
    print("sums of the rows:", np.round(np.sum(jacobian, axis=1), 12))

# %% [markdown]
# ## Exercise 5: the gradient of the loss
#
# Now the whole way from the weights to the loss: $z = xW + b$, then $p = \mathrm{softmax}(z)$, then
# $L = -\ln p_y$. By the chain rule, with your Jacobian:
#
# $$\frac{\partial L}{\partial z_j} = -\frac{1}{p_y} \frac{\partial p_y}{\partial z_j}
# = -\frac{1}{p_y} \left( p_y [y = j] - p_y p_j \right) = p_j - [y = j]$$
#
# ($[y = j]$ is 1 where $j$ is the label $y$, and 0 elsewhere.)
#
# All the complicated terms cancel. What stays is the **residual**: the probabilities, minus 1 at
# the right class. If the classifier is right and sure, the residual is 0 and nothing is learnt.
#
# The last step is short. $z_j = \sum_d x_d W_{dj} + b_j$, so $\partial L / \partial W_{dj}$ is
# $x_d$ times the residual of class $j$, and $\partial L / \partial b_j$ is that residual itself.
# The loss of a batch is the mean over its images, and so are its gradients.
#
# Write `softmax_gradient`. It takes
#
# - `images`: float, $(N, D)$, rows of pixels;
# - `weights`: float, $(D, K)$, and `bias`: float, $(K,)$;
# - `labels`: integers, $(N,)$.
#
# It returns two arrays, the gradients of the mean loss with respect to the weights, $(D, K)$, and
# to the bias, $(K,)$. End it with `return weights_gradient, bias_gradient`.
#
# <details><summary>Hint 1: the residuals</summary>
#
# Start from `residuals = softmax(images @ weights + bias)`, shape $(N, K)$, and subtract 1 at the
# label of each image. You met the way to pick one number from each row in exercise 2.
#
# </details>
#
# <details><summary>Hint 2: adding over the images</summary>
#
# A matrix product adds up. Which product of an array of shape $(N, D)$ and one of shape $(N, K)$
# has the shape $(D, K)$? Divide it by $N$.
#
# </details>
#
# <details><summary>Hint 3: line by line</summary>
#
# First pick one number from each row, `residuals[np.arange(len(labels)), labels]`, and subtract 1
# from these with `-=`. Then `images.T @ residuals` adds over the images, and for the bias
# `sum(axis=0)` does. Both sums are still to be divided by $N$.
#
# </details>


# %% nbgrader={"grade_id": "softmax_gradient_solution", "solution": true}
def softmax_gradient(images, weights, bias, labels):
    """Gradients of the mean loss: of the weights, float (D, K), and of the bias, float (K,)."""
    ### BEGIN SOLUTION
    residuals = softmax(images @ weights + bias)
    residuals[np.arange(len(labels)), labels] -= 1
    residuals /= len(labels)
    return images.T @ residuals, residuals.sum(axis=0)
    ### END SOLUTION


# %% nbgrader={"grade_id": "softmax_gradient", "grade": true, "points": 2}
check("softmax_gradient", softmax_gradient)

# %% [markdown]
# The **gradient check**: measure the same derivatives with your central differences. There are
# $784 \cdot 10$ weights. Predict: how many times must the loss be computed for that, and how many
# times for the formula?

# %% tags=["display"]
few, few_labels = rows[:10].astype(np.float64), labels[:10]
point = np.random.default_rng(seed).normal(0, 0.1, (784, 10))


def loss_at(weights):
    """The loss of ten images as a function of the weights alone."""
    return cross_entropy(few @ weights, few_labels)


derived = outcome(softmax_gradient, few, point, np.zeros(10), few_labels)
if ready(softmax_gradient=derived, cross_entropy=zero_loss):
    measured = outcome(central_differences, loss_at, point, 1e-5)
    if ready(central_differences=measured):
        print(f"the loss was computed {2 * point.size:,} times for the differences")
        print(f"largest derivative: {np.abs(derived[0]).max():.4f}")
        print(f"largest disagreement: {np.abs(derived[0] - measured).max():.0e}")

# %% [markdown]
# With all five exercises done, the two agree to less than a millionth. A wrong formula would
# disagree in the first digits. The differences need the loss twice for each weight; the formula
# needs it not once, and gives all derivatives together. So learn with the formula, and use the
# differences to check it, whenever you derive a gradient by hand.

# %% [markdown]
# ## Walk downhill
#
# Now learn. Start with all weights 0. In each step, compute the gradient and move a little against
# it; how far is the **learning rate**. The function below takes each step with all the images it is
# given.


# %% tags=["display"]
def descend(images, labels, learning_rate, steps):
    """Gradient descent with all images in each step; returns the loss before each one."""
    weights, bias = np.zeros((784, 10), np.float32), np.zeros(10, np.float32)
    losses = []
    for _ in range(steps):
        losses.append(cross_entropy(images @ weights + bias, labels))
        weights_gradient, bias_gradient = softmax_gradient(images, weights, bias, labels)
        weights -= learning_rate * weights_gradient
        bias -= learning_rate * bias_gradient
    return losses


# %% [markdown]
# Three learning rates, 40 steps each, on 4,000 images. All start at 2.303. Predict: which curve
# ends lowest, and where does that of the learning rate 20 go in its first steps? (The vertical axis
# is logarithmic.)

# %% tags=["display"]
some, some_labels = rows[:4000], labels[:4000]
if ready(cross_entropy=zero_loss, softmax_gradient=derived):
    steps = range(40)
    curves = {
        f"learning rate {rate}": (steps, descend(some, some_labels, rate, len(steps)))
        for rate in (0.01, 0.5, 20)
    }
    plots.show(
        plots.lines(curves, "Three learning rates", "step", "loss (nats)", yscale="log"),
        "Three curves of the loss. With rate 0.01 it hardly falls; with 0.5 it falls smoothly; "
        "with 20 it first climbs far above its start, then falls in jumps.",
    )
    for name, (_, losses) in curves.items():
        print(f"{name}: highest {max(losses):.2f}, at the end {losses[-1]:.2f}")

# %% [markdown]
# Too small, and you hardly move. Too large, and each step jumps across the valley: the loss climbs
# far above that of guessing before it comes down.
#
# And why did you divide the pixels by 255? Predict what the same learning rate of 0.5 does to
# pixels from 0 to 255.

# %% tags=["display"]
if ready(cross_entropy=zero_loss, softmax_gradient=derived):
    losses = descend(255 * some, some_labels, 0.5, 20)
    print("the first losses:", ", ".join(f"{loss:,.1f}" for loss in losses[:4]))

# %% [markdown]
# The gradient grows with the pixels, and the change of a logit grows with the gradient *and* the
# pixels: each step is $255^2 = 65{,}025$ times too long. Scaling the inputs is not cosmetics. It
# decides which learning rates work.

# %% [markdown]
# ## Exercise 6: mini-batches
#
# A step with all images is slow, and you take few of them. But 100 images already give a fair
# estimate of the gradient. So take the images in a random order, 100 at a time, and make a step
# with each such **mini-batch**. One pass over all images is an **epoch**.
#
# The estimate is noisy. With a constant learning rate the weights never settle: they jitter around
# the best ones. The cure is **learning rate decay**: towards the end, take smaller steps.
#
# Write `train`. It takes
#
# - `images`: float32, $(N, 784)$, and `labels`: integers, $(N,)$;
# - `learning_rate`;
# - `epochs`: how many passes;
# - `decay_epoch`: from this epoch on, counted from 0, the learning rate is a tenth; `None` means
#   that it stays.
#
# It starts with all weights 0 and returns `weights`, $(784, 10)$, and `bias`, $(10,)$. Each epoch
# draws a new order from `rng` and takes a step with images 0 to 99 of that order, one with 100 to
# 199, and so on.
#
# For exercise 7, choose your own learning rate, epochs (5 are enough) and decay in the last lines
# of the cell. For comparison: with one image a step and the learning rate 0.0005, report D was
# right for 87.5 % of MNIST's test images after 30 epochs, and for 90 % after 100, with a decay at
# epoch 40.
#
# <details><summary>Hint 1: a new order</summary>
#
# `order = rng.permutation(len(images))` holds all indices in random order.
# `chosen = order[start : start + 100]` are those of one mini-batch; `images[chosen]` and
# `labels[chosen]` are its images and labels.
#
# </details>
#
# <details><summary>Hint 2: the loops</summary>
#
# ```python
# for epoch in range(epochs):
#     if epoch == decay_epoch:
#         learning_rate = learning_rate / 10
#     order = ...
#     for start in range(0, len(images), 100):
#         ...  # a step like that of descend, with images[chosen]
# ```
#
# </details>
#
# <details><summary>Hint 3: which learning rate?</summary>
#
# Try 0.1, 0.3 and 1 with 5 epochs, and look at the accuracy on the *visible* images in exercise 7.
# A larger rate, with a decay before the last epoch, mostly beats a small one.
#
# </details>


# %% nbgrader={"grade_id": "train_solution", "solution": true}
def train(images, labels, learning_rate, epochs, decay_epoch=None):
    """Softmax regression with mini-batches of 100: returns weights (784, 10) and bias (10,)."""
    rng = np.random.default_rng(seed)
    ### BEGIN SOLUTION
    weights, bias = np.zeros((784, 10), np.float32), np.zeros(10, np.float32)
    for epoch in range(epochs):
        if epoch == decay_epoch:
            learning_rate = learning_rate / 10
        order = rng.permutation(len(images))
        for start in range(0, len(images), 100):
            chosen = order[start : start + 100]
            gradients = softmax_gradient(images[chosen], weights, bias, labels[chosen])
            weights -= learning_rate * gradients[0]
            bias -= learning_rate * gradients[1]
    return weights, bias
    ### END SOLUTION


learning_rate, epochs, decay_epoch = 0.001, 5, None  # slow: choose better ones
### BEGIN SOLUTION
learning_rate, epochs, decay_epoch = 1.0, 5, 4
### END SOLUTION

# %% [markdown]
# The check trains on a few images that are made for it, and reads off the weights how your steps
# were taken.

# %% nbgrader={"grade_id": "train", "grade": true, "points": 1}
check("train", train)

# %% [markdown]
# ## Exercise 7: a classifier of digits
#
# Train, then define what the grader calls: `predict` takes uint8 images and returns one row of ten
# scores for each. Logits will do: softmax does not change their order. Without `train`, all weights
# are 0.

# %%
trained = outcome(train, rows, labels, learning_rate, epochs, decay_epoch)
if not isinstance(trained, tuple | list):
    print("There are no weights and bias from train yet: all weights are 0.")
    trained = None
weights, bias = trained or (np.zeros((784, 10)), np.zeros(10))


def predict(images):
    """Scores of images: uint8 (N, 28, 28, 1) -> float (N, 10)."""
    return pixels(images) @ weights + bias


# %% tags=["display"]
accuracy = evaluation.precision_at_1(predict(visible.images), visible_labels)
low, high = evaluation.wilson_interval(round(accuracy * len(visible_labels)), len(visible_labels))
print(f"right: {100 * accuracy:.1f} % of {len(visible_labels):,} visible images")
print(f"95 % interval: {100 * low:.1f} to {100 * high:.1f} %")

# %% [markdown]
# The interval says how far such a number can be from the true accuracy by luck of the sample. Two
# classifiers whose intervals overlap widely are not told apart by them.

# %% tags=["display"]
print(exercises.points_rule("digits_accuracy", data))

# %% nbgrader={"grade_id": "digits_accuracy", "grade": true, "points": 1}
check("digits_accuracy", predict)

# %% [markdown]
# ## What it has learnt
#
# Predict: will the learnt templates still look like digits, as the mean images did?

# %% tags=["display"]
plots.show(
    plots.templates(np.reshape(weights, (28, 28, 10)), classes, "The learnt templates"),
    "Ten patterns side by side, one for each digit: orange where ink speaks for the class, purple "
    "where it speaks against it. They are all blank before training.",
)

# %% [markdown]
# Orange pixels speak for a class, purple ones against it. The 0 has learnt to count ink in the
# middle against itself. A template does not show how a digit looks. It shows what tells it from the
# others.

# %% [markdown]
# ## When to decay
#
# Six epochs with the learning rate 1.5, on 8,000 images, and three plans: never decay, decay after
# one epoch, decay after four. The loss is measured on the *visible* images, after each epoch.
# Predict the order of the three at the end.


# %% tags=["display"]
def visible_logits(trained):
    """Logits of the visible images."""
    return visible_rows @ trained[0] + trained[1]


def visible_loss(epochs, decay_epoch):
    """The loss on visible images after a number of epochs."""
    trained = train(rows[:8000], labels[:8000], 1.5, epochs, decay_epoch)
    return cross_entropy(visible_logits(trained), visible_labels)


if ready(train=trained, cross_entropy=zero_loss):
    plans = {"no decay": None, "decay after one epoch": 1, "decay after four": 4}
    passes = range(1, 7)
    curves = {
        name: (passes, [visible_loss(n, plan) for n in passes]) for name, plan in plans.items()
    }
    plots.show(
        plots.lines(
            curves,
            "Three plans for the learning rate",
            "epochs",
            "loss on visible images (nats)",
        ),
        "Three curves of the loss after each of six epochs. The early decay flattens early; the "
        "late decay drops in the fifth epoch and ends lowest.",
    )
    for name, (_, losses) in curves.items():
        print(f"{name}: {losses[-1]:.3f}")

# %% [markdown]
# Decay too early, and the weights freeze before they have arrived. Never decay, and they jitter to
# the end. The late decay ends lowest: first fast, then careful. The tutorial that this course
# rebuilds has such a *staircase*, too.

# %% [markdown]
# ## The loss sees more than the accuracy
#
# Compare two learning rates, 0.2 and 0.3, on the same visible images. How sure can you be that one
# is better? Take the difference image by image, and divide its mean by its standard error: the
# result counts standard errors. Below 2, it may well be luck. Predict: does the accuracy or the
# loss tell the two apart more clearly?


# %% tags=["display"]
def standard_errors(differences):
    """The mean of some differences, in units of its standard error."""
    return np.mean(differences) / (np.std(differences) / np.sqrt(len(differences)))


def each_loss(logits):
    """The loss of each visible image by itself: a batch of one each time."""
    return np.array(
        [cross_entropy(logits[[i]], visible_labels[[i]]) for i in range(len(visible_labels))]
    )


if ready(train=trained, cross_entropy=zero_loss):
    slow, fast = (visible_logits(train(rows, labels, rate, 5, 4)) for rate in (0.2, 0.3))
    slow_right, fast_right = (z.argmax(axis=1) == visible_labels for z in (slow, fast))
    slow_losses, fast_losses = each_loss(slow), each_loss(fast)
    print(f"accuracy: {100 * slow_right.mean():.1f} % and {100 * fast_right.mean():.1f} %")
    print(f"    {standard_errors(fast_right.astype(float) - slow_right):.1f} standard errors apart")
    print(f"loss: {slow_losses.mean():.3f} and {fast_losses.mean():.3f}")
    print(f"    {standard_errors(slow_losses - fast_losses):.1f} standard errors apart")

# %% [markdown]
# The accuracy asks each image one question, right or wrong, and few images change their answer. The
# loss hears *how* right or wrong each answer is. Report D noticed that, too: its losses told models
# apart whose accuracies did not.
#
# The loss is also a magnifying glass. Which visible images cost your classifier most? Would you
# have known them? (*5, not 2* is written above a 5 that it took for a 2.)

# %% tags=["display"]
if ready(train=trained, cross_entropy=zero_loss):
    losses = each_loss(predict(visible.images))
    worst = np.argsort(-losses)[:10]
    answers = predict(visible.images).argmax(axis=1)
    plots.show(
        plots.image_grid(
            visible.images[worst],
            [f"{classes[visible_labels[i]]}, not {classes[answers[i]]}" for i in worst],
            "The ten visible images with the largest loss",
        ),
        "A row of ten digits, each with its label and with what the classifier took it for.",
    )

# %% [markdown]
# One template a class can do little better: a 7 with a bar and one without must share one. The next
# notebook gives the classifier features that move with the strokes: convolutions.

# %% [markdown]
# ## Hand in
#
# Save this notebook (**Ctrl+S**), then run the next cell and upload the zip that it makes. While
# grading, your notebook runs from top to bottom, so it trains again, in seconds. The cell rehearses
# that. *Run All Cells* stops at a check that fails; grading goes on after it.

# %% tags=["display"]
from course_utils import submit

submit.hand_in("01_softmax")

# %% [markdown]
# ## What you have seen
#
# - Softmax and cross-entropy are computed from shifted logits; NaN comes from leaving that out.
# - The Jacobian of softmax is a full matrix, and the gradient of the loss is the residual times the
#   pixels.
# - A derivative by hand is checked by central differences.
# - The learning rate goes with the scale of the pixels; decay it late.
# - The loss tells models apart that the accuracy does not.
# - Points in this notebook: {{ points }}.
