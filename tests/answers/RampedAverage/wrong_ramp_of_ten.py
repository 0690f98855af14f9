# says: Your ramp is 10
class RampedAverage:
    def __init__(self, start, decay, ramp):
        self.average, self.updates = start.copy(), 0
        self.decay, self.ramp = decay, ramp

    def update(self, value):
        keep = min(self.decay, (1 + self.updates) / (10 + self.updates))
        self.average = keep * self.average + (1 - keep) * value
        self.updates += 1
        return self.average
