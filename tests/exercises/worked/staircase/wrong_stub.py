# says: not written yet
def staircase(initial, decay_steps, factor):
    raise NotImplementedError
