# says: update returned None
class RampedAverage:
    def __init__(self, start, decay, ramp):
        # Your code here.
        pass

    def update(self, value):
        # Your code here.
        pass
