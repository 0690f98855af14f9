# says: Return an array of the same shape
def random_shift(images):
    return images[:, 2:-2, 2:-2]
