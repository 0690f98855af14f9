# says: Two averages share one count
class moving_average:
    updates = [0]

    def __init__(self, value, decay):
        self.average, self.decay = value, decay

    def update(self, value):
        keep = min(self.decay, (1 + self.updates[0]) / (10 + self.updates[0]))
        self.average = keep * self.average + (1 - keep) * value
        self.updates[0] += 1
        return self.average
