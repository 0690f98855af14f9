"""Right answers to the tasks of ``06_evaluation``."""
