# says: You return one number for many steps
def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    length = int(examples / batch_size * epochs)
    return first_rate * factor ** (steps[0] // length)
