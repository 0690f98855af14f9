# says: one step late
def staircase(initial, decay_steps, factor):
    return lambda step: initial * factor ** (max(0, step - 1) // decay_steps)
