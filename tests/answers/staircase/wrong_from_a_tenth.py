# says: Your first stair is at 0.1
def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    length = int(examples / batch_size * epochs)
    return 0.1 * factor ** (steps // length)
