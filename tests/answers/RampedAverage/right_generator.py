class RampedAverage:
    def __init__(self, start, decay, ramp):
        def run():
            average, n = start, 0
            value = yield average
            while True:
                keep = min(decay, (1 + n) / (ramp + n))
                average, n = keep * average + (1 - keep) * value, n + 1
                value = yield average

        self.running = run()
        next(self.running)

    def update(self, value):
        return self.running.send(value)
