# expects: networks, the notebook's own three places
import tensorflow as tf

from course_utils import evaluation


def predictor(network):
    def predict(images):  # logits up to a constant in each row
        return tf.nn.log_softmax(evaluation.scores(network, images, batch_size=100)).numpy()

    return predict


training_run = {name: predictor(network) for name, network in networks.items()}
