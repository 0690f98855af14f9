# says: You take 10 for the label that means 0
# earns: 0.5
def decode_mat(X, y, classes):
    return X.transpose(3, 0, 1, 2), y[:, 0] % 10
