# says: Did you load its trained weights?
import functools

import keras

from course_utils import evaluation, models

training_run = {}
for seed, name in enumerate(("early", "middle", "late"), start=1):
    keras.utils.set_random_seed(seed)
    training_run[name] = functools.partial(evaluation.scores, models.small_cnn())
