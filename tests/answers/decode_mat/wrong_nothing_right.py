# says: reshape keeps the order of the bytes
def decode_mat(X, y, classes):
    return X.reshape(-1, *X.shape[:3]), y[:, 0]
