import numpy as np


def reference(question):
    expected = {}
    for name, suffix in (("logits", ""), ("large logits", " of large logits")):
        logits = question[name].astype(np.float64)
        p = np.exp(logits - logits.max())
        p /= p.sum()
        expected[f"probabilities{suffix}"] = p
        expected[f"jacobian{suffix}"] = np.diag(p) - np.outer(p, p)
    return expected
