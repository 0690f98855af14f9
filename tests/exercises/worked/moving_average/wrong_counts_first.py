# says: one too large
class moving_average:
    def __init__(self, value, decay):
        self.average, self.decay, self.updates = value, decay, 0

    def update(self, value):
        self.updates += 1
        keep = min(self.decay, (1 + self.updates) / (10 + self.updates))
        self.average = keep * self.average + (1 - keep) * value
        return self.average
