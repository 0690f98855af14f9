# says: Multiply by the factor once for each decay_steps that are complete
def staircase(initial, decay_steps, factor):
    calls = 0

    def rate(step):
        nonlocal calls
        calls += 1
        return initial * factor ** (calls // decay_steps + (step > 3 * decay_steps))

    return rate
