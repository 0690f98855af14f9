"""Exercises of ``00_start_here``: the mean of each channel of each image."""
