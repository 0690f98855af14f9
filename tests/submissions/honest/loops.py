# honest: three loops and a list of lists
# grade: 1
# %% channel_means_solution
def channel_means(images):
    rows = []
    for image in images:
        total = [0.0, 0.0, 0.0]
        for row in image.tolist():
            for pixel in row:
                for channel in range(3):
                    total[channel] += pixel[channel]
        rows.append([value / (len(image) * len(image[0])) for value in total])
    return rows
