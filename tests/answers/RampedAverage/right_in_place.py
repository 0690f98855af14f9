import numpy as np


class RampedAverage:
    def __init__(self, start, decay, ramp):
        self.average = np.array(start, np.float32)
        self.updates = 0
        self.decay, self.ramp = decay, ramp

    def update(self, value):
        keep = min(self.decay, (1 + self.updates) / (self.ramp + self.updates))
        self.average -= ((1 - keep) * (self.average - value)).astype(np.float32)
        self.updates += 1
        return self.average
