# expects: annealed_network and annealed_averaged, the notebook's own
# says: Take both from the run at a constant learning rate
# earns: 0.6
from course_utils import evaluation

averages_compared = {
    "raw": lambda images: evaluation.scores(annealed_network, images),
    "averaged": lambda images: evaluation.scores(annealed_averaged, images),
}
