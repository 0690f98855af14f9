# says: the same at every step
def staircase(initial, decay_steps, factor):
    return lambda step: initial
