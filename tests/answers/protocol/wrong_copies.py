# expects: repeated, the notebook's own five runs
# says: they are one network
# earns: 0.5
from course_utils import evaluation

protocol = {
    f"seed {seed}": lambda images: evaluation.scores(repeated.trials[0].model, images)
    for seed in range(1, 6)
}
