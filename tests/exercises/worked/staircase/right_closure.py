def staircase(initial, decay_steps, factor):
    return lambda step: initial * factor ** (step // decay_steps)
