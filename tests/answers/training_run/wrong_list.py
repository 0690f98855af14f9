# expects: networks, the notebook's own three places
# says: this is a list
from course_utils import evaluation

training_run = [
    lambda images, network=network: evaluation.scores(network, images)
    for network in networks.values()
]
