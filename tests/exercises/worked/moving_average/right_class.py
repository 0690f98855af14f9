class moving_average:
    def __init__(self, value, decay):
        self.average, self.decay, self.updates = value, decay, 0

    def update(self, value):
        keep = min(self.decay, (1 + self.updates) / (10 + self.updates))
        self.average = keep * self.average + (1 - keep) * value
        self.updates += 1
        return self.average
