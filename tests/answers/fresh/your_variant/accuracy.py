"""Fresh answers to ``accuracy``."""

# %% right solution
import numpy as np
import tensorflow as tf

from course_utils.data.drawn import shapes

images, labels = shapes.draw(1_500, 9)
filters = np.random.default_rng(5).normal(size=(7, 7, 1, 32)).astype(np.float32)


def features(images):
    grey = tf.image.per_image_standardization(tf.image.rgb_to_grayscale(images))
    maps = tf.abs(tf.nn.conv2d(grey, filters, 1, "SAME"))
    return tf.reshape(tf.nn.avg_pool2d(maps, 8, 8, "SAME"), [len(images), -1]).numpy()


x = features(images)
targets = np.eye(10)[labels]
weights = np.linalg.solve(x.T @ x + 100 * np.eye(x.shape[1]), x.T @ targets)


def accuracy(images):
    return features(images) @ weights


# %% right nested_lists
import numpy as np
import tensorflow as tf

from course_utils.data.drawn import shapes

images, labels = shapes.draw(1_500, 9)
filters = np.random.default_rng(5).normal(size=(7, 7, 1, 32)).astype(np.float32)


def features(images):
    grey = tf.image.per_image_standardization(tf.image.rgb_to_grayscale(images))
    maps = tf.abs(tf.nn.conv2d(grey, filters, 1, "SAME"))
    return tf.reshape(tf.nn.avg_pool2d(maps, 8, 8, "SAME"), [len(images), -1]).numpy()


x = features(images)
targets = np.eye(10)[labels]
weights = np.linalg.solve(x.T @ x + 100 * np.eye(x.shape[1]), x.T @ targets)


def accuracy(images):
    return (features(images) @ weights).tolist()


# %% right one_by_one
import numpy as np
import tensorflow as tf

from course_utils.data.drawn import shapes

images, labels = shapes.draw(1_500, 9)
filters = np.random.default_rng(5).normal(size=(7, 7, 1, 32)).astype(np.float32)


def features(images):
    grey = tf.image.per_image_standardization(tf.image.rgb_to_grayscale(images))
    maps = tf.abs(tf.nn.conv2d(grey, filters, 1, "SAME"))
    return tf.reshape(tf.nn.avg_pool2d(maps, 8, 8, "SAME"), [len(images), -1]).numpy()


x = features(images)
targets = np.eye(10)[labels]
weights = np.linalg.solve(x.T @ x + 100 * np.eye(x.shape[1]), x.T @ targets)


def accuracy(images):
    return np.concatenate([features(image[None]) @ weights for image in images])


# %% right shifted_scores
import numpy as np
import tensorflow as tf

from course_utils.data.drawn import shapes

images, labels = shapes.draw(1_500, 9)
filters = np.random.default_rng(5).normal(size=(7, 7, 1, 32)).astype(np.float32)


def features(images):
    grey = tf.image.per_image_standardization(tf.image.rgb_to_grayscale(images))
    maps = tf.abs(tf.nn.conv2d(grey, filters, 1, "SAME"))
    return tf.reshape(tf.nn.avg_pool2d(maps, 8, 8, "SAME"), [len(images), -1]).numpy()


x = features(images)
targets = np.eye(10)[labels]
weights = np.linalg.solve(x.T @ x + 100 * np.eye(x.shape[1]), x.T @ targets)


def accuracy(images):
    return 1000 + 5 * (features(images) @ weights).astype(np.float64)


# %% right tensors
import numpy as np
import tensorflow as tf

from course_utils.data.drawn import shapes

images, labels = shapes.draw(1_500, 9)
filters = np.random.default_rng(5).normal(size=(7, 7, 1, 32)).astype(np.float32)


def features(images):
    grey = tf.image.per_image_standardization(tf.image.rgb_to_grayscale(images))
    maps = tf.abs(tf.nn.conv2d(grey, filters, 1, "SAME"))
    return tf.reshape(tf.nn.avg_pool2d(maps, 8, 8, "SAME"), [len(images), -1]).numpy()


x = features(images)
targets = np.eye(10)[labels]
weights = np.linalg.solve(x.T @ x + 100 * np.eye(x.shape[1]), x.T @ targets)


def accuracy(images):
    return tf.nn.log_softmax(tf.constant(features(images) @ weights))


# %% wrong all_equal, edited from solution
# about: equal|same|constant
# - return features(images) @ weights
# + return np.ones((len(images), 10))


# %% wrong one_class, edited from solution
# about: same|one class|constant|chance|guess
# - return features(images) @ weights
# + return np.tile(np.arange(10.0), (len(images), 1))


# %% wrong negated, edited from solution
# about: negat|sign|lowest|turned
# - return features(images) @ weights
# + return -features(images) @ weights


# %% wrong permuted, edited from solution
# about: order|label|column|class
# - return features(images) @ weights
# + return (features(images) @ weights)[:, ::-1]


# %% wrong nan_for_most, edited from solution
# about: NaN|finite
# - return features(images) @ weights
# + scores = features(images) @ weights
# +     scores[images.mean(axis=(1, 2, 3)) > 30, 0] = np.nan
# +     return scores


# %% wrong relu, edited from solution
# about: negative|ReLU|zero|equal
# - return features(images) @ weights
# + return np.maximum(features(images) @ weights - 1, 0)


# %% wrong labels_rolled, edited from solution
# about: label|order|class
# - np.eye(10)[labels]
# + np.eye(10)[(labels + 1) % 10]


# %% wrong bright_images, edited from solution
# about: input|standard|pixel|image|chance|guess
# - tf.image.per_image_standardization(tf.image.rgb_to_grayscale(images))
# + tf.cast(tf.image.rgb_to_grayscale(images) // 250, tf.float32)


# %% wrong stand_in
# about: stand|linear|trained|chance|guess|solved|written
import numpy as np

start = np.random.default_rng(1).normal(0, 0.01, (3072, 10))


def accuracy(images):
    return (images / 255.0 - 0.5).reshape(len(images), -1) @ start


# %% wrong means_of_batch, edited from solution
# about: batch|itself|again
# - return features(images) @ weights
# + x = features(images)
# +     return (x - x.mean(axis=0)) @ weights


# %% wrong eleven_columns, edited from solution
# about: shape|ten|10|11
# - return features(images) @ weights
# + return np.hstack([np.zeros((len(images), 1)), features(images) @ weights])
