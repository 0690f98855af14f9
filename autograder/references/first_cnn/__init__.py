"""Right answers to the tasks of ``02_first_cnn``."""
