# says: Change one number of the point at a time
# earns: 0
def central_differences(function, point, step):
    values = point.ravel()
    return [(function(x + step) - function(x - step)) / (2 * step) for x in values]
