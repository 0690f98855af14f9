"""Right answers to the tasks of ``00_start_here``."""
