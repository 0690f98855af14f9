# says: has no method update. Write it, with this very name.
class moving_average:
    def __init__(self, value, decay):
        pass

    def step(self, value):
        return value
