"""Exercises of ``02_first_cnn``: a convolution, LeNet-5, an honest precision, and repeated runs."""

ASSIGNMENT = "02_first_cnn"
DATA = ("digits", "mnist")  # what it can be graded on; the first where nothing else is said
