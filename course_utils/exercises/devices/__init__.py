"""Exercises of ``07_devices``: parts of a batch, averaged gradients, and steps on two devices."""
