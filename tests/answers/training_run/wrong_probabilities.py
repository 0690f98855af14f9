# expects: networks, the notebook's own three places
# says: These scores are probabilities
# earns: 0.75
import tensorflow as tf

from course_utils import evaluation


def predictor(network):
    return lambda images: tf.nn.softmax(evaluation.scores(network, images)).numpy()


training_run = {name: predictor(network) for name, network in networks.items()}
