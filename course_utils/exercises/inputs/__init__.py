"""Exercises of ``03_inputs``: records, two distortions, standardisation and the shuffle queue."""
