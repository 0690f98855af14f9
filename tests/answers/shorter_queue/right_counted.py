import numpy as np


def shorter_queue(examples_per_epoch, fraction, batch_size, times):
    records = np.int64(examples_per_epoch * fraction // times)
    for _ in range(batch_size):
        records += 1
    return np.array([records, examples_per_epoch * 350 // batch_size])[:, None].ravel().tolist()
