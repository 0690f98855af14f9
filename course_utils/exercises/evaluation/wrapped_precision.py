"""What an evaluation reports whose queue begins again."""

import numpy as np

from course_utils.exchange import Arrays
from course_utils.exercises.kit import functions
from course_utils.exercises.kit.functions import Call
from course_utils.exercises.kit.properties import Mistake, Property, Tolerance, compares, mistake
from course_utils.exercises.kit.task import Task

SHARE = Tolerance(4, "a whole number divided by the images, perhaps in float32", floor=1e-6)
QUEUES = ("", " that fits", " that wraps often")


def draw_queues(rng: np.random.Generator) -> Arrays:
    """Draw which images of three queues are right, in order, and their batch sizes.

    Returns:
        ``right``: bool (N,), fewer among the first than among the last, its batch does not divide
        N. ``that fits``: a batch that divides N. ``that wraps often``: one larger than 3 N.
    """
    question: Arrays = {}
    sizes = {
        "": (int(rng.integers(3, 7)), int(rng.integers(60, 90))),
        " that fits": (int(rng.integers(3, 7)), int(rng.integers(40, 60))),
        " that wraps often": (1, int(rng.integers(20, 40))),
    }
    for queue, (batches, batch) in sizes.items():
        images = batches * batch
        if queue == "":
            images += int(rng.integers(9, batch // 3))
        if queue == QUEUES[2]:
            batch = 3 * images + int(rng.integers(2, images - 2))
        chance = np.linspace(0.25, 0.8, images)
        right = rng.random(images) < chance
        right[:2], right[-1] = (True, False), True
        question[f"right{queue}"], question[f"batch size{queue}"] = right, np.array(batch)
    return question


TASK = Task(
    "wrapped_precision",
    "function",
    draw_queues,
    functions.asks(
        *(
            Call(
                (f"right{queue}", f"batch size{queue}"),
                (f"reported{queue}", f"exact{queue}"),
                ("reported", "exact"),
            )
            for queue in QUEUES
        )
    ),
    compares(
        Property(
            name="what the program reports",
            share=0.7,
            parts=tuple(f"reported{queue}" for queue in QUEUES),
            tolerance=SHARE,
            right="What a queue that wraps reports is right.",
            step="Fill the last batch with images from the start of the queue, count the right "
            "ones in all batches, and divide by batches times batch size.",
            mistakes=(
                Mistake(
                    "The two numbers are exchanged. Return the reported one first.",
                    lambda q, e: {"reported": e["exact"], "exact": e["reported"]},
                ),
                Mistake(
                    "Your reported number is the exact one: the images that the queue hands out "
                    "a second time are missing. Fill the last batch from the start of the queue.",
                    lambda q, e: e["exact"],
                ),
                mistake(
                    "dropped",
                    "You dropped the last, incomplete batch. The queue fills it with images from "
                    "its start: round the number of batches up.",
                ),
                mistake(
                    "divided by images",
                    "You count some images twice, but divide by their number. The program divides "
                    "by batches times batch size.",
                ),
                mistake(
                    "counted once",
                    "You divide by batches times batch size, but count each image once. The first "
                    "images come a second time, and count again where they are right.",
                ),
                mistake(
                    "last ones again",
                    "You filled the last batch with the last images again. A queue that wraps "
                    "goes on with its first ones.",
                ),
                mistake(
                    "mean of means",
                    "You averaged the batches' precisions, the last one over fewer images. The "
                    "queue fills that batch with images from its start.",
                ),
                Mistake(
                    "You returned percentages. Return shares from 0 to 1.",
                    lambda q, e: 100 * e["reported"],
                ),
            ),
        ),
        Property(
            name="the exact precision",
            share=0.3,
            parts=tuple(f"exact{queue}" for queue in QUEUES),
            tolerance=SHARE,
            right="The exact precision is right.",
            step="The exact precision counts each image once.",
            mistakes=(
                Mistake(
                    "You returned percentages. Return shares from 0 to 1.",
                    lambda q, e: 100 * e["exact"],
                ),
            ),
        ),
    ),
)
