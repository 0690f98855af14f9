"""Fresh answers to ``digits_accuracy``."""

# %% right solution
import numpy as np

from course_utils.data.drawn import digits

images, y = digits.draw(5_000, 3)
x = images.reshape(-1, 784) / np.float32(255)
weights, bias = np.zeros((784, 10), np.float32), np.zeros(10, np.float32)
rng = np.random.default_rng(1)
for epoch in range(5):
    rate = 1.0 if epoch < 4 else 0.1
    order = rng.permutation(len(x))
    for start in range(0, len(x), 100):
        chosen = order[start : start + 100]
        z = x[chosen] @ weights + bias
        p = np.exp(z - z.max(axis=1, keepdims=True))
        r = (p / p.sum(axis=1, keepdims=True) - np.eye(10)[y[chosen]]) / len(chosen)
        weights -= (rate * x[chosen].T @ r).astype(np.float32)
        bias -= (rate * r.sum(axis=0)).astype(np.float32)


def digits_accuracy(images):
    return images.reshape(len(images), 784) / np.float32(255) @ weights + bias


# %% right probabilities
import numpy as np
from scipy import special

from course_utils.data.drawn import digits

images, y = digits.draw(5_000, 5)
x = images.reshape(-1, 784) / 255.0
weights = np.zeros((785, 10))
rows = np.hstack([x, np.ones((len(x), 1))])
rng = np.random.default_rng(2)
for epoch in range(6):
    for chosen in np.array_split(rng.permutation(len(rows)), 50):
        p = special.softmax(rows[chosen] @ weights, axis=1)
        p[np.arange(len(chosen)), y[chosen]] -= 1
        weights -= (0.8 if epoch < 5 else 0.08) * rows[chosen].T @ p / len(chosen)


def digits_accuracy(images):
    x = images.reshape(len(images), -1) / 255.0
    return special.softmax(x @ weights[:-1] + weights[-1], axis=1)


# %% right one_by_one
import numpy as np

from course_utils.data.drawn import digits

images, y = digits.draw(5_000, 3)
x = images.reshape(-1, 784) / np.float32(255)
weights, bias = np.zeros((784, 10), np.float32), np.zeros(10, np.float32)
rng = np.random.default_rng(1)
for epoch in range(5):
    rate = 1.0 if epoch < 4 else 0.1
    order = rng.permutation(len(x))
    for start in range(0, len(x), 100):
        chosen = order[start : start + 100]
        z = x[chosen] @ weights + bias
        p = np.exp(z - z.max(axis=1, keepdims=True))
        r = (p / p.sum(axis=1, keepdims=True) - np.eye(10)[y[chosen]]) / len(chosen)
        weights -= (rate * x[chosen].T @ r).astype(np.float32)
        bias -= (rate * r.sum(axis=0)).astype(np.float32)


def digits_accuracy(images):
    return np.stack([image.ravel() / np.float32(255) @ weights + bias for image in images])


# %% right nested_lists
import numpy as np

from course_utils.data.drawn import digits

images, y = digits.draw(5_000, 3)
x = images.reshape(-1, 784) / np.float32(255)
weights, bias = np.zeros((784, 10), np.float32), np.zeros(10, np.float32)
rng = np.random.default_rng(1)
for epoch in range(5):
    rate = 1.0 if epoch < 4 else 0.1
    order = rng.permutation(len(x))
    for start in range(0, len(x), 100):
        chosen = order[start : start + 100]
        z = x[chosen] @ weights + bias
        p = np.exp(z - z.max(axis=1, keepdims=True))
        r = (p / p.sum(axis=1, keepdims=True) - np.eye(10)[y[chosen]]) / len(chosen)
        weights -= (rate * x[chosen].T @ r).astype(np.float32)
        bias -= (rate * r.sum(axis=0)).astype(np.float32)


def digits_accuracy(images):
    scores = images.reshape(len(images), 784) / np.float32(255) @ weights + bias
    return scores.astype(np.float64).tolist()


# %% right nearest_of_many
import numpy as np

from course_utils.data.drawn import digits

images, y = digits.draw(3_000, 4)
x = images.reshape(-1, 784).astype(np.float32) / 255


def digits_accuracy(images):
    rows = images.reshape(len(images), 784).astype(np.float32) / 255
    distances = (rows**2).sum(1)[:, None] - 2 * rows @ x.T + (x**2).sum(1)
    return np.stack([-distances[:, y == k].min(axis=1) for k in range(10)], axis=1)


# %% wrong constant, edited from solution
# about: equal|same|constant|all
# - return images.reshape(len(images), 784) / np.float32(255) @ weights + bias
# + return np.tile(bias, (len(images), 1))


# %% wrong all_equal, edited from solution
# about: equal|same|constant
# - return images.reshape(len(images), 784) / np.float32(255) @ weights + bias
# + return np.full((len(images), 10), 0.1)


# %% wrong negated, edited from solution
# about: negat|sign|lowest|turned
# - return images
# + return -images


# %% wrong permuted, edited from solution
# about: order|label|column|class
# - np.float32(255) @ weights + bias
# + np.float32(255) @ weights[:, ::-1] + bias[::-1]


# %% wrong nan_rows, edited from solution
# about: NaN|finite
# - return images.reshape(len(images), 784) / np.float32(255) @ weights + bias
# + scores = images.reshape(len(images), 784) / np.float32(255) @ weights + bias
# +     return np.where(scores.max(axis=1, keepdims=True) > 4, np.nan, scores)


# %% wrong relu, edited from solution
# about: negative|ReLU|zero|equal|0
# - return images.reshape(len(images), 784) / np.float32(255) @ weights + bias
# + return np.maximum(images.reshape(len(images), 784) / np.float32(255) @ weights + bias - 6, 0)


# %% wrong untrained, edited from solution
# about: trained|chance|guess
# - for epoch in range(5):
# + weights += rng.normal(0, 0.01, weights.shape).astype(np.float32)
# + for epoch in range(0):


# %% wrong labels_not_shuffled_along, edited from solution
# about: label|order|chance|guess
# - np.eye(10)[y[chosen]]
# + np.eye(10)[y[start : start + 100]]


# %% wrong negative_images, edited from solution
# about: pixels|input|scal|images|chance
# - images.reshape(len(images), 784) / np.float32(255) @
# + (1 - images.reshape(len(images), 784) / np.float32(255)) @


# %% wrong summed_over_batch, edited from solution
# about: batch|itself|each image
# - return images.reshape(len(images), 784) / np.float32(255) @ weights + bias
# + scores = images.reshape(len(images), 784) / np.float32(255) @ weights + bias
# +     return scores - scores.mean(axis=0)


# %% wrong nine_columns, edited from solution
# about: shape|ten|10|9
# - np.float32(255) @ weights + bias
# + np.float32(255) @ weights[:, 1:] + bias[1:]
