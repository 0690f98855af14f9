# says: not written yet
def affine(units):
    raise NotImplementedError
