# says: You cut a square out of the middle
import numpy as np


def letterbox(image, size):
    side = min(image.shape[:2])
    top, left = (image.shape[0] - side) // 2, (image.shape[1] - side) // 2
    places = np.arange(size) * side // size
    return image[top : top + side, left : left + side][places][:, places]
