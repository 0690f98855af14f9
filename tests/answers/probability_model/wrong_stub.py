# says: returned a NoneType
def probability_model(network):
    return None
