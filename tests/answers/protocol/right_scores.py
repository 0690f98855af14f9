# expects: repeated, the notebook's own five runs
from course_utils import evaluation

networks = [trial.model for trial in repeated.trials]


def predictor(network):
    return lambda images: evaluation.scores(network, images)


protocol = {f"seed {seed}": predictor(network) for seed, network in enumerate(networks, start=1)}
