# says: update returned None
class moving_average:
    def __init__(self, value, decay):
        self.average = value

    def update(self, value):
        self.average = 0.5 * self.average + 0.5 * value
