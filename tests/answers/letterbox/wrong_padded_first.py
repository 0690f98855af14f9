# says: You filled up to a square first, and scaled that
import numpy as np


def letterbox(image, size):
    height, width, channels = image.shape
    longer = max(height, width)
    square = np.zeros((longer, longer, channels), np.uint8)
    top, left = (longer - height) // 2, (longer - width) // 2
    square[top : top + height, left : left + width] = image
    places = np.arange(size) * longer // size
    return square[places][:, places]
