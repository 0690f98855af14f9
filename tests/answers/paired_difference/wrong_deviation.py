# says: Divide it by the root of n
# earns: 0.4
def paired_difference(first_scores, second_scores, labels):
    first = first_scores.argmax(axis=1) == labels
    second = second_scores.argmax(axis=1) == labels
    gained = second.astype(float) - first
    return gained.mean(), gained.std()
