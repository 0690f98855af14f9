# says: the same from the first update on
class moving_average:
    def __init__(self, value, decay):
        self.average, self.decay = value, decay

    def update(self, value):
        self.average = self.decay * self.average + (1 - self.decay) * value
        return self.average
