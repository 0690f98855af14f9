# says: cannot be called. Return a function or an object.
def staircase(initial, decay_steps, factor):
    return initial
