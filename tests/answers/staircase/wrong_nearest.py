# says: to the nearest whole number
# earns: 0.5
def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    length = round(examples / batch_size * epochs)
    return first_rate * factor ** (steps // length)
