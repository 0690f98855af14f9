# says: Your reported number is the exact one
# earns: 0.3
def wrapped_precision(right, batch_size):
    return right.mean(), right.mean()
