# says: the last part gets what is left
# earns: 0.5
import math


def split_batch(images, towers):
    size = math.ceil(len(images) / towers)
    return [images[i * size : (i + 1) * size] for i in range(towers)]
