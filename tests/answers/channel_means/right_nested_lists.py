def channel_means(images):
    return [[float(image[..., channel].mean()) for channel in range(3)] for image in images]
