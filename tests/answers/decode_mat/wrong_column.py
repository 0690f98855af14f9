# says: Your labels have the shape (N, 1), as in the file
# earns: 0.5
def decode_mat(X, y, classes):
    return X.transpose(3, 0, 1, 2), y % classes
