# says: tall ones do not. The longer side decides
# earns: 0.4
import numpy as np


def letterbox(image, size):
    height, width, channels = image.shape
    h, w = height * size // width, size
    rows, columns = np.arange(h) * height // h, np.arange(w) * width // w
    picture = image[rows][:, columns][:size]
    top = (size - len(picture)) // 2
    square = np.zeros((size, size, channels), np.uint8)
    square[top : top + len(picture)] = picture
    return square
