# says: a stair of a broken number of steps
# earns: 0.5
def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    return first_rate * factor ** (steps // (examples / batch_size * epochs))
