# says: every image is mixed out of all: reshape keeps the order
# earns: 0.5
def decode_mat(X, y, classes):
    return X.reshape(X.shape[3], *X.shape[:3]), y[:, 0] % classes
