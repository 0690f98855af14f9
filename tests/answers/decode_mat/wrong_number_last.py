# says: their number still comes last
# earns: 0.5
def decode_mat(X, y, classes):
    return X, y[:, 0] % classes
