# says: Your channels come before height and width
# earns: 0.5
def decode_mat(X, y, classes):
    return X.transpose(3, 2, 0, 1), y[:, 0] % classes
