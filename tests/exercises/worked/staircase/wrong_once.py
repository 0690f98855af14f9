# says: falls once and never again
def staircase(initial, decay_steps, factor):
    return lambda step: initial if step < decay_steps else initial * factor
