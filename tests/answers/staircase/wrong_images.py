# says: Or does it fall far too late?
def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    return first_rate * factor ** (steps // (examples * epochs))
