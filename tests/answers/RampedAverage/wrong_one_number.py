# says: Your average is one number
class RampedAverage:
    def __init__(self, start, decay, ramp):
        self.average, self.updates = start.copy(), 0
        self.decay, self.ramp = decay, ramp

    def update(self, value):
        keep = min(self.decay, (1 + self.updates) / (self.ramp + self.updates))
        self.average = keep * self.average.mean() + (1 - keep) * value.mean()
        self.updates += 1
        return self.average
