# ---
# jupyter:
#   course:
#     summary: "take the tutorial's network apart: its layers, their costs, its start"
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
# # The model: what each layer does, and what it costs
#
# You take the tutorial's network apart, layer by layer, and count its parameters and its work. On
# the way you do two of the tutorial's six exercises: probabilities instead of logits, and a top
# whose weights are not shared.

# %%
from course_utils import environment, settings

print(environment.start_tensorflow())

import keras
import numpy as np
import tensorflow as tf

from course_utils import cifar10, cifar10_input, data as datasets, layers, plots, training
from course_utils.exercises import check
from course_utils.models import costs
from course_utils.plots import networks

data = settings.graded_data()
seed = 1  # of the initial weights; try others
images = datasets.load(data, "train", count=512)
print(f"Data: {images.source}")
print(f"{len(images.images)} images of {images.images.shape[1:]}, cropped to 24 × 24 below")

# %% tags=["display"]
training.seed_everything(seed)
network = cifar10.inference()
plots.show(
    networks.draw(network, "The tutorial's network: output, parameters and work of each layer"),
    networks.describe(network),
)

# %% [markdown]
# An image enters on the left. Each block is what one layer makes of it: first two rounds of
# convolution, pooling and normalisation, then three layers that see everything at once. The last
# one gives ten **logits**, a score for each class.
#
# Look at the two rows of bars. You give `conv2` half of its filters: does the network get smaller,
# or faster? And if `local3` gets half of its units? Keep your answers; you will count both below.
#
# ## What is graded
#
# {{ what is graded }}
#
# Nothing is trained here: each cell takes a few seconds at most.

# %% [markdown]
# ## A batch goes through
#
# First you need a batch as the network gets it: crops of 24 × 24 pixels, standardised.

# %% tags=["display"]
batch, labels = next(iter(cifar10_input.inputs(images.images, images.labels, batch_size=128)))
logits = network(batch)
print("batch: ", batch.shape, f"mean {np.mean(batch):.2f}, sd {np.std(batch):.2f}")
print("logits:", logits.shape)

# %% [markdown]
# ## conv1: 64 small windows
#
# A filter of `conv1` is a window of 5 × 5 pixels and three channels. It slides over the image; at
# each place, window and image are multiplied and added up, and the filter's **bias** is added. So
# `conv1` turns one image into 64, one for each filter. **ReLU** then sets what is negative to 0.
# What comes out are the layer's **activations**.
#
# Predict: the network has not been trained. What do its filters look like?

# %% tags=["display"]
kernel = network.get_layer("conv1").kernel.numpy()  # (5, 5, 3, 64)
scaled = 255 * (kernel - kernel.min()) / (kernel.max() - kernel.min())
plots.show(
    plots.image_grid(
        scaled.transpose(3, 0, 1, 2).astype(np.uint8)[:20],
        [str(index) for index in range(20)],
        "The first 20 filters of conv1, before training",
    ),
    "Twenty small colour pictures of 5 by 5 pixels, all of them random noise.",
)
print(
    "kernel:", kernel.shape, f"sd {kernel.std():.3f}, from {kernel.min():.2f} to {kernel.max():.2f}"
)

# %% [markdown]
# Noise: random numbers, none of them beyond ±0.1. Now see what five of them make of an image. Black
# is 0.

# %% tags=["display"]
chosen = 0  # which image; try others below 128
maps = keras.Model(network.input, network.get_layer("conv1").output)(batch[chosen : chosen + 1])
shown = maps[0, :, :, :5].numpy()
crop = images.images[chosen][4:28, 4:28].mean(axis=-1)
brightest = np.maximum(shown.max(axis=(0, 1)), 1e-6)  # a silent filter stays black
pictures = [crop, *(255 * shown / brightest).transpose(2, 0, 1)]
plots.show(
    plots.image_grid(
        np.stack(pictures)[..., None].astype(np.uint8),
        ["image, grey", *(f"filter {index}" for index in range(5))],
        "One image, and what five untrained filters of conv1 make of it",
        columns=6,
    ),
    "One grey picture and five versions of it, in which different parts are bright or black.",
)

# %% [markdown]
# Even random filters tell parts of an image apart. Training makes better ones out of them.

# %% [markdown]
# ## pool1: the largest of nine
#
# **Max-pooling** keeps the largest value of each window, channel by channel. The tutorial's windows
# are 3 × 3 and move by 2 pixels, so neighbours *overlap*. On a row of eight numbers:

# %% tags=["display"]
row = np.array([3, 1, 4, 1, 5, 9, 2, 6], np.float32)


def pool_row(row, size, stride):
    """Max-pooling of one row by TensorFlow, padding SAME."""
    return tf.nn.max_pool1d(row[None, :, None], size, stride, "SAME").numpy().ravel()


print("row:               ", row)
print("size 2 and stride 2:", pool_row(row, 2, 2))
print("size 3 and stride 2:", pool_row(row, 3, 2))

# %% [markdown]
# Both halve the row. With size 3, the windows begin at places 0, 2, 4 and 6. The last window would
# need a ninth number. `SAME` lets it reach beyond the end.
#
# The rule, for each side of an image:
#
# - there are $n = \lceil \text{side} / \text{stride} \rceil$ windows;
# - together they need $p = \max((n - 1) \cdot \text{stride} + \text{size} - \text{side},\ 0)$
#   pixels more than there are;
# - $\lfloor p / 2 \rfloor$ of these are before the first pixel, the rest after the last one.
#
# Here $n = 4$ and $p = 3 \cdot 2 + 3 - 8 = 1$: nothing before, one after. Predict where the first
# window of size 5 and stride 3 begins on a row of eight. Then run it: what is its largest number?

# %% tags=["display"]
size, stride, side = 5, 3, len(row)
windows = -(-side // stride)
extra = max((windows - 1) * stride + size - side, 0)
print(f"{windows} windows, {extra} places too few, {extra // 2} of them before the row")
print("pooled:", pool_row(row, size, stride))

# %% [markdown]
# Three places are missing, so one is before the row: the first window holds nothing, 3, 1, 4, 1.
#
# ## Exercise 1: max-pooling
#
# Write `max_pool(image, size, stride)` for **one** image of shape $(H, W, C)$. Windows are `size` ×
# `size` and move by `stride`, padded by the rule above. Return an array of shape
# $(\lceil H / \text{stride} \rceil, \lceil W / \text{stride} \rceil, C)$. What is beyond the
# image must never be the largest value.
#
# <details><summary>Hint 1: two loops</summary>
#
# Compute `n`, `p` and what comes before for each side. Window (i, j) begins at row
# `i * stride - before`. Loop over i and j.
#
# </details>
#
# <details><summary>Hint 2: what to pad with</summary>
#
# `np.pad(image, ((top, bottom), (left, right), (0, 0)), constant_values=...)` puts a border around
# an image. A border of 0 wins against negative values. What number is below all others?
#
# </details>


# %% nbgrader={"grade_id": "max_pool_solution", "solution": true}
def max_pool(image, size, stride):
    """Max-pooling with SAME padding: (H, W, C) -> (ceil(H / stride), ceil(W / stride), C)."""
    ### BEGIN SOLUTION
    counts, borders = [], []
    for side in image.shape[:2]:
        count = -(-side // stride)
        extra = max((count - 1) * stride + size - side, 0)
        counts.append(count)
        borders.append((extra // 2, extra - extra // 2))
    padded = np.pad(image, (*borders, (0, 0)), constant_values=-np.inf)
    pooled = np.empty((*counts, image.shape[2]), image.dtype)
    for i in range(counts[0]):
        for j in range(counts[1]):
            window = padded[i * stride : i * stride + size, j * stride : j * stride + size]
            pooled[i, j] = window.max(axis=(0, 1))
    return pooled
    ### END SOLUTION


# %% nbgrader={"grade_id": "max_pool", "grade": true, "points": 2}
check("max_pool", max_pool)

# %% [markdown]
# ## norm1: loud neighbours
#
# **Local response normalisation** (LRN) makes a channel quieter when the channels next to it are
# loud. At each pixel, channel $c$ becomes
#
# $$y_c = \frac{x_c}{\left(b + \alpha \sum_{k=c-r}^{c+r} x_k^2\right)^{\beta}}$$
#
# The sum runs over the channel itself and $r$ neighbours on each side; it ends at the first and at
# the last channel. The tutorial takes $r = 4$, $b = 1$, $\alpha = 0.001 / 9$, $\beta = 0.75$.
#
# Predict three things for 64 channels that are all 1. Is $y$ above or below 1? Do the first
# channels become smaller or larger than the middle ones? And if all are 10?

# %% tags=["display"]
lrn = network.get_layer("norm1")
ones = lrn(tf.ones((1, 1, 1, 64))).numpy().ravel()
tens = lrn(tf.fill((1, 1, 1, 64), 10.0)).numpy().ravel()
print(f"all 1:  channel 32 becomes {ones[32]:.5f}, channel 0 {ones[0]:.5f}")
print(f"all 10: channel 32 becomes {tens[32]:.5f}, channel 0 {tens[0]:.5f}")

# %% [markdown]
# A little below 1. Channel 0 has only half the neighbours, so it loses less. Ten times the input
# gives less than ten times the output: the louder, the more it is turned down.
#
# Now let one channel be loud. All channels are 1, but channel 32 is 100. Predict: how many channels
# does it change, and does channel 32 keep its lead?

# %% tags=["display"]
loud = np.ones(64, np.float32)
loud[32] = 100
quiet = lrn(loud.reshape(1, 1, 1, 64)).numpy().ravel()
plots.show(
    plots.lines(
        {
            "all channels 1": (range(20, 45), ones[20:45]),
            "channel 32 is 100": (range(20, 45), quiet[20:45]),
        },
        "One loud channel turns its neighbours down",
        "channel",
        "output (logarithmic)",
        yscale="log",
    ),
    "Two curves over the channels 20 to 44. One is flat at 1. The other drops to about 0.57 for "
    "four channels on each side of channel 32, where it rises to 57.",
)
print(f"channel 28: {quiet[28]:.3f}, channel 32: {quiet[32]:.1f}, channel 37: {quiet[37]:.3f}")

# %% [markdown]
# Nine channels change, all by nearly the same factor, since they share the loud one in their sums.
# The loud channel keeps its lead over them. Channels further away do not notice.
#
# ## Exercise 2: LRN with the channels first
#
# Some libraries store images as $(N, C, H, W)$: batch, **channel**, height, width. Write
# `lrn_channels_first(activations, radius, bias, alpha, beta)` for that order. It returns an array
# of the same shape. Use NumPy or TensorFlow. The radius may be larger than the number of channels.
#
# <details><summary>Hint 1: one channel at a time</summary>
#
# Loop over the channels. `activations[:, first:end]` is the window of one of them. Square it, and
# sum over axis 1.
#
# </details>
#
# <details><summary>Hint 2: the ends</summary>
#
# A slice that ends beyond the last channel is cut there by itself. One that begins below 0 is not:
# `x[:, -2:3]` begins two channels before the *end*. Use `max(c - radius, 0)`. And a slice leaves
# out its end, so it ends at `c + radius + 1`.
#
# </details>


# %% nbgrader={"grade_id": "lrn_channels_first_solution", "solution": true}
def lrn_channels_first(activations, radius, bias, alpha, beta):
    """Local response normalisation over axis 1: (N, C, H, W) -> the same shape."""
    ### BEGIN SOLUTION
    normalised = np.empty_like(activations)
    for c in range(activations.shape[1]):
        window = activations[:, max(c - radius, 0) : c + radius + 1]
        sums = (window**2).sum(axis=1)
        normalised[:, c] = activations[:, c] / (bias + alpha * sums) ** beta
    return normalised
    ### END SOLUTION


# %% nbgrader={"grade_id": "lrn_channels_first", "grade": true, "points": 2}
check("lrn_channels_first", lrn_channels_first)

# %% [markdown]
# ## What it costs
#
# Two numbers tell how large a network is:
#
# - its **parameters**, the numbers that training changes. They take memory;
# - its **multiply-adds** for one image: a weight times an activation, added to a sum. They take
#   time.
#
# A convolution with windows of $s \times s$ from $c$ channels to $f$ filters has $s^2 c f$ weights
# and $f$ biases. All its weights work once at *each* window, so it makes $s^2 c f$ multiply-adds
# for each pixel of its **output**. By custom, adding a bias counts nothing.
#
# For `conv1`, by hand:

# %% tags=["display"]
weights = 5 * 5 * 3 * 64
print(f"parameters:    {weights} weights + 64 biases = {weights + 64:,}")
print(f"multiply-adds: 24 × 24 windows × {weights} = {24 * 24 * weights:,}")

# %% [markdown]
# A fully connected layer uses each weight once for an image. Two bars stood out in the diagram.
# Explain both before you look at the numbers.

# %% tags=["display"]
print(costs.table(network))

# %% [markdown]
# `local3` holds 83 % of the parameters and does 5 % of the work. `conv2` has 10 % of the parameters
# and does 80 % of the work, because its weights are used at 144 places.
#
# Now halve one of them, as you did in your head at the top. Remember who reads what: `local3` has a
# weight for each of the 6 × 6 numbers of every channel of `conv2`.


# %% tags=["display"]
def size_and_work(conv2=64, local3=384):
    """Parameters and multiply-adds with so many filters in conv2 and units in local3."""
    convolutions = [5 * 5 * 3 * 64, 5 * 5 * 64 * conv2]
    weights = np.array([*convolutions, 6 * 6 * conv2 * local3, local3 * 192, 192 * 10])
    uses = np.array([24 * 24, 12 * 12, 1, 1, 1])  # of each weight, for one image
    biases = 64 + conv2 + local3 + 192 + 10
    return np.array([weights.sum() + biases, (weights * uses).sum()])


whole = size_and_work()
halves = {"conv2 ": size_and_work(conv2=32), "local3": size_and_work(local3=192)}
for name, halved in halves.items():
    size, work = 100 * halved / whole
    print(f"half of {name} leaves {size:.0f} % of the parameters and {work:.0f} % of the work")

# %% [markdown]
# Half of `local3` makes the network smaller, and hardly faster. Half of `conv2` makes it faster
# *and* smaller: its own weights are few, but with half of the channels `local3` loses half of its
# weights. The bar of a layer does not show what its neighbours pay.
#
# > **A number that nobody can check.** The tutorial's text gives 19.5 million multiply-adds for one
# > image. Its published program makes the 18,470,784 above. With the locally connected top of its
# > second exercise (you meet it below), it would be 19,512,576. Add one operation for each
# > parameter to the published one, and you get 19,539,082. Both round to 19.5 million. Which one
# > was meant cannot be decided. A figure needs the program that produced it.
#
# ## Exercise 3: the cost of a convolution
#
# Write `conv_cost(height, width, channels, filters, size, stride, padding)`. It returns two whole
# numbers: the parameters (weights and biases) and the multiply-adds of one image. The image has
# `height` × `width` pixels and `channels` channels. Windows are `size` × `size` and move by
# `stride`. `padding` is `"same"` or `"valid"`.
#
# With `"same"`, a side has $\lceil \text{side} / \text{stride} \rceil$ windows. With `"valid"`, no
# window reaches beyond the image.
#
# <details><summary>Hint 1: how many windows with "valid"?</summary>
#
# The first window takes `size` pixels. Each further one needs `stride` pixels more. How often does
# `stride` fit into what is left? Do not forget the first one.
#
# </details>
#
# <details><summary>Hint 2: a test of your own</summary>
#
# `conv_cost(24, 24, 3, 64, 5, 1, "same")` is `conv1`: the table above has its numbers.
#
# </details>


# %% nbgrader={"grade_id": "conv_cost_solution", "solution": true}
def conv_cost(height, width, channels, filters, size, stride, padding):
    """Parameters and multiply-adds of a convolution with biases, for one image."""
    ### BEGIN SOLUTION
    windows = 1
    for side in (height, width):
        windows *= -(-side // stride) if padding == "same" else (side - size) // stride + 1
    weights = size * size * channels * filters
    return weights + filters, windows * weights
    ### END SOLUTION


# %% nbgrader={"grade_id": "conv_cost", "grade": true, "points": 2}
check("conv_cost", conv_cost)

# %% [markdown]
# ## Before the first step
#
# Much can go wrong before any training. A few numbers tell whether a network starts well.
#
# First, ReLU sets negative values to 0. The weights are as often positive as negative. Which share
# of the outputs is 0?

# %% tags=["display"]
names = ("conv1", "conv2", "local3", "local4")
layers_of = keras.Model(network.input, [network.get_layer(name).output for name in names])
for name, outputs in zip(names, layers_of(batch), strict=True):
    print(f"{name}: {np.mean(outputs.numpy() == 0):.2f} of the outputs are 0")
print(f"logits: sd {np.std(logits):.3f}, largest {np.abs(logits).max():.2f}")

# %% [markdown]
# About a half in `conv1`, mostly less in the others: their biases start at 0.1, which makes some
# values positive. (The original program starts with 0.51, 0.45, 0.44 and 0.43.) A layer that shows
# 1.00 here is dead; it would never learn. The logits are close to 0, so all ten classes start
# nearly equal.
#
# Predict the cross-entropy of a network that gives each of ten classes the same probability.

# %% tags=["display"]
cross_entropy = tf.reduce_mean(
    tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
)
print(f"cross-entropy {cross_entropy:.4f}, ln 10 = {np.log(10):.4f}")

# %% [markdown]
# Yet the tutorial prints 4.68 at its first step. The rest is **weight decay**: a term that grows
# with the weights and so keeps them small,
#
# $$\text{loss} = \text{mean cross-entropy} + \sum_{w} \lambda \cdot \tfrac12 \sum_i w_i^2$$
#
# with $\lambda = 0.004$. TensorFlow calls $\tfrac12 \sum_i w_i^2$ `tf.nn.l2_loss(w)`.

# %% tags=["display"]
decay = {
    variable.path: 0.004 * float(tf.nn.l2_loss(variable))
    for variable in network.trainable_variables
}
for name, value in decay.items():
    print(f"{name:22} {value:.4f}")
two = decay["local3/kernel"] + decay["local4/kernel"]
print(f"\ncross-entropy + decay of local3 and local4: {cross_entropy + two:.3f}")
print(f"cross-entropy + decay of all variables:     {cross_entropy + sum(decay.values()):.3f}")

# %% [markdown]
# The text of the tutorial says that weight decay is added to *all learned variables*. Which of the
# two sums fits the 4.68 that its program prints? The program decays two kernels: `local3` and
# `local4`. One number at step 0 finds that out.
#
# > **A trap.** `keras.regularizers.L2(f)` adds $f \sum_i w_i^2$, without the half. The tutorial's
# > 0.004 is Keras' `L2(0.002)`.
#
# ## Exercise 4: decay for some
#
# Write `weight_decay_loss(model, images, labels, decay, names)`. It returns one number, a
# TensorFlow scalar: the mean cross-entropy of the batch plus `decay` times `tf.nn.l2_loss` of the
# kernel of each layer in `names`. The model gives logits. Biases and other layers do not decay.
#
# <details><summary>Hint 1: a layer by its name</summary>
#
# `model.get_layer("local3").kernel` is the kernel of one layer.
#
# </details>
#
# <details><summary>Hint 2: the mean</summary>
#
# `tf.nn.sparse_softmax_cross_entropy_with_logits` gives one number an image. `tf.reduce_mean` makes
# one of them. Stay in TensorFlow: `.numpy()` and `float()` cut the gradient off.
#
# </details>


# %% nbgrader={"grade_id": "weight_decay_loss_solution", "solution": true}
def weight_decay_loss(model, images, labels, decay, names):
    """Mean cross-entropy plus decay * l2_loss of the kernels of the named layers: a scalar."""
    ### BEGIN SOLUTION
    loss = tf.reduce_mean(
        tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=model(images))
    )
    for name in names:
        loss += decay * tf.nn.l2_loss(model.get_layer(name).kernel)
    return loss
    ### END SOLUTION


# %% nbgrader={"grade_id": "weight_decay_loss", "grade": true, "points": 2}
check("weight_decay_loss", weight_decay_loss)

# %% [markdown]
# ## Probabilities
#
# The network gives logits. The **softmax** makes probabilities of them:
# $p_k = e^{z_k} / \sum_j e^{z_j}$. The tutorial's first exercise asks for a network that returns
# probabilities. Why does the tutorial leave the softmax out?
#
# The loss applies it already. Suppose that you forget this, put a softmax at the end of the network
# and train it with the same loss: the softmax is applied twice. Predict: does the loss at step 0
# give you away? And the gradient?


# %% tags=["display"]
def start_of_training(last):
    """Cross-entropy at step 0 and the length of its gradient, with `last` applied to the logits."""
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(
            tf.nn.sparse_softmax_cross_entropy_with_logits(
                labels=labels, logits=last(network(batch))
            )
        )
    gradients = tape.gradient(loss, network.trainable_variables)
    return float(loss), float(tf.linalg.global_norm(gradients))


loss_once, length_once = start_of_training(tf.identity)
loss_twice, length_twice = start_of_training(tf.nn.softmax)
print(f"softmax once:  loss {loss_once:.4f}, gradient {length_once:.4f}")
print(f"softmax twice: loss {loss_twice:.4f}, gradient {length_twice:.4f}")
print(f"The gradient is {length_once / length_twice:.1f} times smaller.")

# %% [markdown]
# The loss looks healthy: $\ln 10$ both times. The gradient is about ten times smaller, since each
# probability starts near 0.1 and moves by only about a tenth of what its logit moves. Such a
# network learns slowly, and no error tells you. Look at gradients, too.
#
# A second reason: probabilities written out by hand can overflow.

# %% tags=["display"]
large = tf.constant([[10_000.0, 0.0, -10_000.0]])
print("by hand:      ", (tf.exp(large) / tf.reduce_sum(tf.exp(large))).numpy())
print("tf.nn.softmax:", tf.nn.softmax(large).numpy())

# %% [markdown]
# ## Exercise 5: softmax instead of logits
#
# Write `probability_model(network)`. It takes a Keras model that gives logits, made like the one
# above: a *functional* model, which knows its input and its output. It returns a Keras model that
# gives probabilities for the same images. Each row sums to 1, even for logits of 10,000. Both
# models share their weights: training one changes the other. The network itself still gives logits,
# because training needs them.
#
# <details><summary>Hint 1: a model on top of a model</summary>
#
# `network.input` and `network.output` are the two ends of the network. `keras.Model(a, b)` is the
# model that leads from `a` to `b`.
#
# </details>
#
# <details><summary>Hint 2: the layer</summary>
#
# `keras.layers.Softmax()` works on the last axis, subtracts the largest logit, and has no weights.
#
# </details>


# %% nbgrader={"grade_id": "probability_model_solution", "solution": true}
def probability_model(network):
    """A Keras model from the network's images to probabilities, on the network's own weights."""
    ### BEGIN SOLUTION
    return keras.Model(network.input, keras.layers.Softmax()(network.output))
    ### END SOLUTION


# %% nbgrader={"grade_id": "probability_model", "grade": true, "points": 3}
check("probability_model", probability_model)

# %% [markdown]
# ## A top that knows where it is
#
# The names `local3` and `local4` are older than this network. In its ancestor these layers were
# **locally connected**: like a convolution, each position sees a small window; unlike one, each
# position has a kernel *of its own*. The tutorial's second exercise brings them back. Keras 3 has
# no such layer, so the course brings its own.
#
# Predict: `local3` becomes 64 filters of 3 × 3 at 6 × 6 positions. Does it have more or fewer
# parameters than the fully connected one with its 885,120?

# %% tags=["display"]
training.seed_everything(seed)
local_network = cifar10.inference(top="locally")
print(costs.table(local_network))

# %% [markdown]
# More: 36 positions, each with $3 \cdot 3 \cdot 64 \cdot 64$ weights. The whole network doubles its
# parameters, and its work hardly grows. A convolution in its place would have 36,928.
#
# Nothing is shared, so nothing is the same in two places. Move the input by one pixel, and a
# convolution moves its output along. Predict what a locally connected layer does.

# %% tags=["display"]
row_of_pixels = np.zeros((1, 3, 9, 1), np.float32)
row_of_pixels[0, 1, 3] = 1  # one bright pixel
moved = np.roll(row_of_pixels, 1, axis=2)  # one to the right
training.seed_everything(seed)
shared = keras.layers.Conv2D(1, 3)
unshared = layers.LocallyConnected2D(1, 3)
for name, layer in (("convolution", shared), ("locally connected", unshared)):
    print(f"{name}:")
    print("  pixel at 3:", np.round(layer(row_of_pixels).numpy().ravel(), 2))
    print("  pixel at 4:", np.round(layer(moved).numpy().ravel(), 2))

# %% [markdown]
# The convolution gives the same three numbers, one place further. The locally connected layer gives
# other numbers: what it learns about an object on the left, it does not know on the right. That
# suits pictures in which places have a meaning, such as faces that are all centred alike.
#
# ## A layer of your own
#
# A Keras layer is a class with three methods:
#
# - `__init__` keeps the settings;
# - `build` gets the shape of the first input and makes the variables. Keras calls it once, before
#   the first `call`;
# - `call` gets the inputs and returns the outputs. Keras calls it whenever you write
#   `layer(inputs)`.
#
# What `call` needs from `build` has to be kept in `self`. Here is a layer that stretches each
# channel by a factor of its own, 1 at first. Predict: what does it make of a row of ones?


# %% tags=["display"]
class Stretch(keras.layers.Layer):
    """Each channel times a factor that is learned: (N, T, C) -> (N, T, C)."""

    def build(self, input_shape):
        """Make one factor for each channel."""
        self.factor = self.add_weight(name="factor", shape=(input_shape[2],), initializer="ones")

    def call(self, inputs):
        """Multiply."""
        return inputs * self.factor


stretch = Stretch()
print("before the first call:", [variable.name for variable in stretch.variables])
print("outputs:", stretch(np.ones((1, 1, 3), np.float32)).numpy().ravel())
print("after it:", [variable.name for variable in stretch.variables])
stretch.factor.assign([1, 2, 3])
print("outputs with other factors:", stretch(np.ones((1, 1, 3), np.float32)).numpy().ravel())

# %% [markdown]
# Ones, until the factors change. The variable did not exist before the layer had seen an input.
#
# ## Exercise 6: a layer that shares nothing
#
# Write the layer `LocallyConnected1D(filters, size, stride)` for sequences: input $(N, T, C)$,
# output $(N, P, \text{filters})$ with $P = \lfloor (T - \text{size}) / \text{stride} \rfloor + 1$
# positions and no padding. Position $p$ sees `inputs[:, p * stride : p * stride + size]`.
#
# - `kernel` has the shape $(P, \text{size}, C, \text{filters})$ and starts truncated normal with sd
#   0.04;
# - `bias` has the shape $(P, \text{filters})$ and starts at 0.1;
# - ReLU is applied to the sums.
#
# The variables must have these very names: the check puts its own values into them.
#
# <details><summary>Hint 1: making variables</summary>
#
# In `build`, `input_shape` is $(N, T, C)$.
#
# ```python
# self.kernel = self.add_weight(
#     name="kernel",
#     shape=...,
#     initializer=keras.initializers.TruncatedNormal(stddev=0.04),
# )
# ```
#
# `keras.initializers.Constant(0.1)` starts the bias.
#
# </details>
#
# <details><summary>Hint 2: one position at a time</summary>
#
# In `call`, loop over the positions. `tf.tensordot(window, self.kernel[p], axes=2)` multiplies a
# window $(N, \text{size}, C)$ with a kernel $(\text{size}, C, \text{filters})$ and sums over the
# two axes that they share. `tf.stack(outputs, axis=1)` puts the positions side by side.
#
# </details>


# %% nbgrader={"grade_id": "LocallyConnected1D_solution", "solution": true}
class LocallyConnected1D(keras.layers.Layer):
    """ReLU of windows times kernels of their own: (N, T, C) -> (N, P, filters)."""

    def __init__(self, filters, size, stride):
        super().__init__()
        self.filters, self.size, self.stride = filters, size, stride

    def build(self, input_shape):
        """Make kernel and bias."""
        ### BEGIN SOLUTION
        self.positions = (input_shape[1] - self.size) // self.stride + 1
        self.kernel = self.add_weight(
            name="kernel",
            shape=(self.positions, self.size, input_shape[2], self.filters),
            initializer=keras.initializers.TruncatedNormal(stddev=0.04),
        )
        self.bias = self.add_weight(
            name="bias",
            shape=(self.positions, self.filters),
            initializer=keras.initializers.Constant(0.1),
        )
        ### END SOLUTION

    def call(self, inputs):
        """Apply them."""
        ### BEGIN SOLUTION
        outputs = []
        for p in range(self.positions):
            window = inputs[:, p * self.stride : p * self.stride + self.size]
            outputs.append(tf.tensordot(window, self.kernel[p], axes=2) + self.bias[p])
        return tf.nn.relu(tf.stack(outputs, axis=1))
        ### END SOLUTION


# %% nbgrader={"grade_id": "LocallyConnected1D", "grade": true, "points": 3}
check("LocallyConnected1D", LocallyConnected1D)

# %% [markdown]
# ## Hand in
#
# Save this notebook (**Ctrl+S**), then run the next cell and upload the zip that it makes.

# %% tags=["display"]
from course_utils import submit

submit.hand_in("04_model")

# %% [markdown]
# ## What you have seen
#
# - Convolutions do most of the work, fully connected layers hold most of the parameters. Fewer
#   filters make the layer after them smaller, too.
# - Overlapping pooling pads unevenly, and its padding never wins. LRN turns down channels whose
#   neighbours are loud.
# - A loss of 4.68 at step 0 says: ten equal classes, and decay of two kernels. Not all that a text
#   says is what its program does.
# - A softmax too many leaves the first loss as it is and makes the gradient ten times smaller.
# - Sharing weights saves parameters and lets a layer find a thing wherever it is.
# - Points in this notebook: {{ points }}.
