# says: Did you load its trained weights?
import functools

import keras

from course_utils import evaluation, models

protocol = {}
for seed in range(1, 6):
    keras.utils.set_random_seed(seed)
    protocol[f"seed {seed}"] = functools.partial(evaluation.scores, models.small_cnn((28, 28, 1)))
