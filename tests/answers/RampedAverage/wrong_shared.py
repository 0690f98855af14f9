# says: Your objects share their average
# earns: 0.75
class RampedAverage:
    average, updates = None, 0

    def __init__(self, start, decay, ramp):
        RampedAverage.decay, RampedAverage.ramp = decay, ramp
        if RampedAverage.average is None:
            RampedAverage.average = start.copy()

    def update(self, value):
        keep = min(self.decay, (1 + RampedAverage.updates) / (self.ramp + RampedAverage.updates))
        RampedAverage.average = keep * self.average + (1 - keep) * value
        RampedAverage.updates += 1
        return self.average
