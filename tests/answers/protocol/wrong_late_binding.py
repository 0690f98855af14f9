# expects: repeated, the notebook's own five runs
# says: they are one network
# earns: 0.5
from course_utils import evaluation

networks = [trial.model for trial in repeated.trials]

protocol = {}
for seed, network in enumerate(networks, start=1):

    def predict(images):
        return evaluation.scores(network, images)  # noqa: B023 - the mistake

    protocol[f"seed {seed}"] = predict
