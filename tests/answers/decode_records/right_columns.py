import numpy as np


def decode_records(records):
    pixels = np.swapaxes(records[:, -3072:].reshape(len(records), 3, 1024), 1, 2)
    return pixels.reshape(len(records), 32, 32, 3), records[:, 1].astype(np.float32)
