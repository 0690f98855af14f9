"""Right answers to the tasks of ``08_your_variant``."""
