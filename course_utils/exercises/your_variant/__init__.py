"""Exercises of ``08_your_variant``: a random shift, a block, an ablation, and a network."""

ASSIGNMENT = "08_your_variant"
DATA = ("shapes", "cifar10")  # what it can be graded on; the first where nothing else is said
