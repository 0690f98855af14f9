# says: divided by the number of towers
def average_gradients(gradients, images):
    return [sum(n * g for n, g in zip(images, one)) / len(gradients) for one in zip(*gradients)]
