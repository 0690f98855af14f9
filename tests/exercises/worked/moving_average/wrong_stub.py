# says: not written yet
def moving_average(value, decay):
    raise NotImplementedError
