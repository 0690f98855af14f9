"""Exercises of ``05_training``: its schedule, its averages, a step, log lines, and a real run."""

DATA = ("shapes", "cifar10")  # what it can be graded on; the first where nothing else is said
