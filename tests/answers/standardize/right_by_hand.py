import math


def standardize(image):
    values = [float(value) for value in image.reshape(-1)]
    mean = sum(values) / len(values)
    variance = sum((value - mean) ** 2 for value in values) / len(values)
    deviation = max(math.sqrt(variance), 1 / math.sqrt(len(values)))
    return (image.astype(float) - mean) / deviation
