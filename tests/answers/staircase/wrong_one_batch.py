# says: batch_size times too short
def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    length = int(examples / batch_size * epochs)
    return first_rate * factor ** (steps * batch_size // length)
