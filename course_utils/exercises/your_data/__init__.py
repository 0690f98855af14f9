"""Exercises of ``09_your_data``: a .mat file, odd sizes, groups, and accuracy on house numbers."""

ASSIGNMENT = "09_your_data"
DATA = ("numbers", "svhn")  # what it can be graded on; the first where nothing else is said
