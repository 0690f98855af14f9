import random


def random_gray_contrast(images):
    changed = []
    for image in images:
        factor = 0.5 + random.random()
        changed.append(factor * image + (1 - factor) * image.mean())
    return changed
