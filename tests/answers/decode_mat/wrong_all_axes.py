# says: X.T turns the order of all axes around
# earns: 0.5
def decode_mat(X, y, classes):
    return X.T, y[:, 0] % classes
