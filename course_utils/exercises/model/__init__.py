"""Exercises of ``04_model``: the parts of the tutorial's network, varied, and what they cost."""
