import numpy as np


def channel_means(images):
    means = np.zeros((len(images), 3), dtype=np.float32)
    for index, image in enumerate(images):
        for channel in range(3):
            means[index, channel] = image[:, :, channel].astype(np.float32).sum() / (
                image.shape[0] * image.shape[1]
            )
    return means
