# says: No image changed
# earns: 0


def random_contrast(images):
    return images
