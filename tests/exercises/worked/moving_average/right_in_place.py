import numpy as np


class Average:
    """Returns its own array each time, which later updates change."""

    def __init__(self, value, decay):
        self.average, self.decay, self.count = np.array(value, float), decay, 1

    def update(self, value):
        self.average -= (1 - min(self.decay, self.count / (9 + self.count))) * (
            self.average - value
        )
        self.count += 1
        return self.average


def moving_average(value, decay):
    return Average(value, decay)
