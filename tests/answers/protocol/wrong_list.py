# expects: repeated, the notebook's own five runs
# says: this is a list
import functools

from course_utils import evaluation

networks = [trial.model for trial in repeated.trials]

protocol = [functools.partial(evaluation.scores, network) for network in networks]
