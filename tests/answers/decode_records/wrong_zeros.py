# says: should be
import numpy as np


def decode_records(records):
    return np.zeros((len(records), 32, 32, 3), np.uint8), np.zeros(len(records))
