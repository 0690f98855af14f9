import numpy as np


def letterbox(image, size):
    h, w = (side * size // max(image.shape[:2]) for side in image.shape[:2])
    rows = [i * image.shape[0] // h for i in range(h)]
    columns = [j * image.shape[1] // w for j in range(w)]
    small = image[np.ix_(rows, columns)]
    borders = [((size - side) // 2, size - side - (size - side) // 2) for side in (h, w)]
    return np.pad(small, [*borders, (0, 0)]).astype(np.int32)
