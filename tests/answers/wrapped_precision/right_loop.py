def wrapped_precision(right, batch_size):
    place = count = batches = 0
    while place < len(right):
        for _ in range(batch_size):
            count += bool(right[place % len(right)])
            place += 1
        batches += 1
    return count / (batches * batch_size), sum(map(bool, right)) / len(right)
