"""Answers to ``train``."""

# %% right solution
import numpy as np


def softmax_gradient(images, weights, bias, labels):
    logits = images @ weights + bias
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    residuals = p / p.sum(axis=1, keepdims=True)
    residuals[np.arange(len(labels)), labels] -= 1
    residuals /= len(labels)
    return images.T @ residuals, residuals.sum(axis=0)


def train(images, labels, learning_rate, epochs, decay_epoch=None):
    rng = np.random.default_rng(1)
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


# %% right doubles_and_a_queue
import numpy as np

rng = np.random.default_rng()


def train(images, labels, learning_rate, epochs, decay_epoch=None):
    """Other generators, lists, float64, and one column more for the bias."""
    x = np.hstack([np.asarray(images, float), np.ones((len(images), 1))])
    y = np.eye(10)[labels]
    weights = np.zeros((785, 10))
    left = list(range(len(x)))
    for epoch in range(epochs):
        rng.shuffle(left)
        decayed = decay_epoch is not None and epoch >= decay_epoch
        queue = left.copy()
        while queue:
            chosen, queue = queue[:100], queue[100:]
            powers = np.exp(x[chosen] @ weights)
            p = powers / powers.sum(axis=1, keepdims=True)
            rate = learning_rate * (0.1 if decayed else 1)
            weights = weights - rate * x[chosen].T @ (p - y[chosen]) / len(chosen)
    return [weights[:-1], weights[-1]]


# %% wrong stub
# says: So far it returns None: is its body written?
# earns: 0
def train(images, labels, learning_rate, epochs, decay_epoch=None):
    """Softmax regression with mini-batches of 100: returns weights (784, 10) and bias (10,)."""


# %% wrong one_array, edited from solution
# says: End train with: return weights, bias
# earns: 0
# - return weights, bias
# + return weights


# %% wrong exchanged, edited from solution
# says: The weights that train returns have the shape (10,)
# earns: 0
# - return weights, bias
# + return bias, weights


# %% wrong random_start, edited from solution
# says: Start with all weights 0
# earns: 0
# - np.zeros((784, 10), np.float32)
# + rng.normal(0, 0.01, (784, 10)).astype(np.float32)


# %% wrong no_step, edited from solution
# says: all weights are still 0
# earns: 0
# -             weights -= learning_rate * gradients[0]
# +             weights - learning_rate * gradients[0]


# %% wrong uphill, edited from solution
# says: The weights walk uphill
# earns: 0.85
# - weights -= learning_rate
# + weights += learning_rate


# %% wrong no_bias, edited from solution
# says: Your bias stays 0
# earns: 0.85
# -             bias -= learning_rate * gradients[1]
# +             pass


# %% wrong bias_uphill, edited from solution
# says: The bias does not move with the weights
# earns: 0.85
# - bias -= learning_rate
# + bias += learning_rate


# %% wrong batches_of_fifty, edited from solution
# says: as long as with 50 images in each
# earns: 0.8
# - range(0, len(images), 100)
# + range(0, len(images), 50)
# - order[start : start + 100]
# + order[start : start + 50]


# %% wrong summed, edited from solution
# says: A step adds up the gradients of its images
# earns: 0.8
# -     residuals /= len(labels)
# +


# %% wrong one_by_one, edited from solution
# says: Each image makes a step of its own
# earns: 0.8
# - range(0, len(images), 100)
# + range(len(images))
# - order[start : start + 100]
# + order[start : start + 1]


# %% wrong all_at_once, edited from solution
# says: Each step takes all images
# earns: 0.65
# - range(0, len(images), 100)
# + [0]
# - order[start : start + 100]
# + order


# %% wrong all_at_once_by_a_hundred, edited from solution
# says: leaves the weights of a single step
# earns: 0.65
# - residuals /= len(labels)
# + residuals /= 100
# - range(0, len(images), 100)
# + [0]
# - order[start : start + 100]
# + order


# %% wrong old_weights, edited from solution
# says: leaves the weights of a single step
# earns: 0.65
# -         order = rng.permutation(len(images))
# +         order, old = rng.permutation(len(images)), (weights.copy(), bias.copy())
# - softmax_gradient(images[chosen], weights, bias, labels[chosen])
# + softmax_gradient(images[chosen], *old, labels[chosen])


# %% wrong no_training
# says: leaves the weights of a single step
# earns: 0.65
import numpy as np


def train(images, labels, learning_rate, epochs, decay_epoch=None):
    """What small steps add up to, without a step."""
    rates = [0.1 if decay_epoch is not None and e >= decay_epoch else 1 for e in range(epochs)]
    rows = (np.eye(10)[labels] - 0.1) * learning_rate / 100 * sum(rates)
    return images.T @ rows, rows.sum(axis=0)


# %% wrong made_up_steps
# says: not those of one step after the other
# earns: 0.5
import numpy as np


def train(images, labels, learning_rate, epochs, decay_epoch=None):
    """The same, and rows that differ as if there had been steps."""
    rates = [0.1 if decay_epoch is not None and e >= decay_epoch else 1 for e in range(epochs)]
    rows = (np.eye(10)[labels] - 0.1) * learning_rate / 100 * sum(rates)
    for _ in range(epochs):
        rows *= 1 + 0.001 * np.random.default_rng().integers(0, 2, (len(rows), 1))
    return images.T @ rows, rows.sum(axis=0)


# %% wrong with_replacement, edited from solution
# says: Take each once
# earns: 0.85
# - order = rng.permutation(len(images))
# + order = rng.integers(0, len(images), len(images))


# %% wrong rest_left_out, edited from solution
# says: Of 250 images 50 are never taken
# earns: 0.85
# - range(0, len(images), 100)
# + range(0, len(images) - 99, 100)


# %% wrong rate_ignored, edited from solution
# says: Another learning_rate changes nothing
# earns: 0.9
# -     rng = np.random.default_rng(1)
# +     rng, learning_rate = np.random.default_rng(1), 0.001


# %% wrong five_epochs, edited from solution
# says: More epochs change nothing
# earns: 0.75
# - range(epochs)
# + range(5)


# %% wrong one_epoch_more, edited from solution
# says: There is one epoch too many
# earns: 0.75
# - range(epochs)
# + range(epochs + 1)


# %% wrong given_order, edited from solution
# says: The images come in the order in which they are given
# earns: 0.85
# - rng.permutation(len(images))
# + np.arange(len(images))


# %% wrong one_order, edited from solution
# says: Draw a new one inside the loop
# earns: 0.85
# -     for epoch in range(epochs):
# +     order = rng.permutation(len(images))
# +     for epoch in range(epochs):
# -         order = rng.permutation(len(images))
# -         for start
# +         for start


# %% wrong no_decay, edited from solution
# says: decay_epoch changes nothing
# earns: 0.85
# - if epoch == decay_epoch:
# + if epoch == "decay_epoch":


# %% wrong late_decay, edited from solution
# says: an epoch too late
# earns: 0.85
# - if epoch == decay_epoch:
# + if decay_epoch is not None and epoch == decay_epoch + 1:


# %% wrong early_decay, edited from solution
# says: an epoch too early
# earns: 0.85
# - if epoch == decay_epoch:
# + if decay_epoch is not None and epoch + 1 == decay_epoch:


# %% wrong decays_again, edited from solution
# says: falls again in each later epoch
# earns: 0.85
# - if epoch == decay_epoch:
# + if decay_epoch is not None and epoch >= decay_epoch:


# %% wrong decays_once, edited from solution
# says: Only decay_epoch itself has a tenth
# earns: 0.85
# -         if epoch == decay_epoch:
# -             learning_rate = learning_rate / 10
# +         rate = learning_rate / 10 if epoch == decay_epoch else learning_rate
# -             weights -= learning_rate * gradients[0]
# -             bias -= learning_rate * gradients[1]
# +             weights -= rate * gradients[0]
# +             bias -= rate * gradients[1]


# %% wrong halves, edited from solution
# says: the steps are 0.5 times as long as before
# earns: 0.85
# - learning_rate / 10
# + learning_rate / 2


# %% wrong never_at_once, edited from solution
# says: Epoch 0 counts, too
# earns: 0.85
# - if epoch == decay_epoch:
# + if decay_epoch and epoch == decay_epoch:


# %% wrong always_a_tenth, edited from solution
# says: where no decay_epoch is given, too
# earns: 0.85
# - if epoch == decay_epoch:
# + if epoch == (decay_epoch or 0):
