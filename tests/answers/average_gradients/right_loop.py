def average_gradients(gradients, images):
    averages = []
    for index in range(len(gradients[0])):
        total = 0
        for tower, count in zip(gradients, images):
            total = total + count * tower[index]
        averages.append(total / sum(images))
    return averages
