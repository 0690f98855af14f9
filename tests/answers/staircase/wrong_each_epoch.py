# says: Your rate falls after every epoch
def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    return first_rate * factor ** (steps // int(examples / batch_size))
