# says: Your stairs multiply by 0.1
def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    length = int(examples / batch_size * epochs)
    return first_rate * 0.1 ** (steps // length)
