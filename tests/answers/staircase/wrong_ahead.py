# says: Your rate falls one step early
# earns: 0.5
def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    length = int(examples / batch_size * epochs)
    return first_rate * factor ** ((steps + 1) // length)
