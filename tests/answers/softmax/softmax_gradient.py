"""Answers to ``softmax_gradient``."""

# %% right einsum_float32
import numpy as np


def probabilities(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_gradient(images, weights, bias, labels):
    images, weights, bias = (a.astype(np.float32) for a in (images, weights, bias))
    r = probabilities(images @ weights + bias) - np.eye(len(bias), dtype=np.float32)[labels]
    return np.einsum("nd,nk->dk", images, r) / len(r), np.mean(r, axis=0)


# %% right in_place
import numpy as np


def probabilities(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_gradient(images, weights, bias, labels):
    r = probabilities(images @ weights + bias)
    r[np.arange(len(labels)), labels] -= 1
    r /= len(labels)
    return images.T @ r, r.sum(axis=0)


# %% right loop_over_images
import numpy as np


def softmax_gradient(images, weights, bias, labels):
    gradient_w, gradient_b = np.zeros(weights.shape), np.zeros(bias.shape)
    for x, y in zip(images, labels):
        z = x @ weights + bias
        p = np.exp(z - z.max())
        p /= p.sum()
        jacobian = np.diag(p) - np.outer(p, p)
        r = p.copy() if p[y] == 0 else -jacobian[y] / p[y]
        r[y] = p[y] - 1
        gradient_w += np.outer(x, r) / len(images)
        gradient_b += r / len(images)
    return gradient_w, gradient_b


# %% right tensorflow
import tensorflow as tf


def softmax_gradient(images, weights, bias, labels):
    weights, bias = tf.Variable(weights), tf.Variable(bias)
    with tf.GradientTape() as tape:
        logits = tf.linalg.matmul(images, weights) + bias
        loss = tf.reduce_mean(
            tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
        )
    return tape.gradient(loss, [weights, bias])


# %% wrong stub
# says: returned 1 value instead of 2. End it with: return weights_gradient, bias_gradient
# earns: 0
def softmax_gradient(images, weights, bias, labels):
    """Gradients of the mean loss: of the weights, float (D, K), and of the bias, float (K,)."""
    # Your code here.


# %% wrong all_residuals, edited from in_place
# says: by the number of all residuals
# earns: 0.25
# -     r /= len(labels)
# -     return images.T @ r, r.sum(axis=0)
# +     return images.T @ r / r.size, r.mean(axis=0)


# %% wrong bias_keepdims
# says: Leave out keepdims=True
# earns: 0.5
import numpy as np


def probabilities(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_gradient(images, weights, bias, labels):
    r = probabilities(images @ weights + bias) - np.eye(len(bias))[labels]
    return images.T @ r / len(r), r.mean(axis=0, keepdims=True)


# %% wrong bias_of_images, edited from in_place
# says: one number an image, not one a class
# earns: 0.5
# -     r /= len(labels)
# -     return images.T @ r, r.sum(axis=0)
# +     return images.T @ r / len(r), r.mean(axis=1)


# %% wrong bias_one_number
# says: average over the images alone, axis 0
# earns: 0.5
import numpy as np


def probabilities(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_gradient(images, weights, bias, labels):
    r = probabilities(images @ weights + bias) - np.eye(len(bias))[labels]
    return images.T @ r / len(r), r.mean()


# %% wrong bias_summed
# says: Your gradient of the bias is that of the sum of the losses
# earns: 0.5
import numpy as np


def probabilities(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_gradient(images, weights, bias, labels):
    r = probabilities(images @ weights + bias) - np.eye(len(bias))[labels]
    return images.T @ r / len(r), r.sum(axis=0)


# %% wrong diagonal
# says: your Jacobian is its diagonal alone
# earns: 0
import numpy as np


def probabilities(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_gradient(images, weights, bias, labels):
    p = probabilities(images @ weights + bias)
    y = np.eye(len(bias))[labels]
    r = -y / np.maximum(p, 1e-300) * (p - p**2)
    return images.T @ r / len(r), r.mean(axis=0)


# %% wrong every_row, edited from in_place
# says: subtracts 1 in every row
# earns: 0
# -     r[np.arange(len(labels)), labels] -= 1
# -     r /= len(labels)
# -     return images.T @ r, r.sum(axis=0)
# +     r[:, labels] -= 1
# +     return images.T @ r / len(r), r.mean(axis=0)


# %% wrong exchanged, edited from in_place
# says: Your two gradients are exchanged
# earns: 0
# -     r /= len(labels)
# -     return images.T @ r, r.sum(axis=0)
# +     return r.mean(axis=0), images.T @ r / len(r)


# %% wrong no_bias
# says: Your probabilities leave the bias out
# earns: 0
import numpy as np


def probabilities(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_gradient(images, weights, bias, labels):
    r = probabilities(images @ weights) - np.eye(len(bias))[labels]
    return images.T @ r / len(r), r.mean(axis=0)


# %% wrong no_labels, edited from in_place
# says: leaves the labels out
# earns: 0
# -     r[np.arange(len(labels)), labels] -= 1
# -     r /= len(labels)
# -     return images.T @ r, r.sum(axis=0)
# +     return images.T @ r / len(r), r.mean(axis=0)


# %% wrong one_result
# says: End it with: return weights_gradient, bias_gradient
# earns: 0
import numpy as np


def probabilities(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_gradient(images, weights, bias, labels):
    r = probabilities(images @ weights + bias) - np.eye(len(bias))[labels]
    return images.T @ r / len(r)


# %% wrong overflow
# says: Use your own softmax, which subtracts
# earns: 0.75
import numpy as np


def softmax_gradient(images, weights, bias, labels):
    e = np.exp(images @ weights + bias)
    r = e / e.sum(axis=1, keepdims=True) - np.eye(len(bias))[labels]
    return images.T @ r / len(r), r.mean(axis=0)


# %% wrong sign
# says: not the other way round
# earns: 0
import numpy as np


def probabilities(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_gradient(images, weights, bias, labels):
    r = probabilities(images @ weights + bias) - np.eye(len(bias))[labels]
    return -images.T @ r / len(r), -r.mean(axis=0)


# %% wrong squared_error
# says: gradient of a squared error
# earns: 0
import numpy as np


def softmax_gradient(images, weights, bias, labels):
    r = images @ weights + bias - np.eye(len(bias))[labels]
    return images.T @ r / len(r), r.mean(axis=0)


# %% wrong sum, edited from in_place
# says: Divide by the number of images
# earns: 0
# -     r = probabilities(images @ weights + bias)
# -     r[np.arange(len(labels)), labels] -= 1
# -     r /= len(labels)
# +     r = probabilities(images @ weights + bias) - np.eye(len(bias))[labels]


# %% wrong transposed
# says: axes exchanged
# earns: 0.25
import numpy as np


def probabilities(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_gradient(images, weights, bias, labels):
    r = probabilities(images @ weights + bias) - np.eye(len(bias))[labels]
    return r.T @ images / len(r), r.mean(axis=0)
