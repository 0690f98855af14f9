# says: you interpolate, or divide
import numpy as np
from PIL import Image


def letterbox(image, size):
    h, w = (side * size // max(image.shape[:2]) for side in image.shape[:2])
    square = np.zeros((size, size, image.shape[2]), np.uint8)
    top, left = (size - h) // 2, (size - w) // 2
    for channel in range(image.shape[2]):
        small = Image.fromarray(image[:, :, channel]).resize((w, h), Image.Resampling.BILINEAR)
        square[top : top + h, left : left + w, channel] = np.asarray(small)
    return square
