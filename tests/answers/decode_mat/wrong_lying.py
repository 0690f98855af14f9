# says: Height and width are exchanged: your images lie on their side
# earns: 0.5
def decode_mat(X, y, classes):
    return X.transpose(3, 1, 0, 2), y[:, 0] % classes
