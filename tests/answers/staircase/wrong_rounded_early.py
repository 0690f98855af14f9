# says: You round the steps of one epoch
# earns: 0.5
def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    length = examples // batch_size * epochs
    return first_rate * factor ** (steps // length)
