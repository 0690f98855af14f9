"""Right answers to the tasks of ``05_training``."""
