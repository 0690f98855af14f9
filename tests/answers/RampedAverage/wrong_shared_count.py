# says: Your objects share their count
# earns: 0.75
class RampedAverage:
    updates = 0

    def __init__(self, start, decay, ramp):
        self.average = start.copy()
        self.decay, self.ramp = decay, ramp
        RampedAverage.updates = 0

    def update(self, value):
        keep = min(self.decay, (1 + self.updates) / (self.ramp + self.updates))
        self.average = keep * self.average + (1 - keep) * value
        RampedAverage.updates += 1
        return self.average
