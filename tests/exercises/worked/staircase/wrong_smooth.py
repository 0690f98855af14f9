# says: falls a little at every step
def staircase(initial, decay_steps, factor):
    return lambda step: initial * factor ** (step / decay_steps)
