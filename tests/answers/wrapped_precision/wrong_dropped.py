# says: You dropped the last, incomplete batch
# earns: 0.3
def wrapped_precision(right, batch_size):
    total = len(right) // batch_size * batch_size
    return right[:total].mean() if total else 0.0, right.mean()
