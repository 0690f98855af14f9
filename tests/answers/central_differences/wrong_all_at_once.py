# says: You changed all entries at once
# earns: 0
def central_differences(function, point, step):
    return (function(point + step) - function(point - step)) / (2 * step)
