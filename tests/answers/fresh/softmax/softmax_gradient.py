"""Fresh answers to ``softmax_gradient``."""

# %% right solution
import numpy as np


def softmax(logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def softmax_gradient(images, weights, bias, labels):
    """Gradients of the mean loss: of the weights, float (D, K), and of the bias, float (K,)."""
    residuals = softmax(images @ weights + bias)
    residuals[np.arange(len(labels)), labels] -= 1
    residuals /= len(labels)
    return images.T @ residuals, residuals.sum(axis=0)


# %% right one_hot
import numpy as np


def softmax_gradient(images, weights, bias, labels):
    z = images.astype(np.float64) @ weights + bias
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    r = p - (labels[:, None] == np.arange(len(bias)))
    return np.tensordot(images, r, axes=(0, 0)) / len(r), np.mean(r, axis=0)


# %% right list_of_two
import numpy as np


def softmax_gradient(images, weights, bias, labels):
    z = images @ weights + bias
    z = z - z.max(axis=1, keepdims=True)
    r = np.exp(z - np.log(np.exp(z).sum(axis=1, keepdims=True)))
    np.subtract.at(r, (np.arange(len(labels)), labels), 1)
    return [(r.T @ images / len(labels)).T, r.sum(0) / len(labels)]


# %% right class_by_class
import numpy as np
from scipy import special


def softmax_gradient(images, weights, bias, labels):
    p = special.softmax(images @ weights + bias, axis=1)
    columns, biases = [], []
    for k in range(len(bias)):
        residual = p[:, k] - (labels == k)
        columns.append((images * residual[:, None]).mean(axis=0))
        biases.append(residual.mean())
    return np.stack(columns, axis=1), biases


# %% right with_ones
import numpy as np
from scipy import special


def softmax_gradient(images, weights, bias, labels):
    rows = np.hstack([images, np.ones((len(images), 1), images.dtype)])
    p = special.softmax(rows @ np.vstack([weights, bias]), axis=1)
    both = rows.T @ (p - np.eye(len(bias))[labels]) / len(images)
    weights_gradient, bias_gradient = both[:-1], both[-1]
    return weights_gradient, bias_gradient


# %% wrong divided_by_classes, edited from solution
# about: divide|mean|images|classes
# - residuals /= len(labels)
# + residuals /= len(bias)


# %% wrong sum_for_bias, edited from solution
# about: bias
# - residuals /= len(labels)
# -     return images.T @ residuals, residuals.sum(axis=0)
# + return images.T @ residuals / len(labels), residuals.sum(axis=0)


# %% wrong batch_of_hundred, edited from solution
# about: 100|batch|images|divide
# - residuals /= len(labels)
# + residuals /= 100


# %% wrong own_column_only, edited from solution
# about: other classes|label|residual
# - residuals /= len(labels)
# + residuals *= np.eye(len(bias))[labels]
# +     residuals /= len(labels)


# %% wrong labels_shifted, edited from solution
# about: label
# - len(labels)), labels] -= 1
# + len(labels)), labels - 1] -= 1


# %% wrong decay_added, edited from solution
# about: weight|decay|added
# - images.T @ residuals, residuals
# + images.T @ residuals + 0.01 * weights, residuals


# %% wrong no_softmax, edited from solution
# about: softmax|probab
# - softmax(images @ weights + bias)
# + images @ weights + bias


# %% wrong divided_twice, edited from solution
# about: divide|twice|mean
# - images.T @ residuals,
# + images.T @ residuals / len(labels),


# %% wrong updates_weights, edited from solution
# about: argument|changed|weights themselves|step
# - return images.T @ residuals, residuals.sum(axis=0)
# + weights -= images.T @ residuals
# +     return images.T @ residuals, residuals.sum(axis=0)


# %% wrong bias_left_out_of_logits, edited from solution
# about: bias
# - images @ weights + bias
# + images @ weights


# %% wrong one_maximum, edited from solution
# about: largest|row|overflow|maximum|NaN
# - residuals = softmax(images @ weights + bias)
# + z = images @ weights + bias
# +     e = np.exp(z - z.max())
# +     residuals = e / e.sum(axis=1, keepdims=True)
