"""Right answers to the tasks of ``03_inputs``."""
