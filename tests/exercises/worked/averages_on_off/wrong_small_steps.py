# says: That is not more than 3 standard errors. Train at a constant learning rate
# earns: 0.6
import numpy as np

images, labels = pictures(np.random.default_rng(1), 4_000)
x = features(images)
raw = np.linalg.lstsq(x, np.eye(10)[labels], rcond=None)[0]
averages = raw + np.random.default_rng(4).normal(0, 0.002, raw.shape)


def scores(weights):
    return lambda images: features(images) @ weights


averages_on_off = {"raw": scores(raw), "averaged": scores(averages)}
