# says: Your rate falls one step late
# earns: 0.5
def staircase(steps, batch_size, examples, epochs, factor, first_rate):
    length = int(examples / batch_size * epochs)
    rates = []
    for step in steps:
        rate = first_rate
        while step > length:
            rate, step = rate * factor, step - length
        rates.append(rate)
    return rates
