# says: The label that equals classes is still there
# earns: 0.5
def decode_mat(X, y, classes):
    return X.transpose(3, 0, 1, 2), y[:, 0]
