# expects: network and averaged_network, the notebook's own two
# says: Did you load its trained weights?
# earns: 0
from course_utils import evaluation

fresh_one = build()
averages_compared = {
    "raw": lambda images: evaluation.scores(fresh_one, images),
    "averaged": lambda images: evaluation.scores(averaged_network, images),
}
