# expects: networks, the notebook's own three places
# says: Did you exchange the two?
import functools

from course_utils import evaluation

places = {"early": networks["late"], "middle": networks["middle"], "late": networks["early"]}
training_run = {
    name: functools.partial(evaluation.scores, network) for name, network in places.items()
}
