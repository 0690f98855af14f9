class staircase:
    def __init__(self, initial, decay_steps, factor):
        self.initial, self.decay_steps, self.factor = initial, decay_steps, factor

    def __call__(self, step):
        rate = self.initial
        while step >= self.decay_steps:
            rate, step = rate * self.factor, step - self.decay_steps
        return rate
