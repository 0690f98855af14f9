"""Right answers to the tasks of ``07_devices``."""
