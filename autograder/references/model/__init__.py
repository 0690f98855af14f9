"""Right answers to the tasks of ``04_model``."""
