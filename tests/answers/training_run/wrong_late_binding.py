# expects: networks, the notebook's own three places
# says: they are one network
# earns: 0.25
from course_utils import evaluation

training_run = {}
for name, network in networks.items():

    def predict(images):
        return evaluation.scores(network, images)  # noqa: B023 - the mistake

    training_run[name] = predict
