# says: You used the first two towers
def average_gradients(gradients, images):
    first, second = images[:2]
    return [
        (first * a + second * b) / (first + second)
        for a, b in zip(gradients[0], gradients[1], strict=True)
    ]
