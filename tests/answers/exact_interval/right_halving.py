from math import comb


def exact_interval(correct, total, confidence):
    tail = (1 - confidence) / 2

    def at_most(right, p):
        return sum(comb(total, i) * p**i * (1 - p) ** (total - i) for i in range(right + 1))

    def share_where(is_above):
        low, high = 0.0, 1.0
        for _ in range(40):
            middle = (low + high) / 2
            low, high = (low, middle) if is_above(middle) else (middle, high)
        return (low + high) / 2

    low = share_where(lambda p: 1 - at_most(correct - 1, p) > tail) if correct > 0 else 0.0
    high = share_where(lambda p: at_most(correct, p) < tail) if correct < total else 1.0
    return low, high
