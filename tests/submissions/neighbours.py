"""Honest neighbours: the first and the last of each class, who must not notice the others."""

from tests.submissions.zoo import START_HERE, VARIANT, Case, Cell

VICTIMS = ("a_first", "z_last")
RIGHT_SHIFT = """\
def random_shift(images):
    padded = np.pad(images, ((0, 0), (2, 2), (2, 2), (0, 0)))
    places = np.random.randint(0, 5, (len(images), 2))
    return np.stack([p[y : y + 32, x : x + 32] for p, (y, x) in zip(padded, places)])
"""
RIGHT = {  # what neighbours hand in, and what they must get
    START_HERE: {
        "channel_means_solution": "def channel_means(images):\n    return images.mean(axis=(1, 2))"
    },
    VARIANT: {
        "random_shift_solution": RIGHT_SHIFT,
        "after": "def predict(images):\n    return np.zeros((len(images), 10))",
    },
}
RIGHT_POINTS = {START_HERE: 1.0, VARIANT: 2.0}


def neighbour(name: str, assignment: str, words: str) -> Case:
    """The submission of a neighbour.

    Args:
        name: Who.
        assignment: What they hand in.
        words: Something in their notebook that nobody else may read.
    """
    cells = [Cell(place, "code", source) for place, source in RIGHT[assignment].items()]
    cells.append(Cell("end", "code", f"# {words}"))
    points = RIGHT_POINTS[assignment]
    return Case(
        "victim",
        name,
        "a neighbour",
        "nothing",
        points,
        points,
        assignment=assignment,
        cells=tuple(cells),
    )
