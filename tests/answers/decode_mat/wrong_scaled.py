# says: You divided the pixels by 255
# earns: 0.5
def decode_mat(X, y, classes):
    return X.transpose(3, 0, 1, 2) / 255, y[:, 0] % classes
