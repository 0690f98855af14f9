import numpy as np


def decode_records(records):
    images, labels = [], []
    for record in records:
        labels.append(int(record[1]))
        red, green, blue = record[2:1026], record[1026:2050], record[2050:]
        images.append(np.dstack([plane.reshape(32, 32) for plane in (red, green, blue)]))
    return np.array(images), labels
