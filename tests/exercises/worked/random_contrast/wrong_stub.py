# says: not written yet
# earns: 0


def random_contrast(images):
    raise NotImplementedError
