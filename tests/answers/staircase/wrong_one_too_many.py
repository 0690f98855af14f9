# says: has fallen before the first step
def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    length = int(examples / batch_size * epochs)
    return first_rate * factor ** (steps // length + 1)
