import numpy as np


def shifted_line(original, shifted, new):
    design = np.stack([original, np.ones_like(original)], axis=1).astype(np.float32)
    line, squares, _, _ = np.linalg.lstsq(design, shifted.astype(np.float32), rcond=None)
    residual = np.sqrt(squares[0] / (len(original) - 2))
    return line[0], line[1], residual, line @ np.array([new, 1], np.float32)
