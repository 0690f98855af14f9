"""A network with and without averages."""

from course_utils.data.drawn import shapes
from course_utils.exercises.evaluation import DATA
from course_utils.exercises.kit import evidence, hidden_images
from course_utils.exercises.kit.properties import compares
from course_utils.exercises.kit.task import Task

NETWORKS = ("raw", "averaged")
ABOVE = 0.15  # guessing, and what luck adds
LEAST = 0.02  # share of images on which raw and averaged weights differ; copies differ on none
APART = (
    "A network holds one set of weights at a time: build a second one, and load the averages into "
    "that."
)

TASK = Task(
    "averages_compared",
    "evidence",
    hidden_images.draws(shapes.draw),
    evidence.asks(*NETWORKS),
    compares(
        evidence.Trusted(
            evidence.Trained("two trained networks", 0.3, NETWORKS, ABOVE), NETWORKS, LEAST, APART
        ),
        evidence.Different(
            name="raw and averaged",
            share=0.3,
            networks=NETWORKS,
            above=ABOVE,
            least=LEAST,
            step=APART,
        ),
        evidence.Better(
            name="averages help",
            share=0.4,
            worse="raw",
            better="averaged",
            above=ABOVE,
            step="Take both from the run at a constant learning rate, 06_evaluation.run. If you "
            "did, raise max_steps, train that run on, and restore its averages anew.",
            errors=2,  # seeds 1-4 win by 5.8 or more on 2,000 images: the right two surely pass
        ),
    ),
    cases=1,
    visible=hidden_images.visible(*DATA),
    networks=NETWORKS,
)
