"""Fresh answers to ``average_gradients``."""


# %% right solution
def average_gradients(gradients, images):
    """Weighted averages: towers × variables of arrays, images a tower -> one array a variable."""
    total = sum(images)
    return [
        sum(n * gradient for n, gradient in zip(images, of_towers, strict=True)) / total
        for of_towers in zip(*gradients, strict=True)
    ]


# %% right einsum
import numpy as np


def average_gradients(gradients, images):
    share = np.asarray(images, np.float64) / np.sum(images)
    averages = []
    for variable in range(len(gradients[0])):
        stacked = np.stack([tower[variable] for tower in gradients])
        averages.append(np.einsum("t,t...->...", share, stacked))
    return averages


# %% right tuple
import numpy as np


def average_gradients(gradients, images):
    columns = zip(*gradients, strict=True)
    return tuple(np.average(np.array(c), axis=0, weights=images) for c in columns)


# %% right running
import numpy as np


def average_gradients(gradients, images):
    averages, seen = [np.zeros_like(g, dtype=np.float64) for g in gradients[0]], 0
    for tower, count in zip(gradients, images, strict=True):
        seen += count
        for average, gradient in zip(averages, tower, strict=True):
            average += (gradient - average) * (count / seen)
    return averages


# %% right tensordot
import numpy as np


def average_gradients(gradients, images):
    n = np.array(images, dtype=float)
    return [np.tensordot(n, np.asarray(g), axes=1) / n.sum() for g in zip(*gradients, strict=True)]


# %% wrong variables_for_towers
# about: variable|tower|missing|list|number
def average_gradients(gradients, images):
    averages = []
    for v in range(len(gradients)):
        of_towers = [tower[v] for tower in gradients if v < len(tower)]
        if of_towers:
            weighted = [n * g for n, g in zip(images, of_towers, strict=True)]
            averages.append(sum(weighted) / sum(images))
    return averages


# %% wrong total_of_first_two, edited from solution
# about: tower|all|divide|total
# - total = sum(images)
# + total = sum(images[:2])


# %% wrong squared_weights, edited from solution
# about: weight|square|images
# - sum(n * gradient
# + sum(n * n / total * gradient


# %% wrong median
# about: mean|weight|average|median
import numpy as np


def average_gradients(gradients, images):
    return [np.median(np.stack(g), axis=0) for g in zip(*gradients, strict=True)]


# %% wrong last_tower, edited from solution
# about: tower|all
# - for of_towers in zip(*gradients, strict=True)
# + for of_towers in zip(*gradients[-1:] * len(images), strict=True)


# %% wrong one_number_each, edited from solution
# about: shape|sum|array|number
# - return [
# -         sum(n * gradient for n, gradient in zip(images, of_towers, strict=True)) / total
# + return [
# +         sum(n * gradient.mean() for n, gradient in zip(images, of_towers, strict=True)) / total


# %% wrong argument_scaled
# about: argument|changed|copy|in place
def average_gradients(gradients, images):
    for n, tower in zip(images, gradients, strict=True):
        for gradient in tower:
            gradient *= n / sum(images)
    return [sum(of_towers) for of_towers in zip(*gradients, strict=True)]


# %% wrong divided_by_largest, edited from solution
# about: divide|total|sum|weight
# - total = sum(images)
# + total = max(images)


# %% wrong weights_reversed, edited from solution
# about: order|tower|weight
# - zip(images, of_towers
# + zip(images[::-1], of_towers


# %% wrong whole_division, edited from solution
# about: whole|round|//|divide
# - ) / total
# + ) // total


# %% wrong negative, edited from solution
# about: sign|minus|negat
# -     return [
# -         sum(n
# +     return [
# +         -sum(n
