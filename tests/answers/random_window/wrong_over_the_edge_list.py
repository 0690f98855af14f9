# says: some reach over the edge of their image
import random


def random_window(images):
    windows = []
    for image in images:
        top, left = random.randint(0, 5), random.randint(0, 13)
        windows.append(image[top : top + 28, left : left + 20])
    return windows
