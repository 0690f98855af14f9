# says: You return the factor alone
def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    length = int(examples / batch_size * epochs)
    return factor ** (steps // length)
