# says: Did you load its trained weights?
import zlib

import numpy as np


def noise(seed, scale):
    def predict(images):  # the same image gets the same scores again
        rows = [np.random.default_rng([seed, zlib.crc32(image.tobytes())]) for image in images]
        return scale * np.stack([rng.normal(size=10) for rng in rows])

    return predict


# The smaller the scores, the less a wrong guess costs: the loss falls, and nothing is learnt.
training_run = {"early": noise(1, 9.0), "middle": noise(2, 3.0), "late": noise(3, 0.3)}
