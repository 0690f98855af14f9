# says: Return an array of the same shape
# earns: 0


def random_contrast(images):
    return images[:, :, :, 0]
