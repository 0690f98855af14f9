"""Exercises of ``01_softmax``: a stable softmax, its loss, its derivatives, and a classifier."""

ASSIGNMENT = "01_softmax"
DATA = ("digits", "mnist")  # what it can be graded on; the first where nothing else is said
