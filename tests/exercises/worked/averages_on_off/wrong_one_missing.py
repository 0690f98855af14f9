# says: The network 'averaged' is missing
# earns: 0
import numpy as np

images, labels = pictures(np.random.default_rng(1), 4_000)
x, rng = features(images), np.random.default_rng(2)
raw = np.zeros((x.shape[1], 10))
averages = raw.copy()
for step in range(800):
    batch = rng.integers(0, len(x), 16)
    logits = x[batch] @ raw
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    p[np.arange(16), labels[batch]] -= 1
    raw = raw - 4 * x[batch].T @ p / 16
    keep = min(0.999, (1 + step) / (10 + step))
    averages = keep * averages + (1 - keep) * raw


def scores(weights):
    return lambda images: features(images) @ weights


averages_on_off = {"raw": scores(raw)}
