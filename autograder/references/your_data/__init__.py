"""Right answers to the tasks of ``09_your_data``."""
