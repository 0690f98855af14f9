# expects: build and run, the notebook's own
import tensorflow as tf

from course_utils import averages, evaluation, runs
from course_utils import weights as stored

raw_one, averaged_one = build(), build()
stored.load(raw_one, run.directory / runs.WEIGHTS)
averages.restore(averaged_one, run)


def predictor(one):
    return lambda images: tf.nn.softmax(evaluation.scores(one, images, batch_size=64))


averages_compared = {"raw": predictor(raw_one), "averaged": predictor(averaged_one)}
