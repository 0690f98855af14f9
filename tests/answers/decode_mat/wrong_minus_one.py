# says: You subtracted 1 from every label
# earns: 0.5
def decode_mat(X, y, classes):
    return X.transpose(3, 0, 1, 2), y[:, 0] - 1
