import numpy as np


def max_pool(image, size, stride):
    sides = []
    for side in image.shape[:2]:
        count = int(np.ceil(side / stride))
        before = max((count - 1) * stride + size - side, 0) // 2
        starts = [k * stride - before for k in range(count)]
        sides.append([slice(max(start, 0), min(start + size, side)) for start in starts])
    return [[image[rows, columns].max(axis=(0, 1)) for columns in sides[1]] for rows in sides[0]]
