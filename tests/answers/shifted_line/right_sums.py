def shifted_line(original, shifted, new):
    x, y = original - original.mean(), shifted - shifted.mean()
    slope = (x * y).sum() / (x * x).sum()
    intercept = shifted.mean() - slope * original.mean()
    residual = (((y - slope * x) ** 2).sum() / (len(x) - 2)) ** 0.5
    return slope, intercept, residual, slope * new + intercept
