import numpy as np


class ShuffleQueue:
    def __init__(self, capacity):
        self.items = np.zeros(capacity, int)
        self.held = 0

    def exchange(self, item, place):
        if self.held == len(self.items):
            leaving = self.items[place].copy()
            self.items[place] = item
            return leaving
        self.items[self.held] = item
        self.held += 1
